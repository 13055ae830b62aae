//! Lettering: what stands where, without one text on another.

pub(crate) mod board;
mod inside;
mod street;
pub(crate) mod text;
mod write;

use geo_types::{Coord, Rect, coord};

use crate::draw::SPOT;
use crate::feature::{Area, AreaRole, Content, LineRole, Spot};
use crate::ink::Ink;
use crate::path::Dot;
use crate::sheet::MapSheet;
use crate::style::Letters;
use crate::view::View;
use board::Board;
use inside::Room;

/// A text that has its place.
#[derive(Debug, Clone)]
pub(crate) struct Placed {
    /// Class of the text, that of its layer.
    pub(crate) class: &'static str,
    pub(crate) letters: Letters,
    /// Size of the first line, mm; a second line has three quarters of it.
    pub(crate) size: f64,
    pub(crate) lines: Vec<String>,
    pub(crate) place: Place,
    /// Boxes that the text takes, mm.
    pub(crate) boxes: Vec<Rect<f64>>,
}

/// Where a text stands.
#[derive(Debug, Clone)]
pub(crate) enum Place {
    /// Centred on a point.
    Centre(Coord<f64>),
    /// Centred on a point and turned, degrees clockwise.
    Turned(Coord<f64>, f64),
    /// One centre and turn for each letter.
    Letters(Vec<(Coord<f64>, f64)>),
}

/// An area that wants lettering.
struct Want<'a> {
    class: &'static str,
    letters: Letters,
    area: &'a Area,
    room: Room,
}

/// Finds places for the lettering of all layers and writes it. `taken` are boxes in the map that must stay free.
pub(crate) fn lettering(ink: &mut Ink, sheet: &MapSheet, view: &View, taken: &[Rect<f64>]) {
    write::placed(ink, &place(sheet, view, taken));
}

/// Finds places for the lettering of all layers.
pub(crate) fn place(sheet: &MapSheet, view: &View, taken: &[Rect<f64>]) -> Vec<Placed> {
    let mut board = Board::new(view.frame, taken);
    let mut placed = Vec::new();
    for layer in &sheet.layers {
        if let Content::Spots(spots) = &layer.content {
            placed.extend(spots.iter().filter_map(|spot| beside(spot, view, &mut board)));
        }
    }
    let mut wants = wants(sheet, view);
    wants.sort_by_key(|want| want.letters.order);
    let split = wants.partition_point(|want| want.letters.order <= WIDE);
    let (wide, narrow) = wants.split_at(split);
    // Wide names can stand in many places: they leave the best place of each grid free where they can.
    let soft: Vec<Rect<f64>> = narrow.iter().filter(|w| w.letters.order == WIDE + 2).filter_map(best_box).collect();
    let soft = Board::new(view.frame, &soft);
    placed.extend(wide.iter().filter_map(|want| wide_name(want, &mut board, &soft)));
    let roads = || {
        sheet.layers.iter().filter_map(|layer| match &layer.content {
            Content::Lines(LineRole::Road, lines) => Some(lines.as_slice()),
            _ => None,
        })
    };
    placed.extend(roads().flat_map(|lines| street::names(lines, view, sheet, true, &mut board)).collect::<Vec<_>>());
    placed.extend(narrow.iter().filter_map(|want| narrow_name(want, &mut board)));
    placed.extend(roads().flat_map(|lines| street::names(lines, view, sheet, false, &mut board)).collect::<Vec<_>>());
    placed
}

/// Lettering up to this order covers areas with lettering of their own.
const WIDE: u8 = 5;

fn wants<'a>(sheet: &'a MapSheet, view: &View) -> Vec<Want<'a>> {
    let mut wants = Vec::new();
    for layer in &sheet.layers {
        let Content::Areas(role, areas) = &layer.content else { continue };
        let named = areas.iter().filter(|area| !area.label.name.trim().is_empty());
        wants.extend(named.filter_map(|area| want(role, area, sheet, view)));
    }
    wants
}

fn want<'a>(role: &AreaRole, area: &'a Area, sheet: &MapSheet, view: &View) -> Option<Want<'a>> {
    let letters = role.letters_at(view.denominator());
    let polygons = view.visible(&area.shape);
    let largest =
        polygons.into_iter().max_by_key(|rings| rings.iter().map(|r| crate::path::doubled_area(r)).sum::<i64>())?;
    let (width, height) = text::block(&lines_of(area, true), letters.size, letters.spread);
    let room = Room::new(&largest, width, height)?;
    let needed = role.clearance(view.denominator());
    if room.places().first().is_none_or(|place| place.1 < needed) {
        return None;
    }
    let in_focus = room.best().is_some_and(|c| in_focus(sheet, view, c));
    in_focus.then_some(Want { class: role.id(), letters, area, room })
}

/// Whether a page position lies in the focus of the sheet.
fn in_focus(sheet: &MapSheet, view: &View, at: Coord<f64>) -> bool {
    use geo::Contains;
    let ground = coord! {
        x: view.ground.min().x + (at.x - view.frame.min().x) / view.scale,
        y: view.ground.max().y - (at.y - view.frame.min().y) / view.scale,
    };
    sheet.focus.as_ref().is_none_or(|focus| focus.contains(&ground))
}

fn lines_of(area: &Area, detail: bool) -> Vec<String> {
    let detail = Some(&area.label.detail).filter(|text| detail && !text.is_empty());
    std::iter::once(&area.label.name).chain(detail).cloned().collect()
}

fn best_box(want: &Want<'_>) -> Option<Rect<f64>> {
    let (width, height) = text::block(&lines_of(want.area, true), want.letters.size, want.letters.spread);
    want.room.best().map(|centre| board::centred(centre, width, height))
}

fn wide_name(want: &Want<'_>, board: &mut Board, soft: &Board) -> Option<Placed> {
    let lines = lines_of(want.area, true);
    let middle = (want.letters.size + want.letters.smallest) / 2.0;
    let mut best: Option<(f64, f64, Coord<f64>, Rect<f64>)> = None;
    for size in [want.letters.size, middle, want.letters.smallest] {
        let (width, height) = text::block(&lines, size, want.letters.spread);
        for (centre, clearance) in want.room.places() {
            let rect = board::centred(*centre, width, height);
            if clearance * want.letters.size / size < 0.42 || !board.is_free(&rect) {
                continue;
            }
            // Each covered label counts for more than the best place in the area.
            let cost = soft.overlaps(&rect) as f64 - (clearance * 0.5).min(0.9);
            if best.as_ref().is_none_or(|b| cost < b.0) {
                best = Some((cost, size, *centre, rect));
            }
        }
        if best.as_ref().is_some_and(|b| b.0 < 0.5) {
            break;
        }
    }
    let (_, size, centre, rect) = best?;
    let (class, letters, place) = (want.class, want.letters, Place::Centre(centre));
    Some(keep(board, Placed { class, letters, size, lines, place, boxes: vec![rect] }))
}

/// Takes the boxes of a text.
fn keep(board: &mut Board, placed: Placed) -> Placed {
    placed.boxes.iter().for_each(|rect| board.take(*rect));
    placed
}

fn narrow_name(want: &Want<'_>, board: &mut Board) -> Option<Placed> {
    let (large, small) = (want.letters.size, want.letters.smallest);
    let middle = (large + small) / 2.0;
    let tries = [
        (large, true, 0.5),
        (middle, true, 0.5),
        (small, true, 0.46),
        (large, false, 0.46),
        (small, false, 0.42),
        (small * 0.85, false, 0.3),
    ];
    let full = text::block(&lines_of(want.area, true), large, want.letters.spread);
    for (size, detail, need) in tries {
        let lines = lines_of(want.area, detail);
        let (width, height) = text::block(&lines, size, want.letters.spread);
        // Clearance is measured in parts of the full text's box.
        let share = (width / full.0).max(height / full.1);
        for (centre, clearance) in want.room.places() {
            let rect = board::centred(*centre, width, height);
            if *clearance >= need * share && board.is_free(&rect) {
                let (class, letters, place) = (want.class, want.letters, Place::Centre(*centre));
                return Some(keep(board, Placed { class, letters, size, lines, place, boxes: vec![rect] }));
            }
        }
    }
    None
}

/// Lettering beside a symbol: right, left, above, below.
fn beside(spot: &Spot, view: &View, board: &mut Board) -> Option<Placed> {
    let at = view.to_page(spot.at.0);
    if spot.name.trim().is_empty() || !crate::clip::inside(at, view.frame) {
        return None;
    }
    board.take(board::centred(at, 2.0 * SPOT, 2.0 * SPOT));
    let letters = Letters { bold: false, order: 0, ..AreaRole::Grid.letters() };
    let size = 2.1;
    let lines = vec![spot.name.clone()];
    let (width, height) = text::block(&lines, size, 0.0);
    let (dx, dy) = (SPOT + 0.4 + width / 2.0, SPOT + 0.3 + height / 2.0);
    let sides = [(dx, 0.0), (-dx, 0.0), (0.0, -dy), (0.0, dy), (dx, -dy), (dx, dy), (-dx, -dy), (-dx, dy)];
    let centres = sides.map(|(x, y)| at + coord! { x: x, y: y });
    let (centre, rect) =
        centres.iter().map(|c| (*c, board::centred(*c, width, height))).find(|(_, rect)| board.is_free(rect))?;
    let place = Place::Centre(centre);
    Some(keep(board, Placed { class: "spot", letters, size, lines, place, boxes: vec![rect] }))
}

/// Millimetres of dots, for the modules below.
fn positions(line: &[Dot]) -> Vec<Coord<f64>> {
    let position = |dot: &Dot| {
        let (x, y) = crate::path::millimetres(*dot);
        coord! { x: x, y: y }
    };
    line.iter().map(position).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feature::{Layer, Line, RoadClass};
    use crate::page::Page;
    use geo_types::{LineString, MultiPolygon};
    use proptest::prelude::*;

    fn board_of(cells: &[(f64, f64, f64, f64)]) -> Vec<Area> {
        let area = |(i, (x, y, w, h)): (usize, &(f64, f64, f64, f64))| {
            let shape = Rect::new((*x, *y), (x + w, y + h)).to_polygon();
            Area::new(i.to_string(), MultiPolygon::from(shape)).labelled(format!("{i:02}"), "412户")
        };
        cells.iter().enumerate().map(area).collect()
    }

    fn overlap(a: &Rect<f64>, b: &Rect<f64>) -> bool {
        a.min().x < b.max().x && b.min().x < a.max().x && a.min().y < b.max().y && b.min().y < a.max().y
    }

    fn check(sheet: &MapSheet) -> usize {
        let frame = Rect::new((20.0, 20.0), (320.0, 280.0));
        let view = View::fit(sheet.extent, frame, true);
        let placed = place(sheet, &view, &[]);
        for (i, text) in placed.iter().enumerate() {
            for rect in &text.boxes {
                assert!(crate::clip::inside(rect.min(), frame) && crate::clip::inside(rect.max(), frame), "{text:?}");
                let other = placed[..i].iter().find(|other| other.boxes.iter().any(|b| overlap(rect, b)));
                assert!(other.is_none(), "{text:?} lies on {other:?}");
            }
        }
        placed.len()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]

        /// Whatever overlaps on the ground, lettering does not.
        #[test]
        fn no_text_lies_on_another(
            cells in prop::collection::vec((0.0..2000.0f64, 0.0..2000.0f64, 5.0..400.0f64, 5.0..400.0f64), 0..60),
            roads in prop::collection::vec(((0.0..2000.0f64, 0.0..2000.0f64), (0.0..2000.0f64, 0.0..2000.0f64)), 0..12),
        ) {
            let mut sheet = MapSheet::new("", Page::A3Landscape);
            sheet.extent = Some(Rect::new((0.0, 0.0), (2200.0, 2000.0)));
            let roads = roads.iter().enumerate().map(|(i, (a, b))| Line {
                name: if i % 3 == 0 { "Lighthouse Road".into() } else { "海棠街".into() },
                shape: LineString::from(vec![*a, *b]),
                class: RoadClass::ALL[i % 5],
            });
            let areas = board_of(&cells);
            let communities = areas.iter().step_by(7).cloned().map(|area| area.labelled("听松社区", "")).collect();
            sheet.layers = vec![
                Layer::areas(AreaRole::Grid, areas),
                Layer::lines(LineRole::Road, roads.collect()),
                Layer::areas(AreaRole::Community, communities),
            ];
            check(&sheet);
        }
    }

    #[test]
    fn every_roomy_grid_has_its_lettering() {
        let cells: Vec<_> =
            (0..100).map(|i| (f64::from(i % 10) * 200.0, f64::from(i / 10) * 200.0, 200.0, 200.0)).collect();
        let mut sheet = MapSheet::new("", Page::A3Landscape);
        sheet.extent = Some(Rect::new((0.0, 0.0), (2000.0, 2000.0)));
        sheet.layers = vec![Layer::areas(AreaRole::Grid, board_of(&cells))];
        assert_eq!(check(&sheet), 100);
    }
}
