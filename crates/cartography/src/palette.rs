//! Colours: calm, apart for colour-blind readers, and light enough to print black lettering on.

/// Fills of the map colouring. Found by maximising the smallest CIELAB distance between any two of them and to the
/// sea, as seen with normal vision and with full protanopia, deuteranopia and tritanopia (Machado et al. 2009),
/// within lightness 79–94 and chroma ≤ 24; the test below holds the distance.
pub(crate) const GRID: [&str; 6] = ["#E9F2C9", "#B5D5FE", "#FDE8E1", "#DACBAB", "#BFC2DB", "#E4B9BF"];

/// Classes of a choropleth: one hue, lightness falling in even steps.
pub(crate) const RAMP: [&str; 6] = ["#EDF4F2", "#CBE0DF", "#A3C8CB", "#78AEB6", "#4C909D", "#236F80"];

pub(crate) const INK: &str = "#1F2D36";
pub(crate) const QUIET: &str = "#5E6B74";
pub(crate) const FAINT: &str = "#B7C0C6";
pub(crate) const PAPER: &str = "#FFFFFF";
pub(crate) const LAND: &str = "#F7F6F2";
/// Ground behind the signs of white roads in the legend.
pub(crate) const GROUND: &str = "#E7E3DA";
pub(crate) const SEA: &str = "#D5E6EC";
pub(crate) const SHORE: &str = "#86A9B8";
pub(crate) const GREEN: &str = "#BFD8B4";
/// Town beside the grids: quiet, so that the coloured grids stand out.
pub(crate) const COMPOUND: &str = "#EAEAE7";
/// Lines of the hatching of exclusive sites, on the colour of compounds.
pub(crate) const HATCH: &str = "#D3D5D5";
pub(crate) const BUILDING: &str = "#8E979C";
pub(crate) const COMMUNITY: &str = "#7A3E2B";
pub(crate) const STREET: &str = "#5B3A7E";
pub(crate) const DISTRICT: &str = "#3F2A63";
pub(crate) const HERE: &str = "#B9A8D2";
pub(crate) const BARRIER: &str = "#A5625B";
pub(crate) const STAMP: &str = "#A32A2A";

#[cfg(test)]
mod tests {
    use super::*;

    type Colour = [f64; 3];

    /// Full colour blindness after Machado, Oliveira and Fernandes (2009), on linear RGB.
    const VISIONS: [[Colour; 3]; 4] = [
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
    ];

    fn linear(hex: &str) -> Colour {
        [1, 3, 5].map(|at| {
            let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).expect("a hex colour")) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        })
    }

    fn lab([r, g, b]: Colour) -> Colour {
        let curve = |t: f64| if t > 0.008856 { t.cbrt() } else { 7.787 * t + 4.0 / 29.0 };
        let x = curve((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047);
        let y = curve(0.2126 * r + 0.7152 * g + 0.0722 * b);
        let z = curve((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883);
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    }

    fn seen(hex: &str, vision: &[Colour; 3]) -> Colour {
        let colour = linear(hex);
        lab(vision.map(|row| row.iter().zip(colour).map(|(m, c)| m * c).sum::<f64>().clamp(0.0, 1.0)))
    }

    fn distance(a: Colour, b: Colour) -> f64 {
        a.iter().zip(b).map(|(p, q)| (p - q).powi(2)).sum::<f64>().sqrt()
    }

    #[test]
    fn fills_are_apart_for_every_vision() {
        let all: Vec<&str> = GRID.iter().copied().chain([SEA]).collect();
        for vision in &VISIONS {
            for (i, a) in all.iter().enumerate() {
                for b in &all[..i] {
                    let apart = distance(seen(a, vision), seen(b, vision));
                    assert!(apart > 9.0, "{a} and {b} are {apart:.1} apart");
                }
            }
        }
    }

    #[test]
    fn the_ramp_darkens_in_even_steps() {
        let lightness: Vec<f64> = RAMP.iter().map(|hex| lab(linear(hex))[0]).collect();
        for pair in lightness.windows(2) {
            assert!((6.0..14.0).contains(&(pair[0] - pair[1])), "{lightness:?}");
        }
    }

    #[test]
    fn lettering_is_legible_on_every_fill() {
        let luminance = |hex: &str| linear(hex).iter().zip([0.2126, 0.7152, 0.0722]).map(|(c, w)| c * w).sum::<f64>();
        for fill in GRID.iter().chain([&LAND, &SEA, &GREEN, &COMPOUND]) {
            for ink in [INK, COMMUNITY, STREET, DISTRICT] {
                let contrast = (luminance(fill) + 0.05) / (luminance(ink) + 0.05);
                assert!(contrast > 4.5, "{ink} on {fill}: {contrast:.1}");
            }
        }
    }
}
