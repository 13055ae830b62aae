//! The fonts that a pack is set in: those of the machine that have the characters, or one that is named.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::sync::{Arc, Mutex};

use fontdb::{Database, FaceInfo, ID, Weight};
use krilla::text::Font;

use super::PackFault;

/// Families with Chinese characters, the best first; any other that has the characters serves too.
const FAMILIES: [&str; 11] = [
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Noto Sans SC",
    "Noto Sans CJK JP",
    "HarmonyOS Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "SimHei",
];
/// What stands for a character that the font lacks, as printers do it.
const LACKING: char = '〓';

/// Two weights of a family, with the widths of their characters.
pub(super) struct Fonts {
    pub(super) regular: Face,
    pub(super) bold: Face,
}

/// A face that measures and draws.
pub(super) struct Face {
    pub(super) font: Font,
    data: Arc<Vec<u8>>,
    index: u32,
    /// Width of a character as a share of the size; `None` of one that the face lacks.
    widths: Mutex<HashMap<char, Option<f32>>>,
}

impl Fonts {
    /// Fonts with (nearly) all of these characters: a rare one that is lacking is shown as a mark, but a font without
    /// Chinese is no font for a pack.
    pub(super) fn find(file: Option<&Path>, characters: &BTreeSet<char>) -> Result<Fonts, PackFault> {
        let mut database = Database::new();
        match file {
            Some(path) => database.load_font_file(path).map_err(|_| PackFault::FontFile(path.display().to_string()))?,
            None => database.load_system_fonts(),
        }
        let mut fewest = characters.len();
        for face in candidates(&database) {
            let Some(regular) = Face::open(&database, face.id) else { continue };
            let lacking = characters.iter().filter(|&&one| regular.width(one).is_none()).count();
            fewest = fewest.min(lacking);
            if lacking * 100 <= characters.len() {
                let bold = bold(&database, face).and_then(|id| Face::open(&database, id));
                let bold = bold.filter(|bold| {
                    characters.iter().all(|&one| bold.width(one).is_some() == regular.width(one).is_some())
                });
                let bold = bold.unwrap_or_else(|| regular.again());
                return Ok(Fonts { regular, bold });
            }
        }
        Err(PackFault::NoFont { lacking: fewest, of: characters.len() })
    }
}

impl Face {
    fn open(database: &Database, id: ID) -> Option<Face> {
        let (data, index) = database.with_face_data(id, |data, index| (data.to_vec(), index))?;
        ttf_parser::Face::parse(&data, index).ok()?;
        let data = Arc::new(data);
        let font = Font::new(Arc::clone(&data).into(), index)?;
        Some(Face { font, data, index, widths: Mutex::default() })
    }

    fn again(&self) -> Face {
        let (font, data) = (self.font.clone(), Arc::clone(&self.data));
        Face { font, data, index: self.index, widths: Mutex::default() }
    }

    /// The text with a mark in place of characters that the face lacks.
    pub(super) fn shown(&self, text: &str) -> String {
        text.chars().map(|one| if self.width(one).is_some() { one } else { LACKING }).collect()
    }

    /// Width of a text as a share of the size.
    pub(super) fn measure(&self, text: &str) -> f32 {
        text.chars().map(|one| self.width(one).unwrap_or(1.0)).sum()
    }

    fn width(&self, one: char) -> Option<f32> {
        let mut widths = self.widths.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(known) = widths.get(&one) {
            return *known;
        }
        let width = || {
            let face = ttf_parser::Face::parse(&self.data, self.index).ok()?;
            let advance = face.glyph_hor_advance(face.glyph_index(one)?)?;
            Some(f32::from(advance) / f32::from(face.units_per_em()))
        };
        *widths.entry(one).or_insert_with(width)
    }
}

/// Faces to try: families that are known to be good first, the rest by name, so that the choice does not depend on the
/// order of files.
fn candidates(database: &Database) -> Vec<&FaceInfo> {
    let rank = |face: &FaceInfo| {
        let known = |family: &&str| face.families.iter().any(|(name, _)| name == *family);
        FAMILIES.iter().position(known).unwrap_or(FAMILIES.len())
    };
    let upright = |face: &&FaceInfo| face.style == fontdb::Style::Normal;
    let mut faces: Vec<&FaceInfo> = database.faces().filter(upright).collect();
    let key = |face: &FaceInfo| (rank(face), face.weight.0.abs_diff(Weight::NORMAL.0), face.post_script_name.clone());
    faces.sort_by_cached_key(|face| key(face));
    faces
}

/// The bold face of the same family.
fn bold(database: &Database, regular: &FaceInfo) -> Option<ID> {
    let family = regular.families.first().map(|(name, _)| name)?;
    let same = |face: &&FaceInfo| face.families.first().is_some_and(|(name, _)| name == family);
    let heavy = |face: &&FaceInfo| face.weight.0 >= Weight::SEMIBOLD.0 && face.style == regular.style;
    let mut faces: Vec<&FaceInfo> = database.faces().filter(same).filter(heavy).collect();
    faces.sort_by_key(|face| face.weight.0.abs_diff(Weight::BOLD.0));
    faces.first().map(|face| face.id)
}
