//! Classes that a node of a mesh pyramid is made of, and how their fields follow.

use super::scene::Scalar;

/// How to read an object of a class.
#[derive(Debug, Clone, Copy)]
pub(super) enum Class {
    /// A node; letters name its parts in their order: G group, T transform, M matrix, L level of detail, P paged,
    /// X proxy, D drawables.
    Node(&'static str),
    Geometry,
    State,
    Material,
    Texture,
    Array(Scalar, usize),
    /// Numbers of this kind; `None` for a run.
    Primitives(Option<Scalar>),
    UserData,
    /// Something of no use here; letters name its fields: b byte, i four bytes, d eight, s text, o object behind a
    /// flag, ? a flag for the rest.
    Plain(&'static str),
    /// The same for attributes of states.
    Attribute(&'static str),
}

/// The class of a name as written in files.
pub(super) fn of(name: &str) -> Option<Class> {
    let name = name.strip_prefix("osg::")?;
    Some(match name {
        "Group" => Class::Node("G"),
        "Node" => Class::Node(""),
        "Transform" => Class::Node("GT"),
        "MatrixTransform" => Class::Node("GTM"),
        "LOD" => Class::Node("GL"),
        "PagedLOD" => Class::Node("LP"),
        "ProxyNode" => Class::Node("X"),
        "Geode" => Class::Node("D"),
        "Geometry" => Class::Geometry,
        "StateSet" => Class::State,
        "Material" => Class::Material,
        "Texture2D" => Class::Texture,
        "DefaultUserDataContainer" => Class::UserData,
        "StringValueObject" => Class::Plain("s"),
        "BoolValueObject" => Class::Plain("b"),
        "IntValueObject" | "UIntValueObject" | "FloatValueObject" => Class::Plain("i"),
        "DoubleValueObject" => Class::Plain("d"),
        "VertexBufferObject" | "ElementBufferObject" => Class::Plain("iib"),
        "CullFace" | "ShadeModel" | "FrontFace" => Class::Attribute("i"),
        "BlendFunc" => Class::Attribute("iiii"),
        "TexEnv" => Class::Attribute("iiiii"),
        "Depth" => Class::Attribute("iddb"),
        "AlphaFunc" | "PolygonOffset" => Class::Attribute("ii"),
        "PolygonMode" => Class::Attribute("?bii"),
        "LightModel" => Class::Attribute("iiiiibb"),
        "ColorMask" => Class::Attribute("bbbb"),
        "DrawArrays" => Class::Primitives(None),
        "DrawArrayLengths" => Class::Primitives(Some(Scalar::I32)),
        "DrawElementsUByte" => Class::Primitives(Some(Scalar::U8)),
        "DrawElementsUShort" => Class::Primitives(Some(Scalar::U16)),
        "DrawElementsUInt" => Class::Primitives(Some(Scalar::U32)),
        name => return array_class(name.strip_suffix("Array")?),
    })
}

fn array_class(name: &str) -> Option<Class> {
    let single = |scalar| Some(Class::Array(scalar, 1));
    match name {
        "Byte" => return single(Scalar::I8),
        "UByte" => return single(Scalar::U8),
        "Short" => return single(Scalar::I16),
        "UShort" => return single(Scalar::U16),
        "Int" => return single(Scalar::I32),
        "UInt" => return single(Scalar::U32),
        "Float" => return single(Scalar::F32),
        "Double" => return single(Scalar::F64),
        _ => {}
    }
    let rest = name.strip_prefix("Vec")?;
    let width = rest.chars().next()?.to_digit(10).filter(|width| (2..=4).contains(width))?;
    let scalar = match rest.get(1..)? {
        "" => Scalar::F32,
        "d" => Scalar::F64,
        "b" => Scalar::I8,
        "ub" => Scalar::U8,
        "s" => Scalar::I16,
        "us" => Scalar::U16,
        "i" => Scalar::I32,
        "ui" => Scalar::U32,
        _ => return None,
    };
    Some(Class::Array(scalar, width as usize))
}

/// Kind and width of an array by its number before version 112.
pub(super) fn array(kind: i32) -> Option<(Scalar, usize)> {
    use Scalar::{F32, F64, I8, I16, I32, U8, U16, U32};
    const KINDS: [(Scalar, usize); 32] = [
        (I8, 1),
        (U8, 1),
        (I16, 1),
        (U16, 1),
        (I32, 1),
        (U32, 1),
        (F32, 1),
        (F64, 1),
        (I8, 2),
        (I8, 3),
        (I8, 4),
        (U8, 4),
        (I16, 2),
        (I16, 3),
        (I16, 4),
        (F32, 2),
        (F32, 3),
        (F32, 4),
        (F64, 2),
        (F64, 3),
        (F64, 4),
        (U8, 2),
        (U8, 3),
        (U16, 2),
        (U16, 3),
        (U16, 4),
        (I32, 2),
        (I32, 3),
        (I32, 4),
        (U32, 2),
        (U32, 3),
        (U32, 4),
    ];
    usize::try_from(kind).ok().and_then(|kind| KINDS.get(kind)).copied()
}
