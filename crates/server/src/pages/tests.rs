//! Every page for every role, asked of the handlers themselves.

#[path = "../../tests/quarter/mod.rs"]
mod quarter;
#[path = "../../tests/quarter/wellformed.rs"]
mod wellformed;

use std::collections::BTreeMap;

use model::Level;
use tempfile::TempDir;

use crate::access::{Reader, Role};
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::config::Config;
use crate::problem::Problem;
use quarter::{CHANGED, PHONE};

type Handler = fn(&App, &Asked) -> Result<Answer, Problem>;

/// A page: handler, parts of the path, parameters.
type Visit = (Handler, &'static [(&'static str, &'static str)], &'static [(&'static str, &'static str)]);

const PAGES: &[Visit] = &[
    (super::home, &[], &[]),
    (super::place, &[("level", "district"), ("id", "D1")], &[]),
    (super::place, &[("level", "subdistrict"), ("id", "S1")], &[]),
    (super::place, &[("level", "community"), ("id", "C1")], &[]),
    (super::place, &[("level", "grid"), ("id", "1")], &[]),
    (super::place, &[("level", "grid"), ("id", "G2")], &[]),
    (super::place, &[("level", "grid"), ("id", "3")], &[("date", "2024-06-01")]),
    (super::place, &[("level", "courtyard"), ("id", "Y1")], &[]),
    (super::place, &[("level", "courtyard"), ("id", "Y2")], &[("date", "2024-06-01")]),
    (super::place, &[("level", "building"), ("id", "B1")], &[]),
    (super::short, &[("code", "grid:3")], &[]),
    (super::near, &[], &[]),
    (super::near, &[], &[("at", "120.3338,36.0553")]),
    (super::coverage, &[], &[]),
    (super::coverage, &[], &[("street", "S1")]),
    (super::figure, &[("figure", "committee-open")], &[]),
    (super::figure, &[("figure", "committee-open")], &[("street", "S1"), ("by", "community")]),
    (super::figure, &[("figure", "worker-grids")], &[]),
    (super::packs, &[], &[]),
    (super::pack, &[("name", "2025 Q2/季报")], &[]),
    (super::notice, &[("code", "Y1")], &[]),
    (super::notice, &[("code", "grid:1")], &[]),
];

struct Rig {
    _folder: TempDir,
    app: App,
}

impl Rig {
    fn new() -> Self {
        let folder = quarter::record();
        let app = App::open(Config::of(folder.path())).expect("the record opens");
        Rig { _folder: folder, app }
    }

    fn visit(&self, (handler, parts, query): Visit, reader: &Reader, language: &str) -> Result<String, Problem> {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let mut query: Vec<(String, String)> = query.iter().map(owned).collect();
        query.push(("lang".to_owned(), language.to_owned()));
        let parts: BTreeMap<String, String> = parts.iter().map(owned).collect();
        let base = "https://grids.example.cn".to_owned();
        let asked = Asked { parts, query, path: "/".to_owned(), base, reader: reader.clone(), ..Asked::default() };
        let answer = handler(&self.app, &asked)?;
        assert_eq!(answer.media_type.split(';').next(), Some("text/html"), "{parts:?}", parts = asked.parts);
        Ok(String::from_utf8(answer.body).expect("UTF-8"))
    }

    fn card(&self, level: &'static str, id: &'static str, reader: &Reader) -> String {
        let parts: &'static [(&str, &str)] = Box::leak(Box::new([("level", level), ("id", id)]));
        self.visit((super::place, parts, &[]), reader, "zh").expect("a card")
    }
}

fn reader(role: Role, areas: &[(Level, &str)]) -> Reader {
    let account = (role != Role::Public).then(|| role.id().to_owned());
    Reader { account, role, areas: areas.iter().map(|(level, code)| quarter::key(*level, code)).collect() }
}

#[test]
fn every_page_answers_every_role_in_both_languages() {
    let rig = Rig::new();
    for &page in PAGES {
        for role in Role::ALL {
            for language in ["zh", "en"] {
                let text = match rig.visit(page, &reader(*role, &[]), language) {
                    Ok(text) => text,
                    Err(problem) => panic!("{:?} {:?} {}: {problem:?}", page.1, page.2, role.id()),
                };
                wellformed::check(&text);
                assert!(text.len() < 60_000, "{:?}: {} bytes", page.1, text.len());
                let sees = matches!(role, Role::Planner | Role::StreetCadre | Role::GridWorker);
                assert!(sees || !text.contains(PHONE), "{:?} shows a number to {}", page.1, role.id());
            }
        }
    }
}

#[test]
fn a_number_is_whole_only_in_the_own_area() {
    let rig = Rig::new();
    let check = |role, areas: &[(Level, &str)], whole: bool, masked: bool| {
        let text = rig.card("grid", "1", &reader(role, areas));
        assert_eq!(text.contains(&format!("tel:{PHONE}")), whole, "{role:?} {areas:?}");
        assert_eq!(text.contains("199****1234"), masked, "{role:?} {areas:?}");
        // The district says that numbers of property companies are public.
        assert!(text.contains("tel:053200001111"), "{role:?}");
    };
    check(Role::Planner, &[], true, false);
    check(Role::GridWorker, &[(Level::Grid, "G1")], true, false);
    check(Role::GridWorker, &[(Level::Grid, "G2")], false, true);
    check(Role::StreetCadre, &[(Level::Subdistrict, "S1")], true, false);
    check(Role::Leader, &[], false, true);
    check(Role::Public, &[], false, false);
    check(Role::Auditor, &[], false, false);
}

#[test]
fn names_are_whole_for_those_who_may() {
    let rig = Rig::new();
    let check = |role, expect: &str, hidden: &[&str]| {
        let text = rig.card("grid", "1", &reader(role, &[]));
        assert!(text.contains(expect), "{role:?} {expect}");
        assert!(hidden.iter().all(|name| !text.contains(name)), "{role:?}");
    };
    check(Role::Leader, "郑子丑", &["郑**"]);
    check(Role::Public, "郑**", &["郑子丑"]);
    check(Role::SystemAdministrator, "有人在岗", &["郑子丑", "郑**"]);
}

#[test]
fn a_vacancy_is_said_with_who_was_there() {
    let rig = Rig::new();
    let leader = reader(Role::Leader, &[]);
    let text = rig.card("grid", "2", &leader);
    assert!(text.contains("空缺") && text.contains("此前：卫寅卯，至 2025-06-30"), "{text}");
    let english = rig.visit((super::place, &[("level", "courtyard"), ("id", "Y2")], &[]), &leader, "en");
    assert!(english.expect("a card").contains("Vacant"));
    let before = rig.visit((super::place, &[("level", "grid"), ("id", "2")], &[("date", "2025-06-30")]), &leader, "zh");
    let before = before.expect("a card");
    assert!(before.contains("卫寅卯") && before.contains("您看的是 2025-06-30"), "the day before the change");
}

#[test]
fn history_tells_which_grid_and_which_code() {
    let rig = Rig::new();
    let yard = rig.card("courtyard", "Y2", &Reader::default());
    assert!(yard.contains("划入 榆泉第2网格") && yard.contains("划入 榆泉第1网格"), "{yard}");
    assert!(!yard.contains("划出"), "moving on is one event");
    let grid = rig.card("grid", "1", &Reader::default());
    assert!(grid.contains("编码由 G-1-OLD 改为 G1") && grid.contains(&CHANGED.to_string()));
}

#[test]
fn a_printed_code_leads_on() {
    let rig = Rig::new();
    let check = |code: &str, expect: Option<&str>| {
        let parts = BTreeMap::from([("code".to_owned(), code.to_owned())]);
        let answer = super::short(&rig.app, &Asked { parts, ..Asked::default() });
        let to = answer.ok().map(|answer| {
            let location = answer.headers.iter().find(|(name, _)| *name == "location").map(|(_, to)| to.clone());
            location.unwrap_or_else(|| format!("{} page", answer.status))
        });
        assert_eq!(to.as_deref(), expect, "{code}");
    };
    check("Y1", Some("/place/courtyard/Y1"));
    check("grid:1", Some("/place/grid/1"));
    check("G1", Some("/place/grid/1"));
    check("G-1-OLD", Some("/place/grid/1"));
    check("grid:3", Some("200 page"));
    check("nothing", None);
    let heirs = rig.visit((super::short, &[("code", "grid:3")], &[]), &Reader::default(), "zh").expect("a page");
    assert!(heirs.contains("榆泉第2网格"), "what lies there now: {heirs}");
}

#[test]
fn near_offers_and_does_not_choose() {
    let rig = Rig::new();
    let spot = |at: &'static str| {
        let query: &'static [(&str, &str)] = Box::leak(Box::new([("at", at)]));
        rig.visit((super::near, &[], query), &Reader::default(), "zh")
    };
    let lonlat = {
        let view = rig.app.view(store::AsOf::day(rig.app.today())).expect("a view");
        let yard = view.view.places().by_id("courtyard:Y1").expect("the courtyard");
        let [west, south, east, north] = store::bounds(view.lonlat(yard).expect("a shape")).expect("a box");
        format!("{:.6},{:.6}", f64::midpoint(west, east), f64::midpoint(south, north))
    };
    let text = spot(Box::leak(lonlat.into_boxed_str())).expect("a page");
    let (here, other) = (text.find("安庆里").expect("the courtyard"), text.find("平安里").expect("the other"));
    assert!(here < other && text.contains("就在这里"), "the nearest first, the others too");
    assert!(spot("1,2").expect("a page").contains("没有在册"));
    assert!(spot("x").is_err() && spot("500,500").is_err());
}

#[test]
fn from_figure_to_place_in_three_taps() {
    let rig = Rig::new();
    let overview = rig.visit((super::coverage, &[], &[]), &Reader::default(), "zh").expect("a page");
    assert!(overview.contains("href=\"/coverage/committee-open?lang=zh\""), "{overview}");
    let figure = rig.visit((super::figure, &[("figure", "committee-open")], &[]), &Reader::default(), "zh");
    let figure = figure.expect("a page");
    assert!(figure.contains("href=\"/place/grid/1?lang=zh\"") && figure.contains("未知 2"), "{figure}");
    let missing = rig.visit((super::figure, &[("figure", "none")], &[]), &Reader::default(), "zh");
    let street =
        rig.visit((super::figure, &[("figure", "committee-open")], &[("street", "none")]), &Reader::default(), "zh");
    assert!(missing.is_err() && street.is_err());
}

#[test]
fn a_sheet_shows_no_number_but_open_ones() {
    let rig = Rig::new();
    let text = rig.visit((super::notice, &[("code", "Y1")], &[]), &reader(Role::Planner, &[]), "zh").expect("a sheet");
    assert!(text.contains("郑子丑") && text.contains("053200001111") && !text.contains(PHONE));
    assert!(text.contains("https://grids.example.cn/p/Y1"));
}
