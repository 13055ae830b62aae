//! Everything around the map: title, frame, legend, scale, north, notes.

mod frame;
mod legend;
mod notes;
mod scale;

use std::fmt::Display;

use geo_types::Rect;
use words::{Language, Words};

use crate::ink::{Ink, Mm};
use crate::label::text;
use crate::page::Layout;
use crate::palette as p;
use crate::sheet::{Furniture, MapSheet, Review};
use crate::view::View;

pub(crate) use frame::{coordinates, crosses};

/// What the parts of the furniture need to draw themselves.
pub(crate) struct Desk<'a> {
    pub(crate) sheet: &'a MapSheet,
    pub(crate) view: &'a View,
    pub(crate) layout: &'a Layout,
    pub(crate) prefix: &'a str,
    main: Words,
    second: Words,
}

/// A text of the furniture.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Type {
    pub(crate) size: f64,
    pub(crate) colour: &'static str,
    pub(crate) bold: bool,
    pub(crate) anchor: &'static str,
}

impl<'a> Desk<'a> {
    pub(crate) fn new(sheet: &'a MapSheet, view: &'a View, layout: &'a Layout, prefix: &'a str) -> Self {
        let second = match sheet.language {
            Language::Chinese => Language::English,
            Language::English => Language::Chinese,
        };
        Desk { sheet, view, layout, prefix, main: Words::new(sheet.language), second: Words::new(second) }
    }

    /// A message in the language of the sheet.
    pub(crate) fn say(&self, id: &str) -> String {
        self.main.say(id)
    }

    /// A message in the other language.
    pub(crate) fn beside(&self, id: &str) -> String {
        self.second.say(id)
    }

    /// A message in both languages, parted by a space.
    pub(crate) fn both(&self, id: &str) -> String {
        format!("{} {}", self.say(id), self.beside(id))
    }

    /// A text style at a size for A3.
    fn style(&self, size: f64) -> Type {
        Type { size: size * self.layout.zoom, colour: p::INK, bold: false, anchor: "start" }
    }

    /// Draws what belongs on the map itself; gives the boxes that lettering must leave free.
    pub(crate) fn on_map(&self, ink: &mut Ink) -> Vec<Rect<f64>> {
        let mut taken = notes::marks(self, ink);
        if self.sheet.furniture == Furniture::Bare {
            taken.push(scale::small(self, ink));
        }
        taken
    }

    /// Draws title, legend, scale, north and notes.
    pub(crate) fn around(&self, ink: &mut Ink) {
        if self.sheet.furniture == Furniture::Full {
            notes::header(self, ink);
            if self.layout.beside { self.column(ink) } else { self.row(ink) }
        }
    }

    /// The panel beside the map: figures, legend and inset from the top, scale and notes from the bottom.
    fn column(&self, ink: &mut Ink) {
        let (panel, gap) = (self.layout.panel, 5.0 * self.layout.zoom);
        let (x, width) = (panel.min().x, panel.width());
        let notes_height = notes::notes(self, &mut Ink::default(), x, 0.0, width);
        let notes_top = panel.max().y - notes_height;
        let scale_height = scale::scale(self, &mut Ink::default(), x, 0.0, width);
        let scale_top = notes_top - gap - scale_height;
        let mut y = panel.min().y;
        y += notes::figures(self, ink, x, y, width);
        y += legend::legend(self, ink, [x, y, width, scale_top - y - gap], 1);
        let inset_room = scale_top - gap - (y + gap);
        notes::inset(self, ink, Rect::new((x, y + gap), (x + width, y + gap + inset_room.min(width * 0.72).max(0.0))));
        scale::scale(self, ink, x, scale_top, width);
        notes::notes(self, ink, x, notes_top, width);
    }

    /// The panel below the map: three columns.
    fn row(&self, ink: &mut Ink) {
        let (panel, gap) = (self.layout.panel, 8.0 * self.layout.zoom);
        let width = (panel.width() - 2.0 * gap) / 10.0;
        let (x, top) = (panel.min().x, panel.min().y);
        let y = top + notes::figures(self, ink, x, top, width * 2.8);
        scale::scale(self, ink, x, y, width * 2.8);
        let legend_x = x + width * 2.8 + gap;
        legend::legend(self, ink, [legend_x, top, width * 4.2, panel.height()], 2);
        let notes_x = legend_x + width * 4.2 + gap;
        let notes_height = notes::notes(self, ink, notes_x, top, width * 3.0);
        let inset_top = top + notes_height + gap * 0.6;
        let inset_bottom = panel.max().y.max(inset_top);
        notes::inset(self, ink, Rect::new((notes_x, inset_top), (notes_x + width * 3.0, inset_bottom)));
    }

    /// The standing of the map in both languages.
    pub(crate) fn standing(&self) -> (String, String) {
        match &self.sheet.notes.review {
            Review::InternalUse => (self.say("map-internal-use"), self.beside("map-internal-use")),
            Review::Number(number) => (format!("{} {number}", self.say("map-review-number")), String::new()),
        }
    }
}

/// Writes a text of the furniture with its baseline at a position, mm.
pub(crate) fn write(ink: &mut Ink, text: &str, x: f64, y: f64, style: Type) {
    let (x, y, size) = (Mm(x), Mm(y), Mm(style.size));
    let mut attributes: Vec<(&str, &dyn Display)> =
        vec![("x", &x), ("y", &y), ("font-size", &size), ("fill", &style.colour)];
    if style.bold {
        attributes.push(("font-weight", &"700"));
    }
    if style.anchor != "start" {
        attributes.push(("text-anchor", &style.anchor));
    }
    ink.element("text", &attributes, text);
}

/// Writes a caption in the language of the sheet and, in small beside it, in the other; cuts what does not fit.
pub(crate) fn pair(ink: &mut Ink, main: &str, second: &str, at: [f64; 2], style: Type, limit: f64) {
    write(ink, main, at[0], at[1], style);
    let used = text::width(main, style.size, 0.0) + style.size * 0.5;
    let small = Type { size: style.size * 0.74, colour: p::QUIET, bold: false, ..style };
    if used + text::width(second, small.size, 0.0) <= limit {
        write(ink, second, at[0] + used, at[1], small);
    }
}

/// A thin horizontal rule.
pub(crate) fn rule(ink: &mut Ink, x: f64, y: f64, width: f64, colour: &str) {
    let data = format!("M{} {}h{}", Mm(x), Mm(y), Mm(width));
    ink.empty("path", &[("d", &data), ("stroke", &colour), ("stroke-width", &".2"), ("fill", &"none")]);
}

/// A whole number with its thousands apart: `12 345`, by a narrow space.
pub(crate) fn grouped(number: f64) -> String {
    let digits = format!("{:.0}", number.abs());
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            text.push('\u{2009}');
        }
        text.push(digit);
    }
    if number <= -0.5 { format!("−{text}") } else { text }
}
