//! Columns of vertices as bytes: each element padded to a multiple of four, as glTF asks.

use super::{Cloud, Coordinates, Mesh, NO_FEATURE, Profile};
use crate::glb::document::{Attributes, Number};

/// glTF's numbers of component types.
pub(super) mod component {
    pub(crate) const I8: u32 = 5120;
    pub(crate) const U8: u32 = 5121;
    pub(crate) const U16: u32 = 5123;
    pub(crate) const U32: u32 = 5125;
    pub(crate) const F32: u32 = 5126;
}

/// Where an attribute's accessor is named.
type Slot = fn(&mut Attributes) -> &mut Option<usize>;

/// One attribute of all vertices.
pub(super) struct Stream {
    pub(super) slot: Slot,
    pub(super) component: u32,
    pub(super) shape: &'static str,
    pub(super) normalized: bool,
    /// Smallest and largest of each component; positions must have them.
    pub(super) range: Option<[Vec<Number>; 2]>,
    /// Bytes of an element, with its padding.
    pub(super) stride: usize,
    pub(super) bytes: Vec<u8>,
}

impl Stream {
    fn new<const N: usize>(
        slot: Slot,
        component: u32,
        shape: &'static str,
        values: impl ExactSizeIterator<Item = [u8; N]>,
    ) -> Self {
        let stride = N.next_multiple_of(4);
        let mut bytes = vec![0; stride * values.len()];
        for (to, from) in bytes.chunks_exact_mut(stride).zip(values) {
            to[..N].copy_from_slice(&from);
        }
        Self { slot, component, shape, normalized: false, range: None, stride, bytes }
    }

    fn normalized(self) -> Self {
        Self { normalized: true, ..self }
    }
}

/// The attributes of a mesh's vertices.
pub(super) fn of_mesh(mesh: &Mesh, profile: Profile) -> Vec<Stream> {
    let mut streams = vec![positions(&mesh.positions, profile)];
    if !mesh.normals.is_empty() {
        streams.push(normals(&mesh.normals, profile));
    }
    match &mesh.coordinates {
        Coordinates::None => {}
        Coordinates::Unit(pairs) => streams.push(
            Stream::new(
                |to| &mut to.texcoord,
                component::U16,
                "VEC2",
                pairs.iter().map(|pair| flat::<2, 2, 4>(pair.map(u16::to_le_bytes))),
            )
            .normalized(),
        ),
        Coordinates::Free(pairs) => {
            let values = pairs.iter().map(|pair| flat::<2, 4, 8>(pair.map(f32::to_le_bytes)));
            streams.push(Stream::new(|to| &mut to.texcoord, component::F32, "VEC2", values));
        }
    }
    if !mesh.features.is_empty() {
        streams.push(features(&mesh.features, mesh.table.gid.len()));
    }
    streams
}

/// The attributes of a cloud's points.
pub(super) fn of_cloud(cloud: &Cloud, profile: Profile) -> Vec<Stream> {
    let mut streams = vec![positions(&cloud.positions, profile)];
    if !cloud.colours.is_empty() {
        let table = super::colour::linear();
        let values = cloud.colours.iter().map(|colour| colour.map(|part| table[usize::from(part)]));
        let values = values.map(|colour| flat::<3, 2, 6>(colour.map(u16::to_le_bytes)));
        streams.push(Stream::new(|to| &mut to.color, component::U16, "VEC3", values).normalized());
    }
    if !cloud.classes.is_empty() {
        let values = cloud.classes.iter().map(|class| [*class]);
        streams.push(Stream::new(|to| &mut to.classification, component::U8, "SCALAR", values));
    }
    if !cloud.intensities.is_empty() {
        let values = cloud.intensities.iter().map(|value| value.to_le_bytes());
        streams.push(Stream::new(|to| &mut to.intensity, component::U16, "SCALAR", values));
    }
    streams
}

fn positions(points: &[[u16; 3]], profile: Profile) -> Stream {
    let mut range = [[u16::MAX; 3], [0; 3]];
    for point in points {
        for (i, value) in point.iter().enumerate() {
            range[0][i] = range[0][i].min(*value);
            range[1][i] = range[1][i].max(*value);
        }
    }
    let stream = match profile {
        Profile::Standard => {
            let values = points.iter().map(|point| flat::<3, 2, 6>(point.map(u16::to_le_bytes)));
            Stream::new(|to| &mut to.position, component::U16, "VEC3", values)
        }
        Profile::Compatible => {
            let values = points.iter().map(|point| flat::<3, 4, 12>(point.map(|steps| f32::from(steps).to_le_bytes())));
            Stream::new(|to| &mut to.position, component::F32, "VEC3", values)
        }
    };
    Stream { range: Some(range.map(|ends| ends.iter().map(|end| Number(f64::from(*end))).collect())), ..stream }
}

fn normals(normals: &[[i8; 3]], profile: Profile) -> Stream {
    match profile {
        Profile::Standard => {
            let values = normals.iter().map(|normal| normal.map(|part| part.to_le_bytes()[0]));
            Stream::new(|to| &mut to.normal, component::I8, "VEC3", values).normalized()
        }
        Profile::Compatible => {
            let values = normals.iter().map(|normal| flat::<3, 4, 12>(unit(*normal).map(f32::to_le_bytes)));
            Stream::new(|to| &mut to.normal, component::F32, "VEC3", values)
        }
    }
}

/// The unit vector along a normal in 127ths.
fn unit(normal: [i8; 3]) -> [f32; 3] {
    let parts = normal.map(f64::from);
    let length = parts.iter().map(|part| part * part).sum::<f64>().sqrt();
    parts.map(|part| (part / length) as f32)
}

/// Rows of the table; [`NO_FEATURE`] becomes the number after the last row.
fn features(rows: &[u32], count: usize) -> Stream {
    // The caller has checked that the count is below 2²⁴.
    let rows = rows.iter().map(|row| if *row == NO_FEATURE { count as u32 } else { *row });
    if count < usize::from(u16::MAX) {
        Stream::new(|to| &mut to.feature_id, component::U16, "SCALAR", rows.map(|row| (row as u16).to_le_bytes()))
    } else {
        Stream::new(|to| &mut to.feature_id, component::F32, "SCALAR", rows.map(|row| (row as f32).to_le_bytes()))
    }
}

/// `K` parts of `M` bytes as one array; `N` is their product.
fn flat<const K: usize, const M: usize, const N: usize>(parts: [[u8; M]; K]) -> [u8; N] {
    std::array::from_fn(|i| parts[i / M][i % M])
}
