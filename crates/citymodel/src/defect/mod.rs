//! What is wrong with a geometry, after ISO 19107 as val3dity names and numbers it.

mod crossing;
mod flat;
mod polygon;
mod ring;
mod shell;
mod weld;

use crate::{Geometry, vector::Point};

/// One thing that is wrong with a geometry.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Defect {
    /// What.
    pub code: Code,
    /// Where: a point of the ring, edge or shell, in the geometry's coordinates.
    pub position: [f64; 3],
    /// Number of the surface in the geometry, where it is one surface's fault.
    pub surface: Option<usize>,
    /// Number of the ring in the surface, where it is one ring's fault.
    pub ring: Option<usize>,
}

/// How exact a geometry has to be; lengths in units of the coordinates (metres).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tolerances {
    /// Points nearer than this are one point.
    pub snap: f64,
    /// How far points may lie off their surface's plane.
    pub planarity: f64,
    /// How far triangles may lean from their surface's normal, degrees.
    pub lean: f64,
}

impl Default for Tolerances {
    /// Those that val3dity takes: 1 mm, 1 cm, 20 degrees.
    fn default() -> Self {
        Tolerances { snap: 0.001, planarity: 0.01, lean: 20.0 }
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident => $number:literal, $name:literal;)*) => {
        /// Defects that are told apart.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[$doc])* $variant,)* }

        impl Code {
            /// All of them, by number.
            pub const ALL: &[Code] = &[$(Code::$variant,)*];

            /// val3dity's number; 0 for what it has none for.
            pub fn number(self) -> u16 {
                match self { $(Code::$variant => $number,)* }
            }

            /// A stable name.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name,)* }
            }
        }
    };
}

codes! {
    /// A coordinate is no finite number.
    NotFinite => 0, "not-finite";
    /// A ring of fewer than three points.
    TooFewPoints => 101, "too-few-points";
    /// The same point twice in a row.
    RepeatedPoint => 102, "repeated-point";
    /// A ring that crosses or touches itself, or has no area.
    SelfIntersection => 104, "ring-self-intersection";
    /// Two rings of a surface cross or share a part.
    RingsCross => 201, "rings-cross";
    /// Two rings of a surface are the same.
    RingsSame => 202, "rings-same";
    /// A point off the surface's plane.
    NotPlanar => 203, "not-planar";
    /// A fold: a part leans from the surface's normal.
    Folded => 204, "folded";
    /// Rings touch so that the surface falls into parts.
    InteriorDisconnected => 205, "interior-disconnected";
    /// A hole outside of its outer ring.
    HoleOutside => 206, "hole-outside";
    /// A hole inside another.
    HolesNested => 207, "holes-nested";
    /// A hole that runs the same way as its outer ring.
    HoleOrientation => 208, "hole-orientation";
    /// A shell of fewer than four surfaces.
    TooFewSurfaces => 301, "too-few-surfaces";
    /// An edge with one surface only.
    ShellOpen => 302, "shell-open";
    /// An edge with more than two surfaces, or surfaces that meet in a point only.
    NonManifold => 303, "non-manifold";
    /// A shell of several parts.
    SeveralParts => 305, "several-parts";
    /// Surfaces pierce each other.
    ShellSelfIntersection => 306, "shell-self-intersection";
    /// A surface that faces the other way than its neighbours.
    SurfaceOrientation => 307, "surface-orientation";
    /// A shell that is inside out.
    ShellOrientation => 405, "shell-orientation";
}

impl Defect {
    /// A defect at a ring's first point.
    pub(crate) fn of_ring(code: Code, ring: &[Point], number: usize) -> Self {
        Defect { code, position: ring.first().copied().unwrap_or_default(), surface: None, ring: Some(number) }
    }

    /// A defect at a point.
    pub(crate) fn at(code: Code, position: Point) -> Self {
        Defect { code, position, surface: None, ring: None }
    }
}

impl Geometry {
    /// What is wrong with it. As val3dity does it, a surface is looked at where its rings are right, a shell where its
    /// surfaces are; loose surfaces have no shell. Open, non-manifold and wrongly turned shells are told by an edge or
    /// point each.
    pub fn defects(&self, tolerances: &Tolerances) -> Vec<Defect> {
        let mut defects = Vec::new();
        let mut bad = [false, false];
        for (number, surface) in self.surfaces.iter().enumerate() {
            let found = surface.defects(tolerances);
            bad[usize::from(number >= self.shell)] |= !found.is_empty();
            defects.extend(found.into_iter().map(|defect| Defect { surface: Some(number), ..defect }));
        }
        if self.shell > 0 {
            let (outer, inner) = self.surfaces.split_at(self.shell.min(self.surfaces.len()));
            if !bad[0] {
                shell::check(outer, 0, shell::Side::Outer, tolerances, &mut defects);
            }
            if !bad[1] && !inner.is_empty() {
                shell::check(inner, self.shell, shell::Side::Inner, tolerances, &mut defects);
            }
        }
        defects
    }
}

impl crate::Surface {
    /// What is wrong with a surface: its rings first; where they are right, how they lie.
    pub fn defects(&self, tolerances: &Tolerances) -> Vec<Defect> {
        let found = ring::check_all(&self.rings, tolerances);
        if found.is_empty() { polygon::check(self, tolerances) } else { found }
    }
}
