//! Materials, textures and images of a document.

use super::layout::Layout;
use super::{Image, ImageFormat, Material};
use crate::glb::document::{self, Document, Empty, MaterialExtensions, Number, Pbr, TextureExtensions, TextureInfo};

/// Writes materials and images; texture i is image i.
pub(super) fn write(materials: &[Material], images: &[Image], layout: &mut Layout, document: &mut Document) {
    document.materials = materials.iter().map(of_material).collect();
    for (number, image) in images.iter().enumerate() {
        let buffer_view = Some(layout.plain(&image.bytes));
        document.images.push(document::Image { buffer_view, mime_type: image.format.media_type().to_owned() });
        document.textures.push(of_image(number, image.format));
    }
}

/// The extensions that materials and images use, and whether a client cannot do without.
pub(super) fn extensions(materials: &[Material], images: &[Image]) -> Vec<(&'static str, bool)> {
    let has = |format: ImageFormat| images.iter().any(|image| image.format == format);
    let wanted = [
        (has(ImageFormat::Webp), document::WEBP, true),
        (has(ImageFormat::Ktx2), document::BASISU, true),
        (materials.iter().any(|material| material.unlit), document::UNLIT, false),
    ];
    wanted.into_iter().filter(|(used, ..)| *used).map(|(_, name, required)| (name, required)).collect()
}

fn of_material(material: &Material) -> document::Material {
    let white = material.colour == [1.0; 4];
    document::Material {
        pbr_metallic_roughness: Pbr {
            base_color_factor: (!white).then_some(material.colour),
            base_color_texture: material.image.map(|index| TextureInfo { index }),
            metallic_factor: Some(Number(0.0)),
        },
        alpha_mode: (material.colour[3] < 1.0).then(|| "BLEND".to_owned()),
        double_sided: material.double_sided,
        extensions: MaterialExtensions { unlit: material.unlit.then_some(Empty {}) },
    }
}

fn of_image(number: usize, format: ImageFormat) -> document::Texture {
    let source = document::TextureSource { source: number };
    match format {
        ImageFormat::Jpeg | ImageFormat::Png => {
            document::Texture { source: Some(number), extensions: TextureExtensions::default() }
        }
        ImageFormat::Webp => {
            let extensions = TextureExtensions { webp: Some(source), ..TextureExtensions::default() };
            document::Texture { source: None, extensions }
        }
        ImageFormat::Ktx2 => {
            let extensions = TextureExtensions { basisu: Some(source), ..TextureExtensions::default() };
            document::Texture { source: None, extensions }
        }
    }
}

/// What [`of_material`] wrote; the texture's number, not yet the image's.
pub(super) fn read_material(material: &document::Material) -> Material {
    let pbr = &material.pbr_metallic_roughness;
    Material {
        colour: pbr.base_color_factor.unwrap_or([1.0; 4]),
        image: pbr.base_color_texture.as_ref().map(|texture| texture.index),
        double_sided: material.double_sided,
        unlit: material.extensions.unlit.is_some(),
    }
}

/// The image of a texture.
pub(super) fn image_of(texture: &document::Texture) -> Option<usize> {
    let extended = texture.extensions.webp.as_ref().or(texture.extensions.basisu.as_ref());
    extended.map(|source| source.source).or(texture.source)
}
