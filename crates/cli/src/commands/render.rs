//! `jingwei render`: the map of courtyards and grids.

use cartography::{Area, AreaRole, Inset, Layer, Line, LineRole, MapSheet, Notes, Page, Review, RoadClass};
use geo_types::{Geometry, LineString, MultiPolygon};
use intake::{Road, Survey};
use model::Table;
use serde_json::json;
use words::Language;

use crate::args::{PageName, Render};
use crate::failure::Failure;
use crate::files;
use crate::fonts;
use crate::project::{GRIDS, Project};
use crate::say::Voice;

pub(crate) fn run(args: &Render, voice: &Voice) -> Result<(), Failure> {
    let mut project = Project::open(&args.project)?;
    for layer in [GRIDS, "water"] {
        project.table(layer)?;
    }
    let survey = project.survey()?;
    let focus = args.place.as_ref().map(|name| place(name, &survey)).transpose()?;
    let sheet = sheet(args, &project, &survey, focus, voice);
    let svg = cartography::svg(&sheet);
    let bytes = match files::extension(&args.output).as_str() {
        "svg" => svg.into_bytes(),
        "png" => {
            let fonts = fonts::system()?;
            cartography::png(&svg, args.width, &fonts).map_err(|fault| Failure::file(&args.output, fault))?
        }
        _ => return Err(Failure::usage("format-of-output", &[("path", args.output.display().to_string())])),
    };
    files::write_whole(&args.output, &bytes)?;
    voice.line("rendered", &[("path", args.output.display().to_string())]);
    voice.answer(&json!({ "path": args.output }));
    Ok(())
}

/// The part of the district that a sheet is about.
struct Focus {
    code: String,
    name: String,
    shape: MultiPolygon<f64>,
    /// Whether it is one community, smaller than a subdistrict.
    community: bool,
}

fn place(name: &str, survey: &Survey) -> Result<Focus, Failure> {
    let subdistrict = survey.subdistricts.iter().find(|area| area.code == name || area.name == name);
    let community = || survey.communities.iter().find(|area| area.code.as_str() == name || area.name == name);
    let focus = subdistrict
        .map(|area| Focus {
            code: area.code.clone(),
            name: area.name.clone(),
            shape: area.shape.clone(),
            community: false,
        })
        .or_else(|| {
            let area = community()?;
            let (code, name) = (area.code.to_string(), area.name.clone());
            Some(Focus { code, name, shape: area.shape.clone(), community: true })
        });
    focus.ok_or_else(|| Failure::usage("place-not-there", &[("value", name.to_owned())]))
}

fn sheet(args: &Render, project: &Project, survey: &Survey, focus: Option<Focus>, voice: &Voice) -> MapSheet {
    let chinese = voice.words.language() == Language::Chinese;
    let title = args.title.clone().unwrap_or_else(|| title(project, focus.as_ref(), voice));
    let page = match args.page {
        PageName::A3 => Page::A3Landscape,
        PageName::A4 => Page::A4Landscape,
    };
    let mut sheet = MapSheet::new(title, page);
    sheet.language = voice.words.language();
    sheet.subtitle = words::Words::new(if chinese { Language::English } else { Language::Chinese }).say("map-title");
    sheet.layers = layers(project, survey, focus.as_ref());
    sheet.figures = figures(project, focus.as_ref(), voice);
    if let Some(focus) = focus {
        sheet.extent = geo::BoundingRect::bounding_rect(&focus.shape);
        let areas = survey.subdistricts.iter().map(|area| Area::new(area.code.clone(), area.shape.clone()));
        // The place itself is drawn last, so that a community shows on its subdistrict.
        let here = Area::new(focus.code.clone(), focus.shape.clone());
        sheet.inset = Some(Inset { areas: areas.chain([here]).collect(), highlight: vec![focus.code.clone()] });
        sheet.focus = Some(focus.shape);
    }
    sheet.notes = notes(args, project, voice);
    sheet
}

fn title(project: &Project, focus: Option<&Focus>, voice: &Voice) -> String {
    let district = project.setting("district_name").unwrap_or_default();
    let place = focus.map(|focus| focus.name.clone()).unwrap_or_default();
    let parts = [district, place, voice.words.say("map-title")];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn layers(project: &Project, survey: &Survey, focus: Option<&Focus>) -> Vec<Layer> {
    let close = focus.is_some();
    let plain = |areas: &[intake::Area]| -> Vec<Area> {
        areas.iter().map(|area| Area::new(area.code.clone(), area.shape.clone()).hover(area.name.clone())).collect()
    };
    let named = |areas: &[intake::Area]| -> Vec<Area> {
        areas
            .iter()
            .map(|area| Area::new(area.code.clone(), area.shape.clone()).labelled(area.name.clone(), ""))
            .collect()
    };
    let communities = survey.communities.iter().map(|community| {
        Area::new(community.code.as_str(), community.shape.clone()).labelled(community.name.clone(), "")
    });
    let courtyards = survey.courtyards.iter().map(|courtyard| {
        let text = format!("{} {}", courtyard.code, courtyard.name);
        Area::new(courtyard.code.as_str(), courtyard.shape.clone()).hover(text)
    });
    let walls =
        survey.walls.iter().map(|line| Line { name: String::new(), shape: line.clone(), class: RoadClass::Path });
    let district: Vec<Area> = survey.district.iter().map(|shape| Area::new("", shape.clone())).collect();
    let (sea, water): (Vec<_>, Vec<_>) = survey.water.iter().cloned().partition(|area| is_sea(area, project, survey));
    // The name of the subdistrict says nothing on the sheet of one of its communities.
    let subdistricts = if focus.is_some_and(|focus| focus.community) {
        plain(&survey.subdistricts)
    } else {
        named(&survey.subdistricts)
    };
    let tiles = |kind: &str, sites: &[intake::Area]| {
        project.known(GRIDS).map(|table| tiles(table, kind)).unwrap_or_else(|| plain(sites))
    };
    let mut layers = vec![
        Layer::areas(AreaRole::Sea, named(&sea)),
        Layer::areas(AreaRole::Water, named(&water)),
        Layer::areas(AreaRole::Green, named(&survey.green)),
        Layer::areas(AreaRole::Compound, tiles("compound", &survey.compounds)),
        Layer::areas(AreaRole::Exclusive, tiles("exclusive", &survey.exclusive)),
        Layer::areas(AreaRole::Grid, project.known(GRIDS).map(|table| grids(table, close)).unwrap_or_default()),
        Layer::areas(AreaRole::Courtyard, courtyards.collect()),
        Layer::lines(LineRole::Road, survey.roads.iter().map(line).collect()),
        Layer::areas(AreaRole::Community, communities.collect()),
        Layer::areas(AreaRole::Street, subdistricts),
        Layer::areas(AreaRole::District, district),
    ];
    if close {
        layers.push(Layer::areas(AreaRole::Building, plain(&survey.buildings)));
        layers.push(Layer::lines(LineRole::Barrier, walls.collect()));
    }
    layers.retain(|layer| !layer.is_empty());
    layers
}

/// Whether a water area is sea: by its class where it has one, else by its name, and then only outside the district,
/// for lakes are called sea, too (什刹海).
fn is_sea(area: &intake::Area, project: &Project, survey: &Survey) -> bool {
    use geo::{InteriorPoint, Intersects};
    let class = || {
        let table = project.known("water")?;
        let class = ["类别", "class", "type", "kind"].iter().find_map(|name| table.field_idx(name))?;
        let code = table.field_idx("code")?;
        let row = table.rows.iter().find(|row| row.values[code].to_text().as_deref() == Some(area.code.as_str()))?;
        row.values[class].to_text().filter(|text| !text.trim().is_empty()).map(|text| text.to_lowercase())
    };
    if let Some(class) = class() {
        return class.contains('海') || class.contains("sea") || class == "bay";
    }
    let inside = |point| survey.district.as_ref().is_some_and(|district| district.intersects(&point));
    let named = area.name.ends_with(['海', '湾', '洋']) || area.name.ends_with("海域");
    named && area.shape.interior_point().is_some_and(|point| !inside(point))
}

/// The parts of the tiling that are of another kind than governance grids: with their share of the roads beside them,
/// so that the town reads as continuous.
fn tiles(table: &Table, kind: &str) -> Vec<Area> {
    let text = |row: &model::Row, name: &str| table.field_idx(name).and_then(|idx| row.values[idx].to_text());
    let of_kind = table.rows.iter().filter(|row| text(row, "kind").as_deref() == Some(kind));
    of_kind
        .map(|row| {
            let (code, name) = (text(row, "code").unwrap_or_default(), text(row, "name").unwrap_or_default());
            Area::new(code, shape(row)).hover(name)
        })
        .collect()
}

fn shape(row: &model::Row) -> MultiPolygon<f64> {
    match &row.geometry {
        Some(Geometry::Polygon(polygon)) => MultiPolygon(vec![polygon.clone()]),
        Some(Geometry::MultiPolygon(polygons)) => polygons.clone(),
        _ => MultiPolygon(vec![]),
    }
}

/// Governance grids with number and households; the other areas of the tiling are drawn by their own layers.
fn grids(table: &Table, close: bool) -> Vec<Area> {
    let column = |name: &str| table.field_idx(name);
    let (Some(code), Some(kind), Some(households)) = (column("code"), column("kind"), column("households")) else {
        return Vec::new();
    };
    let text = |row: &model::Row, idx: usize| row.values[idx].to_text().unwrap_or_default();
    let governance = table.rows.iter().filter(|row| text(row, kind) == "governance");
    governance
        .map(|row| {
            let (code, households) = (text(row, code), text(row, households));
            let short = short(&code);
            let detail = if close { format!("{households}户") } else { String::new() };
            Area::new(code.clone(), shape(row)).labelled(short, detail).hover(format!("{code} · {households}"))
        })
        .collect()
}

/// The last part of a code: what is painted on the map where the community's name stands beside it.
fn short(code: &str) -> String {
    if is_official(code) { code[12..].to_owned() } else { code.rsplit('-').next().unwrap_or(code).to_owned() }
}

/// Whether a code has the fifteen digits of the national standard: community and grid.
fn is_official(code: &str) -> bool {
    code.len() == 15 && code.bytes().all(|byte| byte.is_ascii_digit())
}

fn line(road: &Road) -> Line {
    let class = road.class.to_lowercase();
    let any = |words: &[&str]| words.iter().any(|word| class.contains(word));
    let class = if any(&["快速", "主干", "main", "arterial", "motorway", "trunk", "primary"]) {
        RoadClass::Main
    } else if any(&["次干", "secondary"]) {
        RoadClass::Secondary
    } else if any(&["支路", "tertiary", "residential", "minor", "unclassified"]) {
        RoadClass::Minor
    } else if any(&["步", "foot", "path", "steps"]) {
        RoadClass::Path
    } else {
        RoadClass::Lane
    };
    let shape: LineString<f64> = road.line.clone();
    Line { name: road.name.clone(), shape, class }
}

fn figures(project: &Project, focus: Option<&Focus>, voice: &Voice) -> Vec<(String, String)> {
    use geo::{InteriorPoint, Intersects};
    let inside = |row: &model::Row| {
        let point = row.geometry.as_ref().and_then(|geometry| geometry.interior_point());
        focus.is_none_or(|focus| point.is_some_and(|point| focus.shape.intersects(&point)))
    };
    let Some(table) = project.known(GRIDS) else { return Vec::new() };
    let sum = |name: &str| -> i64 {
        let Some(idx) = table.field_idx(name) else { return 0 };
        let rows = table.rows.iter().filter(|row| inside(row));
        rows.filter_map(|row| row.values[idx].to_number()).map(|number| number as i64).sum()
    };
    let kind = table.field_idx("kind");
    let governance = |row: &&model::Row| {
        kind.is_some_and(|idx| row.values[idx].to_text().as_deref() == Some("governance")) && inside(row)
    };
    let n_grids = table.rows.iter().filter(governance).count();
    vec![
        (n_grids.to_string(), voice.words.say("figure-grids")),
        (sum("courtyards").to_string(), voice.words.say("figure-courtyards")),
        (sum("households").to_string(), voice.words.say("figure-households")),
    ]
}

fn notes(args: &Render, project: &Project, voice: &Voice) -> Notes {
    // What is painted in a grid is explained where it is cut from the official code.
    let code = project.known(GRIDS).and_then(|table| table.rows.first()?.values[table.field_idx("code")?].to_text());
    let numbered = code.is_some_and(|code| is_official(&code));

    Notes {
        source: project.setting("source").unwrap_or_default(),
        date: project.setting("as_of").unwrap_or_else(|| jiff::Timestamp::now().strftime("%Y-%m-%d").to_string()),
        crs: project.crs().map(|crs| crs.name()).unwrap_or_default(),
        synthetic: project.setting("synthetic").as_deref() == Some("yes"),
        review: args.review_number.clone().map_or(Review::InternalUse, Review::Number),
        remarks: numbered.then(|| voice.words.say("map-grid-numbers")).into_iter().collect(),
    }
}
