//! Draws an invented quarter: `cargo run --release -p cartography --example sample -- <folder> [a3|a4|portrait|web]`
//! writes `sample.svg` and, with a font for Chinese, `sample.png` there.

use std::error::Error;
use std::path::PathBuf;

use cartography::{AreaRole, Classes, Content, Fonts, Furniture, Page, fontdb, png, svg};

#[path = "../tests/quarter/mod.rs"]
mod quarter;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().unwrap_or_else(|| ".".into()));
    let mut sheet = match arguments.next().as_deref() {
        Some("a4") => quarter::sheet(Page::A4Landscape),
        Some("portrait") => quarter::sheet(Page::A3Portrait),
        Some("web") => quarter::sheet(Page::Pixels { width: 1000, height: 640 }),
        _ => quarter::sheet(Page::A3Landscape),
    };
    if !sheet.page.is_paper() {
        sheet.furniture = Furniture::Bare;
    }
    if arguments.next().as_deref() == Some("values") {
        for layer in &mut sheet.layers {
            if let Content::Areas(role @ AreaRole::Grid, grids) = &mut layer.content {
                let values: Vec<f64> = grids.iter().filter_map(|grid| grid.value).collect();
                *role = AreaRole::Choropleth(Classes::quantiles(&values, 5, " 户"));
            }
        }
    }
    let map = svg(&sheet);
    std::fs::write(folder.join("sample.svg"), &map)?;
    let mut database = fontdb::Database::new();
    database.load_system_fonts();
    std::fs::write(folder.join("sample.png"), png(&map, 2400, &Fonts::from_database(database)?)?)?;
    Ok(())
}
