//! Triangles out of sets of primitives (OpenGL 1.1, 2.6.1).

use super::scene::{Order, Primitives};
use crate::corners::sequence;

/// What a set gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Drawn {
    Triangles,
    /// Points or lines.
    Lines,
    /// Runs that lie outside the vertices.
    Invalid,
}

/// How many corners a set lists.
pub(super) fn corners(set: &Primitives<'_>, vertices: usize) -> usize {
    match &set.order {
        Order::Run(_, count) => usize::try_from(*count).unwrap_or(0).min(vertices),
        Order::Runs(_, lengths) => lengths.len().saturating_add(vertices),
        Order::Listed(numbers) => numbers.len(),
    }
}

/// Gives each triangle of a set; numbers may lie outside the vertices where the set lists them.
pub(super) fn of(set: &Primitives<'_>, vertices: usize, mut give: impl FnMut([u32; 3])) -> Drawn {
    if !(4..=9).contains(&set.mode) {
        return Drawn::Lines;
    }
    match &set.order {
        Order::Run(first, count) => run(set.mode, *first, *count, vertices, &mut give),
        Order::Runs(first, lengths) => {
            let mut at = *first;
            for place in 0..lengths.len() {
                let length = lengths.number(place).map_or(-1, |length| length as i32);
                if run(set.mode, at, length, vertices, &mut give) == Drawn::Invalid {
                    return Drawn::Invalid;
                }
                at = at.saturating_add(length);
            }
            Drawn::Triangles
        }
        Order::Listed(numbers) => {
            let number = |at: usize| numbers.index(at).unwrap_or(u32::MAX);
            sequence(set.mode, numbers.len(), number, &mut give);
            Drawn::Triangles
        }
    }
}

fn run(mode: i32, first: i32, count: i32, vertices: usize, give: &mut impl FnMut([u32; 3])) -> Drawn {
    let (Ok(first), Ok(count)) = (u32::try_from(first), usize::try_from(count)) else { return Drawn::Invalid };
    if (first as usize).saturating_add(count) > vertices {
        return Drawn::Invalid;
    }
    sequence(mode, count, |at| first + at as u32, give);
    Drawn::Triangles
}
