//! The order of a pack: figures on the first sheet, a map for each of them, then what is missing by street.

use coverage::{FrozenFigure, FrozenPart};
use model::{Code, Level, PlaceKey};

use super::PackFault;
use super::content::Content;
use super::fonts::Fonts;
use super::map::{Filled, fill, map};
use super::paper::{Colour, Look, MARGIN, Paper, WIDE, rectangle};
use super::tables::{Cell, table};
use super::{map as shapes, tables};

pub(super) const INK: Colour = (31, 45, 54);
pub(super) const QUIET: Colour = (86, 99, 108);
pub(super) const LINE: Colour = (221, 226, 226);
const ACCENT: Colour = (31, 104, 121);

pub(super) const PLAIN: Look = Look { size: 10.0, bold: false, colour: INK };
pub(super) const SMALL: Look = Look { size: 8.5, bold: false, colour: QUIET };
pub(super) const STRONG: Look = Look { size: 10.5, bold: true, colour: INK };

/// Sets everything.
pub(super) fn set(content: &Content, fonts: &Fonts) -> Result<Vec<u8>, PackFault> {
    let mut paper = Paper::new(fonts);
    first(content, &mut paper);
    tables::loads(content, &mut paper);
    for at in 0..content.snapshot.figures.len() {
        figure(content, at, &mut paper);
    }
    streets(content, &mut paper);
    tables::terms(content, &mut paper);
    let [number, _] = content.say_with("pack-number", &[("number", content.number.to_string())]);
    let foot = format!("{} · {} · {number}", content.district(), content.name);
    let [title, _] = content.say("pack-title");
    let title = format!("{}{title} {}", content.district(), content.name);
    paper.finish(&title, &content.say_with("page-as-of", &[("day", content.snapshot.as_of.clone())])[0], &foot)
}

/// A heading in Chinese with its English beneath.
pub(super) fn heading(paper: &mut Paper<'_>, [chinese, english]: &[String; 2], size: f32) {
    paper.need(size * 4.0);
    paper.bookmark(chinese);
    paper.paragraph(chinese, Look { size, bold: true, colour: INK });
    paper.paragraph(english, SMALL);
    paper.y += 4.0;
}

fn first(content: &Content, paper: &mut Paper<'_>) {
    let snapshot = &content.snapshot;
    paper.bookmark(&content.say("pack-title")[0]);
    paper.paragraph(&content.district(), Look { size: 14.0, bold: true, colour: ACCENT });
    let [title, english] = content.say("pack-title");
    paper.paragraph(&title, Look { size: 26.0, bold: true, colour: INK });
    paper.paragraph(&english, SMALL);
    paper.y += 6.0;
    let [number, _] = content.say_with("pack-number", &[("number", content.number.to_string())]);
    let [day, _] = content.say_with("page-as-of", &[("day", snapshot.as_of.clone())]);
    paper.paragraph(&format!("{number} · {} · {day}", content.name), Look { size: 13.0, bold: true, colour: INK });
    let figures = [("day", content.known.clone()), ("version", snapshot.definitions.clone())];
    for text in content.say_with("pack-frozen", &figures) {
        paper.paragraph(&text, SMALL);
    }
    let rule = paper.y + 6.0;
    paper.rule(rule, INK);
    paper.y += 14.0;
    let [counted, _] = content.say("pack-unknown-about");
    legend(content, paper);
    paper.paragraph(&counted, SMALL);
    paper.y += 6.0;
    for figure in &snapshot.figures {
        line(content, figure, paper);
    }
}

/// A figure on the first sheet: title, bar, n / N, unknown, rate.
fn line(content: &Content, figure: &FrozenFigure, paper: &mut Paper<'_>) {
    paper.need(42.0);
    let top = paper.y;
    paper.text(MARGIN, top + 12.0, &figure.zh, STRONG);
    paper.text(MARGIN, top + 24.0, &figure.en, SMALL);
    let right = MARGIN + WIDE;
    paper.text_to(right, top + 14.0, &rate(figure), Look { size: 14.0, bold: true, colour: ACCENT });
    let numbers = format!("{} / {}", figure.yes.len(), figure.denominator);
    let unknown = figure.unknown.len().to_string();
    let [unknown, _] = content.say_with("page-unknown", &[("count", unknown)]);
    let numbers = if figure.unknown.is_empty() { numbers } else { format!("{numbers} · {unknown}") };
    paper.text_to(right, top + 25.0, &numbers, SMALL);
    bar(paper, [figure.yes.len(), figure.no.len(), figure.unknown.len()], (MARGIN, top + 28.5, WIDE, 6.0));
    paper.y = top + 42.0;
}

/// Yes, no, unknown from left to right.
fn bar(paper: &mut Paper<'_>, numbers: [usize; 3], (x, y, wide, high): (f32, f32, f32, f32)) {
    let all = numbers.iter().sum::<usize>().max(1) as f32;
    rectangle(x, y, wide, high).into_iter().for_each(|path| paper.area(path, LINE));
    let mut from = x;
    for (number, filled) in numbers.into_iter().zip([Filled::Yes, Filled::No, Filled::Unknown]) {
        let long = number as f32 / all * wide;
        if let Some(path) = rectangle(from, y, long, high).filter(|_| number > 0) {
            fill(paper, path, filled, (from, y, long, high));
        }
        from += long;
    }
}

/// What the fills mean.
fn legend(content: &Content, paper: &mut Paper<'_>) {
    let mut x = MARGIN;
    for (filled, word) in [(Filled::Yes, "head-yes"), (Filled::No, "head-no"), (Filled::Unknown, "head-unknown")] {
        if let Some(path) = rectangle(x, paper.y + 3.0, 18.0, 9.0) {
            fill(paper, path, filled, (x, paper.y + 3.0, 18.0, 9.0));
        }
        let text = content.say(word).join(" ");
        paper.text(x + 23.0, paper.y + 11.0, &text, SMALL);
        x += 23.0 + paper.measure(&text, SMALL) + 18.0;
    }
    paper.y += 17.0;
}

/// The share as it was printed: one percentage where all was known, else its bounds.
fn rate(figure: &FrozenFigure) -> String {
    if figure.rate.is_empty() { "—".to_owned() } else { format!("{}%", figure.rate.join("–")) }
}

/// A figure's own sheet: the map, how it is counted, the streets.
fn figure(content: &Content, at: usize, paper: &mut Paper<'_>) {
    let figure = &content.snapshot.figures[at];
    paper.next_sheet();
    heading(paper, &[figure.zh.clone(), figure.en.clone()], 15.0);
    let [yes, no, unknown] = [figure.yes.len(), figure.no.len(), figure.unknown.len()];
    let parts = [("yes", yes), ("no", no), ("unknown", unknown), ("of", figure.denominator)];
    let parts = parts.map(|(name, number)| (name, number.to_string()));
    let [tally, _] = content.say_with("page-tally", &parts);
    paper.paragraph(&format!("{}　{tally}", rate(figure)), STRONG);
    paper.y += 4.0;
    let rows = figure.by_street.len() as f32 * 17.0 + 130.0;
    let most = (paper.left() - rows).clamp(240.0, 460.0);
    map(paper, &content.view, &content.behind(at), most);
    paper.y += 4.0;
    legend(content, paper);
    by_street(content, figure, paper);
    paper.y += 6.0;
    paper.paragraph(&content.say("page-caption").join(" "), STRONG);
    paper.paragraph(&figure.caption_zh, PLAIN);
    paper.paragraph(&figure.caption_en, SMALL);
}

fn by_street(content: &Content, figure: &FrozenFigure, paper: &mut Paper<'_>) {
    let name = |part: &FrozenPart| {
        let code = part.key.clone().unwrap_or_default();
        let key = Code::new(&code).ok().map(|code| PlaceKey { level: Level::Subdistrict, code });
        let place = key.and_then(|key| content.view.places().by_key(&key));
        place.map_or(code, |place| Content::name_of(place).to_owned())
    };
    let row = |part: &FrozenPart| {
        let numbers = [part.yes, part.no, part.unknown, part.yes + part.no + part.unknown];
        let numbers = numbers.into_iter().map(|number| Cell::Number(number.to_string()));
        std::iter::once(Cell::Text(name(part))).chain(numbers).collect::<Vec<_>>()
    };
    let heads = ["level-subdistrict", "head-yes", "head-no", "head-unknown", "head-of"].map(|id| content.say(id));
    let heads: Vec<String> = heads.iter().map(|pair| pair.join(" ")).collect();
    table(paper, &heads, &[0.36, 0.16, 0.16, 0.16, 0.16], figure.by_street.iter().map(row).collect());
}

/// What is missing and what nobody knows, street by street.
fn streets(content: &Content, paper: &mut Paper<'_>) {
    let figures = &content.snapshot.figures;
    let behind: Vec<_> = (0..figures.len()).map(|at| content.behind(at)).collect();
    paper.next_sheet();
    heading(paper, &content.say("pack-lists"), 18.0);
    for text in content.say("pack-lists-about") {
        paper.paragraph(&text, SMALL);
    }
    for street in content.view.of_level(Level::Subdistrict) {
        paper.y += 10.0;
        let [_, english] = content.say("level-subdistrict");
        heading(paper, &[Content::name_of(street).to_owned(), english], 13.0);
        for (figure, behind) in figures.iter().zip(&behind) {
            for (filled, word) in [(Filled::No, "pack-lacking"), (Filled::Unknown, "pack-nobody-knows")] {
                let places = behind.iter().filter(|(one, _)| *one == filled).flat_map(|(_, places)| places);
                let here = places.filter(|place| content.street(place).is_some_and(|one| one.id == street.id));
                let names: Vec<&str> = here.map(|place| Content::name_of(place)).collect();
                if !names.is_empty() {
                    let [word, _] = content.say_with(word, &[("count", names.len().to_string())]);
                    listed(paper, &format!("{}：{word}", figure.zh), &names);
                }
            }
        }
    }
}

fn listed(paper: &mut Paper<'_>, title: &str, names: &[&str]) {
    paper.need(40.0);
    paper.y += 3.0;
    paper.paragraph(title, Look { size: 9.5, bold: true, colour: shapes::NO_LINE });
    paper.paragraph(&names.join("、"), Look { size: 9.5, ..PLAIN });
}
