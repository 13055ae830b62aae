//! Corners of open ground: what one sees when standing on a vertex, between the lines that meet there.

use super::ground::{Ground, Side};
use crate::mesh::{NONE, next, prev};

/// The fans of open triangles around each vertex that no line separates.
///
/// Labels belong to fans, not to vertices, because the two sides of a barrier may go to different courtyards.
pub(crate) struct Wedges {
    /// The fan of each triangle corner (half-edge = its start), [`NONE`] where there is no open ground.
    pub(crate) of: Vec<u32>,
    /// The first corner of each fan, clockwise-most.
    first: Vec<u32>,
}

impl Wedges {
    pub(crate) fn new(ground: &Ground, sides: &[Side]) -> Self {
        let mut wedges = Self { of: vec![NONE; ground.mesh.origin.len()], first: Vec::new() };
        for h in 0..ground.mesh.origin.len() {
            if wedges.of[h] == NONE && ground.is_free(h / 3) {
                let id = wedges.first.len() as u32;
                let first = clockwise_end(ground, sides, h);
                wedges.first.push(first as u32);
                let mut corner = first;
                loop {
                    wedges.of[corner] = id;
                    match anticlockwise(ground, sides, corner) {
                        Some(c) if c != first => corner = c,
                        _ => break,
                    }
                }
            }
        }
        wedges
    }

    /// The clockwise-most corner of a fan.
    pub(crate) fn first(&self, wedge: u32) -> usize {
        self.first[wedge as usize] as usize
    }

    pub(crate) fn len(&self) -> usize {
        self.first.len()
    }

    /// The corners of a fan, anticlockwise.
    pub(crate) fn corners<'a>(
        &'a self,
        ground: &'a Ground,
        sides: &'a [Side],
        wedge: u32,
    ) -> impl Iterator<Item = usize> + 'a {
        let first = self.first[wedge as usize] as usize;
        std::iter::successors(Some(first), move |&c| anticlockwise(ground, sides, c).filter(|&n| n != first))
    }
}

/// The next corner at the same vertex, unless a line is in between.
pub(crate) fn anticlockwise(ground: &Ground, sides: &[Side], corner: usize) -> Option<usize> {
    let edge = prev(corner);
    if sides[edge] == Side::Open { ground.mesh.across(edge) } else { None }
}

/// The corner before at the same vertex, unless a line is in between.
pub(crate) fn clockwise(ground: &Ground, sides: &[Side], corner: usize) -> Option<usize> {
    if sides[corner] == Side::Open { ground.mesh.across(corner).map(next) } else { None }
}

fn clockwise_end(ground: &Ground, sides: &[Side], start: usize) -> usize {
    let mut corner = start;
    while let Some(c) = clockwise(ground, sides, corner).filter(|&c| c != start) {
        corner = c;
    }
    corner
}

/// The outline half-edge that follows g on the same courtyard, seen from the open side.
pub(crate) fn outline_after(ground: &Ground, sides: &[Side], g: usize) -> Option<usize> {
    let start = next(g);
    let mut corner = start;
    while let Some(c) = clockwise(ground, sides, corner).filter(|&c| c != start) {
        corner = c;
    }
    same_outline(ground, sides, g, corner)
}

/// The outline half-edge before g on the same courtyard, seen from the open side.
pub(crate) fn outline_before(ground: &Ground, sides: &[Side], g: usize) -> Option<usize> {
    let mut corner = g;
    while let Some(c) = anticlockwise(ground, sides, corner).filter(|&c| c != g) {
        corner = c;
    }
    same_outline(ground, sides, g, prev(corner))
}

fn same_outline(ground: &Ground, sides: &[Side], g: usize, other: usize) -> Option<usize> {
    (sides[other] == Side::Outline && outline_of(ground, other) == outline_of(ground, g)).then_some(other)
}

/// The courtyard across an outline half-edge.
pub(crate) fn outline_of(ground: &Ground, h: usize) -> u32 {
    ground.mesh.across(h).map_or(NONE, |g| ground.seed[g / 3])
}
