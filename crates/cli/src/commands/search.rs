//! `jingwei search`: places as people type them, and how good the search is.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use registry::{PlaceIndex, SearchIndex};
use serde_json::json;

use crate::args;
use crate::failure::Failure;
use crate::files;
use crate::record::{self, Desk};
use crate::say::Voice;

/// Hits are counted among the first so many.
const AMONG: [usize; 3] = [1, 3, 10];

pub(crate) fn run(args: &args::Search, desk: &Desk, voice: &Voice) -> Result<(), Failure> {
    let places = PlaceIndex::read(&desk.read()?, record::on(args.date)).map_err(|fault| desk.refused(&fault))?;
    let index = SearchIndex::new(&places);
    match &args.measure {
        Some(path) => measure(path, &places, &index, voice),
        None => find(&args.text.join(" "), args.limit, &places, &index, voice),
    }
}

fn find(text: &str, limit: usize, places: &PlaceIndex, index: &SearchIndex, voice: &Voice) -> Result<(), Failure> {
    let hits = index.search(text, limit);
    let found: Vec<_> = hits.iter().filter_map(|hit| Some((places.by_id(&hit.id)?, hit.score))).collect();
    if found.is_empty() {
        return Err(Failure::usage("search-nothing", &[("text", text.to_owned())]));
    }
    let row = |(place, score): &(&registry::Place, f64)| {
        let around: Vec<String> = places.around(place).iter().rev().map(|outer| outer.name.clone()).collect();
        let level = voice.words.say(&format!("level-{}", place.key.level.id()));
        let text = |text: &str| text.to_owned();
        vec![
            level,
            text(place.key.code.as_str()),
            text(&place.name),
            around.join(" "),
            format!("{:.0} %", score * 100.0),
        ]
    };
    voice.table(&["head-kind", "head-code", "head-name", "head-place", "head-score"], found.iter().map(row).collect());
    let one = |(place, score): &(&registry::Place, f64)| json!({ "level": place.key.level.id(), "code": place.key.code.as_str(), "name": place.name, "score": score });
    voice.answer(&found.iter().map(one).collect());
    Ok(())
}

/// Hits among the first 1, 3 and 10, by way of writing.
fn measure(path: &Path, places: &PlaceIndex, index: &SearchIndex, voice: &Voice) -> Result<(), Failure> {
    let reading = formats::read(&files::bundle(path)?, &formats::ReadOptions::default());
    let wrong = || Failure::usage("search-list-wrong", &[("path", path.display().to_string())]);
    let table = reading.tables.first().filter(|table| table.fields.len() >= 3).ok_or_else(wrong)?;
    let mut ways: BTreeMap<String, [usize; 4]> = BTreeMap::new();
    let (mut missed, start) = (Vec::new(), Instant::now());
    for row in &table.rows {
        let [text, code, way] = [0, 1, 2].map(|column| row.values[column].to_text().unwrap_or_default());
        let hits = index.search(&text, AMONG[2]);
        let is = |hit: &registry::Hit| places.by_id(&hit.id).is_some_and(|place| place.key.code.as_str() == code);
        let rank = hits.iter().position(is);
        let sums = ways.entry(way.clone()).or_default();
        sums[3] += 1;
        (0..3).filter(|&at| rank.is_some_and(|rank| rank < AMONG[at])).for_each(|at| sums[at] += 1);
        if rank.is_none_or(|rank| rank >= AMONG[1]) {
            missed.push(json!({ "text": text, "code": code, "way": way, "rank": rank }));
        }
    }
    let mean_ms = start.elapsed().as_secs_f64() * 1000.0 / table.rows.len().max(1) as f64;
    let total = ways.values().fold([0; 4], |sum, one| [0, 1, 2, 3].map(|at| sum[at] + one[at]));
    let share = |hits: usize, of: usize| format!("{:.1} %", 100.0 * hits as f64 / of.max(1) as f64);
    let row = |(way, [one, three, ten, of]): (&String, &[usize; 4])| {
        let shares = [one, three, ten].map(|hits| share(*hits, *of));
        [vec![way.clone(), of.to_string()], shares.to_vec()].concat()
    };
    let heads = ["head-way", "head-queries", "head-first", "head-three", "head-ten"];
    voice.table(&heads, ways.iter().map(row).collect());
    let [one, three, ten] = [0, 1, 2].map(|at| share(total[at], total[3]));
    let figures = [("queries", total[3].to_string()), ("one", one), ("three", three), ("ten", ten)];
    voice.line("search-measured", &[&figures[..], &[("mean", format!("{mean_ms:.2}"))]].concat());
    voice.answer(&json!({ "queries": total[3], "first": total[0], "three": total[1], "ten": total[2],
        "mean_ms": mean_ms, "missed": missed }));
    Ok(())
}
