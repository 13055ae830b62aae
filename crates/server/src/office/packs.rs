//! Packs on the network: figures are frozen under a name; the document is made once and kept.

use jiff::Timestamp;
use model::Day;
use serde_json::json;

use super::body::Body;
use super::files::disposition;
use crate::access::Action;
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::pack::{PackFault, keep_pack, kept_pack, made_pack};
use crate::pages::pack_path as path;
use crate::problem::{Kind, Problem};

/// Longest name, in characters.
const LONGEST: usize = 60;

/// `POST /packs`: freezes the figures of a day under a name, and makes the document.
pub(super) fn keep(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.may(Action::KeepFigures)?;
    asked.only(&[])?;
    let body = Body::of(asked)?;
    let name = body.get("name").filter(|name| name.chars().count() <= LONGEST && !name.chars().any(char::is_control));
    let name = name.ok_or_else(|| Problem::parameter("name", "…", &format!("1–{LONGEST}")))?;
    let text = body.get("as_of").unwrap_or_default();
    let day: Day = text.parse().map_err(|_| Problem::parameter("as_of", text, "2026-06-30"))?;
    if day > app.today() {
        return Err(Problem::parameter("as_of", text, &format!("≤ {}", app.today())));
    }
    let author = asked.reader.account.clone().unwrap_or_default();
    app.write(|store| {
        let (definitions, metrics) = registry::definitions(store)?;
        let snapshot = registry::snapshot(store, &metrics, day)?;
        let mut writing = store.write(&author, "coverage keep", Timestamp::now())?;
        match registry::keep_snapshot(&mut writing, name, &snapshot, &definitions) {
            Err(registry::Fault::SnapshotThere(name)) => {
                return Err(Problem::because(Kind::Conflict, "pack-there").with("pack", name));
            }
            kept => kept?,
        };
        writing.note(name, &format!("figures of {day}"))?;
        Ok(writing.commit()?)
    })?;
    // Without a font the figures are kept all the same; the document is made when it is asked for.
    let made = make(app, asked, name).is_ok();
    let path = path(name);
    if asked.is_form() {
        return Ok(Answer::see_other(path));
    }
    let pdf = made.then(|| format!("{path}/pdf"));
    let document = json!({ "name": name, "as_of": day.to_string(), "href": path, "pdf": pdf });
    Ok(Answer::json("application/json", &document).with_status(201).with("location", path))
}

/// `GET /packs/{name}/pdf`: as it was kept; made now if it never was.
pub(super) fn pdf(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.only(&[])?;
    let name = asked.part("name");
    let kept = app.readers.ask(|store| kept_pack(store, name).map_err(problem))?;
    let bytes = kept.map_or_else(|| make(app, asked, name), Ok)?;
    let tag = format!("\"{:x}\"", crate::pages::fingerprint(&bytes));
    let answer = Answer::of("application/pdf", bytes).tagged(tag).with("cache-control", "private, no-cache");
    Ok(answer.with("content-disposition", disposition("inline", &format!("{name}.pdf"))))
}

/// Makes the document without making writers wait, and keeps it.
fn make(app: &App, asked: &Asked, name: &str) -> Result<Vec<u8>, Problem> {
    let bytes = app.readers.ask(|store| made_pack(store, name, app.config.font.as_deref())).map_err(problem)?;
    let author = asked.reader.account.as_deref().unwrap_or("public");
    app.write(|store| keep_pack(store, name, bytes, (author, Timestamp::now()))).map_err(problem)
}

fn problem(fault: PackFault) -> Problem {
    match fault {
        PackFault::NotKept(_) => Problem::new(Kind::NotFound),
        PackFault::Record(fault) => fault.into(),
        PackFault::Registry(fault) => fault.into(),
        PackFault::FontFile(_) | PackFault::NoFont { .. } => Problem::because(Kind::Refused, "pack-no-font"),
        PackFault::Layout => Problem::new(Kind::Internal),
    }
}
