//! The lattice that positions lie on, and normals in 127ths.

/// A lattice of 16-bit steps: position = origin + step × coordinate, metres, in the tile's axes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lattice {
    /// Where coordinate 0 lies, metres.
    pub origin: [f64; 3],
    /// Length of a step, metres.
    pub step: f64,
}

impl Default for Lattice {
    /// Steps of 2⁻⁷ m (7.8 mm), 512 m wide, from the origin.
    fn default() -> Self {
        Self { origin: [0.0; 3], step: 1.0 / 128.0 }
    }
}

impl Lattice {
    /// The lattice over a box, metres: the step is `finest` or its smallest double that reaches across, the origin a
    /// multiple of the step. So two tiles measured in one frame with one step have the same points, and a coarser
    /// step's points are among a finer one's. `None` where a number is not finite, the box is inside out, or `finest`
    /// is not above zero.
    pub fn over(min: [f64; 3], max: [f64; 3], finest: f64) -> Option<Self> {
        let spans = std::array::from_fn::<f64, 3, _>(|i| max[i] - min[i]);
        let sound = spans.iter().chain(&min).all(|value| value.is_finite() && value.abs() < 1e12);
        if !sound || spans.iter().any(|span| *span < 0.0) || !finest.is_finite() || finest < 1e-9 {
            return None;
        }
        let span = spans.iter().fold(0.0, |widest: f64, span| widest.max(*span));
        let mut step = finest;
        // One step is kept for the origin's rounding.
        while span > step * f64::from(u16::MAX - 1) {
            step *= 2.0;
        }
        Some(Self { origin: min.map(|low| (low / step).floor() * step), step })
    }

    /// The lattice point nearest to a position; `None` where it lies outside or is not finite.
    pub fn snap(&self, position: [f64; 3]) -> Option<[u16; 3]> {
        let mut point = [0; 3];
        for (i, coordinate) in point.iter_mut().enumerate() {
            let steps = ((position[i] - self.origin[i]) / self.step).round();
            if !(0.0..=f64::from(u16::MAX)).contains(&steps) {
                return None;
            }
            *coordinate = steps as u16;
        }
        Some(point)
    }

    /// The position of a lattice point, metres.
    pub fn position(&self, point: [u16; 3]) -> [f64; 3] {
        std::array::from_fn(|i| self.origin[i] + self.step * f64::from(point[i]))
    }
}

/// A direction in 127ths, of nearly unit length; `None` for the zero vector and numbers that are not finite. The same
/// again for the unit vector along its result, so that a normal survives the compatible profile.
pub fn normal(direction: [f64; 3]) -> Option<[i8; 3]> {
    let mut now = round(direction)?;
    // It settles at once or after a step or two; the bound is for the reader.
    for _ in 0..8 {
        let next = round(now.map(f64::from))?;
        if next == now {
            break;
        }
        now = next;
    }
    Some(now)
}

fn round(direction: [f64; 3]) -> Option<[i8; 3]> {
    let largest = direction.iter().fold(0.0, |most: f64, value| most.max(value.abs()));
    if !largest.is_finite() || largest == 0.0 || direction.iter().any(|value| value.is_nan()) {
        return None;
    }
    // Divided by the largest first: squares of very large or small numbers leave f64's range.
    let scaled = direction.map(|value| value / largest);
    let length = scaled.iter().map(|value| value * value).sum::<f64>().sqrt();
    Some(scaled.map(|value| (value / length * 127.0).round() as i8))
}
