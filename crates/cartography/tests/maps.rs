//! Maps as a reader of the file sees them: the text is parsed again and its content checked.

use std::collections::BTreeMap;

use cartography::{
    Area, AreaRole, Classes, Content, DrawError, Fonts, Furniture, Layer, Line, LineRole, MapSheet, Page, Review,
    RoadClass, fontdb, png, svg,
};
use geo::coordinate_position::CoordPos;
use geo::dimensions::Dimensions;
use geo::{BoundingRect, Relate};
use geo_types::{LineString, MultiPolygon, Point, Polygon, Rect};
use resvg::usvg;
use resvg::usvg::roxmltree::{Document, Node};
use words::Language;

mod quarter;

const PAGES: [Page; 5] = [
    Page::A3Landscape,
    Page::A3Portrait,
    Page::A4Landscape,
    Page::A4Portrait,
    Page::Pixels { width: 900, height: 600 },
];

fn by_class<'a>(document: &'a Document<'a>, class: &str) -> Vec<Node<'a, 'a>> {
    document.descendants().filter(|node| node.attribute("class") == Some(class)).collect()
}

/// What holds for every map: it parses as XML and as SVG, twice drawn it is the same, no number is none.
fn check(sheet: &MapSheet) -> String {
    let text = svg(sheet);
    assert_eq!(text, svg(sheet));
    let document = Document::parse(&text).expect("well-formed XML");
    usvg::Tree::from_str(&text, &usvg::Options::default()).expect("an SVG document");
    let ids: Vec<&str> = document.descendants().filter_map(|node| node.attribute("id")).collect();
    assert_eq!(ids.iter().collect::<std::collections::BTreeSet<_>>().len(), ids.len(), "ids occur once");
    for attribute in document.descendants().flat_map(|node| node.attributes().collect::<Vec<_>>()) {
        let value = attribute.value();
        assert!(!value.contains("NaN") && !value.contains("inf"), "{}={value}", attribute.name());
        if let Some(id) = value.strip_prefix("url(#").and_then(|rest| rest.strip_suffix(')')) {
            assert!(ids.contains(&id), "{id} is defined");
        }
    }
    text
}

#[test]
fn every_page_size_gives_a_map() {
    for page in PAGES {
        for furniture in [Furniture::Full, Furniture::Bare] {
            for language in [Language::Chinese, Language::English] {
                let sheet = MapSheet { furniture, language, ..quarter::sheet(page) };
                check(&sheet);
            }
        }
    }
}

#[test]
fn all_grids_are_drawn_and_neighbours_differ() {
    let text = check(&quarter::sheet(Page::A3Landscape));
    let document = Document::parse(&text).expect("XML");
    let paths =
        by_class(&document, "grid").into_iter().flat_map(|group| group.children()).filter(|n| n.has_tag_name("path"));
    let fills: BTreeMap<&str, &str> =
        paths.filter_map(|path| Some((path.attribute("data-code")?, path.attribute("fill")?))).collect();
    let grids = quarter::grids();
    assert_eq!(fills.len(), grids.len());
    let mut borders = 0;
    for (i, a) in grids.iter().enumerate() {
        for b in &grids[..i] {
            let relation = a.shape.relate(&b.shape);
            if relation.get(CoordPos::OnBoundary, CoordPos::OnBoundary) == Dimensions::OneDimensional {
                borders += 1;
                assert_ne!(fills[a.code.as_str()], fills[b.code.as_str()], "{} and {}", a.code, b.code);
            }
        }
    }
    assert!(borders > grids.len(), "the quarter has neighbours: {borders}");
}

#[test]
fn a_grid_speaks() {
    let text = check(&quarter::sheet(Page::A3Landscape));
    let document = Document::parse(&text).expect("XML");
    let root = document.root_element();
    assert_eq!(root.attribute("lang"), Some("zh-CN"));
    let about = root.children().find(|node| node.has_tag_name("desc")).and_then(|node| node.text()).unwrap_or_default();
    assert!(about.contains("网格 205") && about.contains("内部使用") && about.contains("虚构数据"), "{about}");
    let grid =
        document.descendants().find(|n| n.attribute("data-code") == Some("37029900101")).expect("the first grid");
    let hover = grid.children().find(|node| node.has_tag_name("title")).and_then(|node| node.text());
    assert_eq!(hover.map(|text| text.starts_with("网格 37029900101：")), Some(true));
}

#[test]
fn nothing_and_odd_input_make_a_map() {
    let mut sheet = MapSheet::new("", Page::A4Portrait);
    check(&sheet);
    sheet.layers = vec![Layer::areas(AreaRole::Grid, Vec::new()), Layer::lines(LineRole::Road, Vec::new())];
    check(&sheet);
    let ring = |points: &[(f64, f64)]| MultiPolygon::from(Polygon::new(LineString::from(points.to_vec()), Vec::new()));
    let odd = [
        ring(&[]),
        ring(&[(0.0, 0.0)]),
        ring(&[(0.0, 0.0), (1.0, 1.0)]),
        ring(&[(f64::NAN, 0.0), (1.0, 1.0), (0.0, 1.0)]),
        ring(&[(f64::INFINITY, 0.0), (1.0, 1.0), (0.0, 1.0)]),
        ring(&[(1e300, -1e300), (1.0, 1.0), (-1e300, 1e300)]),
        ring(&[(0.0, 0.0), (90.0, 90.0), (90.0, 0.0), (0.0, 90.0)]),
    ];
    let roles = [AreaRole::Sea, AreaRole::Grid, AreaRole::Choropleth(Classes::at(&[1.0], "")), AreaRole::District];
    for role in roles {
        let area =
            |shape: &MultiPolygon<f64>| Area::new("<&\">\u{0}", shape.clone()).labelled("\u{1f600} <b>", "\u{b}");
        sheet.layers = vec![Layer::areas(role, odd.iter().map(area).collect())];
        sheet.focus = Some(odd[6].clone());
        check(&sheet);
    }
    let line =
        Line {
            name: "观澜路".into(), shape: LineString::from(vec![(0.0, 0.0), (0.0, 0.0)]), class: RoadClass::Main
        };
    sheet.layers = vec![Layer::lines(LineRole::Road, vec![line])];
    check(&sheet);
}

/// One square kilometre of four grids at 1:5 000: every figure of the drawing can be reckoned by hand.
#[test]
fn a_small_map_is_drawn_to_scale() {
    let cell = |i: u32| {
        let (x, y) = (f64::from(i % 2) * 500.0, f64::from(i / 2) * 500.0);
        Area::new(format!("G{i}"), Rect::new((x, y), (x + 500.0, y + 500.0)).to_polygon().into())
    };
    let mut sheet = MapSheet::new("四网格", Page::A3Landscape);
    sheet.layers = vec![Layer::areas(AreaRole::Grid, (0..4).map(cell).collect())];
    sheet.notes.review = Review::Number("鲁S(2026)000号".into());
    let text = check(&sheet);
    let document = Document::parse(&text).expect("XML");
    let grids = by_class(&document, "grid");
    let sizes: Vec<String> = grids[0]
        .children()
        .filter_map(|path| path.attribute("d"))
        .map(|data| data.split_once('l').map(|(_, steps)| steps.to_owned()).unwrap_or_default())
        .collect();
    assert_eq!(sizes.len(), 4);
    // 500 m are 100 mm; a ring starts at its least dot and runs clockwise.
    assert!(sizes.iter().all(|steps| steps == "100 0 0 100-100 0z"), "{sizes:?}");
    let fraction = document.descendants().filter_map(|node| node.text()).find(|text| text.starts_with("1:"));
    assert_eq!(fraction, Some("1:5\u{2009}000"));
    // The inner borders stand once each: a cross of four arms, and an outline around it in four corners.
    let border = by_class(&document, "boundary-grid");
    let data = border[0].first_element_child().and_then(|path| path.attribute("d")).unwrap_or_default();
    assert_eq!(data.matches('M').count(), 8, "{data}");
    assert!(text.contains("审图号 鲁S(2026)000号") && !text.contains("内部使用"));
}

#[test]
fn a_choropleth_counts_its_classes() {
    let mut sheet = quarter::sheet(Page::A3Landscape);
    let mut known = 0;
    for layer in &mut sheet.layers {
        if let Content::Areas(role @ AreaRole::Grid, grids) = &mut layer.content {
            known = grids.iter().filter(|grid| grid.value.is_some()).count();
            *role = AreaRole::Choropleth(Classes::at(&[300.0, 450.0], " 户"));
        }
    }
    let text = check(&sheet);
    let document = Document::parse(&text).expect("XML");
    let legend = by_class(&document, "legend")[0];
    let texts: Vec<&str> = legend.descendants().filter(|n| n.has_tag_name("text")).filter_map(|n| n.text()).collect();
    let count_after = |caption: &str| {
        let at = texts.iter().position(|text| *text == caption).expect("a caption");
        texts[at + 1..].iter().find_map(|text| text.parse::<usize>().ok()).expect("a count")
    };
    let classes = ["< 300 户", "300–450 户", "≥ 450 户"].map(count_after);
    assert_eq!(classes.iter().sum::<usize>(), known);
    assert_eq!(count_after("情况不明"), 205 - known);
    assert!(classes.iter().all(|count| *count > 0));
}

fn system_fonts() -> Option<Fonts> {
    let mut database = fontdb::Database::new();
    database.load_system_fonts();
    Fonts::from_database(database).ok()
}

/// The ink of all upright texts, page units.
fn upright_texts(group: &usvg::Group, found: &mut Vec<(String, Rect<f64>)>) {
    for node in group.children() {
        match node {
            usvg::Node::Group(group) => upright_texts(group, found),
            usvg::Node::Text(text) => {
                let plain = text.rotate().iter().all(|turn| *turn == 0.0) && !text.abs_transform().has_skew();
                let ink = text.flattened().abs_bounding_box();
                let content: String = text.chunks().iter().map(|chunk| chunk.text()).collect();
                let at = |x: f32, y: f32| (f64::from(x), f64::from(y));
                if plain {
                    found.push((content, Rect::new(at(ink.left(), ink.top()), at(ink.right(), ink.bottom()))));
                }
            }
            _ => {}
        }
    }
}

#[test]
#[allow(clippy::print_stderr)]
fn set_in_real_letters_no_text_lies_on_another() {
    let Some(fonts) = system_fonts() else {
        eprintln!("skipped: no font with Chinese letters is installed");
        return;
    };
    for page in PAGES {
        let text = svg(&quarter::sheet(page));
        let mut database = fontdb::Database::new();
        database.load_system_fonts();
        database.set_sans_serif_family(fonts.family());
        let options = usvg::Options { fontdb: database.into(), ..usvg::Options::default() };
        let tree = usvg::Tree::from_str(&text, &options).expect("SVG");
        let mut texts = Vec::new();
        upright_texts(tree.root(), &mut texts);
        assert!(texts.len() > 100, "{page:?}: {} texts", texts.len());
        for (i, (a, p)) in texts.iter().enumerate() {
            for (b, q) in &texts[..i] {
                let (wide, high) = (
                    p.max().x.min(q.max().x) - p.min().x.max(q.min().x),
                    p.max().y.min(q.max().y) - p.min().y.max(q.min().y),
                );
                assert!(wide <= 0.0 || high <= 0.0, "{page:?}: {a} lies on {b}: {p:?} {q:?}");
            }
        }
    }
}

#[test]
#[allow(clippy::print_stderr)]
fn a_picture_has_the_size_asked_for() {
    let Some(fonts) = system_fonts() else {
        eprintln!("skipped: no font with Chinese letters is installed");
        return;
    };
    let text = svg(&quarter::sheet(Page::A4Landscape));
    let picture = png(&text, 594, &fonts).expect("a picture");
    assert_eq!(&picture[..8], b"\x89PNG\r\n\x1a\n");
    let side = |at: usize| u32::from_be_bytes([picture[at], picture[at + 1], picture[at + 2], picture[at + 3]]);
    assert_eq!((side(16), side(20)), (594, 420));
    assert!(matches!(png("no svg", 100, &fonts), Err(DrawError::Svg(_))));
    assert!(matches!(png(&text, 0, &fonts), Err(DrawError::Size { .. })));
    assert!(matches!(png(&text, 30_000, &fonts), Err(DrawError::Size { .. })));
}

#[test]
fn without_chinese_letters_the_error_names_a_package() {
    let error = Fonts::from_bytes([b"no font".to_vec()]).expect_err("there is no font");
    assert!(error.to_string().contains("fonts-noto-cjk"), "{error}");
}

#[test]
fn the_focus_alone_has_lettering() {
    let mut sheet = quarter::sheet(Page::A3Landscape);
    let focus = sheet.inset.as_ref().map(|inset| inset.areas[0].shape.clone()).expect("two streets");
    sheet.focus = Some(focus);
    let text = check(&sheet);
    assert!(text.contains(">观海街道<") && !text.contains(">灯塔街道<"));
    assert!(
        sheet
            .layers
            .iter()
            .any(|layer| matches!(&layer.content, Content::Spots(spots) if spots[0].at != Point::new(0.0, 0.0)))
    );
}

/// The same quarter on a sheet of a whole district: what is too fine is left out, names by their rank.
#[test]
fn small_scales_leave_out_what_is_too_fine() {
    let mut sheet = quarter::sheet(Page::A3Landscape);
    let classes = |text: &str| {
        let document = Document::parse(text).expect("XML");
        let found = ["courtyard", "building", "road", "grid", "sea"].map(|class| by_class(&document, class).len());
        let legend = by_class(&document, "legend")[0];
        let courtyards = legend.descendants().any(|node| node.text() == Some("楼院"));
        (found, courtyards, text.contains("-fade-"))
    };
    let near = classes(&check(&sheet));
    assert_eq!((near.0, near.1), ([1, 1, 1, 1, 1], true));
    let bounds = quarter::grids().iter().filter_map(|grid| grid.shape.bounding_rect()).collect::<Vec<_>>();
    let (x, y) = (bounds[0].min().x, bounds[0].min().y);
    sheet.extent = Some(Rect::new((x - 4950.0, y - 1800.0), (x + 4950.0, y + 1800.0)));
    for layer in &mut sheet.layers {
        if let Content::Areas(AreaRole::Sea, seas) = &mut layer.content {
            seas[0].shape = Rect::new((x - 4000.0, y - 1500.0), (x + 4000.0, y)).to_polygon().into();
        }
    }
    let text = check(&sheet);
    assert_eq!(classes(&text), ([0, 0, 1, 1, 1], false, true), "the sea ends inside the frame and fades");
    assert!(text.contains(">1:25\u{2009}000<"));
    let roads = sheet.layers.iter().flat_map(|layer| match &layer.content {
        Content::Lines(LineRole::Road, lines) => lines.as_slice(),
        _ => &[],
    });
    let main: Vec<&str> = roads.filter(|road| road.class == RoadClass::Main).map(|road| road.name.as_str()).collect();
    let document = Document::parse(&text).expect("XML");
    let named = by_class(&document, "lettering-road");
    let names: Vec<&str> = named.iter().flat_map(|g| g.descendants()).filter_map(|n| n.text()).map(str::trim).collect();
    assert!(names.iter().all(|name| name.is_empty() || main.contains(name)), "{names:?}");
}
