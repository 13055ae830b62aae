//! Who is responsible here: at a point, a code, an address, a scanned QR code.

use registry::{Found, Place};
use serde_json::{Value, json};

use super::places::holding;
use super::question::given;
use super::told;
use crate::access::Action;
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::card::{StandingTold, standings};
use crate::dressed::Dressed;
use crate::ogc::time;
use crate::openapi::schema::{choice, list, named, object, or_null, query, text};
use crate::openapi::{Doc, times};
use crate::pages::{Heirs, became, meant};
use crate::problem::Problem;

/// What may be asked by; one of them.
const BY: [&str; 4] = ["at", "code", "address", "qr"];
/// How it may turn out.
const OUTCOMES: [&str; 5] = ["one", "several", "outside", "nothing", "replaced"];

pub(super) fn docs() -> Vec<Doc> {
    let queries = BY.map(|name| query(name, text()));
    vec![Doc::get("/api/who", "whoIsResponsible").queries(queries).queries(times()).json(named("Who"))]
}

/// What a question came to.
enum Meant<'a> {
    One(&'a Place, Vec<&'a Place>),
    /// The word for it, and what is offered.
    Else(&'static str, Vec<&'a Place>),
}

/// `GET /api/who`
pub(super) fn who(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.may(Action::Read)?;
    asked.only(&[&BY[..], &["datetime", "known"]].concat())?;
    let dressed = app.view_for(asked, time(app, asked)?.as_of)?;
    let document = match found(app, asked, &dressed)? {
        Meant::One(place, holding) => responsible(app, asked, &dressed, place, &holding)?,
        Meant::Else(outcome, candidates) => {
            let candidates = candidates.into_iter().map(|one| told::candidate(dressed.view.places(), one)).collect();
            document(app, asked, outcome, None, (candidates, Vec::new(), Vec::new()))
        }
    };
    Ok(told::answer(&dressed, &told::dated(&dressed, document)))
}

fn found<'a>(app: &App, asked: &Asked, dressed: &'a Dressed) -> Result<Meant<'a>, Problem> {
    let asked_by: Vec<(&str, &str)> = BY.iter().filter_map(|name| Some((*name, given(asked, name)?))).collect();
    let index = dressed.view.places();
    match asked_by[..] {
        [("at", at)] => {
            let holding = holding(app, dressed, at)?;
            Ok(match registry::smallest(&holding) {
                Found::One(place) => Meant::One(place, holding),
                Found::Several(several) => Meant::Else("several", several),
                Found::Nothing => Meant::Else("outside", Vec::new()),
            })
        }
        [("code", text)] => Ok(one_of(super::question::named(index, text))),
        [("address", text)] => Ok(match registry::find_places(index, text) {
            Found::One(place) => Meant::One(place, Vec::new()),
            Found::Several(several) => Meant::Else("several", several),
            Found::Nothing => Meant::Else("nothing", Vec::new()),
        }),
        [(_, code)] => scanned(app, dressed, code),
        _ => Err(Problem::parameter("at", "", "at | code | address | qr")),
    }
}

/// The code of a printed sheet, which stays good when the plan changes.
fn scanned<'a>(app: &App, dressed: &'a Dressed, code: &str) -> Result<Meant<'a>, Problem> {
    let now = meant(dressed, code);
    if !now.is_empty() {
        return Ok(one_of(now));
    }
    Ok(match became(app, dressed, code)? {
        Some(Heirs::Same(place)) => Meant::One(place, Vec::new()),
        Some(Heirs::Now(_, places)) => Meant::Else("replaced", places),
        None => Meant::Else("nothing", Vec::new()),
    })
}

fn one_of(found: Vec<&Place>) -> Meant<'_> {
    match found[..] {
        [] => Meant::Else("nothing", found),
        [one] => Meant::One(one, Vec::new()),
        _ => Meant::Else("several", found),
    }
}

fn responsible(
    app: &App,
    asked: &Asked,
    dressed: &Dressed,
    place: &Place,
    holding: &[&Place],
) -> Result<Value, Problem> {
    let index = dressed.view.places();
    let chain = registry::chain(index, place, holding);
    let day = dressed.view.as_of().valid;
    let standings = standings(&asked.reader, index, dressed.people(app)?, &chain, day);
    if asked.reader.account.is_some() && told::tells_phones(&standings) {
        app.tell(asked, "read phones", &place.id, "who")?;
    }
    let around = chain.iter().filter(|one| one.id != place.id).map(|one| told::place(one)).collect();
    let told = standings.iter().map(|one| told::standing(app, asked, one)).collect();
    let mut document = document(app, asked, "one", Some(place), (Vec::new(), around, told));
    document["vacant"] = json!(vacant(app, asked, &standings));
    Ok(document)
}

/// The roles that nobody holds, in plain words.
fn vacant(app: &App, asked: &Asked, standings: &[StandingTold<'_>]) -> Vec<Value> {
    let all = standings.iter().flat_map(|one| one.duties.iter().map(move |duty| (one.place, duty)));
    let vacant = all.filter(|(_, duty)| duty.holders.is_empty());
    let row = |(place, duty): (&Place, &crate::card::DutyTold<'_>)| json!({ "place": told::place(place), "role": duty.role.name.0, "title": told::role(app, asked, duty.role) });
    vacant.map(row).collect()
}

fn document(
    app: &App,
    asked: &Asked,
    outcome: &str,
    place: Option<&Place>,
    (candidates, around, responsible): (Vec<Value>, Vec<Value>, Vec<Value>),
) -> Value {
    json!({
        "outcome": outcome,
        "text": app.words(asked.language()).say(&format!("api-who-{outcome}")),
        "place": place.map(told::place),
        "around": around,
        "candidates": candidates,
        "responsible": responsible,
        "vacant": [],
    })
}

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let vacant = object(&[("place", named("Place")), ("role", text()), ("title", text())]);
    let who = [
        ("outcome", choice(&OUTCOMES)),
        ("text", text()),
        ("place", or_null(named("Place"))),
        ("around", list(named("Place"))),
        ("candidates", list(named("Candidate"))),
        ("responsible", list(named("Standing"))),
        ("vacant", list(vacant)),
    ];
    vec![("Who", object(&[&who[..], &told::dated_schema()].concat()))]
}
