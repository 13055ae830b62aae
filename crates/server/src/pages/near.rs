//! What is near: the nearest candidates are offered, none is taken.

use geo::{Distance, Euclidean};
use geo_types::Point;
use maud::{Markup, html};
use model::Level;
use registry::Place;

use super::assets::near_address;
use super::page::Page;
use super::place::choices;
use crate::answer::Answer;
use crate::app::App;
use crate::asked::{Asked, lonlat};
use crate::dressed::Dressed;
use crate::html;
use crate::problem::Problem;

/// Candidates that are offered of courtyards and the like, and of buildings.
const OFFERED: usize = 3;
/// How far is looked, in metres, until enough is found.
const REACH: [f64; 4] = [60.0, 200.0, 600.0, 2000.0];

/// `/near`
pub(crate) fn near(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.only(&["lon", "lat", "at", "date"])?;
    let page = Page::of(app, asked)?;
    let dressed = app.view_for(asked, page.as_of())?;
    let lonlat = position(asked)?;
    let spot = lonlat.and_then(|lonlat| app.frames.working_point(lonlat));
    let title = page.say("page-near");
    let body = html! {
        section.card {
            h1 { (title) }
            (ask(&page))
        }
        @if lonlat.is_some() { (found(&page, &dressed, spot)) }
    };
    Ok(page.answer(&title, &body))
}

fn position(asked: &Asked) -> Result<Option<[f64; 2]>, Problem> {
    let text = match (asked.parameter("lon"), asked.parameter("lat"), asked.parameter("at")) {
        (Some(lon), Some(lat), _) => format!("{lon},{lat}"),
        (_, _, Some(at)) if !at.trim().is_empty() => at.to_owned(),
        _ => return Ok(None),
    };
    lonlat("at", &text).map(Some)
}

/// The button needs the script; without it the field does.
fn ask(page: &Page<'_>) -> Markup {
    html! {
        p { (page.say("page-near-about")) }
        button.button data-locate="" data-waiting=(page.say("page-near-waiting"))
            data-failed=(page.say("page-near-failed")) hidden {
            (page.say("page-near-button"))
        }
        p.quiet data-told="" role="status" {}
        form.day action="/near" {
            label {
                (page.say("page-near-at")) " "
                input name="at" placeholder="120.3826,36.0671" inputmode="decimal"
                    value=(page.asked.parameter("at").unwrap_or_default());
            }
            (html::kept(page))
            button { (page.say("page-show")) }
        }
        script src=(near_address()) type="module" {}
    }
}

fn found(page: &Page<'_>, dressed: &Dressed, spot: Option<[f64; 2]>) -> Markup {
    let note = |metres: f64| if metres < 0.5 { page.say("page-near-here") } else { format!("{metres:.0} m") };
    let of = |levels: &[Level]| -> Vec<(&Place, String)> {
        let near = spot.map(|spot| nearest(dressed, spot, levels)).unwrap_or_default();
        near.into_iter().map(|(metres, place)| (place, note(metres))).collect()
    };
    let (lots, buildings) = (of(&[Level::Courtyard, Level::Compound, Level::Site]), of(&[Level::Building]));
    html! {
        section.card {
            h2 { (page.say("page-which")) }
            @if lots.is_empty() && buildings.is_empty() { p { (page.say("page-near-nothing")) } }
            (choices(page, dressed, &lots))
        }
        @if !buildings.is_empty() {
            section.card { h2 { (page.say("page-near-buildings")) } (choices(page, dressed, &buildings)) }
        }
    }
}

fn nearest<'a>(dressed: &'a Dressed, [x, y]: [f64; 2], levels: &[Level]) -> Vec<(f64, &'a Place)> {
    let spot = Point::new(x, y);
    let mut found = Vec::new();
    for reach in REACH {
        let near = dressed.view.within([x - reach, y - reach, x + reach, y + reach]);
        let measured = near.into_iter().filter(|place| levels.contains(&place.key.level));
        let measured =
            measured.filter_map(|place| Some((Euclidean.distance(&spot, dressed.view.shape(place)?), place)));
        found = measured.filter(|(metres, _)| *metres <= reach).collect();
        if found.len() >= OFFERED {
            break;
        }
    }
    found.sort_by(|a: &(f64, &Place), b| a.0.total_cmp(&b.0).then_with(|| a.1.key.cmp(&b.1.key)));
    found.truncate(OFFERED);
    found
}
