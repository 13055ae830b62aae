//! Points out of records (LAS 1.4 R15, 2.6).

use citymodel::Points;

use super::header::Header;

/// How to read the records of a file.
#[derive(Debug, Clone)]
pub(super) struct Records {
    format: u8,
    size: usize,
    scale: [f64; 3],
    offset: [f64; 3],
    /// Declared bounds, wider by a step.
    bounds: [[f64; 3]; 2],
    /// Colours use 16 bits; known from the first records that have any.
    wide: Option<bool>,
    /// Points outside the bounds so far.
    pub(super) outside: u64,
}

impl Records {
    pub(super) fn new(header: &Header, size: usize) -> Self {
        let [low, high] = header.bounds;
        let moved = |corner: [f64; 3], sign: f64| [0, 1, 2].map(|axis| corner[axis] + sign * header.scale[axis].abs());
        let bounds = [moved(low, -1.0), moved(high, 1.0)];
        let (format, scale, offset) = (header.format, header.scale, header.offset);
        Records { format, size, scale, offset, bounds, wide: None, outside: 0 }
    }

    /// Where red stands.
    fn colour(&self) -> Option<usize> {
        match self.format {
            2 => Some(20),
            3 | 5 => Some(28),
            7 | 8 | 10 => Some(30),
            _ => None,
        }
    }

    /// Points of whole records.
    pub(super) fn points(&mut self, bytes: &[u8]) -> Points {
        let mut points = Points::default();
        let colour = self.colour();
        if let Some(at) = colour.filter(|_| self.wide.is_none()) {
            let parts =
                bytes.chunks_exact(self.size).flat_map(|record| (0..3).map(move |part| half(record, at + part * 2)));
            let highest = parts.max().unwrap_or(0);
            self.wide = (highest > 0).then_some(highest > 255);
        }
        let shift = if self.wide == Some(false) { 0 } else { 8 };
        for record in bytes.chunks_exact(self.size) {
            let position =
                [0, 1, 2].map(|axis| f64::from(word(record, axis * 4)) * self.scale[axis] + self.offset[axis]);
            let [low, high] = &self.bounds;
            let within = (0..3).all(|axis| position[axis] >= low[axis] && position[axis] <= high[axis]);
            self.outside += u64::from(!within);
            points.positions.push(position);
            points.intensities.push(half(record, 12));
            let class = if self.format < 6 { byte(record, 15) & 0x1F } else { byte(record, 16) };
            points.classes.push(class);
            if let Some(at) = colour {
                points.colours.push([0, 2, 4].map(|part| (half(record, at + part) >> shift).min(255) as u8));
            }
        }
        points
    }
}

fn byte(record: &[u8], at: usize) -> u8 {
    record.get(at).copied().unwrap_or(0)
}

fn half(record: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([byte(record, at), byte(record, at + 1)])
}

fn word(record: &[u8], at: usize) -> i32 {
    i32::from_le_bytes([0, 1, 2, 3].map(|part| byte(record, at + part)))
}
