//! Shapes on the page: hundredths of a millimetre, without vertices that nobody can see, written as path data.

use std::fmt::Write;

use geo_types::Coord;

/// A point of the page in hundredths of a millimetre.
pub(crate) type Dot = [i32; 2];

/// Vertices nearer than this to the line without them are left out: 0.03 mm, half a dot at 400 dpi.
const TOLERANCE: f64 = 3.0;

/// The dots of a line, repeated ones left out.
pub(crate) fn dots(line: &[Coord<f64>]) -> Vec<Dot> {
    let mut dots: Vec<Dot> = line.iter().map(|c| dot(*c)).collect();
    dots.dedup();
    dots
}

/// The dot at a page position.
pub(crate) fn dot(c: Coord<f64>) -> Dot {
    [(c.x * 100.0).round() as i32, (c.y * 100.0).round() as i32]
}

/// The page position of a dot, mm.
pub(crate) fn millimetres(dot: Dot) -> (f64, f64) {
    (f64::from(dot[0]) / 100.0, f64::from(dot[1]) / 100.0)
}

/// The dots of a ring, open (the first is not repeated), outer rings clockwise on the page and holes against it;
/// `None` when nothing of it can be seen.
pub(crate) fn ring_of(line: &[Coord<f64>], outer: bool) -> Option<Vec<Dot>> {
    let mut ring = dots(line);
    while ring.len() > 1 && ring.first() == ring.last() {
        ring.pop();
    }
    let area = doubled_area(&ring);
    if ring.len() < 3 || area == 0 {
        return None;
    }
    if (area > 0) != outer {
        ring.reverse();
    }
    Some(ring)
}

/// Twice the signed area of a ring in square hundredths; positive is clockwise as seen, since y runs down.
pub(crate) fn doubled_area(ring: &[Dot]) -> i64 {
    let next = ring.iter().cycle().skip(1);
    let cross = |(a, b): (&Dot, &Dot)| i64::from(a[0]) * i64::from(b[1]) - i64::from(b[0]) * i64::from(a[1]);
    ring.iter().zip(next).map(cross).sum()
}

/// A line with fewer vertices (Douglas and Peucker 1973); its ends stay.
pub(crate) fn simplified(line: &[Dot]) -> Vec<Dot> {
    if line.len() < 3 {
        return line.to_vec();
    }
    let mut keep = vec![false; line.len()];
    keep[0] = true;
    keep[line.len() - 1] = true;
    let mut spans = vec![(0, line.len() - 1)];
    while let Some((from, to)) = spans.pop() {
        let far = (from + 1..to).map(|i| (distance(line[i], line[from], line[to]), i));
        // The first of equally far vertices, so that the result does not depend on the platform.
        let far = far.fold((0.0, from), |best, this| if this.0 > best.0 { this } else { best });
        if far.0 > TOLERANCE {
            keep[far.1] = true;
            spans.extend([(from, far.1), (far.1, to)]);
        }
    }
    line.iter().zip(keep).filter(|(_, keep)| *keep).map(|(dot, _)| *dot).collect()
}

/// A ring with fewer vertices, or `None` when it is too small to be seen.
pub(crate) fn simplified_ring(ring: &[Dot]) -> Option<Vec<Dot>> {
    // Two far vertices stay, so that the result does not depend on where the ring starts.
    let start = (0..ring.len()).min_by_key(|i| ring[*i])?;
    let far = (0..ring.len()).max_by_key(|i| (ring[*i], usize::MAX - *i))?;
    let turn = |from: usize, to: usize| {
        let count = (to + ring.len() - from) % ring.len();
        (0..=count).map(|i| ring[(from + i) % ring.len()]).collect::<Vec<Dot>>()
    };
    let mut simple = simplified(&turn(start, far));
    simple.pop();
    simple.extend(simplified(&turn(far, start)));
    simple.pop();
    (simple.len() > 2 && doubled_area(&simple).abs() > 60).then_some(simple)
}

/// Distance of a dot from a segment, hundredths of a millimetre.
pub(crate) fn distance(p: Dot, a: Dot, b: Dot) -> f64 {
    let v = |from: Dot, to: Dot| (f64::from(to[0]) - f64::from(from[0]), f64::from(to[1]) - f64::from(from[1]));
    let ((abx, aby), (apx, apy)) = (v(a, b), v(a, p));
    let square = abx * abx + aby * aby;
    let t = if square > 0.0 { ((apx * abx + apy * aby) / square).clamp(0.0, 1.0) } else { 0.0 };
    (apx - t * abx).hypot(apy - t * aby)
}

/// Path data of closed rings, simplified; empty when nothing can be seen.
pub(crate) fn closed(rings: &[Vec<Dot>]) -> String {
    let mut data = String::new();
    for ring in rings.iter().filter_map(|ring| simplified_ring(ring)) {
        write_line(&mut data, &ring);
        data.push('z');
    }
    data
}

/// Path data of open lines, simplified.
pub(crate) fn open(lines: &[Vec<Dot>]) -> String {
    let mut data = String::new();
    for line in lines {
        let line = simplified(line);
        if line.len() > 1 {
            write_line(&mut data, &line);
            if line.first() == line.last() {
                data.push('z');
            }
        }
    }
    data
}

fn write_line(data: &mut String, line: &[Dot]) {
    let mut last = line[0];
    data.push('M');
    write_pair(data, last);
    data.push('l');
    for (i, dot) in line.iter().enumerate().skip(1) {
        let step = [dot[0].saturating_sub(last[0]), dot[1].saturating_sub(last[1])];
        if i > 1 && step[0] >= 0 {
            data.push(' ');
        }
        write_pair(data, step);
        last = *dot;
    }
}

fn write_pair(data: &mut String, [x, y]: Dot) {
    write_number(data, x);
    if y >= 0 {
        data.push(' ');
    }
    write_number(data, y);
}

/// A number of hundredths as a short decimal: 1250 is `12.5`, -7 is `-.07`.
pub(crate) fn write_number(text: &mut String, hundredths: i32) {
    if hundredths < 0 {
        text.push('-');
    }
    let (whole, part) = (hundredths.unsigned_abs() / 100, hundredths.unsigned_abs() % 100);
    // Writing to a string cannot fail.
    let _ = match (whole, part) {
        (whole, 0) => write!(text, "{whole}"),
        (0, part) if part % 10 == 0 => write!(text, ".{}", part / 10),
        (0, part) => write!(text, ".{part:02}"),
        (whole, part) if part % 10 == 0 => write!(text, "{whole}.{}", part / 10),
        (whole, part) => write!(text, "{whole}.{part:02}"),
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_short() {
        let check = |hundredths, expect: &str| {
            let mut text = String::new();
            write_number(&mut text, hundredths);
            assert_eq!(text, expect);
        };
        check(0, "0");
        check(1250, "12.5");
        check(-7, "-.07");
        check(50, ".5");
        check(-1203, "-12.03");
        check(i32::MIN, "-21474836.48");
    }

    #[test]
    fn a_square_is_four_steps() {
        let square = vec![[0, 0], [1000, 0], [1000, 500], [1000, 1000], [0, 1000]];
        assert_eq!(closed(&[square]), "M0 0l10 0 0 10-10 0z");
    }

    #[test]
    fn what_cannot_be_seen_is_left_out() {
        assert_eq!(closed(&[vec![[0, 0], [3, 0], [3, 3]]]), "");
        assert_eq!(open(&[vec![[5, 5]]]), "");
        assert_eq!(open(&[vec![[0, 0], [100, 1], [200, 0]]]), "M0 0l2 0");
    }

    proptest! {
        #[test]
        fn no_vertex_is_farther_than_the_tolerance(
            line in prop::collection::vec((0..5000i32, 0..5000i32), 2..60),
        ) {
            let line: Vec<Dot> = line.into_iter().map(|(x, y)| [x, y]).collect();
            let simple = simplified(&line);
            let near = |dot: &Dot| simple.windows(2).map(|s| distance(*dot, s[0], s[1])).fold(f64::MAX, f64::min);
            prop_assert!(line.iter().all(|dot| near(dot) <= TOLERANCE));
        }
    }
}
