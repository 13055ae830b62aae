//! Forms with files, and small pictures.

use serde_json::Value;

use crate::office::{Client, Office, Reply};

/// A field of a form, or a file with its name.
pub(crate) enum Part<'a> {
    Field(&'a str, &'a str),
    File(&'a str, &'a str, &'a [u8]),
}

/// A photo with a place in it.
pub(crate) fn jpeg() -> Vec<u8> {
    let segment =
        |marker: u8, content: &[u8]| [&[0xFF, marker], &(content.len() as u16 + 2).to_be_bytes()[..], content].concat();
    let exif = segment(0xE1, b"Exif\0\0II\x2A\0\x08\0\0\0\0\0GPS 36.05N");
    [&[0xFF, 0xD8][..], &exif, &segment(0xDB, &[1; 65]), &segment(0xDA, &[0; 10]), &[0x12, 0x34, 0xFF, 0xD9]].concat()
}

/// Sends a form with files, as a page's form does: what the page carries first.
pub(crate) fn send(office: &Office, client: &Client, path: &str, parts: &[Part<'_>]) -> Reply {
    let mut body = Vec::new();
    let mut put = |head: String, content: &[u8]| {
        body.extend(format!("--frontier\r\nContent-Disposition: form-data; {head}\r\n\r\n").into_bytes());
        body.extend(content);
        body.extend(b"\r\n");
    };
    put("name=\"csrf\"".to_owned(), client.csrf.as_bytes());
    for part in parts {
        match part {
            Part::Field(name, value) => put(format!("name=\"{name}\""), value.as_bytes()),
            Part::File(name, file, bytes) => put(format!("name=\"{name}\"; filename=\"{file}\""), bytes),
        }
    }
    body.extend(b"--frontier--\r\n");
    let mut request = axum::http::Request::builder().method("POST").uri(path).header("host", "grids.example");
    for (name, value) in &client.headers {
        request = request.header(*name, value);
    }
    let request = request.header("content-type", "multipart/form-data; boundary=frontier");
    office.send(request.body(body.into()).expect("a request"))
}

/// Sends a document.
pub(crate) fn json(office: &Office, client: &Client, path: &str, body: &Value) -> Reply {
    let mut client = client.clone();
    client.headers.push(("x-csrf-token", client.csrf.clone()));
    office.ask(&client, "POST", path, Some(("application/json", body.to_string())))
}

impl Reply {
    /// The document that was answered.
    pub(crate) fn document(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|fault| panic!("{fault}: {}", self.text))
    }
}
