//! Transformations and well-known text against PROJ itself, by way of pyproj; skips where that is missing.
#![expect(clippy::print_stdout, reason = "a skipped test says so")]

use std::io::Write;
use std::process::{Command, Stdio};

use crs::{Crs, Transform};

/// Runs a script with input; `None`, with a message, without pyproj.
fn python(script: &str, input: &str) -> Option<String> {
    let program = std::env::var_os("JINGWEI_PYTHON").unwrap_or_else(|| "python3".into());
    let probe = Command::new(&program).args(["-c", "import pyproj"]).stderr(Stdio::null()).status();
    if !probe.is_ok_and(|status| status.success()) {
        println!("skipped: no Python with pyproj (JINGWEI_PYTHON)");
        return None;
    }
    let mut child = Command::new(program)
        .args(["-c", script])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Python starts");
    child.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("Python reads");
    let output = child.wait_with_output().expect("Python ends");
    assert!(output.status.success(), "the script failed");
    Some(String::from_utf8(output.stdout).expect("UTF-8"))
}

const CODES: [u32; 14] = [4549, 4528, 4548, 4534, 4554, 4513, 4533, 4491, 4512, 4509, 3857, 32650, 32651, 4326];

#[test]
fn same_places() {
    let mut points: Vec<(u32, [f64; 2])> = Vec::new();
    for code in CODES {
        let meridian = Crs::Epsg(code).facts().unwrap().central_meridian.unwrap_or(120.0);
        points
            .extend((0..99).map(|n| (code, [meridian - 2.4 + 0.61 * f64::from(n % 9), 4.0 + 4.7 * f64::from(n / 9)])));
    }
    let input: String = points.iter().map(|(code, [x, y])| format!("{code} {x:?} {y:?}\n")).collect();
    let script = "
import sys
from pyproj import Transformer
made = {}
for line in sys.stdin.read().splitlines():
    code, x, y = line.split()
    if code not in made:
        made[code] = Transformer.from_crs(4490, int(code), always_xy=True)
    print(*map(repr, made[code].transform(float(x), float(y))))
";
    let Some(answer) = python(script, &input) else { return };
    let answers: Vec<[f64; 2]> = answer
        .lines()
        .map(|line| line.split(' ').map(|value| value.parse().unwrap()).collect::<Vec<f64>>().try_into().unwrap())
        .collect();
    assert_eq!(answers.len(), points.len());
    for (chunk, wants) in points.chunks(99).zip(answers.chunks(99)) {
        let code = chunk[0].0;
        let mut got: Vec<[f64; 2]> = chunk.iter().map(|(_, point)| *point).collect();
        Transform::new(&Crs::CGCS2000_LONLAT, &Crs::Epsg(code)).unwrap().apply(&mut got).unwrap();
        for (got, want) in got.iter().zip(wants) {
            assert!((got[0] - want[0]).abs() < 1e-6 && (got[1] - want[1]).abs() < 1e-6, "{code}: {got:?} {want:?}");
        }
    }
}

/// PROJ reads our WKT 2 as the very system, and writes WKT 1 of either dialect to the letter as we do.
#[test]
fn same_text() {
    let series = [4491..=4554, 2327..=2442, 21413..=21423, 21453..=21463, 32601..=32660, 32701..=32760];
    let codes = series.into_iter().flatten().chain([4490, 4326, 4610, 4214, 3857]);
    // Every seventh of the long series: PROJ takes its time to name a system.
    let codes =
        codes.enumerate().filter(|(index, code)| index % 7 == 0 || *code < 5000 && *code > 4480 || *code == 3857);
    let mut input = String::new();
    for (_, code) in codes {
        let crs = Crs::Epsg(code);
        // Outside the table of families nothing is written here.
        if crs.facts().is_ok_and(|facts| !facts.name.starts_with("EPSG:")) {
            for (kind, text) in [("wkt2", crs.to_wkt2()), ("wkt1", crs.to_wkt1()), ("esri", crs.to_wkt1_esri())] {
                input += &format!("{code}\t{kind}\t{}\t{}\n", crs.name(), text.unwrap());
            }
        }
    }
    let script = r#"
import sys
from pyproj import CRS
for line in sys.stdin.read().splitlines():
    code, kind, name, text = line.rstrip("\n").split("\t")
    want = CRS.from_epsg(int(code))
    got = CRS.from_wkt(text)
    # ESRI names the six-degree systems of Beijing 1954 by hemisphere; only the name differs.
    if kind == "esri" and 21453 <= int(code) <= 21463:
        text = want.to_wkt("WKT1_ESRI").split(",")[0] + text[text.index(","):]
    same = got == want if kind == "wkt2" else want.to_wkt({"wkt1": "WKT1_GDAL", "esri": "WKT1_ESRI"}[kind]) == text
    if not same or want.name != name:
        print(code, kind, name, want.name, text)
"#;
    let Some(answer) = python(script, &input) else { return };
    assert_eq!(answer, "", "read otherwise by PROJ");
}
