//! Textures and materials of a file or a feature.

use citymodel::Paint;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{
    document::{members, parsed, text},
    nested::{self, Boundaries, Token, Tokens},
};
use crate::{
    notes::Notes,
    rings::{Coordinates, linear},
};

/// What surfaces refer to.
#[derive(Debug, Default)]
pub(super) struct Appearance {
    /// For each texture the number of its image; `None` where it names none.
    images: Vec<Option<usize>>,
    coordinates: Vec<[f32; 2]>,
    colours: Vec<[f32; 4]>,
    texture_theme: Option<String>,
    material_theme: Option<String>,
}

#[derive(Deserialize)]
struct Members<'a> {
    #[serde(borrow, default)]
    textures: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    materials: Vec<&'a RawValue>,
    #[serde(borrow, rename = "vertices-texture")]
    coordinates: Option<&'a RawValue>,
    #[serde(borrow, rename = "default-theme-texture")]
    texture_theme: Option<&'a RawValue>,
    #[serde(borrow, rename = "default-theme-material")]
    material_theme: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Texture {
    image: String,
}

#[derive(Deserialize)]
struct Material {
    #[serde(rename = "diffuseColor", default = "white")]
    diffuse: [f32; 3],
    #[serde(default)]
    transparency: f32,
}

fn white() -> [f32; 3] {
    [0.8; 3]
}

impl Appearance {
    /// Reads the member `appearance`; images are announced.
    pub(super) fn read(raw: Option<&RawValue>, names: &[String], notes: &mut Notes<'_, '_>) -> Self {
        let Some(members) = parsed::<Members<'_>>(raw) else { return Self::default() };
        let mut coordinates = Vec::new();
        nested::rows::<2>(members.coordinates.map_or("", RawValue::get), &mut coordinates);
        let image = |raw: &&RawValue| Some(notes.image(names, &parsed::<Texture>(Some(raw))?.image));
        let colour = |raw: &&RawValue| {
            let material = parsed::<Material>(Some(raw)).unwrap_or(Material { diffuse: white(), transparency: 0.0 });
            linear(material.diffuse, 1.0 - material.transparency)
        };
        Appearance {
            images: members.textures.iter().map(image).collect(),
            // From the lower left corner to the upper left one.
            coordinates: coordinates.into_iter().map(|[u, v]| [u as f32, (1.0 - v) as f32]).collect(),
            colours: members.materials.iter().map(colour).collect(),
            texture_theme: members.texture_theme.map(|raw| text(raw).into_owned()),
            material_theme: members.material_theme.map(|raw| text(raw).into_owned()),
        }
    }

    /// The image and coordinates of a surface's rings; `Err` when they do not fit.
    pub(super) fn texture(&self, rings: &TextureRings, lengths: &[(usize, usize)]) -> Result<Option<Paint>, ()> {
        let first = lengths.first().and_then(|(ring, _)| rings.ring(*ring)).unwrap_or_default();
        let Some(Some(texture)) = first.first() else { return Ok(None) };
        let image = self.images.get(*texture as usize).copied().flatten().ok_or(())?;
        let each = |(ring, length): &(usize, usize)| {
            let Some((_, corners)) = rings.ring(*ring).unwrap_or_default().split_first() else { return Err(()) };
            if corners.len() != *length {
                return Err(());
            }
            let known = |corner: &Option<u32>| self.coordinates.get((*corner)? as usize).copied();
            let finite = |corner: &[f32; 2]| corner.iter().all(|part| part.is_finite());
            corners.iter().map(|corner| known(corner).filter(finite).ok_or(())).collect::<Result<Coordinates, ()>>()
        };
        let coordinates = lengths.iter().map(each).collect::<Result<_, ()>>()?;
        Ok(Some(Paint::Texture { image, coordinates }))
    }

    pub(super) fn colour(&self, material: usize) -> Option<Paint> {
        self.colours.get(material).map(|colour| Paint::Colour(*colour))
    }

    /// The theme to show of those that a geometry has: the default one, else the first.
    pub(super) fn theme<'a>(&self, themes: Option<&'a RawValue>, material: bool) -> Option<&'a RawValue> {
        let wanted = if material { &self.material_theme } else { &self.texture_theme };
        let mut chosen: Option<&RawValue> = None;
        members(themes?, &mut |name, value| {
            if chosen.is_none() || wanted.as_deref() == Some(&name) {
                chosen = Some(value);
            }
            true
        })
        .ok()?;
        chosen
    }
}

/// A texture's number and its points' coordinates for each ring.
#[derive(Debug, Default)]
pub(super) struct TextureRings {
    numbers: Vec<Option<u32>>,
    ends: Vec<usize>,
}

impl TextureRings {
    /// Reads lists as deep as the boundaries; a null in place of a ring or a surface stands for no texture.
    pub(super) fn read(&mut self, text: &str, depth: usize, boundaries: &Boundaries) {
        self.numbers.clear();
        self.ends.clear();
        let mut at = 0_usize;
        for token in Tokens::new(text) {
            match token {
                Token::Open => at += 1,
                Token::Close => {
                    if at == depth {
                        self.ends.push(self.numbers.len());
                    }
                    at = at.saturating_sub(1);
                }
                Token::Null if at + 1 == depth => self.ends.push(self.numbers.len()),
                Token::Null if at + 2 == depth => {
                    let after = boundaries.surfaces.partition_point(|end| *end <= self.ends.len());
                    self.ends
                        .resize(boundaries.surfaces.get(after).copied().unwrap_or(self.ends.len()), self.numbers.len());
                }
                Token::Whole(number) => self.numbers.push(u32::try_from(number).ok()),
                _ => self.numbers.push(None),
            }
            if self.ends.len() > boundaries.rings.len() {
                break;
            }
        }
    }

    fn ring(&self, at: usize) -> Option<&[Option<u32>]> {
        let start = if at == 0 { 0 } else { *self.ends.get(at - 1)? };
        self.numbers.get(start..*self.ends.get(at)?)
    }
}
