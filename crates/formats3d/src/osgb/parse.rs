//! OpenSceneGraph's binary form (".osgb"), as the writers of versions 60 to 163 leave it.
//!
//! A file is a header, perhaps a compressed rest, and one object. An object is its class's name, a number, and the
//! fields of the class and of those it derives from, in a fixed order that depends on the version. Only with the
//! header's bracket flag do blocks carry their length; without it a class that is not known ends the reading.

use std::collections::HashMap;

use super::classes::{self, Class};
use super::scene::{
    Content, Detail, Geometry, Object, Order, Picture, Primitives, Scalar, Scene, SceneNode, State, Values,
};
use crate::bytes::{Cursor, Short};

/// Deeper nesting is a damaged file.
const DEPTH: usize = 200;

/// Why reading ended, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) offset: usize,
    pub(super) reason: Reason,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reason {
    /// The file ends early or a count is larger than the file.
    Short,
    /// A class that this reader does not know.
    Class(String),
    /// An array or a set of primitives of an unknown kind.
    Kind(i32),
    /// Objects inside each other without end.
    Depth,
}

impl From<Short> for Fault {
    fn from(short: Short) -> Self {
        Fault { offset: short.offset, reason: Reason::Short }
    }
}

/// Options of a file, from its header.
#[derive(Debug, Clone, Copy)]
pub(super) struct Form {
    pub(super) version: u32,
    /// Blocks carry their lengths.
    pub(super) brackets: bool,
}

pub(super) struct Parser<'a> {
    pub(super) cursor: Cursor<'a>,
    pub(super) form: Form,
    pub(super) scene: Scene<'a>,
    pub(super) faults: Vec<Fault>,
    numbers: HashMap<u32, usize>,
    arrays: HashMap<u32, usize>,
    depth: usize,
}

pub(super) type Parsed<T> = Result<T, Fault>;

impl<'a> Parser<'a> {
    pub(super) fn new(cursor: Cursor<'a>, form: Form) -> Self {
        let (numbers, arrays) = (HashMap::new(), HashMap::new());
        Parser { cursor, form, scene: Scene::default(), faults: Vec::new(), numbers, arrays, depth: 0 }
    }

    /// Reads the object that the file is for; what was read before a fault stays in the scene.
    pub(super) fn run(mut self) -> (Scene<'a>, Vec<Fault>) {
        self.scene.objects.push(Object::Other);
        if let Err(fault) = self.object_into(Some(0)) {
            self.faults.push(fault);
        }
        self.scene.root = Some(0);
        (self.scene, self.faults)
    }

    /// Reads a whole object; `None` for the word NULL.
    pub(super) fn object(&mut self) -> Parsed<Option<usize>> {
        self.object_into(None)
    }

    fn object_into(&mut self, place: Option<usize>) -> Parsed<Option<usize>> {
        let offset = self.cursor.position();
        let class = self.string()?;
        if class == "NULL" {
            return Ok(None);
        }
        let end = self.bracket()?;
        let number = self.cursor.u32()?;
        if let Some(known) = self.numbers.get(&number).copied() {
            self.close(end)?;
            return Ok(Some(known));
        }
        let at = place.unwrap_or(self.scene.objects.len());
        if place.is_none() {
            self.scene.objects.push(Object::Other);
        }
        self.numbers.insert(number, at);
        if self.depth >= DEPTH {
            return Err(Fault { offset, reason: Reason::Depth });
        }
        self.depth += 1;
        let read = self.fields(&class, at, offset);
        self.depth -= 1;
        match (read, end) {
            (Err(fault), Some(end)) if end >= self.cursor.position() => {
                self.faults.push(fault);
                self.close(Some(end))?;
            }
            (Err(fault), _) => return Err(fault),
            (Ok(()), end) => self.close(end)?,
        }
        Ok(Some(at))
    }

    fn fields(&mut self, class: &str, at: usize, offset: usize) -> Parsed<()> {
        let unknown = || Fault { offset, reason: Reason::Class(class.chars().take(60).collect()) };
        match classes::of(class).ok_or_else(unknown)? {
            Class::Node(parts) => self.node(parts, at),
            Class::Geometry => self.geometry(at, offset),
            Class::State => self.state(at),
            Class::Material => self.material(at),
            Class::Texture => self.texture(at),
            Class::Array(scalar, width) => self.array_object(at, scalar, width),
            Class::Primitives(scalar) => self.primitives_object(at, scalar),
            Class::UserData => self.user_data(),
            Class::Plain(fields) => {
                self.base()?;
                self.plain(fields)
            }
            Class::Attribute(fields) => {
                self.attribute()?;
                self.plain(fields)
            }
        }
    }

    /// The beginning of a block: where it ends, if the file says so.
    pub(super) fn bracket(&mut self) -> Parsed<Option<usize>> {
        if !self.form.brackets {
            return Ok(None);
        }
        let start = self.cursor.position();
        let size = if self.form.version > 148 { self.cursor.u64()? } else { u64::from(self.cursor.u32()?) };
        let end = usize::try_from(size).ok().and_then(|size| start.checked_add(size));
        end.map(Some).ok_or(Fault { offset: start, reason: Reason::Short })
    }

    fn close(&mut self, end: Option<usize>) -> Parsed<()> {
        end.map_or(Ok(()), |end| Ok(self.cursor.seek(end)?))
    }

    pub(super) fn flag(&mut self) -> Parsed<bool> {
        Ok(self.cursor.u8()? != 0)
    }

    pub(super) fn string(&mut self) -> Parsed<String> {
        let count = self.cursor.count(1)?;
        Ok(crate::text::decode(self.cursor.take(count)?).0)
    }

    /// A flag and, where it is set, an object.
    pub(super) fn optional(&mut self) -> Parsed<Option<usize>> {
        if self.flag()? { self.object() } else { Ok(None) }
    }

    fn plain(&mut self, fields: &str) -> Parsed<()> {
        for field in fields.bytes() {
            match field {
                b'b' => drop(self.cursor.u8()?),
                b'i' => drop(self.cursor.u32()?),
                b'd' => drop(self.cursor.f64()?),
                b's' => drop(self.string()?),
                b'o' => drop(self.optional()?),
                // A flag that says whether the rest follows.
                b'?' if !self.flag()? => return Ok(()),
                _ => {}
            }
        }
        Ok(())
    }

    /// Fields of osg::Object.
    pub(super) fn base(&mut self) -> Parsed<()> {
        self.string()?;
        self.cursor.i32()?;
        if self.form.version >= 77 {
            self.optional()?;
        } else if self.flag()? {
            self.bracket()?;
            self.object()?;
        }
        Ok(())
    }

    fn user_data(&mut self) -> Parsed<()> {
        self.base()?;
        if self.flag()? {
            self.bracket()?;
            self.object()?;
        }
        if self.flag()? {
            self.strings()?;
        }
        if self.flag()? {
            let count = self.cursor.count(4)?;
            self.bracket()?;
            for _ in 0..count {
                self.object()?;
            }
        }
        Ok(())
    }

    fn strings(&mut self) -> Parsed<()> {
        let count = self.cursor.count(4)?;
        self.bracket()?;
        for _ in 0..count {
            self.string()?;
        }
        Ok(())
    }

    /// Fields of osg::StateAttribute with those of osg::Object.
    pub(super) fn attribute(&mut self) -> Parsed<()> {
        self.base()?;
        self.optional()?;
        self.optional()?;
        Ok(())
    }

    fn put(&mut self, at: usize, object: Object<'a>) {
        if let Some(place) = self.scene.objects.get_mut(at) {
            *place = object;
        }
    }

    /// Changes the node at a place; it is in the scene from its first field on, so that a fault leaves what was read.
    fn with(&mut self, at: usize, change: impl FnOnce(&mut SceneNode)) {
        if let Some(Object::Node(node)) = self.scene.objects.get_mut(at) {
            change(node);
        }
    }

    fn detail(&mut self, at: usize, change: impl FnOnce(&mut Detail)) {
        self.with(at, |node| change(node.detail.get_or_insert_default()));
    }

    fn node(&mut self, parts: &str, at: usize) -> Parsed<()> {
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
    fn node_fields(&mut self, at: usize) -> Parsed<()> {
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

    fn children(&mut self, at: usize, bracketed: bool) -> Parsed<()> {
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

    fn matrix(&mut self, at: usize) -> Parsed<()> {
        self.bracket()?;
        let matrix = self.cursor.f64s::<16>()?;
        self.with(at, |node| node.matrix = Some(matrix));
        Ok(())
    }

    fn centre(&mut self, at: usize) -> Parsed<()> {
        let [x, y, z, radius] = self.cursor.f64s()?;
        self.with(at, |node| node.bound = Some(([x, y, z], radius)));
        Ok(())
    }

    fn lod(&mut self, at: usize) -> Parsed<()> {
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

    fn paged(&mut self, at: usize) -> Parsed<()> {
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

    fn files(&mut self, at: usize) -> Parsed<()> {
        let count = self.cursor.count(4)?;
        self.bracket()?;
        for _ in 0..count {
            let name = self.string()?;
            self.detail(at, |detail| detail.files.push(name));
        }
        Ok(())
    }

    fn proxy(&mut self, at: usize) -> Parsed<()> {
        if self.flag()? {
            self.files(at)?;
        }
        self.children(at, false)?;
        let folder = self.string()?;
        self.detail(at, |detail| detail.folder = folder);
        self.cursor.u64()?;
        if self.flag()? { self.centre(at) } else { Ok(()) }
    }

    fn material(&mut self, at: usize) -> Parsed<()> {
        self.attribute()?;
        self.cursor.i32()?;
        let mut diffuse = [1.0; 4];
        for place in 0..4 {
            if self.flag()? {
                self.flag()?;
                let front = self.cursor.f32s()?;
                self.cursor.f32s::<4>()?;
                diffuse = if place == 1 { front } else { diffuse };
            }
        }
        self.plain("?bii")?;
        self.put(at, Object::Material(diffuse));
        Ok(())
    }

    fn texture(&mut self, at: usize) -> Parsed<()> {
        self.attribute()?;
        for _ in 0..5 {
            self.plain("?i")?;
        }
        self.plain("ibbbbddddii?i")?;
        self.plain("?i")?;
        self.plain("?i")?;
        self.plain("biii")?;
        let version = self.form.version;
        if (95..154).contains(&version) {
            self.plain("?iibiii")?;
        }
        if version >= 98 {
            self.plain("?s")?;
        }
        if version >= 155 {
            self.plain("iii")?;
        }
        let image = if self.flag()? { self.image()? } else { None };
        self.put(at, Object::Texture(image));
        self.plain("ii")
    }

    fn image(&mut self) -> Parsed<Option<usize>> {
        if self.form.version > 94 {
            self.string()?;
        }
        let number = self.cursor.u32()?;
        if let Some(known) = self.numbers.get(&number) {
            return Ok(Some(*known));
        }
        let offset = self.cursor.position();
        let name = self.string()?;
        self.cursor.i32()?;
        let content = match self.cursor.i32()? {
            0 => self.pixels()?,
            1 => {
                let count = self.cursor.count(1)?;
                Content::File(self.cursor.take(count)?)
            }
            _ => Content::Outside,
        };
        let at = self.scene.objects.len();
        self.scene.objects.push(Object::Image(Picture { name, offset, content }));
        self.numbers.insert(number, at);
        self.base()?;
        Ok(Some(at))
    }

    fn pixels(&mut self) -> Parsed<Content<'a>> {
        let mut head = [0; 9];
        for value in &mut head {
            *value = self.cursor.i32()?;
        }
        let [origin, width, height, _depth, _internal, format, kind, packing, _mode] = head;
        let count = self.cursor.count(1)?;
        let bytes = self.cursor.take(count)?;
        let levels = self.cursor.count(4)?;
        self.cursor.take(levels * 4)?;
        Ok(Content::Pixels { width, height, format, kind, packing, top_first: origin == 1, bytes })
    }

    fn state(&mut self, at: usize) -> Parsed<()> {
        self.base()?;
        let mut state = State::default();
        if self.flag()? {
            state.culled = self.modes()?;
        }
        if self.flag()? {
            self.attributes(&mut state)?;
        }
        if self.flag()? {
            let count = self.cursor.count(4)?;
            self.bracket()?;
            for _ in 0..count {
                self.modes()?;
            }
        }
        if self.flag()? {
            let count = self.cursor.count(4)?;
            self.bracket()?;
            for _ in 0..count {
                self.attributes(&mut state)?;
            }
        }
        self.put(at, Object::State(state));
        if self.flag()? {
            let count = self.cursor.count(8)?;
            self.bracket()?;
            for _ in 0..count {
                self.object()?;
                self.cursor.i32()?;
            }
        }
        self.plain("iiisboo")?;
        if self.form.version >= 151 && self.flag()? {
            let count = self.cursor.count(12)?;
            self.bracket()?;
            for _ in 0..count {
                self.plain("ssi")?;
            }
        }
        Ok(())
    }

    /// Modes; tells whether GL_CULL_FACE is on.
    fn modes(&mut self) -> Parsed<Option<bool>> {
        let count = self.cursor.count(8)?;
        let mut culled = None;
        if count > 0 {
            self.bracket()?;
        }
        for _ in 0..count {
            let (mode, value) = (self.cursor.u32()?, self.cursor.i32()?);
            if mode == 0x0B44 {
                culled = Some(value & 1 == 1);
            }
        }
        Ok(culled)
    }

    fn attributes(&mut self, state: &mut State) -> Parsed<()> {
        let count = self.cursor.count(8)?;
        if count > 0 {
            self.bracket()?;
        }
        for _ in 0..count {
            let found = self.object()?;
            self.cursor.i32()?;
            match found.and_then(|at| self.scene.objects.get(at)) {
                Some(Object::Material(_)) => state.material = found,
                // The first unit's texture is the one that coordinates are kept for.
                Some(Object::Texture(_)) if state.texture.is_none() => state.texture = found,
                _ => {}
            }
        }
        Ok(())
    }

    /// Fields of osg::Drawable, which from version 154 on is a node.
    fn drawable(&mut self) -> Parsed<Option<usize>> {
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

    fn geometry(&mut self, at: usize, offset: usize) -> Parsed<()> {
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
    fn data(&mut self) -> Parsed<(Option<usize>, Option<usize>)> {
        if !self.flag()? {
            return Ok((None, None));
        }
        self.bracket()?;
        self.data_body()
    }

    fn data_body(&mut self) -> Parsed<(Option<usize>, Option<usize>)> {
        let array = if self.flag()? { Some(self.array()?) } else { None };
        let indices = if self.flag()? { Some(self.array()?) } else { None };
        self.plain("ii")?;
        Ok((array, indices))
    }

    /// Arrays by texture unit or attribute; the first.
    fn lists(&mut self) -> Parsed<Option<usize>> {
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

    fn array(&mut self) -> Parsed<usize> {
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

    fn values(&mut self, scalar: Scalar, width: usize, count: usize) -> Parsed<Values<'a>> {
        let bytes = self.cursor.take(count.saturating_mul(scalar.size() * width))?;
        Ok(Values { scalar, width, big: self.cursor.is_big(), bytes })
    }

    fn listed(&mut self, scalar: Scalar, width: usize, bracketed: bool) -> Parsed<Values<'a>> {
        let count = self.cursor.count(scalar.size() * width)?;
        if bracketed {
            self.bracket()?;
        }
        self.values(scalar, width, count)
    }

    fn array_object(&mut self, at: usize, scalar: Scalar, width: usize) -> Parsed<()> {
        self.base()?;
        if self.form.version >= 147 {
            self.optional()?;
        }
        self.plain("ibb")?;
        let values = self.listed(scalar, width, false)?;
        self.put(at, Object::Array(values));
        Ok(())
    }

    fn primitives_object(&mut self, at: usize, scalar: Option<Scalar>) -> Parsed<()> {
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
    fn primitives_plain(&mut self) -> Parsed<usize> {
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
