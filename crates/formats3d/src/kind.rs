//! Which format a file is, by its content first.

use citymodel::ImageFormat;

/// Formats of the archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// CityJSON, one document.
    CityJson,
    /// CityJSON Text Sequences: a document a line.
    CityJsonSeq,
    /// CityGML.
    CityGml,
    /// glTF as JSON.
    Gltf,
    /// glTF as one binary file.
    Glb,
    /// Binary OpenSceneGraph.
    Osgb,
    /// `metadata.xml` of a photogrammetry delivery.
    Metadata,
    /// Wavefront OBJ.
    Obj,
    /// Materials of an OBJ file.
    Mtl,
    /// LAS.
    Las,
    /// Packed LAS.
    Laz,
    /// Packed LAS with an octree.
    Copc,
    /// A picture: a photo or a texture.
    Picture(ImageFormat),
    /// A PDF document.
    Pdf,
}

/// How much of a text is looked at.
const HEAD: usize = 1 << 16;

/// The format of a file by its bytes (the first 64 kB are enough), and by its name where these leave it open; `None`
/// for
/// anything else.
pub fn kind_of(name: &str, bytes: &[u8]) -> Option<Kind> {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default();
    if crate::osgb::is_binary(head) {
        return Some(Kind::Osgb);
    }
    if crate::gltf::is_binary(head) {
        return Some(Kind::Glb);
    }
    if head.starts_with(b"LASF") {
        return Some(cloud(head));
    }
    if head.get(..1024).unwrap_or(head).windows(5).any(|five| five == b"%PDF-") {
        return Some(Kind::Pdf);
    }
    match ImageFormat::of(head) {
        ImageFormat::Unknown => {}
        format => return Some(Kind::Picture(format)),
    }
    if head.get(4..8) == Some(b"ftyp") && matches!(extension.as_str(), "heic" | "heif") {
        return Some(Kind::Picture(ImageFormat::Unknown));
    }
    let text = head.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(head).trim_ascii_start();
    match text.first()? {
        b'{' => json(text, &extension),
        b'<' => xml(text),
        _ => lines(text, &extension),
    }
}

fn has(text: &[u8], wanted: &str) -> bool {
    text.windows(wanted.len()).any(|window| window == wanted.as_bytes())
}

/// Point formats have their highest bit set where points are packed; the first record of a COPC file is its own.
fn cloud(head: &[u8]) -> Kind {
    let packed = head.get(104).is_some_and(|format| format & 0x80 != 0);
    match head.get(377..381) {
        Some(b"copc") if packed => Kind::Copc,
        _ if packed => Kind::Laz,
        _ => Kind::Las,
    }
}

fn json(text: &[u8], extension: &str) -> Option<Kind> {
    let first = text.split(|byte| *byte == b'\n').next().unwrap_or(text);
    if has(text, "\"CityJSONFeature\"") || (has(first, "\"CityJSON\"") && extension == "jsonl") {
        return Some(Kind::CityJsonSeq);
    }
    if has(text, "\"CityJSON\"") {
        return Some(Kind::CityJson);
    }
    let parts = ["\"meshes\"", "\"nodes\"", "\"buffers\"", "\"accessors\"", "\"scenes\""];
    let gltf = extension == "gltf" || (has(text, "\"asset\"") && parts.iter().any(|part| has(text, part)));
    if gltf {
        return Some(Kind::Gltf);
    }
    // A document may name its type behind its objects.
    let objects = has(text, "\"CityObjects\"") || has(text, "\"vertices\"");
    let named = extension == "jsonl" || extension == "json";
    (objects && named).then_some(if extension == "jsonl" { Kind::CityJsonSeq } else { Kind::CityJson })
}

fn xml(text: &[u8]) -> Option<Kind> {
    if has(text, "ModelMetadata") || has(text, "<SRSOrigin") {
        return Some(Kind::Metadata);
    }
    (has(text, "CityModel") && has(text, "citygml")).then_some(Kind::CityGml)
}

/// OBJ and MTL have no mark: their first lines are.
fn lines(text: &[u8], extension: &str) -> Option<Kind> {
    let mut sound = 0;
    for line in text.split(|byte| matches!(byte, b'\n' | b'\r')).take(200) {
        let mut words = line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
        let numbers = |count: usize| {
            let number = |word: &&[u8]| std::str::from_utf8(word).is_ok_and(|word| word.parse::<f64>().is_ok());
            words.clone().skip(1).take(count).filter(number).count() == count
        };
        match words.clone().next() {
            Some(b"newmtl") => return Some(Kind::Mtl),
            Some(b"mtllib" | b"usemtl") => return Some(Kind::Obj),
            Some(b"v" | b"vn") if numbers(3) => sound += 1,
            Some(b"vt") if numbers(1) => sound += 1,
            _ => {}
        }
        words.next();
    }
    match extension {
        "obj" => Some(Kind::Obj),
        "mtl" => Some(Kind::Mtl),
        _ => (sound >= 3).then_some(Kind::Obj),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_tells_the_format() {
        let mut las = b"LASF".to_vec();
        las.resize(400, 0);
        let mut laz = las.clone();
        laz[104] = 0x83;
        let mut copc = laz.clone();
        copc[377..381].copy_from_slice(b"copc");
        let cases: Vec<(&str, Vec<u8>, Option<Kind>)> = vec![
            ("x", las, Some(Kind::Las)),
            ("x.las", laz, Some(Kind::Laz)),
            ("x.laz", copc, Some(Kind::Copc)),
            ("x", b"glTF\x02\0\0\0".to_vec(), Some(Kind::Glb)),
            ("x", b"\xA1\x0E\x91\x6C\x45\x45\xFB\x1A".to_vec(), Some(Kind::Osgb)),
            ("x.dat", b"\n%PDF-1.7".to_vec(), Some(Kind::Pdf)),
            ("x", b"\xFF\xD8\xFF\xE1".to_vec(), Some(Kind::Picture(ImageFormat::Jpeg))),
            ("a.json", b"{\"type\":\"CityJSON\",\"version\":\"2.0\"}".to_vec(), Some(Kind::CityJson)),
            ("a", b"{\"type\":\"CityJSON\"}\n{\"type\":\"CityJSONFeature\"}".to_vec(), Some(Kind::CityJsonSeq)),
            ("a.city.jsonl", b"{\"type\":\"CityJSON\"}\n".to_vec(), Some(Kind::CityJsonSeq)),
            ("a", b" {\"asset\":{\"version\":\"2.0\"},\"meshes\":[]}".to_vec(), Some(Kind::Gltf)),
            ("a.json", b"{\"type\":\"FeatureCollection\"}".to_vec(), None),
            (
                "a.gml",
                b"<?xml?><core:CityModel xmlns=\"http://www.opengis.net/citygml/2.0\">".to_vec(),
                Some(Kind::CityGml),
            ),
            ("m.xml", b"\xEF\xBB\xBF<ModelMetadata>".to_vec(), Some(Kind::Metadata)),
            ("m", b"# x\nv 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3".to_vec(), Some(Kind::Obj)),
            ("m", b"newmtl a".to_vec(), Some(Kind::Mtl)),
            ("m.txt", b"hello".to_vec(), None),
            ("m.txt", b"".to_vec(), None),
        ];
        for (name, bytes, wanted) in cases {
            assert_eq!(kind_of(name, &bytes), wanted, "{name} {}", String::from_utf8_lossy(&bytes));
        }
    }
}
