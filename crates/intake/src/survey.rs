//! The district in types, ready for territory and merging.

use std::collections::BTreeMap;

use geo_types::{LineString, MultiPolygon};
use model::{Code, Row, Value};

use crate::dissolve::dissolve;
use crate::layer::areas_of;
use crate::{Column, Layer, Role};

/// A district whose layers have been settled and checked: shapes in the working CRS, metres.
#[derive(Debug, Clone, Default)]
pub struct Survey {
    /// The district's outline, if it was given.
    pub district: Option<MultiPolygon<f64>>,
    /// Subdistricts.
    pub subdistricts: Vec<Area>,
    /// Communities, in file order.
    pub communities: Vec<Community>,
    /// Open courtyards, in file order.
    pub courtyards: Vec<Courtyard>,
    /// Closed compounds.
    pub compounds: Vec<Area>,
    /// Sites with a grid of their own.
    pub exclusive: Vec<Area>,
    /// Parks, squares, sea front.
    pub green: Vec<Area>,
    /// Water areas.
    pub water: Vec<Area>,
    /// Building footprints.
    pub buildings: Vec<Area>,
    /// Road centre lines.
    pub roads: Vec<Road>,
    /// Walls and fences.
    pub walls: Vec<LineString<f64>>,
    /// Groups of courtyards (by index) that share a grid.
    pub keep_together: Vec<Vec<usize>>,
    /// Pairs of courtyards (by index) that never share a grid.
    pub keep_apart: Vec<(usize, usize)>,
    /// An existing courtyard → grid list.
    pub membership: Vec<(Code, Code)>,
}

/// A community.
#[derive(Debug, Clone)]
pub struct Community {
    /// Its 12-digit code, or whatever the district uses.
    pub code: Code,
    /// Its name, empty if it has none.
    pub name: String,
    /// Its area.
    pub shape: MultiPolygon<f64>,
}

/// An open courtyard.
#[derive(Debug, Clone)]
pub struct Courtyard {
    /// Its code.
    pub code: Code,
    /// Its name, empty if it has none.
    pub name: String,
    /// Index of its community: where most of its area lies.
    pub community: usize,
    /// Households; `None` is unknown.
    pub households: Option<u32>,
    /// Its area.
    pub shape: MultiPolygon<f64>,
}

/// Any other named area.
#[derive(Debug, Clone)]
pub struct Area {
    /// Its code, empty if it has none.
    pub code: String,
    /// Its name, empty if it has none.
    pub name: String,
    /// Its area.
    pub shape: MultiPolygon<f64>,
}

/// A road's centre line.
#[derive(Debug, Clone)]
pub struct Road {
    /// Name, empty if it has none.
    pub name: String,
    /// Class as in the file.
    pub class: String,
    /// Whether grids should not reach across it.
    pub main: bool,
    /// The centre line.
    pub line: LineString<f64>,
}

/// Why the layers make no district yet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotReady {
    /// There is no layer of courtyards.
    #[error("no layer holds courtyards")]
    NoCourtyards,
    /// There is neither a layer of communities nor a community column to make them from.
    #[error("no layer holds communities, and the courtyards do not name theirs")]
    NoCommunities,
    /// A row that the checks should have refused is still there.
    #[error("{file}, row {row}: no usable code or area")]
    Row {
        /// File of the row.
        file: String,
        /// Row number.
        row: usize,
    },
}

/// Whether a road is one that cuts the territory: by class name in Chinese practice and in OpenStreetMap's.
pub(crate) fn is_main_road(layer: &Layer, row: &Row) -> bool {
    let class = layer.columns.text(row, Column::RoadClass).unwrap_or_default();
    main_class(&class)
}

fn main_class(class: &str) -> bool {
    const MAIN: [&str; 9] = ["main", "arterial", "motorway", "trunk", "primary", "secondary", "快速", "主干", "次干"];
    let class = class.to_lowercase();
    MAIN.iter().any(|word| class.contains(word)) && !class.contains("link")
}

impl Survey {
    /// Reads the settled layers; communities are dissolved from repeated codes.
    ///
    /// # Errors
    /// When courtyards or communities are missing, or a row has no usable code or area.
    pub fn new(mut layers: Vec<Layer>) -> Result<Self, NotReady> {
        let mut survey = Survey { communities: communities(&layers)?, ..Survey::default() };
        let reader = CourtyardReader::new(&survey.communities);
        for layer in layers.iter_mut().filter(|layer| layer.role == Role::Courtyards) {
            // Row by row given up: a city's courtyards should not be in memory twice.
            for row in std::mem::take(&mut layer.table.rows) {
                survey.courtyards.push(reader.read(layer, &row)?);
            }
        }
        if survey.courtyards.is_empty() {
            return Err(NotReady::NoCourtyards);
        }
        for layer in &layers {
            survey.add(layer);
        }
        Ok(survey)
    }

    /// Whether the layers make a district, as [`Survey::new`] would find it.
    ///
    /// # Errors
    /// When courtyards or communities are missing, or a row has no usable code or area.
    pub fn ready(layers: &[Layer]) -> Result<(), NotReady> {
        let communities = communities(layers)?;
        let reader = CourtyardReader::new(&communities);
        let mut none = true;
        for layer in layers.iter().filter(|layer| layer.role == Role::Courtyards) {
            for row in &layer.table.rows {
                reader.read(layer, row)?;
                none = false;
            }
        }
        if none { Err(NotReady::NoCourtyards) } else { Ok(()) }
    }

    fn add(&mut self, layer: &Layer) {
        let areas = || layer.table.rows.iter().map(|row| area(layer, row)).filter(|area| !area.shape.0.is_empty());
        match layer.role {
            Role::District => {
                let parts = areas().flat_map(|area| area.shape.0);
                self.district.get_or_insert_with(|| MultiPolygon(vec![])).0.extend(parts);
            }
            Role::Subdistricts => self.subdistricts.extend(areas()),
            Role::Compounds => self.compounds.extend(areas()),
            Role::Exclusive => self.exclusive.extend(areas()),
            Role::Green => self.green.extend(areas()),
            Role::Water => self.water.extend(areas()),
            Role::Buildings => self.buildings.extend(areas()),
            Role::Roads => self.roads.extend(layer.table.rows.iter().flat_map(|row| roads(layer, row))),
            Role::Walls => self.walls.extend(layer.table.rows.iter().flat_map(Layer::lines_of)),
            Role::KeepTogether => {
                self.keep_together.extend(groups(layer, &self.courtyards));
                let pairs = pairs(layer, &self.courtyards).into_iter();
                self.keep_together.extend(pairs.map(|(first, second)| vec![first, second]));
            }
            Role::KeepApart => self.keep_apart.extend(pairs(layer, &self.courtyards)),
            Role::Membership => self.membership.extend(list(layer)),
            Role::Communities | Role::Courtyards | Role::About => {}
        }
    }

    /// The index of the courtyard with this code.
    pub fn courtyard_idx(&self, code: &str) -> Option<usize> {
        self.courtyards.iter().position(|courtyard| courtyard.code.as_str() == code)
    }
}

fn area(layer: &Layer, row: &Row) -> Area {
    Area {
        code: layer.columns.text(row, Column::Code).unwrap_or_default(),
        name: layer.columns.text(row, Column::Name).unwrap_or_default(),
        shape: row.geometry.as_ref().map_or(MultiPolygon(vec![]), areas_of),
    }
}

fn roads(layer: &Layer, row: &Row) -> Vec<Road> {
    let class = layer.columns.text(row, Column::RoadClass).unwrap_or_default();
    let name = layer.columns.text(row, Column::Name).unwrap_or_default();
    let road = |line| Road { name: name.clone(), class: class.clone(), main: main_class(&class), line };
    Layer::lines_of(row).into_iter().map(road).collect()
}

/// Communities from their layer, parts with one code joined; without a layer, from the courtyards' own column.
fn communities(layers: &[Layer]) -> Result<Vec<Community>, NotReady> {
    let given: Vec<&Layer> = layers.iter().filter(|layer| layer.role == Role::Communities).collect();
    let mut parts: Vec<(Code, String, Vec<MultiPolygon<f64>>)> = Vec::new();
    let mut idx_of: BTreeMap<Code, usize> = BTreeMap::new();
    let mut add = |code: Code, name: String, shape: MultiPolygon<f64>| {
        let idx = *idx_of.entry(code.clone()).or_insert_with(|| {
            parts.push((code, name, Vec::new()));
            parts.len() - 1
        });
        parts[idx].2.push(shape);
    };
    for layer in &given {
        for row in &layer.table.rows {
            let Area { code, name, shape } = area(layer, row);
            let code = Code::new(&code).ok().filter(|_| !shape.0.is_empty());
            let code = code.ok_or_else(|| NotReady::Row { file: layer.file.clone(), row: row.number })?;
            add(code, name, shape);
        }
    }
    if given.is_empty() {
        for layer in layers.iter().filter(|layer| layer.role == Role::Courtyards) {
            for row in &layer.table.rows {
                let code = layer.columns.text(row, Column::Community).and_then(|text| Code::new(&text).ok());
                add(code.ok_or(NotReady::NoCommunities)?, String::new(), area(layer, row).shape);
            }
        }
    }
    if parts.is_empty() {
        return Err(NotReady::NoCommunities);
    }
    let shapes: Vec<Vec<MultiPolygon<f64>>> = parts.iter_mut().map(|part| std::mem::take(&mut part.2)).collect();
    let communities = parts.into_iter().zip(dissolve(shapes));
    Ok(communities.map(|((code, name, _), shape)| Community { code, name, shape }).collect())
}

/// Reads courtyards against the communities they lie in.
struct CourtyardReader<'a> {
    by_name: BTreeMap<&'a str, usize>,
    index: topology::AreaIndex,
}

impl<'a> CourtyardReader<'a> {
    fn new(communities: &'a [Community]) -> Self {
        let shapes: Vec<_> = communities.iter().map(|community| community.shape.clone()).collect();
        let by_name = communities
            .iter()
            .enumerate()
            .flat_map(|(idx, community)| [(community.code.as_str(), idx), (community.name.as_str(), idx)])
            .filter(|(name, _)| !name.is_empty())
            .collect();
        CourtyardReader { by_name, index: topology::AreaIndex::new(&shapes) }
    }

    fn read(&self, layer: &Layer, row: &Row) -> Result<Courtyard, NotReady> {
        let bad = || NotReady::Row { file: layer.file.clone(), row: row.number };
        let Area { code, name, shape } = area(layer, row);
        let code = Code::new(&code).map_err(|_| bad())?;
        let stated = layer.columns.text(row, Column::Community);
        // The stated community is cheap and the checks have compared it with the map; the map decides otherwise.
        let stated = stated.and_then(|name| self.by_name.get(name.as_str()).copied());
        let community = stated.or_else(|| largest_share(&shape, &self.index)).ok_or_else(bad)?;
        let households = households(layer, row);
        Ok(Courtyard { code, name, community, households, shape })
    }
}

fn largest_share(shape: &MultiPolygon<f64>, index: &topology::AreaIndex) -> Option<usize> {
    let shares = topology::shares(shape, index);
    shares.into_iter().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0))).map(|share| share.0)
}

fn households(layer: &Layer, row: &Row) -> Option<u32> {
    let number = layer.columns.value(row, Column::Households).and_then(Value::to_number)?;
    (number >= 0.0 && number <= f64::from(u32::MAX) && number.fract() == 0.0).then_some(number as u32)
}

fn code_idx(courtyards: &[Courtyard]) -> BTreeMap<&str, usize> {
    courtyards.iter().enumerate().map(|(idx, courtyard)| (courtyard.code.as_str(), idx)).collect()
}

fn groups(layer: &Layer, courtyards: &[Courtyard]) -> Vec<Vec<usize>> {
    let idx_of = code_idx(courtyards);
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for row in &layer.table.rows {
        let courtyard = layer.columns.text(row, Column::Courtyard);
        let idx = courtyard.and_then(|code| idx_of.get(code.as_str()).copied());
        if let (Some(idx), Some(group)) = (idx, layer.columns.text(row, Column::Group)) {
            groups.entry(group).or_default().push(idx);
        }
    }
    groups.into_values().filter(|group| group.len() > 1).collect()
}

fn pairs(layer: &Layer, courtyards: &[Courtyard]) -> Vec<(usize, usize)> {
    let idx_of = code_idx(courtyards);
    let read = |row: &Row, column| {
        let code = layer.columns.text(row, column)?;
        idx_of.get(code.as_str()).copied()
    };
    let pair = |row: &Row| Some((read(row, Column::Courtyard)?, read(row, Column::Other)?));
    layer.table.rows.iter().filter_map(pair).collect()
}

fn list(layer: &Layer) -> Vec<(Code, Code)> {
    let read = |row: &Row, column| Code::new(&layer.columns.text(row, column)?).ok();
    let pair = |row: &Row| Some((read(row, Column::Courtyard)?, read(row, Column::Grid)?));
    layer.table.rows.iter().filter_map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn road_classes_of_both_practices() {
        let check = |class: &str, main: bool| assert_eq!(main_class(class), main, "{class}");
        check("主干路", true);
        check("次干路", true);
        check("支路", false);
        check("巷", false);
        check("secondary", true);
        check("primary_link", false);
        check("residential", false);
    }
}
