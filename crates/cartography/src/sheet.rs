//! The sheet: what the caller puts on the page.

use geo_types::{MultiPolygon, Rect};
use words::Language;

use crate::feature::{Area, AreaRole, Layer};
use crate::page::Page;

/// A map on a page.
#[derive(Debug, Clone)]
pub struct MapSheet {
    /// Title, in the language of the sheet.
    pub title: String,
    /// Second line under the title, for example the title in the other language.
    pub subtitle: String,
    /// Language of the furniture; the other language stands beside it in small.
    pub language: Language,
    /// Size of the page.
    pub page: Page,
    /// What stands around the map.
    pub furniture: Furniture,
    /// Ground extent, working CRS, metres; `None` takes the extent of the layers (without water, green and roads).
    pub extent: Option<Rect<f64>>,
    /// The layers.
    pub layers: Vec<Layer>,
    /// Part of the map the sheet is about; the rest is veiled and carries no lettering.
    pub focus: Option<MultiPolygon<f64>>,
    /// Figures set large above the legend: value and caption, for example `("349", "网格 grids")`.
    pub figures: Vec<(String, String)>,
    /// A small map that shows where the sheet lies.
    pub inset: Option<Inset>,
    /// Origin, date and standing of the map.
    pub notes: Notes,
}

/// What stands around the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Furniture {
    /// Title, legend, scale, north, coordinate frame and notes: a sheet to print.
    Full,
    /// The map with a scale bar and the marks it must carry: for a page that has its own title and legend.
    Bare,
}

/// The small map that shows where the sheet lies.
#[derive(Debug, Clone)]
pub struct Inset {
    /// All areas of the level, for example the streets of the district.
    pub areas: Vec<Area>,
    /// Codes of the areas to highlight.
    pub highlight: Vec<String>,
}

/// Origin, date and standing of the map.
#[derive(Debug, Clone, Default)]
pub struct Notes {
    /// Where the data come from.
    pub source: String,
    /// The date that the map shows, as it shall be written.
    pub date: String,
    /// Name of the working CRS.
    pub crs: String,
    /// Whether the data are invented; the sheet then says so.
    pub synthetic: bool,
    /// Whether the map may be shown in public.
    pub review: Review,
    /// Further remarks, one a line.
    pub remarks: Vec<String>,
}

/// Standing of a map under the map review rules (地图审核管理规定).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Review {
    /// Not reviewed: the sheet carries the mark 内部使用.
    #[default]
    InternalUse,
    /// Reviewed, with its map review number (审图号).
    Number(String),
}

impl MapSheet {
    /// An empty full sheet, Chinese first.
    pub fn new(title: impl Into<String>, page: Page) -> Self {
        MapSheet {
            title: title.into(),
            subtitle: String::new(),
            language: Language::Chinese,
            page,
            furniture: Furniture::Full,
            extent: None,
            layers: Vec::new(),
            focus: None,
            figures: Vec::new(),
            inset: None,
            notes: Notes::default(),
        }
    }

    /// A small bare map of grids for a web page, `width` × `height` pixels; `communities` may be empty.
    pub fn overview(grids: Vec<Area>, communities: Vec<Area>, width: u32, height: u32) -> Self {
        let mut sheet = MapSheet::new("", Page::Pixels { width, height });
        sheet.furniture = Furniture::Bare;
        sheet.layers = vec![Layer::areas(AreaRole::Grid, grids), Layer::areas(AreaRole::Community, communities)];
        sheet
    }
}
