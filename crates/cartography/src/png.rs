//! Pictures of a map: SVG to PNG by resvg.

use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::{Database, Family, ID, Query, Style};
use resvg::usvg::{Options, Tree};
use skrifa::{FontRef, MetadataProvider};
use thiserror::Error;

/// Families with simplified Chinese, the preferred first.
pub(crate) const FAMILIES: [&str; 10] = [
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Noto Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans GB",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "SimHei",
];

/// Letters that a font must have to set a map: simplified forms that fonts of other regions lack.
const PROOF: &str = "经纬网户图号区划";
/// Largest side of a picture, pixels.
const LARGEST: u32 = 20_000;

/// Why a picture could not be made.
#[derive(Debug, Error)]
pub enum DrawError {
    /// None of the fonts has Chinese letters.
    #[error(
        "no font with Chinese letters; install one: fonts-noto-cjk (Debian, Ubuntu), google-noto-sans-cjk-fonts \
         (Fedora, openEuler), noto-fonts-cjk (Arch), or Microsoft YaHei (Windows)"
    )]
    NoChineseFont,
    /// The text is not an SVG document.
    #[error("not an SVG document: {0}")]
    Svg(String),
    /// The picture would have no pixel or a side of more than 20,000.
    #[error("a picture of {width} × {height} pixels: each side must have 1 to 20,000")]
    Size {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
    },
    /// The picture could not be written as PNG.
    #[error("PNG: {0}")]
    Png(String),
}

/// Fonts to draw lettering with; at least one has Chinese letters.
///
/// The caller finds the fonts: this crate opens no file of its own. A database of system fonts
/// ([`fontdb::Database::load_system_fonts`](resvg::usvg::fontdb::Database::load_system_fonts)) knows paths and maps
/// a font into memory when its letters are first needed.
#[derive(Debug, Clone)]
pub struct Fonts {
    database: Arc<Database>,
    family: String,
}

impl Fonts {
    /// Fonts of a database.
    ///
    /// # Errors
    /// [`DrawError::NoChineseFont`] when no font in it has Chinese letters.
    pub fn from_database(mut database: Database) -> Result<Self, DrawError> {
        let preferred = FAMILIES.iter().filter_map(|family| normal(&database, family));
        let chosen = preferred.chain(database.faces().map(|face| face.id)).find(|id| has_chinese(&database, *id));
        let family = chosen.and_then(|id| database.face(id)).and_then(|face| face.families.first());
        let family = family.map(|(name, _)| name.clone()).ok_or(DrawError::NoChineseFont)?;
        // What asks for "sans-serif" then gets Chinese too.
        database.set_sans_serif_family(family.clone());
        Ok(Fonts { database: Arc::new(database), family })
    }

    /// Fonts from the bytes of font files (TTF, OTF, TTC).
    ///
    /// # Errors
    /// [`DrawError::NoChineseFont`] when no font among them has Chinese letters.
    pub fn from_bytes(files: impl IntoIterator<Item = Vec<u8>>) -> Result<Self, DrawError> {
        let mut database = Database::new();
        files.into_iter().for_each(|bytes| database.load_font_data(bytes));
        Fonts::from_database(database)
    }

    /// The family that sets Chinese.
    pub fn family(&self) -> &str {
        &self.family
    }
}

/// Draws an SVG document as PNG, `width` pixels wide; the height follows.
///
/// # Errors
/// When the text is no SVG or the size is out of bounds.
pub fn png(svg: &str, width: u32, fonts: &Fonts) -> Result<Vec<u8>, DrawError> {
    let options =
        Options { fontdb: Arc::clone(&fonts.database), font_family: fonts.family.clone(), ..Options::default() };
    let tree = Tree::from_str(svg, &options).map_err(|error| DrawError::Svg(error.to_string()))?;
    let scale = width as f32 / tree.size().width();
    let height = (tree.size().height() * scale).round() as u32;
    let in_bounds = [width, height].iter().all(|side| (1..=LARGEST).contains(side));
    let pixmap = in_bounds.then(|| Pixmap::new(width, height)).flatten();
    let mut pixmap = pixmap.ok_or(DrawError::Size { width, height })?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    pixmap.encode_png().map_err(|error| DrawError::Png(error.to_string()))
}

fn normal(database: &Database, family: &str) -> Option<ID> {
    database.query(&Query { families: &[Family::Name(family)], style: Style::Normal, ..Query::default() })
}

fn has_chinese(database: &Database, id: ID) -> bool {
    let check = |data: &[u8], index: u32| {
        let font = FontRef::from_index(data, index).ok()?;
        let letters = font.charmap();
        Some(PROOF.chars().all(|c| letters.map(c).is_some()))
    };
    database.with_face_data(id, check).flatten().unwrap_or(false)
}
