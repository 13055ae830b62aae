//! Binary glTF 2.0 (Khronos glTF 2.0, §4.4): a header, a chunk of JSON and a chunk of bytes, each a multiple of four
//! long. What stands in the JSON is in [`document`].

pub mod document;

const MAGIC: u32 = 0x4654_6C67;
const VERSION: u32 = 2;
const JSON: u32 = 0x4E4F_534A;
const BIN: u32 = 0x004E_4942;

/// What is wrong with the container.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum GlbError {
    /// Fewer bytes than the header or a chunk says.
    #[error("the file ends early")]
    Short,
    /// It does not begin like a binary glTF file of version 2.
    #[error("not binary glTF of version 2")]
    Magic,
    /// The header's length is not that of the bytes, or a chunk's length is not a multiple of four.
    #[error("a length in the file is not what its bytes are")]
    Length,
    /// The first chunk is not JSON.
    #[error("the first chunk is not JSON")]
    NoJson,
    /// More than the header can tell (4 GiB).
    #[error("larger than 4 GiB")]
    TooLarge,
}

/// The two chunks of a file, borrowed from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chunks<'a> {
    /// The JSON, with the spaces that fill it up.
    pub json: &'a [u8],
    /// The bytes, with the zeros that fill them up; empty where the file has none.
    pub bin: &'a [u8],
}

/// Puts a file together. Deterministic: equal chunks, equal bytes.
///
/// # Errors
/// [`GlbError::TooLarge`].
pub fn write(json: &[u8], bin: &[u8]) -> Result<Vec<u8>, GlbError> {
    let (json_len, bin_len) = (json.len().next_multiple_of(4), bin.len().next_multiple_of(4));
    let total = 12 + 8 + json_len + if bin.is_empty() { 0 } else { 8 + bin_len };
    let total = u32::try_from(total).map_err(|_| GlbError::TooLarge)?;
    let mut out = Vec::with_capacity(total as usize);
    for word in [MAGIC, VERSION, total] {
        out.extend(word.to_le_bytes());
    }
    push_chunk(&mut out, JSON, json, b' ');
    if !bin.is_empty() {
        push_chunk(&mut out, BIN, bin, 0);
    }
    Ok(out)
}

/// Takes a file apart. Chunks of other kinds after the first are skipped, as the standard asks.
///
/// # Errors
/// See [`GlbError`].
pub fn read(bytes: &[u8]) -> Result<Chunks<'_>, GlbError> {
    if word(bytes, 0)? != MAGIC || word(bytes, 4)? != VERSION {
        return Err(GlbError::Magic);
    }
    if word(bytes, 8)? as usize != bytes.len() {
        return Err(GlbError::Length);
    }
    let (kind, json, mut rest) = chunk(&bytes[12..])?;
    if kind != JSON {
        return Err(GlbError::NoJson);
    }
    let mut bin: &[u8] = &[];
    while !rest.is_empty() {
        let (kind, data, after) = chunk(rest)?;
        if kind == BIN && bin.is_empty() {
            bin = data;
        }
        rest = after;
    }
    Ok(Chunks { json, bin })
}

fn push_chunk(out: &mut Vec<u8>, kind: u32, data: &[u8], filler: u8) {
    let length = data.len().next_multiple_of(4);
    // The whole was checked to fit in 32 bits.
    out.extend((length as u32).to_le_bytes());
    out.extend(kind.to_le_bytes());
    out.extend(data);
    out.extend(std::iter::repeat_n(filler, length - data.len()));
}

fn chunk(bytes: &[u8]) -> Result<(u32, &[u8], &[u8]), GlbError> {
    let (length, kind) = (word(bytes, 0)? as usize, word(bytes, 4)?);
    if !length.is_multiple_of(4) {
        return Err(GlbError::Length);
    }
    let (data, rest) = bytes[8..].split_at_checked(length).ok_or(GlbError::Short)?;
    Ok((kind, data, rest))
}

fn word(bytes: &[u8], at: usize) -> Result<u32, GlbError> {
    let four = bytes.get(at..at + 4).and_then(|four| four.try_into().ok()).ok_or(GlbError::Short)?;
    Ok(u32::from_le_bytes(four))
}
