//! Materials and images.

use citymodel::{Image, ImageFormat, Material};
use model::Rule;
use serde_json::Value;

use super::access::number;
use super::container::resolve;
use super::draw::Drawer;
use super::matrix;
use crate::Source;
use crate::text::Index;

impl Drawer<'_> {
    pub(super) fn materials(&mut self, source: &dyn Source, index: &Index<'_>) {
        let document = self.document;
        let mut images: Vec<Option<Option<usize>>> = Vec::new();
        for material in document.root["materials"].as_array().into_iter().flatten() {
            let plain = &material["pbrMetallicRoughness"];
            let colour = matrix::numbers::<4>(&plain["baseColorFactor"]).unwrap_or([1.0; 4]);
            let texture = number(&plain["baseColorTexture"], "index").map(|at| &document.root["textures"][at]);
            let image = texture.and_then(image_of).and_then(|at| {
                let places = document.root["images"].as_array().map_or(0, Vec::len);
                images.resize(places, None);
                let known = images.get(at).copied().flatten();
                known.unwrap_or_else(|| {
                    let found = self.image(source, index, at);
                    images.get_mut(at).into_iter().for_each(|slot| *slot = Some(found));
                    found
                })
            });
            self.model.mesh.materials.push(Material {
                colour: colour.map(|value| value.clamp(0.0, 1.0) as f32),
                image,
                double_sided: material["doubleSided"].as_bool().unwrap_or(false),
            });
        }
    }

    fn image(&mut self, source: &dyn Source, index: &Index<'_>, at: usize) -> Option<usize> {
        let document = self.document;
        let image = &document.root["images"][at];
        let uri = image["uri"].as_str();
        let bytes = match uri {
            Some(uri) => resolve(source, index, self.file, uri),
            None => number(image, "bufferView")
                .and_then(|view| document.view(view))
                .map(|(bytes, _)| bytes)
                .filter(|bytes| self.spend(bytes.len()))
                .map(<[u8]>::to_vec),
        };
        let named = image["name"].as_str().or(uri.filter(|uri| !uri.starts_with("data:")));
        let name = named.map_or_else(|| format!("images/{at}"), str::to_owned);
        let Some(bytes) = bytes.filter(|bytes| !bytes.is_empty()) else {
            self.tell(Rule::TextureMissing, &format!("images/{at}"), &name);
            return None;
        };
        self.model.mesh.images.push(Image { name, format: ImageFormat::of(&bytes), bytes });
        Some(self.model.mesh.images.len() - 1)
    }
}

/// The image of a texture, of newer kinds first.
fn image_of(texture: &Value) -> Option<usize> {
    let newer = ["EXT_texture_webp", "KHR_texture_basisu"];
    let found = newer.iter().find_map(|name| number(&texture["extensions"][*name], "source"));
    found.or(number(texture, "source"))
}
