//! sRGB as cameras give it and the linear colours that glTF's vertices have.

/// Linear 65,535ths of the 256 steps of sRGB (IEC 61966-2-1). Values are rounded as coarsely as an eighth of the way
/// to the neighbouring steps allows: their low bits are zeros, which compress, and every step comes back exactly.
pub(super) fn linear() -> [u16; 256] {
    std::array::from_fn(|step| {
        let value = exact(step as f64);
        let gap = exact(step as f64 + 1.0) - value;
        let grain = 2f64.powi((gap / 4.0).log2().floor().max(0.0) as i32);
        ((value / grain).round() * grain).min(65_535.0) as u16
    })
}

/// The step of sRGB nearest to a linear value, by the table of [`linear`].
pub(super) fn nearest(table: &[u16; 256], value: u16) -> u8 {
    let above = table.partition_point(|entry| *entry < value).min(255);
    let below = above.saturating_sub(1);
    let closer = value.abs_diff(table[below]) < value.abs_diff(table[above]);
    if closer { below as u8 } else { above as u8 }
}

fn exact(step: f64) -> f64 {
    let part = step / 255.0;
    65_535.0 * if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
}
