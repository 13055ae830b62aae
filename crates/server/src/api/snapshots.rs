//! Figures that were kept: the same for good, and counted again to prove it.

use std::collections::BTreeMap;

use coverage::{FrozenFigure, FrozenLoad, FrozenPart, FrozenTerms, Metrics, Rounding, Tally};
use jiff::Timestamp;
use registry::KeptSnapshot;
use serde_json::{Value, json};

use super::body::Body;
use super::coverage::numbers;
use super::question::page;
use crate::access::Action;
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::openapi::schema::{count, day, flag, list, map, moment, named, object, or_null, text};
use crate::openapi::{Doc, paging};
use crate::pages::fingerprint;
use crate::problem::{Kind, Problem};

/// Signs of a name.
const LONGEST: usize = 80;

pub(super) fn docs() -> Vec<Doc> {
    let new = object(&[("name", text()), ("?day", day())]);
    vec![
        Doc::get("/api/snapshots", "listSnapshots").queries(paging(1000, 100)).json(named("Snapshots")),
        Doc::get("/api/snapshots/{name}", "getSnapshot").json(named("Snapshot")),
        Doc::get("/api/snapshots/{name}/recount", "recountSnapshot").json(named("Recount")),
        Doc::post("/api/snapshots", "keepSnapshot")
            .account()
            .takes("application/json", new)
            .json_as(201, named("SnapshotKept")),
    ]
}

/// `GET /api/snapshots`
pub(super) fn snapshots(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.may(Action::Read)?;
    asked.only(&["limit", "after"])?;
    let mut kept = app.readers.ask(registry::kept_snapshots)?;
    kept.sort_by(|a, b| a.0.cmp(&b.0));
    let (kept, links) = page(asked, kept, |(name, ..)| name)?;
    let one = |(name, day, kept): &(String, model::Day, Timestamp)| json!({ "name": name, "day": day.to_string(), "kept": kept.to_string() });
    let list: Vec<Value> = kept.iter().map(one).collect();
    Ok(Answer::json("application/json", &json!({ "snapshots": list, "links": links })))
}

/// `GET /api/snapshots/{name}`
pub(super) fn snapshot(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.may(Action::Read)?;
    asked.only(&[])?;
    let kept = named_in_path(app, asked)?.snapshot;
    let chinese = app.words(asked.language()).language() == words::Language::Chinese;
    let either = |zh: &str, en: &str| if chinese { zh.to_owned() } else { en.to_owned() };
    let load = |load: &FrozenLoad| {
        let histogram: BTreeMap<String, usize> =
            load.histogram.iter().map(|(places, holders)| (places.to_string(), *holders)).collect();
        json!({ "id": load.id, "title": either(&load.zh, &load.en), "histogram": histogram })
    };
    let terms = |terms: &FrozenTerms| {
        let followed = terms.ending.iter().filter(|one| one.followed).count();
        json!({
            "id": terms.id, "title": either(&terms.zh, &terms.en), "days": terms.days, "ending": terms.ending.len(),
            "followed": followed,
        })
    };
    let figures: Vec<Value> = kept.figures.iter().map(|one| figure(one, either)).collect();
    let document = json!({
        "name": asked.part("name"),
        "day": kept.as_of,
        "known": kept.known_as_of,
        "definitions": kept.definitions,
        "figures": figures,
        // Who they are about is for those who read assignments; a pack is for everybody.
        "loads": kept.loads.iter().map(load).collect::<Vec<_>>(),
        "terms": kept.terms.iter().map(terms).collect::<Vec<_>>(),
    });
    let text = document.to_string();
    let tag = format!("\"{:x}\"", fingerprint(text.as_bytes()));
    Ok(Answer::of("application/json", text).tagged(tag).with("cache-control", "no-cache"))
}

fn named_in_path(app: &App, asked: &Asked) -> Result<KeptSnapshot, Problem> {
    let name = asked.part("name");
    app.readers.ask(|store| registry::kept_snapshot(store, name))?.ok_or(Problem::new(Kind::NotFound))
}

fn figure(one: &FrozenFigure, either: impl Fn(&str, &str) -> String) -> Value {
    let tally = Tally { yes: one.yes.len(), no: one.no.len(), unknown: one.unknown.len() };
    let mut whole = numbers(tally, Rounding::TENTH);
    if !one.rate.is_empty() {
        // As it was published, whatever the rounding is now.
        whole["share"] = json!(format!("{}%", one.rate.join("–")));
    }
    let parts = |parts: &[FrozenPart]| -> Vec<Value> {
        let part =
            |part: &FrozenPart| json!({ "key": part.key, "yes": part.yes, "no": part.no, "unknown": part.unknown });
        parts.iter().map(part).collect()
    };
    json!({
        "id": one.id,
        "title": either(&one.zh, &one.en),
        "caption": either(&one.caption_zh, &one.caption_en),
        "counting": one.counting,
        "tally": whole,
        "yes": one.yes, "no": one.no, "unknown": one.unknown,
        "subdistricts": parts(&one.by_street),
        "communities": parts(&one.by_community),
        "layers": parts(&one.by_kind),
    })
}

/// `GET /api/snapshots/{name}/recount`: counts what was known then by the definitions of then.
pub(super) fn recount(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.may(Action::Read)?;
    asked.only(&[])?;
    let kept = named_in_path(app, asked)?;
    let metrics = Metrics::parse(&kept.definitions).map_err(|_| Problem::new(Kind::Internal))?;
    let _turn = app.spend(asked)?;
    let again = app.readers.ask(|store| registry::recount(store, &metrics, &kept.snapshot))?;
    let pairs = kept.snapshot.figures.iter().zip(&again.figures);
    let differs: Vec<&str> = pairs.filter(|(was, now)| was != now).map(|(was, _)| was.id.as_str()).collect();
    let document = json!({ "name": asked.part("name"), "agrees": again == kept.snapshot, "differs": differs });
    Ok(Answer::json("application/json", &document))
}

/// `POST /api/snapshots`
pub(super) fn keep(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.may(Action::KeepFigures)?;
    asked.only(&[])?;
    let body = Body::read(asked, &["name", "day"])?;
    let (name, day) = (body.needed("name")?, body.day("day")?.unwrap_or_else(|| app.today()));
    if name.chars().count() > LONGEST || name.chars().any(char::is_control) {
        return Err(Problem::parameter("name", name, "2026-Q2"));
    }
    let author = asked.reader.account.as_deref().unwrap_or_default();
    let known = app.write(|store| -> Result<String, Problem> {
        let (text, metrics) = registry::definitions(store)?;
        let snapshot = registry::snapshot(store, &metrics, day)?;
        let mut writing = store.write(author, "coverage keep", Timestamp::now())?;
        registry::keep_snapshot(&mut writing, name, &snapshot, &text)?;
        writing.note(name, &format!("figures of {day}"))?;
        writing.commit()?;
        Ok(snapshot.known_as_of)
    })?;
    let id: String = form_urlencoded::byte_serialize(name.as_bytes()).collect();
    let document = json!({ "name": name, "day": day.to_string(), "known": known });
    let answer = Answer::json("application/json", &document).with_status(201);
    Ok(answer.with("location", format!("{}/api/snapshots/{}", asked.base, id.replace('+', "%20"))))
}

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let part = object(&[("key", or_null(text())), ("yes", count()), ("no", count()), ("unknown", count())]);
    let figure = object(&[
        ("id", text()),
        ("title", text()),
        ("caption", text()),
        ("counting", text()),
        ("tally", named("Tally")),
        ("yes", list(text())),
        ("no", list(text())),
        ("unknown", list(text())),
        ("subdistricts", list(part.clone())),
        ("communities", list(part.clone())),
        ("layers", list(part)),
    ]);
    let load = object(&[("id", text()), ("title", text()), ("histogram", map(count()))]);
    let term =
        object(&[("id", text()), ("title", text()), ("days", count()), ("ending", count()), ("followed", count())]);
    let kept = [("name", text()), ("day", day()), ("known", text())];
    let more = [("definitions", text()), ("figures", list(figure)), ("loads", list(load)), ("terms", list(term))];
    let one = object(&[("name", text()), ("day", day()), ("kept", moment())]);
    vec![
        ("Snapshots", object(&[("snapshots", list(one)), ("links", list(named("Link")))])),
        ("Snapshot", object(&[&kept[..], &more].concat())),
        ("SnapshotKept", object(&kept)),
        ("Recount", object(&[("name", text()), ("agrees", flag()), ("differs", list(text()))])),
    ]
}
