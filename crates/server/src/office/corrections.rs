//! "Something is wrong here": taking corrections in, once each, and the list of them.

use jiff::Timestamp;
use maud::{Markup, html};
use model::Level;
use registry::Place;
use serde_json::{Value, json};
use store::{Correction, CorrectionFilter};

use super::body::{Body, Upload};
use super::picture;
use crate::access::Action;
use crate::answer::Answer;
use crate::app::{App, day_of};
use crate::asked::Asked;
use crate::dressed::Dressed;
use crate::html::Format;
use crate::ogc::feature;
use crate::pack::hex;
use crate::pages::Page;
use crate::problem::{Kind, Problem};

/// What a correction is before anybody has answered, and after.
pub(super) const STATES: [&str; 3] = ["open", "done", "refused"];
/// The author of corrections without an account.
pub(super) const PUBLIC: &str = "public";
/// Longest text, in characters.
pub(super) const LONGEST: usize = 2000;
/// Largest photo, in bytes.
const MOST_PHOTO: usize = 8 << 20;
/// Lines of the list.
const MOST: usize = 500;

/// `POST /api/corrections`
pub(super) fn take(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    sender(asked)?;
    asked.only(&[])?;
    let body = Body::of(asked)?;
    let name = body.get("place").ok_or_else(|| Problem::parameter("place", "", "courtyard:…, grid:…"))?;
    let dressed = app.view(store::AsOf::day(app.today()))?;
    let place = dressed.view.places().by_id(name).or_else(|| by_level_and_code(&dressed, name));
    let place = place.ok_or_else(|| Problem::parameter("place", name, "courtyard:…, grid:…"))?;
    let taken = keep(app, asked, place, &body)?;
    let address = format!("{}/corrections?id={}", asked.base, taken.id);
    let answer = Answer::json("application/json", &document(&dressed, &taken)).with_status(201);
    Ok(answer.with("location", address))
}

/// A place as `level:code`, where that is not its id.
fn by_level_and_code<'a>(dressed: &'a Dressed, name: &str) -> Option<&'a Place> {
    let (level, code) = name.split_once(':')?;
    let code = model::Code::new(code).ok()?;
    dressed.view.places().by_key(&model::PlaceKey { level: Level::from_id(level)?, code })
}

/// Who sends: an account that may, or the public.
pub(super) fn sender(asked: &Asked) -> Result<&str, Problem> {
    match &asked.reader.account {
        None => Ok(PUBLIC),
        Some(account) => asked.may(Action::Correct).map(|()| account.as_str()),
    }
}

/// Takes a correction in. One with the same id that is there already is given back as it was taken.
pub(super) fn keep(app: &App, asked: &Asked, place: &Place, body: &Body) -> Result<Correction, Problem> {
    let author = sender(asked)?.to_owned();
    let id = match body.get("id") {
        Some(text) if is_uuid(text) => text.to_ascii_lowercase(),
        Some(text) => return Err(Problem::parameter("id", text, "UUID (RFC 9562)")),
        None => fresh_id()?,
    };
    if let Some(known) = app.readers.ask(|store| store.correction(&id))? {
        return same(known, &author, &place.id);
    }
    let text = body.get("text").unwrap_or_default();
    if text.is_empty() || text.chars().count() > LONGEST {
        return Err(Problem::parameter("text", "…", &format!("1–{LONGEST}")));
    }
    let photo = body.file("photo").map(|file| photo(asked, file)).transpose()?;
    if author == PUBLIC && !app.letterbox.take(&asked.address, app.today()) {
        return Err(Problem::new(Kind::TooOften).with("seconds", 24 * 3600));
    }
    app.write(|store| {
        let mut writing = store.write_aside(&author, "correction", Timestamp::now())?;
        if let Some(known) = writing.correction(&id)? {
            return same(known, &author, &place.id);
        }
        let file = photo.map(|(kind, bytes)| writing.put_file(kind, "photo", &bytes)).transpose()?;
        let (at, text, state) = (writing.at(), text.to_owned(), STATES[0].to_owned());
        let (answer, answered_by) = (String::new(), String::new());
        let place = place.id.clone();
        let new = Correction { id, at, author, place, text, file, state, answer, answered_by, answered: None };
        writing.add_correction(&new)?;
        writing.commit()?;
        Ok(new)
    })
}

fn same(known: Correction, author: &str, place: &str) -> Result<Correction, Problem> {
    let same = known.author == author && known.place == place;
    if same { Ok(known) } else { Err(Problem::because(Kind::Conflict, "correction-other").with("id", known.id)) }
}

/// A photo, without what the camera wrote into it; the public sends none.
fn photo(asked: &Asked, file: &Upload) -> Result<(&'static str, Vec<u8>), Problem> {
    asked.may(Action::Correct)?;
    if file.bytes.len() > MOST_PHOTO {
        return Err(Problem::new(Kind::TooLarge).with("most", MOST_PHOTO));
    }
    let kind = picture::media_type(&file.bytes);
    let bare = kind.and_then(|kind| Some((kind, picture::bare(kind, &file.bytes)?)));
    bare.ok_or_else(|| Problem::new(Kind::MediaType).with("expected", "image/jpeg, image/png, image/webp"))
}

/// A random id.
pub(super) fn fresh_id() -> Result<String, Problem> {
    let secret = registry::secret_hash(&registry::fresh_secret()?);
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&secret[..16]);
    bytes[6] = bytes[6] & 0x0F | 0x40;
    bytes[8] = bytes[8] & 0x3F | 0x80;
    let text: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok([&text[..8], &text[8..12], &text[12..16], &text[16..20], &text[20..]].join("-"))
}

pub(super) fn is_uuid(text: &str) -> bool {
    let dash = |at: usize| matches!(at, 8 | 13 | 18 | 23);
    let fits = |(at, byte): (usize, u8)| if dash(at) { byte == b'-' } else { byte.is_ascii_hexdigit() };
    text.len() == 36 && text.bytes().enumerate().all(fits)
}

/// `GET /corrections`: all of them for whoever answers them, else the own ones.
pub(super) fn list(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.may(Action::Correct)?;
    asked.only(&["state", "place", "id"])?;
    let text = |name: &str| asked.parameter(name).filter(|value| !value.is_empty()).map(str::to_owned);
    if let Some(state) = text("state").filter(|state| !STATES.contains(&state.as_str())) {
        return Err(Problem::parameter("state", &state, &STATES.join(", ")));
    }
    let all = asked.reader.may(Action::Import);
    let author = asked.reader.account.clone().filter(|_| !all);
    let filter = CorrectionFilter { state: text("state"), author, place: text("place"), file: None };
    let mut found = app.readers.ask(|store| store.corrections(&filter, MOST))?;
    found.retain(|one| text("id").is_none_or(|id| one.id == id));
    let dressed = app.view(store::AsOf::day(app.today()))?;
    if Format::of(asked)? == Format::Html {
        let page = Page::of(app, asked)?;
        let title = page.say(if all { "correction-list" } else { "correction-own" });
        return Ok(page.answer(&title, &listed(&page, &dressed, &found, all)));
    }
    let found: Vec<Value> = found.iter().map(|one| document(&dressed, one)).collect();
    Ok(Answer::json("application/json", &json!({ "corrections": found })))
}

/// A correction for programs.
pub(super) fn document(dressed: &Dressed, one: &Correction) -> Value {
    let place = dressed.view.places().by_id(&one.place);
    json!({
        "id": one.id,
        "at": one.at.to_string(),
        "author": one.author,
        "place": {
            "id": one.place,
            "name": place.map(|place| place.name.clone()),
            "href": place.map(|place| format!("/place/{}/{}", place.key.level.id(), feature::id(place))),
        },
        "text": one.text,
        "photo": one.file.map(|hash| format!("/files/{}", hex(&hash))),
        "state": one.state,
        "answer": one.answer,
        "answered_by": one.answered_by,
        "answered_at": one.answered.map(|at| at.to_string()),
    })
}

fn listed(page: &Page<'_>, dressed: &Dressed, found: &[Correction], all: bool) -> Markup {
    html! {
        header.title { h1 { (page.say(if all { "correction-list" } else { "correction-own" })) } }
        nav.tabs aria-label=(page.say("correction-state")) {
            @let chosen = page.asked.parameter("state").unwrap_or_default();
            a href=(page.asked.address_with(&[("state", "")])) aria-current=[chosen.is_empty().then_some("true")] {
                (page.say("page-all"))
            }
            @for state in STATES {
                a href=(page.asked.address_with(&[("state", state)])) aria-current=[(chosen == state).then_some("true")] {
                    (page.say(&format!("correction-{state}")))
                }
            }
        }
        @if found.is_empty() { p { (page.say("correction-none")) } }
        @for one in found { (card(page, dressed, one, all)) }
    }
}

fn card(page: &Page<'_>, dressed: &Dressed, one: &Correction, all: bool) -> Markup {
    let place = dressed.view.places().by_id(&one.place);
    let author = if one.author == PUBLIC { page.say("role-public") } else { one.author.clone() };
    html! { article.card.correction id=(one.id) {
        h2 { @match place {
            Some(place) => a href=(page.place_link(place)) { (page.level(place.key.level)) " " (page.name(place)) },
            None => (one.place),
        } " " span.chip { (page.say(&format!("correction-{}", one.state))) } }
        p.quiet { (day_of(one.at)) " · " (author) }
        p.said { (one.text) }
        @if let Some(hash) = &one.file {
            @let address = format!("/files/{}", hex(hash));
            a href=(address) { img.photo src=(address) alt=(page.say("correction-photo-of")) loading="lazy" width="240"; }
        }
        @if !one.answer.is_empty() || one.state != STATES[0] {
            p { b { (page.say("correction-answer")) } " " (one.answer) " "
                span.quiet { (one.answered_by) " " (one.answered.map(|at| day_of(at).to_string()).unwrap_or_default()) } }
        }
        @if all && one.state == STATES[0] {
            form method="post" action=(format!("/corrections/{}", one.id)) {
                input type="hidden" name="csrf" value=(page.asked.csrf());
                label { (page.say("correction-answer"))
                    textarea name="answer" rows="2" maxlength=(LONGEST) {} }
                button name="state" value="done" { (page.say("correction-done")) } " "
                button name="state" value="refused" { (page.say("correction-refused")) }
            }
        }
    } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_uuids() {
        assert!(is_uuid(&fresh_id().unwrap()));
        assert_ne!(fresh_id().unwrap(), fresh_id().unwrap());
        let check = |text: &str| assert!(!is_uuid(text), "{text}");
        check("");
        check("00000000-0000-0000-0000-00000000000g");
        check("000000000000-0000-0000-000000000000-");
    }
}
