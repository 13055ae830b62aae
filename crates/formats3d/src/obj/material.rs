//! MTL: the materials that an OBJ file names.

use citymodel::Material;

use super::scan::{Words, number};
use crate::text::Encoding;

/// A material with the name of its image as written.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) material: Material,
    pub(super) image: Option<String>,
}

pub(super) fn plain() -> Material {
    Material { colour: [1.0; 4], image: None, double_sided: true }
}

/// Reads a library of materials; lines that mean nothing here are passed over.
pub(super) fn read(bytes: &[u8]) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let encoding = Encoding::of(bytes);
    for line in bytes.split(|byte| matches!(byte, b'\n' | b'\r')) {
        let line = line.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(line);
        let mut words = Words::new(line);
        let Some(key) = words.next() else { continue };
        if key.eq_ignore_ascii_case(b"newmtl") {
            entries.push(Entry { name: encoding.text(words.rest()), material: plain(), image: None });
        }
        if let Some(entry) = entries.last_mut() {
            property(entry, key, words, encoding);
        }
    }
    entries
}

fn property(entry: &mut Entry, key: &[u8], mut words: Words<'_>, encoding: Encoding) {
    match key.to_ascii_lowercase().as_slice() {
        b"kd" => {
            if let Some(colour) = words.numbers::<3>() {
                let colour = colour.map(|value| value.clamp(0.0, 1.0) as f32);
                entry.material.colour[..3].copy_from_slice(&colour);
            }
        }
        b"d" => set_alpha(entry, words.numbers::<1>().map(|[value]| value)),
        b"tr" => set_alpha(entry, words.numbers::<1>().map(|[value]| 1.0 - value)),
        b"map_kd" => entry.image = image(words, encoding),
        // An image for the ambient light is the picture where there is no other.
        b"map_ka" if entry.image.is_none() => entry.image = image(words, encoding),
        _ => {}
    }
}

fn set_alpha(entry: &mut Entry, value: Option<f64>) {
    if let Some(value) = value.filter(|value| value.is_finite()) {
        entry.material.colour[3] = value.clamp(0.0, 1.0) as f32;
    }
}

/// The file behind the options (Wavefront's MTL, "Options for texture map statements").
fn image(mut words: Words<'_>, encoding: Encoding) -> Option<String> {
    loop {
        let rest = words.rest();
        let option = words.next()?;
        let numbers = match option.to_ascii_lowercase().as_slice() {
            b"-o" | b"-s" | b"-t" => 3,
            b"-mm" => 2,
            b"-bm" | b"-boost" | b"-texres" => 1,
            b"-blendu" | b"-blendv" | b"-cc" | b"-clamp" | b"-imfchan" | b"-type" | b"-colorspace" => {
                words.next()?;
                0
            }
            _ => return Some(encoding.text(rest)).filter(|name| !name.is_empty()),
        };
        // One to three numbers may follow.
        for _ in 0..numbers {
            let next = Words::new(words.rest()).next()?;
            if number(next).is_none() {
                break;
            }
            words.next();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_passed_over() {
        let cases = [
            ("map_Kd -s 1 1 1 -clamp on my roof.jpg", "my roof.jpg"),
            ("map_Kd -o 0.5 -bm 2 tex\\屋顶.jpg", "tex\\屋顶.jpg"),
            ("map_Kd -mm 0 1 0.png", "0.png"),
            ("map_kd C:\\a b\\c.png ", "C:\\a b\\c.png"),
        ];
        for (line, wanted) in cases {
            let entries = read(format!("newmtl m 1\nKd 0.5 0.25 1\nd 0.5\n{line}\r\n").as_bytes());
            assert_eq!(entries.len(), 1);
            assert_eq!((entries[0].name.as_str(), entries[0].image.as_deref()), ("m 1", Some(wanted)));
            assert_eq!(entries[0].material.colour, [0.5, 0.25, 1.0, 0.5]);
        }
    }
}
