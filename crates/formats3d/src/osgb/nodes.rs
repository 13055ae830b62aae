//! Nodes of a scene: groups, transforms, levels of detail.

use super::parse::{Parsed, Parser};
use super::scene::{Detail, Object, SceneNode};

impl Parser<'_> {
    /// Changes the node at a place; it is in the scene from its first field on, so that a fault leaves what was read.
    pub(super) fn with(&mut self, at: usize, change: impl FnOnce(&mut SceneNode)) {
        if let Some(Object::Node(node)) = self.scene.objects.get_mut(at) {
            change(node);
        }
    }

    pub(super) fn detail(&mut self, at: usize, change: impl FnOnce(&mut Detail)) {
        self.with(at, |node| change(node.detail.get_or_insert_default()));
    }

    pub(super) fn node(&mut self, parts: &str, at: usize) -> Parsed<()> {
        self.put(at, Object::Node(SceneNode::default()));
        self.base()?;
        self.node_fields(at)?;
        for part in parts.bytes() {
            match part {
                b'G' => self.children(at, true)?,
                b'T' => drop(self.cursor.i32()?),
                b'M' => self.matrix(at)?,
                b'L' => self.lod(at)?,
                b'P' => self.paged(at)?,
                b'X' => self.proxy(at)?,
                b'D' => self.children(at, true)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// Fields of osg::Node.
    pub(super) fn node_fields(&mut self, at: usize) -> Parsed<()> {
        if self.flag()? {
            self.bracket()?;
            let [x, y, z, radius] = self.cursor.f64s()?;
            self.with(at, |node| node.bound = Some(([x, y, z], radius)));
        }
        for _ in 0..4 {
            self.optional()?;
        }
        self.flag()?;
        self.cursor.u32()?;
        if self.form.version < 77 && self.flag()? {
            self.strings()?;
        }
        let state = self.optional()?;
        self.with(at, |node| node.state = state);
        Ok(())
    }

    pub(super) fn children(&mut self, at: usize, bracketed: bool) -> Parsed<()> {
        if !self.flag()? {
            return Ok(());
        }
        let count = self.cursor.count(4)?;
        if bracketed || count > 0 {
            self.bracket()?;
        }
        for _ in 0..count {
            let before = self.scene.objects.len();
            let read = self.object();
            // The child of which only a part could be read is one all the same.
            let child = match &read {
                Ok(child) => *child,
                Err(_) if before < self.scene.objects.len() => Some(before),
                Err(_) => None,
            };
            self.with(at, |node| node.children.extend(child));
            read?;
        }
        Ok(())
    }

    pub(super) fn matrix(&mut self, at: usize) -> Parsed<()> {
        self.bracket()?;
        let matrix = self.cursor.f64s::<16>()?;
        self.with(at, |node| node.matrix = Some(matrix));
        Ok(())
    }

    pub(super) fn centre(&mut self, at: usize) -> Parsed<()> {
        let [x, y, z, radius] = self.cursor.f64s()?;
        self.with(at, |node| node.bound = Some(([x, y, z], radius)));
        Ok(())
    }

    pub(super) fn lod(&mut self, at: usize) -> Parsed<()> {
        self.cursor.i32()?;
        if self.flag()? {
            self.centre(at)?;
        }
        let pixels = self.cursor.i32()? == 1;
        self.detail(at, |detail| detail.pixels = pixels);
        if self.flag()? {
            let count = self.cursor.count(8)?;
            self.bracket()?;
            for _ in 0..count {
                let range = self.cursor.f32s()?;
                self.detail(at, |detail| detail.ranges.push(range));
            }
        }
        Ok(())
    }

    pub(super) fn paged(&mut self, at: usize) -> Parsed<()> {
        if self.flag()? && self.flag()? {
            let folder = self.string()?;
            self.detail(at, |detail| detail.folder = folder);
        }
        if self.form.version < 70 {
            self.cursor.u32()?;
        }
        self.cursor.u32()?;
        self.flag()?;
        if self.flag()? {
            self.files(at)?;
            let count = self.cursor.count(8)?;
            self.bracket()?;
            self.cursor.take(count * 8)?;
        }
        self.children(at, false)
    }

    pub(super) fn files(&mut self, at: usize) -> Parsed<()> {
        let count = self.cursor.count(4)?;
        self.bracket()?;
        for _ in 0..count {
            let name = self.string()?;
            self.detail(at, |detail| detail.files.push(name));
        }
        Ok(())
    }

    pub(super) fn proxy(&mut self, at: usize) -> Parsed<()> {
        if self.flag()? {
            self.files(at)?;
        }
        self.children(at, false)?;
        let folder = self.string()?;
        self.detail(at, |detail| detail.folder = folder);
        self.cursor.u64()?;
        if self.flag()? { self.centre(at) } else { Ok(()) }
    }
}
