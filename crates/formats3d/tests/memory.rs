//! A sequence takes memory for one feature, not for the file. Asked of Linux; skipped elsewhere.

#![allow(clippy::print_stderr)]

use std::{
    io::{BufRead, BufReader, Read},
    ops::ControlFlow,
};

use formats3d::{Item, Source, Unreadable, read_objects};

const HEAD: &str = r#"{"type":"CityJSON","version":"2.0","transform":{"scale":[1,1,1],"translate":[0,0,0]},"CityObjects":{},"vertices":[]}"#;
const FEATURES: usize = 20_000;

#[test]
fn a_sequence_takes_memory_for_one_feature() {
    let Some(before) = peak() else { return eprintln!("skipped: no /proc/self/status") };
    let source = Endless(vec!["x.jsonl".to_owned()]);
    let mut objects = 0;
    let read = read_objects(&source, "x.jsonl", &mut |item| {
        assert!(!matches!(item, Item::Finding(_)), "{item:?}");
        objects += usize::from(matches!(item, Item::Object(_)));
        ControlFlow::Continue(())
    });
    let taken = peak().unwrap() - before;
    assert_eq!((read, objects), (Ok(()), FEATURES));
    // Some 25 MB of text; what stays is the ids that were met.
    assert!(taken < 8_000, "{taken} kB");
}

/// A file that is made while it is read.
struct Endless(Vec<String>);

struct Lines {
    line: Vec<u8>,
    at: usize,
    next: usize,
}

impl Source for Endless {
    fn names(&self) -> &[String] {
        &self.0
    }

    fn read(&self, name: &str) -> Result<Vec<u8>, Unreadable> {
        Err(Unreadable { name: name.to_owned(), detail: "too large".to_owned() })
    }

    fn open(&self, _: &str) -> Result<Box<dyn BufRead + '_>, Unreadable> {
        Ok(Box::new(BufReader::new(Lines { line: format!("{HEAD}\n").into_bytes(), at: 0, next: 0 })))
    }
}

impl Read for Lines {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.at == self.line.len() && self.next < FEATURES {
            (self.line, self.at) = (feature(self.next).into_bytes(), 0);
            self.next += 1;
        }
        let count = (&self.line[self.at..]).read(buffer)?;
        self.at += count;
        Ok(count)
    }
}

fn feature(number: usize) -> String {
    let vertices: Vec<_> = (0..40).map(|at| format!("[{},{},{}]", number + at, at * at, 300_000 + at % 7)).collect();
    let surfaces: Vec<_> = (0..38).map(|at| format!("[[{},{},{}]]", at, at + 1, at + 2)).collect();
    format!(
        "{{\"type\":\"CityJSONFeature\",\"id\":\"b{number}\",\"CityObjects\":{{\"b{number}\":{{\"type\":\"Building\",\"geometry\":\
         [{{\"type\":\"MultiSurface\",\"lod\":\"2\",\"boundaries\":[{}]}}]}}}},\"vertices\":[{}]}}\n",
        surfaces.join(","),
        vertices.join(",")
    )
}

/// The most memory so far, kB.
fn peak() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}
