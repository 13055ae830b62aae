//! A filter that is understood: every property is there, and every comparison is between values of one kind.

use geo_types::Geometry;
use jiff::Timestamp;

/// A condition; it may also be unknown, where a property has no value.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::ogc) enum Expression {
    /// Always the same.
    Constant(bool),
    And(Vec<Expression>),
    Or(Vec<Expression>),
    Not(Box<Expression>),
    Compare(Comparison, Operand, Operand),
    /// Value, least, most.
    Between(Operand, Operand, Operand),
    Like(Operand, Operand),
    In(Operand, Vec<Operand>),
    IsNull(Operand),
    /// The place's shape to another.
    Shape(Spatial, Box<Geometry<f64>>),
    /// Another shape to the place's.
    ShapeOf(Spatial, Box<Geometry<f64>>),
    Time(Temporal, Span, Span),
}

/// A value of a comparison.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::ogc) enum Operand {
    /// A property by its name, and its kind.
    Property(&'static str, Kind),
    Text(String),
    Number(f64),
    Flag(bool),
    Moment(Timestamp),
    /// In small letters.
    Folded(Box<Operand>),
}

/// Kinds of values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ogc) enum Kind {
    Text,
    Number,
    Flag,
    Moment,
    Shape,
}

/// A time with its two ends; an instant has the same twice. `None` is open.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::ogc) struct Span {
    pub(super) from: Option<Operand>,
    pub(super) to: Option<Operand>,
}

macro_rules! named {
    ($name:ident { $($variant:ident => $id:literal,)* }) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(in crate::ogc) enum $name { $($variant,)* }

        impl $name {
            /// All names.
            pub(super) const NAMES: &[&str] = &[$($id,)*];

            /// The one that a filter names so.
            pub(super) fn named(id: &str) -> Option<Self> {
                [$(($id, $name::$variant),)*].into_iter().find(|(known, _)| known.eq_ignore_ascii_case(id)).map(|(_, one)| one)
            }
        }
    };
}

named! { Comparison {
    Equal => "=", Unequal => "<>", Less => "<", More => ">", AtMost => "<=", AtLeast => ">=",
} }

named! { Spatial {
    Intersects => "s_intersects", Disjoint => "s_disjoint", Within => "s_within", Contains => "s_contains",
    Equals => "s_equals", Touches => "s_touches", Overlaps => "s_overlaps", Crosses => "s_crosses",
} }

named! { Temporal {
    After => "t_after", Before => "t_before", Contains => "t_contains", Disjoint => "t_disjoint", During => "t_during",
    Equals => "t_equals", FinishedBy => "t_finishedBy", Finishes => "t_finishes", Intersects => "t_intersects",
    Meets => "t_meets", MetBy => "t_metBy", OverlappedBy => "t_overlappedBy", Overlaps => "t_overlaps",
    StartedBy => "t_startedBy", Starts => "t_starts",
} }

impl Operand {
    pub(super) fn kind(&self) -> Kind {
        match self {
            Operand::Property(_, kind) => *kind,
            Operand::Text(_) | Operand::Folded(_) => Kind::Text,
            Operand::Number(_) => Kind::Number,
            Operand::Flag(_) => Kind::Flag,
            Operand::Moment(_) => Kind::Moment,
        }
    }
}

impl Kind {
    /// An example of it, which says more than its name.
    pub(super) fn example(self) -> &'static str {
        match self {
            Kind::Text => "'text'",
            Kind::Number => "1.5",
            Kind::Flag => "TRUE, FALSE",
            Kind::Moment => "DATE('2026-01-31')",
            Kind::Shape => "POLYGON((…))",
        }
    }
}
