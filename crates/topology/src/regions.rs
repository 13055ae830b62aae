//! Which of the input rings each triangle of a mesh lies in.

use crate::mesh::{Mesh, NONE};
use crate::node::Noded;
use rustc_hash::FxHashMap;

/// For every triangle a set of tags: those whose rings enclose it, by the even-odd rule.
pub(crate) struct Regions {
    /// The set of each triangle, an index into `sets`.
    pub(crate) of: Vec<u32>,
    /// Sorted tags; set 0 is empty.
    pub(crate) sets: Vec<Vec<u32>>,
}

struct Sets<'a> {
    noded: &'a Noded,
    faces: u32,
    sets: Vec<Vec<u32>>,
    index: FxHashMap<Vec<u32>, u32>,
}

impl Sets<'_> {
    /// The set on the other side of an edge: every tag below `faces` that runs along it an odd number of times changes.
    fn across(&mut self, set: u32, line: u32) -> u32 {
        if line == NONE {
            return set;
        }
        let mut tags = self.sets[set as usize].clone();
        for &(tag, _) in self.noded.tags(line as usize).iter().filter(|t| t.0 < self.faces) {
            match tags.binary_search(&tag) {
                Ok(at) => drop(tags.remove(at)),
                Err(at) => tags.insert(at, tag),
            }
        }
        if let Some(&known) = self.index.get(&tags) {
            return known;
        }
        let id = self.sets.len() as u32;
        self.sets.push(tags.clone());
        self.index.insert(tags, id);
        id
    }
}

/// A state for every triangle: `start` outside, changed by `step(state, edge of the linework, leftward)` on the way
/// over each edge; leftward means from its right to its left, the edge running from its lower end.
pub(crate) fn flood<S: Copy>(mesh: &Mesh, start: S, step: impl Fn(S, usize, bool) -> S) -> Vec<S> {
    let n = mesh.n_triangles();
    let mut state = vec![start; n];
    let mut done = vec![false; n];
    let mut stack = Vec::new();
    // Half-edge h bounds the triangle that is entered: the triangle lies on its left.
    let enter = |s: S, h: usize| match mesh.line[h] {
        NONE => s,
        line => step(s, line as usize, mesh.at(h) < mesh.at(crate::mesh::next(h))),
    };
    if let Some(h) = mesh.twin.iter().position(|&t| t == NONE) {
        (state[h / 3], done[h / 3]) = (enter(start, h), true);
        stack.push(h / 3);
    }
    while let Some(t) = stack.pop() {
        for h in 3 * t..3 * t + 3 {
            if let Some(g) = mesh.across(h).filter(|&g| !done[g / 3]) {
                (state[g / 3], done[g / 3]) = (enter(state[t], g), true);
                stack.push(g / 3);
            }
        }
    }
    state
}

impl Regions {
    /// Tags below `faces` bound regions; other tags are mere lines.
    pub(crate) fn new(mesh: &Mesh, noded: &Noded, faces: u32) -> Self {
        let mut sets = Sets { noded, faces, sets: vec![Vec::new()], index: FxHashMap::default() };
        sets.index.insert(Vec::new(), 0);
        let mut of = vec![NONE; mesh.n_triangles()];
        let mut stack = Vec::new();
        if let Some(h) = mesh.twin.iter().position(|&t| t == NONE) {
            of[h / 3] = sets.across(0, mesh.line[h]);
            stack.push(h / 3);
        }
        while let Some(t) = stack.pop() {
            for h in 3 * t..3 * t + 3 {
                if let Some(g) = mesh.across(h)
                    && of[g / 3] == NONE
                {
                    of[g / 3] = sets.across(of[t], mesh.line[h]);
                    stack.push(g / 3);
                }
            }
        }
        Self { of, sets: sets.sets }
    }

    /// Twice the area of every set, mm².
    pub(crate) fn areas2(&self, mesh: &Mesh) -> Vec<i128> {
        let mut sum = vec![0; self.sets.len()];
        for (t, &set) in self.of.iter().enumerate() {
            sum[set as usize] += mesh.area2(t);
        }
        sum
    }
}
