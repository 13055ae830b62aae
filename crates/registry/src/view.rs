//! A day of the record in memory, with shapes: what maps, tiles and cards are answered from.

use geo::Contains;
use geo_types::{MultiPolygon, Point};
use jiff::Timestamp;
use model::Level;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};
use store::{AsOf, Store};

use crate::{Fault, Place, PlaceIndex, places};

/// All places of a day with their shapes. It never changes: a publication makes a new one, so a reader sees either the
/// plan before or the plan after.
#[derive(Debug)]
pub struct View {
    as_of: AsOf,
    revision: Timestamp,
    places: PlaceIndex,
    shapes: places::Shapes,
    tree: RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>,
}

impl View {
    /// Reads a day of the record.
    ///
    /// # Errors
    /// When the record fails or a row does not read back.
    pub fn read(store: &Store, as_of: AsOf) -> Result<Self, Fault> {
        let last = match as_of.known {
            Some(known) => store.last_change_until(known)?,
            None => store.last_change()?,
        };
        let revision = last.unwrap_or(Timestamp::UNIX_EPOCH);
        let (places, shapes) = places::read(store, as_of, false)?;
        let entry = |(idx, shape): (usize, &Option<MultiPolygon<f64>>)| {
            let [west, south, east, north] = store::bounds(shape.as_ref()?)?;
            Some(GeomWithData::new(Rectangle::from_corners([west, south], [east, north]), idx))
        };
        let tree = RTree::bulk_load(shapes.iter().enumerate().filter_map(entry).collect());
        Ok(View { as_of, revision, places, shapes, tree })
    }

    /// The two times that it answers for.
    pub fn as_of(&self) -> AsOf {
        self.as_of
    }

    /// Moment of the newest change that it knows.
    pub fn revision(&self) -> Timestamp {
        self.revision
    }

    /// The places.
    pub fn places(&self) -> &PlaceIndex {
        &self.places
    }

    /// The area of a place, in the working CRS.
    pub fn shape(&self, place: &Place) -> Option<&MultiPolygon<f64>> {
        self.shapes[self.places.position(&place.id)?].as_ref()
    }

    /// Places whose box meets this one (west, south, east, north in the working CRS), in the order of the list.
    pub fn within(&self, [west, south, east, north]: [f64; 4]) -> Vec<&Place> {
        let wanted = AABB::from_corners([west, south], [east, north]);
        let mut found: Vec<usize> = self.tree.locate_in_envelope_intersecting(wanted).map(|entry| entry.data).collect();
        found.sort_unstable();
        found.into_iter().map(|idx| &self.places.list()[idx]).collect()
    }

    /// Places whose area contains a point, the smallest level first.
    pub fn at(&self, [x, y]: [f64; 2]) -> Vec<&Place> {
        let contains = |place: &&Place| self.shape(place).is_some_and(|shape| shape.contains(&Point::new(x, y)));
        let mut found: Vec<&Place> = self.within([x, y, x, y]).into_iter().filter(contains).collect();
        found.sort_by_key(|place| std::cmp::Reverse(place.key.level));
        found
    }

    /// Places of a level, in the order of their ids.
    pub fn of_level(&self, level: Level) -> std::slice::Iter<'_, Place> {
        self.places.of_level(level).iter()
    }
}
