//! Forms with files (RFC 7578), read from a body that is in memory already.

use crate::asked::Asked;
use crate::problem::Problem;

/// Most parts of a form.
const MOST_PARTS: usize = 100;

/// A part of a form: a field, or a file where it has a file's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part<'a> {
    pub(crate) name: String,
    /// What the sender calls the file.
    pub(crate) file: Option<String>,
    pub(crate) bytes: &'a [u8],
}

/// The parts of a form in their order.
///
/// # Errors
/// A form that is cut off, is none, or has more than a hundred parts.
pub(crate) fn parts(asked: &Asked) -> Result<Vec<Part<'_>>, Problem> {
    let found = boundary(&asked.content_type).and_then(|boundary| split(&asked.body, &boundary));
    let found = found.ok_or_else(|| Problem::parameter("body", "…", "multipart/form-data (RFC 7578)"))?;
    if found.len() > MOST_PARTS {
        return Err(Problem::parameter("body", &found.len().to_string(), &format!("≤ {MOST_PARTS}")));
    }
    Ok(found)
}

/// The boundary that a content type names.
fn boundary(content_type: &str) -> Option<String> {
    let value = parameter(content_type, "boundary")?;
    ((1..=70).contains(&value.len()) && value.is_ascii()).then_some(value)
}

/// A parameter of a header: `name=value` or `name="value"`, after a semicolon.
fn parameter(header: &str, wanted: &str) -> Option<String> {
    let mut rest = header.split_once(';')?.1;
    loop {
        let (name, after) = rest.split_once('=')?;
        let (value, next) = match after.strip_prefix('"') {
            Some(quoted) => {
                let end = quoted.find('"')?;
                (&quoted[..end], &quoted[end + 1..])
            }
            None => after.split_at(after.find(';').unwrap_or(after.len())),
        };
        if name.trim().eq_ignore_ascii_case(wanted) {
            return Some(value.trim().to_owned());
        }
        rest = next.trim_start().strip_prefix(';')?;
    }
}

/// `None` of a body that is cut off or is no form.
fn split<'a>(body: &'a [u8], boundary: &str) -> Option<Vec<Part<'a>>> {
    let (line, between) = (format!("--{boundary}"), format!("\r\n--{boundary}"));
    let mut rest = &body[find(body, line.as_bytes())? + line.len()..];
    let mut found = Vec::new();
    while !rest.starts_with(b"--") {
        rest = rest.strip_prefix(b"\r\n")?;
        let head = find(rest, b"\r\n\r\n")?;
        let (lines, content) = (std::str::from_utf8(&rest[..head]).ok()?, &rest[head + 4..]);
        let end = find(content, between.as_bytes())?;
        found.push(part(lines, &content[..end])?);
        rest = &content[end + between.len()..];
    }
    Some(found)
}

fn part<'a>(head: &str, bytes: &'a [u8]) -> Option<Part<'a>> {
    let told = |line: &&str| line.to_ascii_lowercase().starts_with("content-disposition:");
    let disposition = head.split("\r\n").find(told)?;
    Some(Part { name: parameter(disposition, "name")?, file: parameter(disposition, "filename"), bytes })
}

/// Where a sequence of bytes begins.
fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    let (first, last) = (*wanted.first()?, text.len().checked_sub(wanted.len())?);
    let mut from = 0;
    while from <= last {
        from += text[from..=last].iter().position(|byte| *byte == first)?;
        if text[from..].starts_with(wanted) {
            return Some(from);
        }
        from += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: &str = "--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\n门牌\r\n--x\r\ncontent-disposition: form-data; \
                        name=\"photo\"; filename=\"a;b.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n\u{1}--x\r\n\r\n--x--\r\n";

    fn told(body: &[u8]) -> Option<Vec<(String, Option<String>, String)>> {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Some(split(body, "x")?.into_iter().map(|part| (part.name, part.file, text(part.bytes))).collect())
    }

    #[test]
    fn fields_and_files_are_told_apart() {
        let file = ("photo".to_owned(), Some("a;b.jpg".to_owned()), "\u{1}--x\r\n".to_owned());
        assert_eq!(told(FORM.as_bytes()), Some(vec![("text".to_owned(), None, "门牌".to_owned()), file]));
        assert_eq!(told(b"--x--"), Some(vec![]));
        assert_eq!(told(b"nothing"), None);
    }

    #[test]
    fn a_form_cut_anywhere_is_no_form() {
        for end in 0..FORM.len() - 4 {
            assert_eq!(told(&FORM.as_bytes()[..end]), None, "{end}");
        }
    }

    #[test]
    fn a_boundary_is_found_in_its_header() {
        let check = |header: &str, expect: Option<&str>| assert_eq!(boundary(header).as_deref(), expect, "{header}");
        check("multipart/form-data; boundary=abc", Some("abc"));
        check("multipart/form-data; charset=utf-8; Boundary=\"a;b\"", Some("a;b"));
        check("multipart/form-data", None);
        check("multipart/form-data; boundary=", None);
        check("multipart/form-data; boundary=\"abc", None);
    }
}
