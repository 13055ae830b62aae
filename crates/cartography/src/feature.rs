//! What a map shows: areas, lines and spots with their role on the sheet.

use geo_types::{LineString, MultiPolygon, Point};

use crate::classes::Classes;

/// What a set of areas is; decides fill, outline, drawing order and the size of the lettering.
#[derive(Debug, Clone, PartialEq)]
pub enum AreaRole {
    /// Sea and other large water at the edge of the district.
    Sea,
    /// Lakes, rivers, canals.
    Water,
    /// Parks and other green.
    Green,
    /// Governance grids, filled so that neighbours differ.
    Grid,
    /// Any areas filled by their value.
    Choropleth(Classes),
    /// Gated compounds.
    Compound,
    /// Sites with a grid of their own: schools, markets, offices.
    Exclusive,
    /// Open courtyards.
    Courtyard,
    /// Building footprints.
    Building,
    /// Communities: an outline.
    Community,
    /// Streets (subdistricts): an outline.
    Street,
    /// The district: an outline.
    District,
}

/// An area on the map.
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    /// Code of the place, written as `data-code`.
    pub code: String,
    /// Shape in the working CRS, metres. A shape with a coordinate that is not finite is not drawn.
    pub shape: MultiPolygon<f64>,
    /// Text shown when a pointer rests on the area; none when empty.
    pub hover: String,
    /// Lettering; none when its name is empty.
    pub label: Label,
    /// Value for a choropleth; `None` is unknown and drawn hatched.
    pub value: Option<f64>,
    /// Fixed colour class of a grid, counted from 0; `None` lets the map choose. For comparisons of two plans.
    pub class: Option<usize>,
}

/// Lettering of a feature.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Label {
    /// First line: a short code or a name.
    pub name: String,
    /// Second, smaller line, for example the households; left out where there is no room.
    pub detail: String,
}

/// Importance of a road; decides width and lettering.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RoadClass {
    /// Footpaths, stairs, hutongs.
    Path,
    /// Lanes and service roads.
    Lane,
    /// Side streets.
    Minor,
    /// Collector and distributor roads.
    Secondary,
    /// Arterial roads.
    Main,
}

/// What a set of lines is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LineRole {
    /// Road centre lines; each line's own class decides how it is drawn.
    Road,
    /// Railways.
    Railway,
    /// Walls and other barriers that a grid does not cross.
    Barrier,
}

/// A line on the map.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Name, written along the line; empty for none.
    pub name: String,
    /// Shape in the working CRS, metres.
    pub shape: LineString<f64>,
    /// Class, read for roads alone.
    pub class: RoadClass,
}

/// A place drawn as a symbol.
#[derive(Debug, Clone, PartialEq)]
pub struct Spot {
    /// Code of the place, written as `data-code`.
    pub code: String,
    /// Position in the working CRS, metres.
    pub at: Point<f64>,
    /// Name beside the symbol; empty for none.
    pub name: String,
}

/// The features of a layer.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Areas of one role.
    Areas(AreaRole, Vec<Area>),
    /// Lines of one role.
    Lines(LineRole, Vec<Line>),
    /// Symbols.
    Spots(Vec<Spot>),
}

/// A layer of the map.
///
/// Layers are drawn in the order that a map needs (water, fills, buildings, roads, boundaries, symbols, lettering),
/// whatever order they are given in; layers of one role keep the order given.
#[derive(Debug, Clone, PartialEq)]
pub struct Layer {
    /// Caption in the legend; `None` takes the usual words of the role in both languages, an empty string leaves
    /// the layer out of the legend.
    pub caption: Option<String>,
    /// The features.
    pub content: Content,
}

impl Area {
    /// An area with a code and a shape, without lettering, hover text or value.
    pub fn new(code: impl Into<String>, shape: MultiPolygon<f64>) -> Self {
        let (hover, label) = (String::new(), Label::default());
        Area { code: code.into(), shape, hover, label, value: None, class: None }
    }

    /// The same area with lettering.
    #[must_use]
    pub fn labelled(mut self, name: impl Into<String>, detail: impl Into<String>) -> Self {
        self.label = Label { name: name.into(), detail: detail.into() };
        self
    }

    /// The same area with a text for the pointer.
    #[must_use]
    pub fn hover(mut self, text: impl Into<String>) -> Self {
        self.hover = text.into();
        self
    }

    /// The same area with a value (`None`: unknown).
    #[must_use]
    pub fn value(mut self, value: Option<f64>) -> Self {
        self.value = value;
        self
    }
}

impl Layer {
    /// A layer of areas with the usual caption.
    pub fn areas(role: AreaRole, areas: Vec<Area>) -> Self {
        Layer { caption: None, content: Content::Areas(role, areas) }
    }

    /// A layer of lines with the usual caption.
    pub fn lines(role: LineRole, lines: Vec<Line>) -> Self {
        Layer { caption: None, content: Content::Lines(role, lines) }
    }

    /// A layer of symbols with the usual caption.
    pub fn spots(spots: Vec<Spot>) -> Self {
        Layer { caption: None, content: Content::Spots(spots) }
    }

    /// The same layer with a caption of its own; an empty one leaves it out of the legend.
    #[must_use]
    pub fn captioned(mut self, caption: impl Into<String>) -> Self {
        self.caption = Some(caption.into());
        self
    }

    /// Id of the layer's group in the SVG, also the end of its message ids.
    pub fn id(&self) -> &'static str {
        match &self.content {
            Content::Areas(role, _) => role.id(),
            Content::Lines(LineRole::Road, _) => "road",
            Content::Lines(LineRole::Railway, _) => "railway",
            Content::Lines(LineRole::Barrier, _) => "barrier",
            Content::Spots(_) => "spot",
        }
    }

    /// Number of features.
    pub fn len(&self) -> usize {
        match &self.content {
            Content::Areas(_, areas) => areas.len(),
            Content::Lines(_, lines) => lines.len(),
            Content::Spots(spots) => spots.len(),
        }
    }

    /// Whether the layer has no feature.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl AreaRole {
    /// Id of the role's group in the SVG.
    pub fn id(&self) -> &'static str {
        match self {
            AreaRole::Sea => "sea",
            AreaRole::Water => "water",
            AreaRole::Green => "green",
            AreaRole::Grid => "grid",
            AreaRole::Choropleth(_) => "choropleth",
            AreaRole::Compound => "compound",
            AreaRole::Exclusive => "exclusive",
            AreaRole::Courtyard => "courtyard",
            AreaRole::Building => "building",
            AreaRole::Community => "community",
            AreaRole::Street => "street",
            AreaRole::District => "district",
        }
    }
}
