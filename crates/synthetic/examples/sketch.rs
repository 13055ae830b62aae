//! Draws the synthetic district as SVG on standard output: `cargo run --example sketch -- 1 > sketch.svg`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example that prints")]

use geo_types::{Coord, Geometry, LineString};
use model::{Row, Table, Value};
use synthetic::{District, layer};

fn main() {
    let seed = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(1);
    let district = synthetic::district(seed);
    eprintln!("{:#?}", synthetic::summary(&district));
    println!("{}", svg(&district));
}

fn svg(district: &District) -> String {
    let mut out = String::from(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='521000 -3992050 10300 4000' width='5150' height='2000'>\
         <rect x='520000' y='-3994000' width='20000' height='9000' fill='#f4f1ea'/>",
    );
    draw(&mut out, district.table(layer::DISTRICT), |_| "fill='#fbf9f4' stroke='#777' stroke-width='2'".into());
    draw(&mut out, district.table(layer::WATER), |_| "fill='#b5d3e7'".into());
    draw(&mut out, district.table(layer::GREENS), |row| {
        let kind = text(row, 2);
        let fill = if kind == "沙滩" {
            "#f0e3b4"
        } else if kind == "山公园" {
            "#a9cf9a"
        } else {
            "#c6e0b0"
        };
        format!("fill='{fill}'")
    });
    draw(&mut out, district.table(layer::ROADS), |row| road(row, true));
    draw(&mut out, district.table(layer::ROADS), |row| road(row, false));
    draw(&mut out, district.table(layer::SITES), |_| "fill='#f6dcc3'".into());
    draw(&mut out, district.table(layer::COMPOUNDS), |_| "fill='#e2dcec'".into());
    draw(&mut out, district.table(layer::COURTYARDS), |_| "fill='#efe9dc' stroke='#b9ad98' stroke-width='0.7'".into());
    draw(&mut out, district.table(layer::BUILDINGS), |row| {
        let fill = match &row.values[3] {
            Value::Int(floors) if *floors > 9 => "#6f6a80",
            Value::Int(floors) if *floors > 3 => "#a58d7c",
            _ => "#b8644f",
        };
        format!("fill='{fill}'")
    });
    draw(&mut out, district.table(layer::WALLS), |_| "fill='none' stroke='#5a4a6a' stroke-width='1'".into());
    draw(&mut out, district.table(layer::COMMUNITIES), |_| {
        "fill='none' stroke='#c0392b' stroke-width='5' stroke-opacity='0.6'".into()
    });
    draw(&mut out, district.table(layer::SUBDISTRICTS), |_| {
        "fill='none' stroke='#5b2c83' stroke-width='9' stroke-opacity='0.6'".into()
    });
    out.push_str("</svg>");
    out
}

fn text(row: &Row, field: usize) -> &str {
    if let Value::Text(text) = &row.values[field] { text } else { "" }
}

fn road(row: &Row, casing: bool) -> String {
    let Value::Real(width) = row.values[3] else { return String::new() };
    let (colour, width) = match casing {
        true if width < 3.0 => return "fill='none'".into(),
        true => ("#cfc8ba", width + 2.0),
        false if width > 30.0 => ("#fbe3a4", width),
        false if width < 3.0 => ("#e7dcae", width),
        false => ("#ffffff", width),
    };
    format!("fill='none' stroke='{colour}' stroke-width='{width}' stroke-linejoin='round'")
}

fn draw(out: &mut String, table: Option<&Table>, style: impl Fn(&Row) -> String) {
    for row in table.into_iter().flat_map(|table| &table.rows) {
        if let Some(geometry) = &row.geometry {
            out.push_str(&format!("<path d='{}' fill-rule='evenodd' {}/>", path(geometry), style(row)));
        }
    }
}

fn path(geometry: &Geometry<f64>) -> String {
    match geometry {
        Geometry::Polygon(p) => {
            std::iter::once(p.exterior()).chain(p.interiors()).map(|ring| format!("{}Z", line(ring))).collect()
        }
        Geometry::LineString(l) => line(l),
        Geometry::MultiLineString(m) => m.0.iter().map(line).collect(),
        _ => String::new(),
    }
}

fn line(line: &LineString<f64>) -> String {
    let point = |c: &Coord<f64>| format!("{:.1} {:.1}", c.x, -c.y);
    format!("M{}", line.0.iter().map(point).collect::<Vec<_>>().join("L"))
}
