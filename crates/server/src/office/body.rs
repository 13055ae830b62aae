//! The body of a write: a page's form, a form with files (RFC 7578), or a JSON document.

use serde_json::Value;

use crate::asked::Asked;
use crate::problem::Problem;

/// Fields with their values, and files.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Body {
    fields: Vec<(String, String)>,
    files: Vec<Upload>,
}

/// A file of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Upload {
    pub(super) field: String,
    /// What the sender calls it.
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
}

impl Body {
    pub(super) fn of(asked: &Asked) -> Result<Self, Problem> {
        match asked.media_type.as_str() {
            "multipart/form-data" => {
                let parsed = boundary(&asked.content_type).and_then(|boundary| parse(&asked.body, &boundary));
                parsed.ok_or_else(|| Problem::parameter("body", "…", "multipart/form-data (RFC 7578)"))
            }
            "application/json" => json(&asked.body),
            _ => Ok(Body { fields: asked.form(), files: Vec::new() }),
        }
    }

    /// The value of a field without space around it; `None` where it is not told or empty.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.fields.iter().rev().find(|(known, _)| known == name);
        found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// A file; `None` where none was chosen.
    pub(super) fn file(&self, field: &str) -> Option<&Upload> {
        self.files.iter().find(|file| file.field == field && !file.bytes.is_empty())
    }
}

fn json(body: &[u8]) -> Result<Body, Problem> {
    if body.is_empty() {
        return Ok(Body::default());
    }
    let Ok(Value::Object(members)) = serde_json::from_slice(body) else {
        return Err(Problem::parameter("body", "…", "{ … }"));
    };
    let mut fields = Vec::new();
    for (name, value) in members {
        let text = match value {
            Value::String(text) => text,
            Value::Bool(_) | Value::Number(_) => value.to_string(),
            Value::Null => continue,
            other => return Err(Problem::parameter(&name, &other.to_string(), "\"…\"")),
        };
        fields.push((name, text));
    }
    Ok(Body { fields, files: Vec::new() })
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

fn parse(body: &[u8], boundary: &str) -> Option<Body> {
    let line = format!("--{boundary}");
    let between = format!("\r\n--{boundary}");
    let mut rest = &body[find(body, line.as_bytes())? + line.len()..];
    let mut parsed = Body::default();
    loop {
        if rest.starts_with(b"--") {
            return Some(parsed);
        }
        let part = rest.strip_prefix(b"\r\n")?;
        let head_end = find(part, b"\r\n\r\n")?;
        let head = std::str::from_utf8(&part[..head_end]).ok()?;
        let content = &part[head_end + 4..];
        let end = find(content, between.as_bytes())?;
        take(&mut parsed, head, &content[..end])?;
        rest = &content[end + between.len()..];
    }
}

fn take(parsed: &mut Body, head: &str, content: &[u8]) -> Option<()> {
    let told = |line: &&str| line.to_ascii_lowercase().starts_with("content-disposition:");
    let disposition = head.split("\r\n").find(told)?;
    let field = parameter(disposition, "name")?;
    match parameter(disposition, "filename") {
        Some(name) => parsed.files.push(Upload { field, name, bytes: content.to_vec() }),
        None => parsed.fields.push((field, String::from_utf8(content.to_vec()).ok()?)),
    }
    Some(())
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

    #[test]
    fn fields_and_files_are_told_apart() {
        let body = parse(FORM.as_bytes(), "x").unwrap();
        assert_eq!(body.get("text"), Some("门牌"));
        let file = body.file("photo").unwrap();
        assert_eq!((file.name.as_str(), file.bytes.as_slice()), ("a;b.jpg", b"\x01--x\r\n".as_slice()));
    }

    #[test]
    fn a_form_cut_anywhere_is_no_form() {
        for end in 0..FORM.len() - 4 {
            assert_eq!(parse(&FORM.as_bytes()[..end], "x"), None, "{end}");
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
