//! How things look: states, materials, textures, images.

use super::parse::{Parsed, Parser};
use super::scene::{Content, Object, Picture, State};

impl<'a> Parser<'a> {
    pub(super) fn material(&mut self, at: usize) -> Parsed<()> {
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

    pub(super) fn texture(&mut self, at: usize) -> Parsed<()> {
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

    pub(super) fn image(&mut self) -> Parsed<Option<usize>> {
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

    pub(super) fn pixels(&mut self) -> Parsed<Content<'a>> {
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

    pub(super) fn state(&mut self, at: usize) -> Parsed<()> {
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
    pub(super) fn modes(&mut self) -> Parsed<Option<bool>> {
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

    pub(super) fn attributes(&mut self, state: &mut State) -> Parsed<()> {
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
}
