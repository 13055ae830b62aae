//! Reading numbers out of bytes whose order is known at run time.

/// The end was reached, or a count cannot be true.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Short {
    /// Where reading stopped.
    pub(crate) offset: usize,
}

/// A place in some bytes; nothing is read beyond their end.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
    big: bool,
}

macro_rules! number {
    ($name:ident, $kind:ty, $size:literal) => {
        pub(crate) fn $name(&mut self) -> Result<$kind, Short> {
            let mut raw = [0; $size];
            raw.copy_from_slice(self.take($size)?);
            Ok(if self.big { <$kind>::from_be_bytes(raw) } else { <$kind>::from_le_bytes(raw) })
        }
    };
}

impl<'a> Cursor<'a> {
    /// At the beginning; `big` for the highest byte first.
    pub(crate) fn new(bytes: &'a [u8], big: bool) -> Self {
        Cursor { bytes, at: 0, big }
    }

    pub(crate) fn position(&self) -> usize {
        self.at
    }

    pub(crate) fn is_big(&self) -> bool {
        self.big
    }

    pub(crate) fn left(&self) -> usize {
        self.bytes.len() - self.at
    }

    /// Goes to an absolute place, which may be the end but not behind it.
    pub(crate) fn seek(&mut self, at: usize) -> Result<(), Short> {
        if at > self.bytes.len() {
            return Err(Short { offset: self.at });
        }
        self.at = at;
        Ok(())
    }

    pub(crate) fn take(&mut self, count: usize) -> Result<&'a [u8], Short> {
        let end = self.at.checked_add(count).ok_or(Short { offset: self.at })?;
        let taken = self.bytes.get(self.at..end).ok_or(Short { offset: self.at })?;
        self.at = end;
        Ok(taken)
    }

    /// A count of things of which each takes at least `size` bytes.
    pub(crate) fn count(&mut self, size: usize) -> Result<usize, Short> {
        let offset = self.at;
        let count = self.u32()? as usize;
        if count.saturating_mul(size) > self.left() { Err(Short { offset }) } else { Ok(count) }
    }

    number!(u8, u8, 1);
    number!(u16, u16, 2);
    number!(u32, u32, 4);
    number!(i32, i32, 4);
    number!(u64, u64, 8);
    number!(f32, f32, 4);
    number!(f64, f64, 8);

    pub(crate) fn f64s<const N: usize>(&mut self) -> Result<[f64; N], Short> {
        let mut values = [0.0; N];
        for value in &mut values {
            *value = self.f64()?;
        }
        Ok(values)
    }

    pub(crate) fn f32s<const N: usize>(&mut self) -> Result<[f32; N], Short> {
        let mut values = [0.0; N];
        for value in &mut values {
            *value = self.f32()?;
        }
        Ok(values)
    }
}
