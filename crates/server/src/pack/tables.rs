//! Tables of a pack: loads, terms that ended soon.

use coverage::{FrozenLoad, FrozenTerms};

use super::content::Content;
use super::paper::{MARGIN, Paper, WIDE};
use super::sheets::{LINE, PLAIN, SMALL, STRONG, heading};

/// Height of a row.
const ROW: f32 = 17.0;

/// What stands in a table.
pub(super) enum Cell {
    Text(String),
    Number(String),
}

/// A table whose columns take these shares of the width; its heads stand again on every sheet.
pub(super) fn table(paper: &mut Paper<'_>, heads: &[String], shares: &[f32], rows: Vec<Vec<Cell>>) {
    let numbers: Vec<bool> = match rows.first() {
        Some(first) => first.iter().map(|cell| matches!(cell, Cell::Number(_))).collect(),
        None => return,
    };
    let head = |paper: &mut Paper<'_>| {
        let cells = heads.iter().zip(&numbers).map(|(text, number)| match number {
            true => Cell::Number(text.clone()),
            false => Cell::Text(text.clone()),
        });
        let cells: Vec<Cell> = cells.collect();
        row(paper, &cells, shares, true);
    };
    paper.need(ROW * 3.0);
    head(paper);
    for cells in rows {
        if paper.left() < ROW {
            paper.next_sheet();
            head(paper);
        }
        row(paper, &cells, shares, false);
    }
}

fn row(paper: &mut Paper<'_>, cells: &[Cell], shares: &[f32], head: bool) {
    let look = if head { SMALL } else { PLAIN };
    let mut x = MARGIN;
    for (cell, share) in cells.iter().zip(shares) {
        let wide = WIDE * share;
        let y = paper.y + 12.0;
        match cell {
            Cell::Text(text) => {
                let fits = paper.wrapped(text, look, wide - 6.0).into_iter().next().unwrap_or_default();
                paper.text(x, y, &fits, look);
            }
            Cell::Number(text) => paper.text_to(x + wide, y, text, look),
        }
        x += wide;
    }
    paper.y += ROW;
    let y = paper.y;
    paper.rule(y, LINE);
}

/// How many places one holder has; no names.
pub(super) fn loads(content: &Content, paper: &mut Paper<'_>) {
    let loads: Vec<&FrozenLoad> = content.snapshot.loads.iter().filter(|load| !load.histogram.is_empty()).collect();
    if loads.is_empty() {
        return;
    }
    paper.y += 10.0;
    heading(paper, &content.say("page-loads"), 13.0);
    for load in loads {
        paper.need(48.0);
        paper.paragraph(&format!("{} {}", load.zh, load.en), STRONG);
        let one = |(places, holders): (&usize, &usize)| {
            let figures = [("places", places.to_string()), ("holders", holders.to_string())];
            content.say_with("pack-load", &figures)[0].clone()
        };
        let text: Vec<String> = load.histogram.iter().map(one).collect();
        paper.paragraph(&text.join("；"), PLAIN);
        paper.y += 4.0;
    }
}

/// Contracts and terms that end soon: the place, the last day, whether somebody follows. Holders are not named.
pub(super) fn terms(content: &Content, paper: &mut Paper<'_>) {
    let watched: Vec<&FrozenTerms> = content.snapshot.terms.iter().filter(|watch| !watch.ending.is_empty()).collect();
    if watched.is_empty() {
        return;
    }
    paper.next_sheet();
    for watch in watched {
        heading(paper, &[watch.zh.clone(), watch.en.clone()], 13.0);
        let rows = watch.ending.iter().map(|term| {
            let place = content.named(&term.place);
            let street = place.and_then(|place| content.street(place)).map(Content::name_of).unwrap_or_default();
            let followed = if term.followed { content.say("page-followed")[0].clone() } else { String::new() };
            let name = place.map_or(term.place.as_str(), Content::name_of);
            [name.to_owned(), street.to_owned(), term.last_day.clone(), followed].map(Cell::Text).into()
        });
        let heads = ["pack-place", "level-subdistrict", "pack-last-day", "pack-followed"].map(|id| content.say(id));
        let heads: Vec<String> = heads.iter().map(|pair| pair.join(" ")).collect();
        table(paper, &heads, &[0.4, 0.24, 0.18, 0.18], rows.collect());
        paper.y += 14.0;
    }
}
