//! Where nodes stand: column vectors, columns first (glTF 2.0, 3.5.3).

use serde_json::Value;

/// Four columns.
pub(super) type Matrix = [f64; 16];

pub(super) const IDENTITY: Matrix = [1., 0., 0., 0., 0., 1., 0., 0., 0., 0., 1., 0., 0., 0., 0., 1.];

/// Numbers of a JSON array of exactly so many.
pub(super) fn numbers<const N: usize>(value: &Value) -> Option<[f64; N]> {
    let list = value.as_array().filter(|list| list.len() == N)?;
    let mut found = [0.0; N];
    for (slot, value) in found.iter_mut().zip(list) {
        *slot = value.as_f64().filter(|number| number.is_finite())?;
    }
    Some(found)
}

/// A node's own matrix, or the one of its translation, rotation and scale.
pub(super) fn of(node: &Value) -> Matrix {
    if let Some(matrix) = numbers::<16>(&node["matrix"]) {
        return matrix;
    }
    let [tx, ty, tz] = numbers(&node["translation"]).unwrap_or([0.0; 3]);
    let [x, y, z, w] = numbers(&node["rotation"]).unwrap_or([0.0, 0.0, 0.0, 1.0]);
    let [sx, sy, sz] = numbers(&node["scale"]).unwrap_or([1.0; 3]);
    let column = |values: [f64; 3], scale: f64| values.map(|value| value * scale);
    let a = column([1.0 - 2.0 * (y * y + z * z), 2.0 * (x * y + z * w), 2.0 * (x * z - y * w)], sx);
    let b = column([2.0 * (x * y - z * w), 1.0 - 2.0 * (x * x + z * z), 2.0 * (y * z + x * w)], sy);
    let c = column([2.0 * (x * z + y * w), 2.0 * (y * z - x * w), 1.0 - 2.0 * (x * x + y * y)], sz);
    [a[0], a[1], a[2], 0., b[0], b[1], b[2], 0., c[0], c[1], c[2], 0., tx, ty, tz, 1.]
}

/// The outer matrix after the inner one.
pub(super) fn product(outer: &Matrix, inner: &Matrix) -> Matrix {
    let mut found = [0.0; 16];
    for (place, value) in found.iter_mut().enumerate() {
        let (column, row) = (place / 4, place % 4);
        *value = (0..4).map(|at| outer[at * 4 + row] * inner[column * 4 + at]).sum();
    }
    found
}

/// A point where the matrix puts it, z up.
pub(super) fn point(m: &Matrix, [x, y, z]: [f64; 3]) -> [f64; 3] {
    let [a, b, c] = [0, 1, 2].map(|row| m[row] * x + m[4 + row] * y + m[8 + row] * z + m[12 + row]);
    [a, -c, b]
}

/// A normal of length 1 turned by the cofactors, z up.
pub(super) fn normal(m: &Matrix, [x, y, z]: [f64; 3]) -> [f32; 3] {
    let [a, b, c] = cofactors(m);
    let sign = determinant(m).signum();
    let [u, v, w] = [0, 1, 2].map(|row| sign * (x * a[row] + y * b[row] + z * c[row]));
    let length = (u * u + v * v + w * w).sqrt();
    if length.is_finite() && length > 0.0 { [u, -w, v].map(|value| (value / length) as f32) } else { [0.0, 0.0, 1.0] }
}

fn cofactors(m: &Matrix) -> [[f64; 3]; 3] {
    let [a, b, c] = [[m[0], m[1], m[2]], [m[4], m[5], m[6]], [m[8], m[9], m[10]]];
    [cross(b, c), cross(c, a), cross(a, b)]
}

fn cross(a: [f64; 3], b: [f64; 3]) -> [f64; 3] {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

/// Negative for mirrors.
pub(super) fn determinant(m: &Matrix) -> f64 {
    let [first, ..] = cofactors(m);
    m[0] * first[0] + m[1] * first[1] + m[2] * first[2]
}
