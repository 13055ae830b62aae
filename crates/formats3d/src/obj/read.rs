//! Lines of an OBJ file.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::scan::{Words, number, whole};
use crate::corners::polygon;
use crate::text::Encoding;

/// No number.
pub(super) const NONE: u32 = u32::MAX;

/// Everything in the file, before positions are made relative and libraries are read.
#[derive(Debug, Default)]
pub(super) struct Raw {
    pub(super) positions: Vec<[f64; 3]>,
    pub(super) colours: Vec<[u8; 3]>,
    pub(super) coordinates: Vec<[f32; 2]>,
    pub(super) normals: Vec<[f32; 3]>,
    pub(super) groups: Vec<Group>,
    pub(super) materials: Vec<String>,
    pub(super) libraries: Vec<String>,
    pub(super) faults: Faults,
}

/// Faces under one name.
#[derive(Debug, Default)]
pub(super) struct Group {
    pub(super) name: String,
    /// Position, texture coordinate, normal of each corner.
    pub(super) corners: Vec<[u32; 3]>,
    /// Triangles by material, in the order of use.
    pub(super) parts: Vec<(Option<usize>, Vec<[u32; 3]>)>,
    known: FxHashMap<[u32; 3], u32>,
}

/// How many, and the first line.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Count {
    pub(super) count: usize,
    pub(super) line: usize,
}

#[derive(Debug, Default)]
pub(super) struct Faults {
    pub(super) numbers: Count,
    pub(super) faces: Count,
    pub(super) guessed: bool,
}

impl Count {
    fn add(&mut self, line: usize) {
        if self.count == 0 {
            self.line = line;
        }
        self.count += 1;
    }
}

struct Reader {
    raw: Raw,
    group: usize,
    material: Option<usize>,
    known: FxHashMap<String, usize>,
    names: FxHashMap<String, usize>,
    encoding: Encoding,
    line: usize,
    /// Kept between faces.
    face: Vec<[u32; 3]>,
    points: Vec<[f64; 3]>,
}

/// Reads all lines.
pub(super) fn read(bytes: &[u8]) -> Raw {
    let bytes = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
    let mut reader = Reader {
        raw: Raw { groups: vec![Group::default()], ..Raw::default() },
        group: 0,
        material: None,
        known: FxHashMap::default(),
        names: FxHashMap::from_iter([(String::new(), 0)]),
        encoding: Encoding::of(bytes),
        line: 0,
        face: Vec::new(),
        points: Vec::new(),
    };
    let mut at = 0;
    while at < bytes.len() {
        let (range, next) = line(bytes, at);
        reader.line += 1;
        let text = &bytes[range];
        if let Some(head) = text.strip_suffix(b"\\") {
            let mut whole = head.to_vec();
            at = continued(bytes, next, &mut whole, &mut reader.line);
            reader.take(&whole);
        } else {
            reader.take(text);
            at = next;
        }
    }
    for group in &mut reader.raw.groups {
        group.known = FxHashMap::default();
    }
    reader.raw
}

/// A line without its end, and where the next begins.
fn line(bytes: &[u8], at: usize) -> (Range<usize>, usize) {
    let end = bytes[at..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |found| at + found);
    let shown = if end > at && bytes[end - 1] == b'\r' { end - 1 } else { end };
    (at..shown, (end + 1).min(bytes.len()))
}

fn continued(bytes: &[u8], mut at: usize, whole: &mut Vec<u8>, count: &mut usize) -> usize {
    while at < bytes.len() {
        let (range, next) = line(bytes, at);
        *count += 1;
        at = next;
        whole.push(b' ');
        match bytes[range.clone()].strip_suffix(b"\\") {
            Some(head) => whole.extend(head),
            None => {
                whole.extend(&bytes[range]);
                break;
            }
        }
    }
    at
}

impl Reader {
    fn take(&mut self, line: &[u8]) {
        let mut words = Words::new(line);
        match words.next() {
            Some(b"v") => self.position(words),
            Some(b"vt") => {
                let value = words.next().and_then(number).map(|u| [u, words.next().and_then(number).unwrap_or(0.0)]);
                let pair = value.map(|[u, v]| [u as f32, (1.0 - v) as f32]);
                self.note(pair.is_some_and(|pair| pair.iter().all(|value| value.is_finite())));
                self.raw
                    .coordinates
                    .push(pair.filter(|pair| pair.iter().all(|value| value.is_finite())).unwrap_or_default());
            }
            Some(b"vn") => {
                let values = words.numbers::<3>();
                self.note(values.is_some());
                self.raw.normals.push(unit(values.unwrap_or_default()));
            }
            Some(b"f" | b"fo") => self.face(words),
            Some(b"o" | b"g") => self.group(words.rest()),
            Some(b"usemtl") => self.material(words.rest()),
            Some(b"mtllib") => {
                let name = self.text(words.rest());
                self.raw.libraries.push(name);
            }
            _ => {}
        }
    }

    fn note(&mut self, sound: bool) {
        if !sound {
            self.raw.faults.numbers.add(self.line);
        }
    }

    fn text(&mut self, bytes: &[u8]) -> String {
        self.raw.faults.guessed |= self.encoding == Encoding::Gb18030 && !bytes.is_ascii();
        self.encoding.text(bytes)
    }

    /// A position that is no number keeps its place in the count.
    fn position(&mut self, mut words: Words<'_>) {
        let values = words.numbers::<3>().filter(|values| values.iter().all(|value| value.is_finite()));
        self.note(values.is_some());
        self.raw.positions.push(values.unwrap_or([f64::NAN; 3]));
        // Three more numbers are a colour; one more is a weight.
        let [Some(first), Some(second), third] = [words.next(), words.next(), words.next()] else { return };
        let (red, green, blue) = (number(first), number(second), third.and_then(number));
        if let (Some(red), Some(green), Some(blue)) = (red, green, blue) {
            self.raw.colours.resize(self.raw.positions.len() - 1, [255; 3]);
            let scale = if red.max(green).max(blue) > 1.0 { 1.0 } else { 255.0 };
            self.raw.colours.push([red, green, blue].map(|value| (value * scale).round().clamp(0.0, 255.0) as u8));
        }
    }

    fn group(&mut self, name: &[u8]) {
        let name = self.text(name);
        let next = self.raw.groups.len();
        self.group = *self.names.entry(name.clone()).or_insert(next);
        if self.group == next {
            self.raw.groups.push(Group { name, ..Group::default() });
        }
    }

    fn material(&mut self, name: &[u8]) {
        let name = self.text(name);
        let next = self.raw.materials.len();
        let at = *self.known.entry(name.clone()).or_insert(next);
        if at == next {
            self.raw.materials.push(name);
        }
        self.material = Some(at);
    }

    fn face(&mut self, words: Words<'_>) {
        self.face.clear();
        let counts = [self.raw.positions.len(), self.raw.coordinates.len(), self.raw.normals.len()];
        for word in words.take_while(|word| !word.starts_with(b"#")) {
            match corner(word, counts) {
                Some(corner) => self.face.push(corner),
                None => return self.raw.faults.faces.add(self.line),
            }
        }
        if self.face.len() < 3 {
            return self.raw.faults.faces.add(self.line);
        }
        if self.face.len() == 3 {
            return self.triangles(&[[0, 1, 2]]);
        }
        self.points.clear();
        self.points.extend(self.face.iter().filter_map(|corner| self.raw.positions.get(corner[0] as usize)));
        match polygon(&self.points) {
            Some(triangles) => self.triangles(&triangles),
            None => self.raw.faults.faces.add(self.line),
        }
    }

    fn triangles(&mut self, triangles: &[[u32; 3]]) {
        let sound =
            |corner: &[u32; 3]| self.raw.positions.get(corner[0] as usize).is_some_and(|found| found[0].is_finite());
        let Some(group) = self.raw.groups.get_mut(self.group).filter(|_| self.face.iter().all(sound)) else {
            return self.raw.faults.faces.add(self.line);
        };
        if group.parts.last().is_none_or(|(material, _)| *material != self.material) {
            let at = group.parts.iter().position(|(material, _)| *material == self.material);
            let part = at.map_or_else(|| (self.material, Vec::new()), |at| group.parts.remove(at));
            group.parts.push(part);
        }
        let Some((_, part)) = group.parts.last_mut() else { return };
        for triangle in triangles {
            part.push(triangle.map(|at| {
                let corner = self.face.get(at as usize).copied().unwrap_or([NONE; 3]);
                *group.known.entry(corner).or_insert_with(|| {
                    group.corners.push(corner);
                    group.corners.len() as u32 - 1
                })
            }));
        }
    }
}

/// "7", "7/1", "7//3", "7/1/3"; negative numbers count from the last. `None` where one of them does not exist.
fn corner(word: &[u8], counts: [usize; 3]) -> Option<[u32; 3]> {
    let mut found = [NONE; 3];
    let mut parts = word.split(|byte| *byte == b'/');
    for (place, (slot, count)) in found.iter_mut().zip(counts).enumerate() {
        let Some(part) = parts.next().filter(|part| !part.is_empty()) else {
            if place == 0 {
                return None;
            }
            continue;
        };
        let number = whole(part)?;
        let at = if number < 0 { number.checked_add(count as i64)? } else { number - 1 };
        *slot = u32::try_from(at).ok().filter(|at| (*at as usize) < count)?;
    }
    Some(found)
}

fn unit(values: [f64; 3]) -> [f32; 3] {
    let length = values.iter().map(|value| value * value).sum::<f64>().sqrt();
    if length.is_finite() && length > 0.0 { values.map(|value| (value / length) as f32) } else { [0.0, 0.0, 1.0] }
}
