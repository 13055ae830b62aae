//! Forms with files (RFC 7578), read from a body that is in memory already.

use crate::asked::Asked;
use crate::problem::Problem;

/// Most parts of a form.
const MOST_PARTS: usize = 100;

/// A part of a form: a field, or a file where it has a file's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part<'a> {
    pub(super) name: &'a str,
    pub(super) file: Option<&'a str>,
    pub(super) bytes: &'a [u8],
}

/// The parts of a form in their order.
pub(super) fn parts(asked: &Asked) -> Result<Vec<Part<'_>>, Problem> {
    let wrong = || Problem::parameter("body", "…", "multipart/form-data; boundary=…");
    let boundary = boundary(&asked.content_type).ok_or_else(wrong)?;
    let found = split(&asked.body, &format!("--{boundary}")).ok_or_else(wrong)?;
    if found.len() > MOST_PARTS {
        return Err(Problem::parameter("body", &found.len().to_string(), &format!("≤ {MOST_PARTS}")));
    }
    Ok(found)
}

fn boundary(content_type: &str) -> Option<String> {
    let mut parameters = content_type.split(';').skip(1).filter_map(|one| one.trim().split_once('='));
    let (_, value) = parameters.find(|(name, _)| name.trim().eq_ignore_ascii_case("boundary"))?;
    let value = value.trim().trim_matches('"');
    (!value.is_empty() && value.len() <= 70).then(|| value.to_owned())
}

/// `None` of a body that is cut off or is no form.
fn split<'a>(body: &'a [u8], mark: &str) -> Option<Vec<Part<'a>>> {
    let mark = mark.as_bytes();
    let mut rest = &body[find(body, mark)? + mark.len()..];
    let between = [b"\r\n", mark].concat();
    let mut found = Vec::new();
    while !rest.starts_with(b"--") {
        rest = rest.strip_prefix(b"\r\n")?;
        let head = find(rest, b"\r\n\r\n")?;
        let (lines, content) = (std::str::from_utf8(&rest[..head]).ok()?, &rest[head + 4..]);
        let end = find(content, &between)?;
        found.push(part(lines, &content[..end])?);
        rest = &content[end + between.len()..];
    }
    Some(found)
}

fn part<'a>(head: &'a str, bytes: &'a [u8]) -> Option<Part<'a>> {
    let is_disposition = |line: &&str| line.to_ascii_lowercase().starts_with("content-disposition:");
    let line = head.split("\r\n").find(is_disposition)?;
    Some(Part { name: value(line, "name")?, file: value(line, "filename"), bytes })
}

/// The value of a quoted parameter.
fn value<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    let start = format!("; {name}=\"");
    let rest = &line[line.find(&start)? + start.len()..];
    rest.split('"').next()
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_taken_apart() {
        let check = |body: &str, expect: Option<&[(&str, Option<&str>, &str)]>| {
            let found = split(body.as_bytes(), "--x");
            let found: Option<Vec<_>> = found.as_ref().map(|parts| {
                parts.iter().map(|part| (part.name, part.file, std::str::from_utf8(part.bytes).unwrap())).collect()
            });
            assert_eq!(found.as_deref(), expect, "{body:?}");
        };
        let head = "Content-Disposition: form-data; name=";
        check(&format!("--x\r\n{head}\"kind\"\r\n\r\nroster\r\n--x--\r\n"), Some(&[("kind", None, "roster")]));
        let file =
            format!("--x\r\n{head}\"a\"; filename=\"楼长.csv\"\r\nContent-Type: text/csv\r\n\r\n1,2\r\n3\r\n--x--");
        check(&file, Some(&[("a", Some("楼长.csv"), "1,2\r\n3")]));
        check("--x--", Some(&[]));
        check("", None);
        check("nothing", None);
        check(&file[..file.len() - 6], None);
        check(&format!("--x\r\n{head}\"kind\"\r\n"), None);
    }

    #[test]
    fn boundaries_are_found() {
        let check = |text: &str, expect: Option<&str>| assert_eq!(boundary(text).as_deref(), expect, "{text}");
        check("multipart/form-data; boundary=abc", Some("abc"));
        check("multipart/form-data; charset=utf-8; Boundary=\"a b\"", Some("a b"));
        check("multipart/form-data", None);
        check("multipart/form-data; boundary=", None);
    }
}
