//! Sheets of A4 that are filled from top to bottom: texts, bars, drawings. Rendered when all are known, so that each
//! can say how many there are.

use krilla::Document;
use krilla::color::rgb;
use krilla::destination::XyzDestination;
use krilla::geom::{Path, PathBuilder, Point, Rect};
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::text::TextDirection;

use super::PackFault;
use super::fonts::{Face, Fonts};

/// A4 in points.
const SIZE: (f32, f32) = (595.28, 841.89);
/// Room at the sides, above and below.
pub(super) const MARGIN: f32 = 50.0;
/// Width for text.
pub(super) const WIDE: f32 = SIZE.0 - 2.0 * MARGIN;
/// Where text ends; the number of the page stands below.
const BOTTOM: f32 = SIZE.1 - 58.0;
/// Height of a line as a share of the size.
const LEADING: f32 = 1.5;

/// Width of a stripe, of a dot, and of what is between dots.
const STRIPE: f32 = 1.0;
const DOT: f32 = 0.9;
pub(super) const GAP: f32 = 2.3;

/// Red, green, blue.
pub(super) type Colour = (u8, u8, u8);

/// How a text looks.
#[derive(Clone, Copy)]
pub(super) struct Look {
    pub(super) size: f32,
    pub(super) bold: bool,
    pub(super) colour: Colour,
}

/// Something on a sheet.
enum Item {
    Text {
        at: (f32, f32),
        look: Look,
        text: String,
    },
    Area {
        path: Path,
        colour: Colour,
    },
    /// An area and lines that are drawn over it within its bounds: stripes, or rows of dots.
    Patterned {
        path: Path,
        ground: Colour,
        over: Path,
        colour: Colour,
        dotted: bool,
    },
    Line {
        path: Path,
        colour: Colour,
        width: f32,
    },
}

/// The sheets so far.
pub(super) struct Paper<'f> {
    fonts: &'f Fonts,
    sheets: Vec<Vec<Item>>,
    /// Where the next line begins, from above.
    pub(super) y: f32,
    bookmarks: Vec<(String, usize, f32)>,
}

impl<'f> Paper<'f> {
    pub(super) fn new(fonts: &'f Fonts) -> Self {
        Paper { fonts, sheets: vec![Vec::new()], y: MARGIN, bookmarks: Vec::new() }
    }

    pub(super) fn next_sheet(&mut self) {
        self.sheets.push(Vec::new());
        self.y = MARGIN;
    }

    /// Goes on to the next sheet where less than this is left.
    pub(super) fn need(&mut self, height: f32) {
        if self.y + height > BOTTOM {
            self.next_sheet();
        }
    }

    /// What is left of the sheet.
    pub(super) fn left(&self) -> f32 {
        BOTTOM - self.y
    }

    /// A reader of the document can jump here.
    pub(super) fn bookmark(&mut self, title: &str) {
        self.bookmarks.push((title.to_owned(), self.sheets.len() - 1, self.y));
    }

    /// A text in as many lines as it needs.
    pub(super) fn paragraph(&mut self, text: &str, look: Look) {
        for line in self.wrapped(text, look, WIDE) {
            self.need(look.size * LEADING);
            self.y += look.size * LEADING;
            self.text(MARGIN, self.y - look.size * 0.35, &line, look);
        }
    }

    /// A text on this sheet with its baseline here.
    pub(super) fn text(&mut self, x: f32, y: f32, text: &str, look: Look) {
        self.put(Item::Text { at: (x, y), look, text: self.face(look).shown(text) });
    }

    /// The same, ending here.
    pub(super) fn text_to(&mut self, x: f32, y: f32, text: &str, look: Look) {
        self.text(x - self.measure(text, look), y, text, look);
    }

    pub(super) fn measure(&self, text: &str, look: Look) -> f32 {
        self.face(look).measure(text) * look.size
    }

    /// The text in lines of a width: Chinese breaks anywhere but before a mark, other words stay whole.
    pub(super) fn wrapped(&self, text: &str, look: Look, wide: f32) -> Vec<String> {
        let (mut lines, mut line, mut length) = (Vec::new(), String::new(), 0.0);
        for piece in pieces(text) {
            let width = self.measure(piece, look);
            if length + width > wide && !line.is_empty() {
                lines.push(line.trim_end().to_owned());
                (line, length) = (String::new(), 0.0);
            }
            line.push_str(if line.is_empty() { piece.trim_start() } else { piece });
            length += width;
        }
        lines.push(line);
        lines
    }

    pub(super) fn area(&mut self, path: Path, colour: Colour) {
        self.put(Item::Area { path, colour });
    }

    pub(super) fn patterned(&mut self, path: Path, ground: Colour, over: Path, (colour, dotted): (Colour, bool)) {
        self.put(Item::Patterned { path, ground, over, colour, dotted });
    }

    pub(super) fn line(&mut self, path: Path, colour: Colour, width: f32) {
        self.put(Item::Line { path, colour, width });
    }

    /// A line across the sheet.
    pub(super) fn rule(&mut self, y: f32, colour: Colour) {
        let mut path = PathBuilder::new();
        path.move_to(MARGIN, y);
        path.line_to(MARGIN + WIDE, y);
        if let Some(path) = path.finish() {
            self.line(path, colour, 0.6);
        }
    }

    /// The document. `foot` stands on every sheet beside its number.
    pub(super) fn finish(self, title: &str, about: &str, foot: &str) -> Result<Vec<u8>, PackFault> {
        let mut document = Document::new();
        let count = self.sheets.len();
        for (number, items) in self.sheets.iter().enumerate() {
            let settings = PageSettings::from_wh(SIZE.0, SIZE.1).ok_or(PackFault::Layout)?;
            let mut page = document.start_page_with(settings);
            let mut surface = page.surface();
            items.iter().for_each(|item| draw(&mut surface, self.fonts, item));
            let look = Look { size: 8.5, bold: false, colour: (86, 99, 108) };
            let y = SIZE.1 - 32.0;
            let page_of = format!("{} / {count}", number + 1);
            let x = SIZE.0 - MARGIN - self.measure(&page_of, look);
            for (x, text) in [(MARGIN, foot.to_owned()), (x, page_of)] {
                draw(&mut surface, self.fonts, &Item::Text { at: (x, y), look, text: self.face(look).shown(&text) });
            }
            surface.finish();
            page.finish();
        }
        let mut outline = Outline::new();
        for (text, sheet, y) in self.bookmarks {
            outline.push_child(OutlineNode::new(text, XyzDestination::new(sheet, Point::from_xy(0.0, y))));
        }
        document.set_outline(outline);
        let metadata = Metadata::new().title(title.to_owned()).description(about.to_owned());
        document.set_metadata(metadata.language("zh-CN".to_owned()).creator("Jingwei".to_owned()));
        document.finish().map_err(|_| PackFault::Layout)
    }

    fn put(&mut self, item: Item) {
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.push(item);
        }
    }

    fn face(&self, look: Look) -> &'f Face {
        if look.bold { &self.fonts.bold } else { &self.fonts.regular }
    }
}

/// A rectangle as a path.
pub(super) fn rectangle(x: f32, y: f32, wide: f32, high: f32) -> Option<Path> {
    let mut path = PathBuilder::new();
    path.push_rect(Rect::from_xywh(x, y, wide, high)?);
    path.finish()
}

/// What stays together on a line: a word of letters with the space before it, a Chinese character with the marks that
/// follow it.
fn pieces(text: &str) -> Vec<&str> {
    let (mut pieces, mut start) = (Vec::new(), 0);
    let mut before = ' ';
    for (at, one) in text.char_indices() {
        let word = |one: char| one.is_ascii() && one != ' ';
        let clings = "，。、；：）”’》？！％%".contains(one) || "（“‘《".contains(before);
        if at > start && !(word(before) && word(one)) && !clings && before != ' ' {
            pieces.push(&text[start..at]);
            start = at;
        }
        before = one;
    }
    pieces.push(&text[start..]);
    pieces
}

fn fill((red, green, blue): Colour, rule: FillRule) -> Option<Fill> {
    Some(Fill { paint: rgb::Color::new(red, green, blue).into(), opacity: NormalizedF32::ONE, rule })
}

fn stroke((red, green, blue): Colour, width: f32) -> Stroke {
    Stroke { paint: rgb::Color::new(red, green, blue).into(), width, ..Stroke::default() }
}

fn draw(surface: &mut Surface<'_>, fonts: &Fonts, item: &Item) {
    surface.set_stroke(None);
    match item {
        Item::Text { at, look, text } => {
            let face = if look.bold { &fonts.bold } else { &fonts.regular };
            surface.set_fill(fill(look.colour, FillRule::NonZero));
            let at = Point::from_xy(at.0, at.1);
            surface.draw_text(at, face.font.clone(), look.size, text, false, TextDirection::LeftToRight);
        }
        Item::Area { path, colour } => {
            surface.set_fill(fill(*colour, FillRule::EvenOdd));
            surface.draw_path(path);
        }
        Item::Patterned { path, ground, over, colour, dotted } => {
            surface.set_fill(fill(*ground, FillRule::EvenOdd));
            surface.draw_path(path);
            surface.push_clip_path(path, &FillRule::EvenOdd);
            surface.set_fill(None);
            let dash = dotted.then(|| StrokeDash { array: vec![DOT, GAP], offset: 0.0 });
            surface.set_stroke(Some(Stroke { dash, ..stroke(*colour, if *dotted { DOT } else { STRIPE }) }));
            surface.draw_path(over);
            surface.set_stroke(None);
            surface.pop();
        }
        Item::Line { path, colour, width } => {
            surface.set_fill(None);
            surface.set_stroke(Some(stroke(*colour, *width)));
            surface.draw_path(path);
        }
    }
}
