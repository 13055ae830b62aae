//! The JSON of a file and its bytes: GLB chunks, buffers inside and outside.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::Source;
use crate::bytes::Cursor;
use crate::text::{Index, folder_of};

/// Whether the bytes begin as a GLB of version 2.
pub(crate) fn is_binary(bytes: &[u8]) -> bool {
    bytes.starts_with(b"glTF\x02\0\0\0")
}

/// JSON and, of a GLB, the binary chunk; or what is wrong.
pub(super) fn split(bytes: &[u8]) -> Result<(Value, Option<&[u8]>), String> {
    let (json, binary) = if bytes.starts_with(b"glTF") { chunks(bytes)? } else { (bytes, None) };
    let json = json.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(json);
    let root: Value = serde_json::from_slice(json).map_err(|error| error.to_string())?;
    Ok((root, binary))
}

fn chunks(bytes: &[u8]) -> Result<(&[u8], Option<&[u8]>), String> {
    if !is_binary(bytes) {
        return Err("GLB ≠ 2".to_owned());
    }
    let short = || "GLB …".to_owned();
    let mut cursor = Cursor::new(bytes, false);
    cursor.seek(12).map_err(|_| short())?;
    let (mut json, mut binary) = (None, None);
    while cursor.left() >= 8 {
        let (Ok(size), Ok(kind)) = (cursor.u32(), cursor.u32()) else { break };
        // A last chunk that ends early gives what there is.
        let size = (size as usize).min(cursor.left());
        let Ok(content) = cursor.take(size) else { break };
        match kind {
            0x4E4F_534A if json.is_none() => json = Some(content),
            0x004E_4942 if binary.is_none() => binary = Some(content),
            _ => {}
        }
    }
    Ok((json.ok_or_else(short)?, binary))
}

/// Bytes that a URI stands for: inside it (RFC 2397) or in a file beside.
pub(super) fn resolve(source: &dyn Source, index: &Index<'_>, file: &str, uri: &str) -> Option<Vec<u8>> {
    if let Some(data) = uri.strip_prefix("data:") {
        let (_, text) = data.split_once(";base64,")?;
        return STANDARD.decode(text.trim_end()).ok();
    }
    let folder = folder_of(file);
    let found = index.locate(folder, &percent(uri)).or_else(|| index.locate(folder, uri))?;
    source.read(found).ok()
}

/// Without "%20" and the like (RFC 3986, 2.1).
fn percent(uri: &str) -> String {
    let bytes = uri.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let digits = bytes.get(at + 1..at + 3).and_then(|pair| std::str::from_utf8(pair).ok());
        let escaped = digits.filter(|_| *byte == b'%').and_then(|pair| u8::from_str_radix(pair, 16).ok());
        plain.push(escaped.unwrap_or(*byte));
        at += if escaped.is_some() { 3 } else { 1 };
    }
    crate::text::decode(&plain).0
}
