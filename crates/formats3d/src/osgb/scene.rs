//! What a binary OpenSceneGraph file holds: objects by number, arrays as slices of the file.

/// All objects of one file; numbers are places in the list.
#[derive(Debug, Default)]
pub(super) struct Scene<'a> {
    pub(super) objects: Vec<Object<'a>>,
    /// The object that the file is for.
    pub(super) root: Option<usize>,
}

#[derive(Debug)]
pub(super) enum Object<'a> {
    Node(SceneNode),
    Geometry(Geometry),
    State(State),
    /// Diffuse colour.
    Material([f32; 4]),
    /// Its image.
    Texture(Option<usize>),
    Image(Picture<'a>),
    Array(Values<'a>),
    Primitives(Primitives<'a>),
    /// Read, and of no use here.
    Other,
}

/// A node of any class.
#[derive(Debug, Default)]
pub(super) struct SceneNode {
    pub(super) state: Option<usize>,
    pub(super) children: Vec<usize>,
    /// Row vectors: a point is multiplied from the left.
    pub(super) matrix: Option<[f64; 16]>,
    /// Centre and radius as the file gives them.
    pub(super) bound: Option<([f64; 3], f64)>,
    pub(super) detail: Option<Detail>,
}

/// What makes a node one with levels of detail.
#[derive(Debug, Default)]
pub(super) struct Detail {
    /// Ranges are pixels on the screen and not distances.
    pub(super) pixels: bool,
    pub(super) ranges: Vec<[f32; 2]>,
    /// Names of files by range, empty for children inside this file.
    pub(super) files: Vec<String>,
    /// Folder of the files, where given.
    pub(super) folder: String,
}

#[derive(Debug, Default)]
pub(super) struct Geometry {
    pub(super) offset: usize,
    pub(super) state: Option<usize>,
    pub(super) primitives: Vec<usize>,
    pub(super) vertices: Option<usize>,
    pub(super) normals: Option<usize>,
    /// Texture coordinates of the first unit.
    pub(super) coordinates: Option<usize>,
    /// Old files may number vertices by a second array.
    pub(super) indices: Option<usize>,
}

#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) material: Option<usize>,
    pub(super) texture: Option<usize>,
    /// Whether backs are left out; `None` where the state does not say.
    pub(super) culled: Option<bool>,
}

/// An image: inside as a file, inside as pixels, or outside.
#[derive(Debug)]
pub(super) struct Picture<'a> {
    pub(super) name: String,
    pub(super) offset: usize,
    pub(super) content: Content<'a>,
}

#[derive(Debug)]
pub(super) enum Content<'a> {
    File(&'a [u8]),
    Pixels { width: i32, height: i32, format: i32, kind: i32, packing: i32, top_first: bool, bytes: &'a [u8] },
    Outside,
}

/// Kinds of numbers in arrays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scalar {
    I8,
    U8,
    I16,
    U16,
    I32,
    U32,
    F32,
    F64,
}

/// An array as it lies in the file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Values<'a> {
    pub(super) scalar: Scalar,
    pub(super) width: usize,
    pub(super) big: bool,
    pub(super) bytes: &'a [u8],
}

/// A set of primitives: how vertices follow each other.
#[derive(Debug)]
pub(super) struct Primitives<'a> {
    /// OpenGL's number: 4 triangles, 5 strip, 6 fan, 7 quads, 8 quad strip, 9 polygon.
    pub(super) mode: i32,
    pub(super) order: Order<'a>,
}

#[derive(Debug)]
pub(super) enum Order<'a> {
    /// From the first, so many.
    Run(i32, i32),
    /// From the first, runs of given lengths.
    Runs(i32, Values<'a>),
    /// By numbers.
    Listed(Values<'a>),
}

impl Scalar {
    pub(super) fn size(self) -> usize {
        match self {
            Scalar::I8 | Scalar::U8 => 1,
            Scalar::I16 | Scalar::U16 => 2,
            Scalar::I32 | Scalar::U32 | Scalar::F32 => 4,
            Scalar::F64 => 8,
        }
    }
}

macro_rules! get {
    ($self:ident, $at:ident, $kind:ty) => {{
        const SIZE: usize = size_of::<$kind>();
        let mut raw = [0; SIZE];
        raw.copy_from_slice($self.bytes.get($at * SIZE..($at + 1) * SIZE)?);
        if $self.big { <$kind>::from_be_bytes(raw) } else { <$kind>::from_le_bytes(raw) }
    }};
}

impl Values<'_> {
    /// How many elements of `width` numbers there are.
    pub(super) fn len(&self) -> usize {
        self.bytes.len() / (self.scalar.size() * self.width)
    }

    /// The number at a place, counted in numbers; `None` behind the end.
    pub(super) fn number(&self, at: usize) -> Option<f64> {
        Some(match self.scalar {
            Scalar::I8 => f64::from(get!(self, at, i8)),
            Scalar::U8 => f64::from(get!(self, at, u8)),
            Scalar::I16 => f64::from(get!(self, at, i16)),
            Scalar::U16 => f64::from(get!(self, at, u16)),
            Scalar::I32 => f64::from(get!(self, at, i32)),
            Scalar::U32 => f64::from(get!(self, at, u32)),
            Scalar::F32 => f64::from(get!(self, at, f32)),
            Scalar::F64 => get!(self, at, f64),
        })
    }

    /// The leading numbers of an element.
    pub(super) fn element<const N: usize>(&self, at: usize) -> Option<[f64; N]> {
        if N > self.width {
            return None;
        }
        let mut values = [0.0; N];
        for (place, value) in values.iter_mut().enumerate() {
            *value = self.number(at * self.width + place)?;
        }
        Some(values)
    }

    /// The whole number at a place.
    pub(super) fn index(&self, at: usize) -> Option<u32> {
        Some(match self.scalar {
            Scalar::U8 => u32::from(get!(self, at, u8)),
            Scalar::U16 => u32::from(get!(self, at, u16)),
            Scalar::U32 => get!(self, at, u32),
            Scalar::I8 => u32::try_from(get!(self, at, i8)).ok()?,
            Scalar::I16 => u32::try_from(get!(self, at, i16)).ok()?,
            Scalar::I32 => u32::try_from(get!(self, at, i32)).ok()?,
            Scalar::F32 | Scalar::F64 => return None,
        })
    }
}
