//! The tree of tiles: a quadtree anchored to the world, whose nodes are known by their hashes.
//!
//! A node is a leaf while its buildings fit into one tile; then it is a branch of up to four, and stays one until they
//! would fit with room to spare, so that a building more or less does not split and join all the time. Cells with a
//! single child are skipped. A change makes anew the nodes from its building to the root, and nothing else.

use rayon::prelude::*;
use tileset::cell::{BLOCK_LEVEL, Cell, MAX_LEVEL};

use crate::files;
use crate::massing::{Mass, gathered, seen_from};
use crate::node::{Body, Child, Node};
use crate::shape::STEP;
use crate::{Entry, Fault, Hash, Objects, Shape, content};

/// When nodes split and join, and what they show. Bytes are estimates of tiles in the standard profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// A leaf above this splits.
    pub split: u64,
    /// A branch below this becomes a leaf.
    pub join: u64,
    /// A branch shows the block of every building up to this; above it boxes in place of several.
    pub blocks: u64,
}

impl Default for Budget {
    fn default() -> Self {
        Budget { split: 60_000, join: 24_000, blocks: 120_000 }
    }
}

/// What happened to a building.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// It is new, or other than before at the same place.
    Put(Box<Entry>),
    /// It is gone from where it was.
    Remove {
        /// Its number.
        gid: u32,
        /// The entry's `at`.
        at: (u32, u32),
    },
}

/// Boxes along each side of a node seen from afar.
const SIDE: u32 = 16;

/// The tree after some changes; `None` when nothing is left. A building that moved is removed where it was and put where
/// it is. Of several changes of one building the last one counts.
///
/// # Errors
/// When objects cannot be read or written, or the tree is damaged.
pub fn update<O: Objects>(
    root: Option<Child>,
    mut changes: Vec<Change>,
    budget: &Budget,
    objects: &O,
) -> Result<Option<Child>, Fault<O::Fault>> {
    changes.retain(|change| change.cell().is_some());
    let halves = changes.iter().filter_map(Change::cell).chain(root.as_ref().and_then(Child::cell));
    let halves: std::collections::BTreeSet<_> = halves.filter_map(|cell| cell.ancestor(0)).collect();
    if halves.len() > 1 {
        let reason = "buildings on both sides of the Greenwich meridian need an archive each".to_owned();
        return Err(Fault::Content { cell: "0".to_owned(), reason });
    }
    // Stable: the last of equals stays last.
    changes.par_sort_by_key(|change| (change.cell().map(|cell| cell.morton()), change.gid()));
    Grower { budget, objects }.grow(root, &changes)
}

impl Change {
    fn gid(&self) -> u32 {
        match self {
            Change::Put(entry) => entry.gid,
            Change::Remove { gid, .. } => *gid,
        }
    }

    fn cell(&self) -> Option<Cell> {
        match self {
            Change::Put(entry) => entry.cell(),
            Change::Remove { at: (x, y), .. } => Cell::new(MAX_LEVEL, *x, *y),
        }
    }
}

struct Grower<'a, O> {
    budget: &'a Budget,
    objects: &'a O,
}

/// Bounds, and what lies in them from afar.
type Seen = ([[f64; 3]; 2], Vec<Mass>);
type Grown<O> = Result<Option<Child>, Fault<<O as Objects>::Fault>>;

impl<O: Objects> Grower<'_, O> {
    /// A subtree after changes, which are in Morton order.
    fn grow(&self, existing: Option<Child>, changes: &[Change]) -> Grown<O> {
        if changes.is_empty() {
            return Ok(existing);
        }
        let Some(existing) = existing else { return self.sprout(applied(Vec::new(), changes)) };
        let node = Node::read(existing.node, self.objects)?;
        let children = match node.body {
            Body::Leaf(entries) => return self.sprout(applied(entries, changes)),
            Body::Branch(children) => children,
        };
        let own = existing.cell().ok_or(Fault::Damaged(existing.node, "no cell"))?;
        let puts = changes.iter().filter(|change| matches!(change, Change::Put(_))).filter_map(Change::cell);
        let cell = puts.fold(own, common);
        // Where all lies in the branch it is opened; where not, it is one of the things in a coarser cell.
        let inside = if cell == own { children } else { vec![existing] };
        let quarters: Vec<Cell> = cell.children().collect();
        let parts: Vec<(Option<Child>, &[Change])> =
            quarters.iter().map(|quarter| (child_in(&inside, *quarter), changes_in(changes, *quarter))).collect();
        let grown: Result<Vec<_>, _> = parts.into_par_iter().map(|(child, list)| self.grow(child, list)).collect();
        self.join(cell, grown?.into_iter().flatten().collect())
    }

    /// A new subtree of these buildings, which are in Morton order.
    fn sprout(&self, entries: Vec<Entry>) -> Grown<O> {
        let mut cells = entries.iter().filter_map(Entry::cell);
        let Some(first) = cells.next() else { return Ok(None) };
        let cell = cells.fold(first, common);
        let weight: u64 = entries.iter().map(Entry::weight).sum();
        // Tiles of one frame only: a leaf lies in one block.
        let fits = weight <= self.budget.split || entries.len() == 1 || cell.level() == MAX_LEVEL;
        if fits && cell.level() >= BLOCK_LEVEL {
            return self.leaf(cell, entries).map(Some);
        }
        let mut rest = entries.into_iter().peekable();
        let mut take = |quarter: Cell| {
            let inside = |entry: &Entry| entry.cell().is_some_and(|cell| holds(quarter, cell));
            std::iter::from_fn(|| rest.next_if(inside)).collect::<Vec<Entry>>()
        };
        let quarters: Vec<Vec<Entry>> = cell.children().map(&mut take).collect();
        let grown: Result<Vec<_>, _> = quarters.into_par_iter().map(|part| self.sprout(part)).collect();
        self.branch(cell, grown?.into_iter().flatten().collect()).map(Some)
    }

    /// What becomes of a branch with these children left.
    fn join(&self, cell: Cell, mut children: Vec<Child>) -> Grown<O> {
        if children.len() < 2 {
            return Ok(children.pop());
        }
        let weight: u64 = children.iter().map(|child| child.weights[0]).sum();
        if weight <= self.budget.join && cell.level() >= BLOCK_LEVEL {
            let mut entries = self.entries(&children)?;
            entries.sort_by_key(order);
            return self.sprout(entries);
        }
        self.branch(cell, children).map(Some)
    }

    fn leaf(&self, cell: Cell, mut entries: Vec<Entry>) -> Result<Child, Fault<O::Fault>> {
        let shapes = self.shapes(&entries, |entry| entry.fine)?;
        let bounds = shapes.iter().filter_map(|(_, shape)| shape.bounds()).map(metres).reduce(around);
        let bounds = bounds.ok_or(Fault::Damaged(entries[0].fine, "an empty shape"))?;
        let tile = content::of_shapes(cell, &shapes, bounds, self.objects)?;
        entries.sort_by_key(order);
        let all: Vec<Mass> = entries.iter().map(|entry| entry.mass).collect();
        let masses = gathered(&all, flat(bounds), SIDE);
        let weights = [entries.iter().map(Entry::weight).sum(), entries.iter().map(Entry::coarse_weight).sum()];
        let tallest = entries.iter().map(|entry| entry.mass.high[2] - entry.mass.low[2]).fold(0.0, f32::max);
        let (buildings, fine) = (entries.len() as u64, entries.iter().any(|entry| entry.coarse.is_some()));
        let node = Node { body: Body::Leaf(entries), masses }.keep(self.objects)?;
        let cell = (cell.level(), cell.x(), cell.y());
        Ok(Child { cell, node, tile, error: 0.0, bounds, buildings, weights, fine, tallest, leaf: true, file: None })
    }

    fn branch(&self, cell: Cell, mut children: Vec<Child>) -> Result<Child, Fault<O::Fault>> {
        for child in &mut children {
            let apart = !child.leaf && files::apart(cell.level(), child.cell.0);
            child.file = match child.file {
                _ if !apart => None,
                Some(file) => Some(file),
                None => Some(files::nested(child, self.objects)?),
            };
        }
        let (bounds, all) = self.seen(cell, &children)?;
        let weights = [0, 1].map(|kind| children.iter().map(|child| child.weights[kind]).sum::<u64>());
        let fine = children.iter().any(|child| child.fine);
        let blocks = fine && cell.level() >= BLOCK_LEVEL && weights[1] <= self.budget.blocks;
        let (tile, shown) = if blocks {
            let entries = self.entries(&children)?;
            let shapes = self.shapes(&entries, |entry| entry.coarse.map_or(entry.fine, |(hash, _)| hash))?;
            let error = entries.iter().map(|entry| f64::from(entry.coarse_error)).fold(0.0, f64::max);
            (content::of_shapes(cell, &shapes, bounds, self.objects)?, error)
        } else {
            let error = all.iter().map(|mass| f64::from(mass.error)).fold(0.0, f64::max);
            (content::of_masses(cell, &all, bounds, self.objects)?, error)
        };
        let error = children.iter().map(|child| child.error).fold(shown, f64::max);
        let masses = gathered(&all, flat(bounds), SIDE);
        let buildings = children.iter().map(|child| child.buildings).sum();
        let tallest = children.iter().map(|child| child.tallest).fold(0.0, f32::max);
        let node = Node { body: Body::Branch(children), masses }.keep(self.objects)?;
        let cell = (cell.level(), cell.x(), cell.y());
        Ok(Child { cell, node, tile, error, bounds, buildings, weights, fine, tallest, leaf: false, file: None })
    }

    /// The bounds of children and what they look like from afar, in the frame of the branch.
    fn seen(&self, cell: Cell, children: &[Child]) -> Result<Seen, Fault<O::Fault>> {
        let (mut bounds, mut masses): (Option<[[f64; 3]; 2]>, Vec<Mass>) = (None, Vec::new());
        for child in children {
            let own = child.cell().ok_or(Fault::Damaged(child.node, "no cell"))?;
            let moved = (own.block() != cell.block()).then(|| (own.frame(), cell.frame()));
            let seen = |mass: Mass| moved.as_ref().map_or(mass, |(from, to)| mass.seen_from(from, to));
            let here = moved.as_ref().map_or(child.bounds, |(from, to)| seen_from(child.bounds, from, to));
            bounds = Some(bounds.map_or(here, |bounds| around(bounds, here)));
            masses.extend(Node::read(child.node, self.objects)?.masses.into_iter().map(seen));
        }
        Ok((bounds.unwrap_or_default(), masses))
    }

    /// All buildings below.
    fn entries(&self, children: &[Child]) -> Result<Vec<Entry>, Fault<O::Fault>> {
        let mut found = Vec::new();
        for child in children {
            match Node::read(child.node, self.objects)?.body {
                Body::Leaf(entries) => found.extend(entries),
                Body::Branch(finer) => found.extend(self.entries(&finer)?),
            }
        }
        Ok(found)
    }

    /// Shapes with their buildings' numbers, by number.
    fn shapes(
        &self,
        entries: &[Entry],
        which: impl Fn(&Entry) -> Hash + Sync,
    ) -> Result<Vec<(u32, Shape)>, Fault<O::Fault>> {
        let read = |entry: &Entry| {
            let hash = which(entry);
            let bytes = self.objects.get(hash).map_err(Fault::Objects)?;
            let shape = Shape::from_bytes(&bytes).ok_or(Fault::Damaged(hash, "not a shape"))?;
            Ok((entry.gid, shape))
        };
        let mut shapes: Vec<(u32, Shape)> = entries.iter().map(read).collect::<Result<_, Fault<O::Fault>>>()?;
        shapes.sort_by_key(|(gid, _)| *gid);
        Ok(shapes)
    }
}

fn order(entry: &Entry) -> (Option<u64>, u32) {
    (entry.cell().map(|cell| cell.morton()), entry.gid)
}

/// Entries after changes, both in Morton order.
fn applied(entries: Vec<Entry>, changes: &[Change]) -> Vec<Entry> {
    let mut all: std::collections::BTreeMap<(Option<u64>, u32), Entry> =
        entries.into_iter().map(|entry| (order(&entry), entry)).collect();
    for change in changes {
        let key = (change.cell().map(|cell| cell.morton()), change.gid());
        match change {
            Change::Put(entry) => drop(all.insert(key, (**entry).clone())),
            Change::Remove { .. } => drop(all.remove(&key)),
        }
    }
    all.into_values().collect()
}

/// The finest cell that holds two.
fn common(a: Cell, b: Cell) -> Cell {
    let level = a.level().min(b.level());
    let up = |cell: Cell| cell.ancestor(level).unwrap_or(cell);
    let (mut a, mut b) = (up(a), up(b));
    while a != b {
        match (a.parent(), b.parent()) {
            (Some(coarser), Some(other)) => (a, b) = (coarser, other),
            // Nothing is around the halves of the world; trees that would need it are refused.
            _ => return a,
        }
    }
    a
}

fn holds(outer: Cell, inner: Cell) -> bool {
    inner.ancestor(outer.level()) == Some(outer)
}

fn child_in(children: &[Child], quarter: Cell) -> Option<Child> {
    children.iter().find(|child| child.cell().is_some_and(|cell| holds(quarter, cell))).cloned()
}

/// The changes in a cell, which are neighbours in Morton order.
fn changes_in(changes: &[Change], quarter: Cell) -> &[Change] {
    let inside = |change: &Change| change.cell().is_some_and(|cell| holds(quarter, cell));
    let Some(from) = changes.iter().position(inside) else { return &[] };
    let count = changes[from..].iter().take_while(|change| inside(change)).count();
    &changes[from..from + count]
}

fn metres(bounds: [[i32; 3]; 2]) -> [[f64; 3]; 2] {
    bounds.map(|corner| corner.map(|steps| f64::from(steps) * STEP))
}

fn around([low, high]: [[f64; 3]; 2], [least, greatest]: [[f64; 3]; 2]) -> [[f64; 3]; 2] {
    let pair = |pick: fn(f64, f64) -> f64, a: [f64; 3], b: [f64; 3]| std::array::from_fn(|axis| pick(a[axis], b[axis]));
    [pair(f64::min, low, least), pair(f64::max, high, greatest)]
}

fn flat(bounds: [[f64; 3]; 2]) -> [[f64; 2]; 2] {
    bounds.map(|[x, y, _]| [x, y])
}
