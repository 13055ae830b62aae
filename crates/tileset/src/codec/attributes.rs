//! Mode 0, attributes: bytes of elements as differences to the element before, byte by byte in groups of 16.

use super::{Bytes, CodecError};

const HEADER: u8 = 0xA0;
/// Elements in a group.
const GROUP: usize = 16;

/// Decodes `count` elements of `stride` bytes. What it allocates is at most 64 times what it was given, plus one block.
///
/// # Errors
/// See [`CodecError`]; the stream's own lengths are checked against its bytes before anything is allocated.
pub fn attributes(encoded: &[u8], count: usize, stride: usize) -> Result<Vec<u8>, CodecError> {
    if stride == 0 || stride > 256 || !stride.is_multiple_of(4) {
        return Err(CodecError::Layout);
    }
    let mut bytes = Bytes { rest: encoded };
    match bytes.one()? {
        HEADER => {}
        other => return Err(CodecError::Header(other)),
    }
    let block = ((8192 / stride) & !(GROUP - 1)).min(256);
    let tail = stride.max(32);
    // Every block holds two bits for each byte of each group, even where all differences are zero.
    let least = (count / block).saturating_mul(stride * (block / GROUP).div_ceil(4)).saturating_add(tail);
    if bytes.rest.len() < least {
        return Err(CodecError::Short);
    }
    let (body, end) = bytes.rest.split_at(bytes.rest.len() - tail);
    bytes.rest = body;
    let mut last = end[tail - stride..].to_vec();
    let mut out = vec![0; count.checked_mul(stride).ok_or(CodecError::Layout)?];
    for elements in out.chunks_mut(block * stride) {
        decode_block(&mut bytes, elements, &mut last)?;
    }
    if bytes.rest.is_empty() { Ok(out) } else { Err(CodecError::Long) }
}

/// One block: for each byte of the element, that byte of all elements.
fn decode_block(bytes: &mut Bytes, elements: &mut [u8], last: &mut [u8]) -> Result<(), CodecError> {
    let stride = last.len();
    let groups = (elements.len() / stride).div_ceil(GROUP);
    let mut deltas = [0u8; GROUP];
    for (byte, before) in last.iter_mut().enumerate() {
        let modes = bytes.take(groups.div_ceil(4))?;
        let mut value = *before;
        for (group, sixteen) in elements.chunks_mut(GROUP * stride).enumerate() {
            let mode = modes[group / 4] >> (2 * (group % 4)) & 3;
            read_group(bytes, mode, &mut deltas)?;
            for (element, delta) in sixteen.chunks_exact_mut(stride).zip(&deltas) {
                value = value.wrapping_add(unzigzag(*delta));
                element[byte] = value;
            }
        }
        *before = value;
    }
    Ok(())
}

/// Sixteen differences, still zigzag.
fn read_group(bytes: &mut Bytes, mode: u8, deltas: &mut [u8; GROUP]) -> Result<(), CodecError> {
    match mode {
        0 => *deltas = [0; GROUP],
        3 => deltas.copy_from_slice(bytes.take(GROUP)?),
        _ => {
            let width = usize::from(mode) * 2;
            let sentinel = (1u8 << width) - 1;
            let per_byte = 8 / width;
            let packed = bytes.take(GROUP / per_byte)?;
            for (i, delta) in deltas.iter_mut().enumerate() {
                let shift = 8 - width * (i % per_byte + 1);
                *delta = packed[i / per_byte] >> shift & sentinel;
                if *delta == sentinel {
                    *delta = bytes.one()?;
                }
            }
        }
    }
    Ok(())
}

fn unzigzag(value: u8) -> u8 {
    (value >> 1) ^ 0u8.wrapping_sub(value & 1)
}
