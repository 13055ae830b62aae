//! A view with what the rim needs of it: longitudes and latitudes, and shapes as text.

use std::collections::HashMap;
use std::sync::OnceLock;

use crs::{Crs, Transform};
use geo_types::{Coord, MultiPolygon};
use registry::{Place, SearchIndex, View};

use crate::app::App;
use crate::counted::Counted;
use crate::ogc::{Ground, feature, geometry};
use crate::people::People;
use crate::problem::Problem;

/// The systems that coordinates come and go in.
pub(crate) struct Frames {
    /// The record's own.
    pub(crate) working: Crs,
    to_lonlat: Transform,
    from_lonlat: Transform,
}

impl Frames {
    pub(crate) fn new(working: Crs) -> Result<Self, crs::CrsError> {
        let to_lonlat = Transform::new(&working, &Crs::CGCS2000_LONLAT)?;
        let from_lonlat = Transform::new(&Crs::CGCS2000_LONLAT, &working)?;
        Ok(Frames { working, to_lonlat, from_lonlat })
    }

    /// A shape of the record's own system in longitude and latitude.
    pub(crate) fn lonlat(&self, working: &MultiPolygon<f64>) -> Option<MultiPolygon<f64>> {
        transformed(working, &self.to_lonlat)
    }

    /// A point of the record's own system as longitude and latitude.
    pub(crate) fn lonlat_point(&self, working: [f64; 2]) -> Option<[f64; 2]> {
        self.to_lonlat.point(working)
    }

    /// Longitude and latitude in the record's own system.
    pub(crate) fn working_point(&self, lonlat: [f64; 2]) -> Option<[f64; 2]> {
        self.from_lonlat.point(lonlat)
    }
}

/// A view, and its shapes in longitude and latitude.
pub(crate) struct Dressed {
    pub(crate) view: View,
    lonlat: Vec<Option<MultiPolygon<f64>>>,
    texts: Vec<OnceLock<String>>,
    properties: Vec<OnceLock<String>>,
    ground: OnceLock<Ground>,
    inner: OnceLock<HashMap<String, Vec<usize>>>,
    people: OnceLock<People>,
    counted: OnceLock<Counted>,
    search: OnceLock<SearchIndex>,
}

impl Dressed {
    pub(crate) fn new(view: View, frames: &Frames) -> Self {
        let shape = |place: &Place| view.shape(place).and_then(|shape| transformed(shape, &frames.to_lonlat));
        let lonlat: Vec<_> = view.places().list().iter().map(shape).collect();
        let blank = || lonlat.iter().map(|_| OnceLock::new()).collect();
        let (texts, properties) = (blank(), blank());
        let (inner, people, counted) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        Dressed {
            view,
            lonlat,
            texts,
            properties,
            ground: OnceLock::new(),
            inner,
            people,
            counted,
            search: OnceLock::new(),
        }
    }

    /// The places that lie in another, without those in between.
    pub(crate) fn inner(&self, place: &Place) -> impl Iterator<Item = &Place> {
        let list = self.view.places().list();
        let inner = self.inner.get_or_init(|| {
            let mut inner: HashMap<String, Vec<usize>> = HashMap::new();
            for (number, place) in list.iter().enumerate() {
                for parent in &place.parents {
                    inner.entry(parent.clone()).or_default().push(number);
                }
            }
            inner
        });
        inner.get(&place.id).into_iter().flatten().map(|&number| &list[number])
    }

    /// Makes now what questions would make when they come first. What fails here tells whoever asks.
    pub(crate) fn warm(&self, app: &App) {
        self.search();
        self.ground();
        let _ = (self.people(app).is_ok(), self.counted(app).is_ok());
    }

    /// The places as they are searched; indexed when first asked.
    pub(crate) fn search(&self) -> &SearchIndex {
        self.search.get_or_init(|| SearchIndex::new(self.view.places()))
    }

    /// Who holds what on the day; read when first asked.
    pub(crate) fn people(&self, app: &App) -> Result<&People, Problem> {
        if let Some(people) = self.people.get() {
            return Ok(people);
        }
        let people = app.readers.ask(|store| People::read(store, &self.view))?;
        Ok(self.people.get_or_init(|| people))
    }

    /// The figures of the day; counted when first asked.
    pub(crate) fn counted(&self, app: &App) -> Result<&Counted, Problem> {
        if let Some(counted) = self.counted.get() {
            return Ok(counted);
        }
        let counted = app.readers.ask(|store| Counted::read(store, &self.view))?;
        Ok(self.counted.get_or_init(|| counted))
    }

    /// The shape in longitude and latitude.
    pub(crate) fn lonlat(&self, place: &Place) -> Option<&MultiPolygon<f64>> {
        self.lonlat[self.view.places().position(&place.id)?].as_ref()
    }

    /// The shapes in Web Mercator, for tiles.
    pub(crate) fn ground(&self) -> &Ground {
        self.ground.get_or_init(|| Ground::new(self))
    }

    /// The properties of its feature as a JSON object.
    pub(crate) fn properties(&self, place: &Place) -> &str {
        let Some(idx) = self.view.places().position(&place.id) else { return "{}" };
        self.properties[idx].get_or_init(|| feature::properties_text(self.view.places(), place))
    }

    /// The shape in longitude and latitude as a GeoJSON geometry; `null` where there is none.
    pub(crate) fn text(&self, place: &Place) -> &str {
        let Some(idx) = self.view.places().position(&place.id) else { return "null" };
        self.texts[idx]
            .get_or_init(|| self.lonlat[idx].as_ref().map_or("null".to_owned(), |shape| geometry::text(shape, 7)))
    }
}

/// A shape in another system; `None` where a point of it has no coordinates there.
pub(crate) fn transformed(shape: &MultiPolygon<f64>, transform: &Transform) -> Option<MultiPolygon<f64>> {
    use geo::MapCoords;
    shape.try_map_coords(|at| transform.point([at.x, at.y]).map(|[x, y]| Coord { x, y }).ok_or(())).ok()
}
