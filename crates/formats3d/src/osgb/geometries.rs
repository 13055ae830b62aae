//! Geometries: sets of primitives and arrays, as before version 112 and since.

use super::classes;
use super::parse::{Fault, Parsed, Parser, Reason};
use super::scene::{Geometry, Object, Order, Primitives, Scalar, SceneNode, Values};

impl<'a> Parser<'a> {
    /// Fields of osg::Drawable, which from version 154 on is a node.
    pub(super) fn drawable(&mut self) -> Parsed<Option<usize>> {
        self.base()?;
        let version = self.form.version;
        let mut state = None;
        if version >= 154 {
            self.scene.objects.push(Object::Node(SceneNode::default()));
            let at = self.scene.objects.len() - 1;
            self.node_fields(at)?;
            if let Some(Object::Node(node)) = self.scene.objects.get(at) {
                state = node.state;
            }
        }
        if version < 156 {
            state = self.optional()?.or(state);
        }
        if self.flag()? {
            self.bracket()?;
            self.cursor.f64s::<6>()?;
        }
        self.plain("oobbb")?;
        if version < 156 {
            self.plain("oooo")?;
        }
        if version >= 142 {
            self.plain("i")?;
        }
        if version >= 145 {
            self.plain("b")?;
        }
        Ok(state)
    }

    pub(super) fn geometry(&mut self, at: usize, offset: usize) -> Parsed<()> {
        let mut geometry = Geometry { offset, state: self.drawable()?, ..Geometry::default() };
        let count = self.cursor.count(4)?;
        for _ in 0..count {
            let set = if self.form.version >= 112 { self.object()? } else { Some(self.primitives_plain()?) };
            geometry.primitives.extend(set);
        }
        if self.form.version >= 112 {
            geometry.vertices = self.optional()?;
            geometry.normals = self.optional()?;
            self.plain("ooo")?;
            let count = self.cursor.count(4)?;
            for place in 0..count {
                let array = self.object()?;
                geometry.coordinates = if place == 0 { array } else { geometry.coordinates };
            }
            self.put(at, Object::Geometry(geometry));
            let count = self.cursor.count(4)?;
            for _ in 0..count {
                self.object()?;
            }
            return Ok(());
        }
        (geometry.vertices, geometry.indices) = self.data()?;
        geometry.normals = self.data()?.0;
        for _ in 0..3 {
            self.data()?;
        }
        if self.flag()? {
            let lists = self.lists()?;
            geometry.coordinates = lists;
        }
        self.put(at, Object::Geometry(geometry));
        if self.flag()? {
            self.lists()?;
        }
        self.plain("b")
    }

    /// An array of one of the five kinds before version 112, with the numbers that it may be read by.
    pub(super) fn data(&mut self) -> Parsed<(Option<usize>, Option<usize>)> {
        if !self.flag()? {
            return Ok((None, None));
        }
        self.bracket()?;
        self.data_body()
    }

    pub(super) fn data_body(&mut self) -> Parsed<(Option<usize>, Option<usize>)> {
        let array = if self.flag()? { Some(self.array()?) } else { None };
        let indices = if self.flag()? { Some(self.array()?) } else { None };
        self.plain("ii")?;
        Ok((array, indices))
    }

    /// Arrays by texture unit or attribute; the first.
    pub(super) fn lists(&mut self) -> Parsed<Option<usize>> {
        let count = self.cursor.count(10)?;
        self.bracket()?;
        let mut first = None;
        for place in 0..count {
            self.bracket()?;
            let (array, _) = self.data_body()?;
            first = if place == 0 { array } else { first };
        }
        Ok(first)
    }

    pub(super) fn array(&mut self) -> Parsed<usize> {
        let number = self.cursor.u32()?;
        if let Some(known) = self.arrays.get(&number) {
            return Ok(*known);
        }
        let offset = self.cursor.position();
        let kind = self.cursor.i32()?;
        let (scalar, width) = classes::array(kind).ok_or(Fault { offset, reason: Reason::Kind(kind) })?;
        let count = self.cursor.count(scalar.size() * width)?;
        self.bracket()?;
        let values = self.values(scalar, width, count)?;
        self.scene.objects.push(Object::Array(values));
        self.arrays.insert(number, self.scene.objects.len() - 1);
        Ok(self.scene.objects.len() - 1)
    }

    pub(super) fn values(&mut self, scalar: Scalar, width: usize, count: usize) -> Parsed<Values<'a>> {
        let bytes = self.cursor.take(count.saturating_mul(scalar.size() * width))?;
        Ok(Values { scalar, width, big: self.cursor.is_big(), bytes })
    }

    pub(super) fn listed(&mut self, scalar: Scalar, width: usize, bracketed: bool) -> Parsed<Values<'a>> {
        let count = self.cursor.count(scalar.size() * width)?;
        if bracketed {
            self.bracket()?;
        }
        self.values(scalar, width, count)
    }

    pub(super) fn array_object(&mut self, at: usize, scalar: Scalar, width: usize) -> Parsed<()> {
        self.base()?;
        if self.form.version >= 147 {
            self.optional()?;
        }
        self.plain("ibb")?;
        let values = self.listed(scalar, width, false)?;
        self.put(at, Object::Array(values));
        Ok(())
    }

    pub(super) fn primitives_object(&mut self, at: usize, scalar: Option<Scalar>) -> Parsed<()> {
        self.base()?;
        if self.form.version >= 147 {
            self.optional()?;
        }
        self.plain("i")?;
        let mode = self.cursor.i32()?;
        let order = match scalar {
            None => Order::Run(self.cursor.i32()?, self.cursor.i32()?),
            Some(Scalar::I32) => Order::Runs(self.cursor.i32()?, self.listed(Scalar::I32, 1, false)?),
            Some(scalar) => Order::Listed(self.listed(scalar, 1, false)?),
        };
        self.put(at, Object::Primitives(Primitives { mode, order }));
        Ok(())
    }

    /// A set of primitives before version 112.
    pub(super) fn primitives_plain(&mut self) -> Parsed<usize> {
        let offset = self.cursor.position();
        let (kind, mode) = (self.cursor.i32()?, self.cursor.i32()?);
        if self.form.version > 96 {
            self.cursor.u32()?;
        }
        let order = match kind {
            50 => Order::Run(self.cursor.i32()?, self.cursor.i32()?),
            51 => Order::Runs(self.cursor.i32()?, self.listed(Scalar::I32, 1, true)?),
            52 => Order::Listed(self.listed(Scalar::U8, 1, true)?),
            53 => Order::Listed(self.listed(Scalar::U16, 1, true)?),
            54 => Order::Listed(self.listed(Scalar::U32, 1, true)?),
            kind => return Err(Fault { offset, reason: Reason::Kind(kind) }),
        };
        self.scene.objects.push(Object::Primitives(Primitives { mode, order }));
        Ok(self.scene.objects.len() - 1)
    }
}
