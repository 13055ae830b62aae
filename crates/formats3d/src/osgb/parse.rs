//! OpenSceneGraph's binary form (".osgb"), as the writers of versions 60 to 163 leave it.
//!
//! A file is a header, perhaps a compressed rest, and one object. An object is its class's name, a number, and the
//! fields of the class and of those it derives from, in a fixed order that depends on the version. Only with the
//! header's bracket flag do blocks carry their length; without it a class that is not known ends the reading.

use std::collections::HashMap;

use super::classes::{self, Class};
use super::scene::{Object, Scene};
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
    pub(super) numbers: HashMap<u32, usize>,
    pub(super) arrays: HashMap<u32, usize>,
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

    pub(super) fn fields(&mut self, class: &str, at: usize, offset: usize) -> Parsed<()> {
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

    pub(super) fn close(&mut self, end: Option<usize>) -> Parsed<()> {
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

    pub(super) fn plain(&mut self, fields: &str) -> Parsed<()> {
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

    pub(super) fn strings(&mut self) -> Parsed<()> {
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

    pub(super) fn put(&mut self, at: usize, object: Object<'a>) {
        if let Some(place) = self.scene.objects.get_mut(at) {
            *place = object;
        }
    }
}
