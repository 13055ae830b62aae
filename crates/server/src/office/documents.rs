//! Documents and photos of places: brought in by those who may, shown on the card.

use jiff::Timestamp;
use maud::{Markup, html};
use model::{Day, Level, Period};
use registry::Place;
use serde_json::{Value, json};
use store::{AsOf, Class, Filter, Record, Version};

use super::body::{Body, Upload};
use super::corrections::fresh_id;
use super::picture;
use crate::access::{Action, Reader};
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::dressed::Dressed;
use crate::pack::hex;
use crate::pages::Page;
use crate::problem::{Kind, Problem};

/// Kind of the versions.
pub(super) const DOCUMENT: &str = "document";
/// Largest file, in bytes.
const MOST: usize = 20 << 20;
/// Longest title, in characters.
const LONGEST: usize = 200;
/// What a document may be.
const KINDS: [&str; 6] = ["photo", "contract", "approval", "decision", "drawing", "other"];

/// `POST /api/documents`: place, title, kind, day, file; `public` where everybody may see it.
pub(super) fn add(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.may(Action::Import)?;
    asked.only(&[])?;
    let body = Body::of(asked)?;
    let dressed = app.view(AsOf::day(app.today()))?;
    let place = told(&dressed, body.get("place").unwrap_or_default())?;
    if !asked.reader.covers(dressed.view.places(), place) {
        return Err(Problem::new(Kind::Forbidden).with("role", asked.reader.role.id()));
    }
    let title = body.get("title").filter(|title| title.chars().count() <= LONGEST);
    let title = title.ok_or_else(|| Problem::parameter("title", "…", &format!("1–{LONGEST}")))?;
    let kind = body.get("kind").unwrap_or("other");
    if !KINDS.contains(&kind) {
        return Err(Problem::parameter("kind", kind, &KINDS.join(", ")));
    }
    let day = body.get("day").map_or(Ok(app.today()), |text| {
        text.parse::<Day>().map_err(|_| Problem::parameter("day", text, "2026-06-30"))
    })?;
    let file = body.file("file").ok_or_else(|| Problem::parameter("file", "", "PDF, JPEG, PNG, WebP"))?;
    let (media_type, bytes) = taken(file)?;
    let facts = json!({ "title": title, "kind": kind, "media_type": media_type, "name": file.name,
        "size": bytes.len(), "public": matches!(body.get("public"), Some("true" | "on" | "1")) });
    let (id, author) = (fresh_id()?, asked.reader.account.clone().unwrap_or_default());
    let hash = app.write(|store| {
        let mut writing = store.write_aside(&author, "document", Timestamp::now())?;
        let hash = writing.put_file(media_type, &file.name, &bytes)?;
        let record = Record::new(format!("document:{id}"), DOCUMENT, facts.clone());
        writing.put(Class::Document, &record.within(&place.id).with_code(hex(&hash)), Period::since(day))?;
        writing.note(&place.id, title)?;
        writing.commit()?;
        Ok::<_, Problem>(hex(&hash))
    })?;
    if body.get("back").is_some() {
        return Ok(Answer::see_other(card_address(place)));
    }
    let document = one(&format!("document:{id}"), &place.id, day, Some(&hash), &facts);
    Ok(Answer::json("application/json", &document).with_status(201).with("location", format!("/files/{hash}")))
}

/// The bytes as they are kept: pictures without what cameras write into them.
fn taken(file: &Upload) -> Result<(&'static str, Vec<u8>), Problem> {
    if file.bytes.len() > MOST {
        return Err(Problem::new(Kind::TooLarge).with("most", MOST));
    }
    let refused =
        || Problem::new(Kind::MediaType).with("expected", "application/pdf, image/jpeg, image/png, image/webp");
    match picture::media_type(&file.bytes).ok_or_else(refused)? {
        "application/pdf" => Ok(("application/pdf", file.bytes.clone())),
        kind => Ok((kind, picture::bare(kind, &file.bytes).ok_or_else(refused)?)),
    }
}

/// `GET /api/documents?place=…`
pub(super) fn list(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.only(&["place", "date"])?;
    let page = Page::of(app, asked)?;
    let dressed = app.view(page.as_of())?;
    let place = told(&dressed, asked.parameter("place").unwrap_or_default())?;
    let found = shown(&page, place)?;
    let document = |version: &Version| {
        let record = &version.record;
        one(&record.key, &place.id, version.valid.from(), record.code.as_deref(), &record.body)
    };
    let documents: Vec<Value> = found.iter().map(document).collect();
    Ok(Answer::json("application/json", &json!({ "place": place.id, "documents": documents })))
}

fn told<'a>(dressed: &'a Dressed, name: &str) -> Result<&'a Place, Problem> {
    let index = dressed.view.places();
    let by_code = || {
        let (level, code) = name.split_once(':')?;
        index.by_key(&model::PlaceKey { level: Level::from_id(level)?, code: model::Code::new(code).ok()? })
    };
    let found = index.by_id(name).or_else(by_code);
    found.ok_or_else(|| Problem::parameter("place", name, "courtyard:…, grid:…"))
}

fn one(id: &str, place: &str, day: Day, hash: Option<&str>, facts: &Value) -> Value {
    json!({
        "id": id,
        "place": place,
        "title": facts["title"],
        "kind": facts["kind"],
        "day": day.to_string(),
        "media_type": facts["media_type"],
        "size": facts["size"],
        "public": facts["public"],
        "href": hash.map(|hash| format!("/files/{hash}")),
    })
}

fn card_address(place: &Place) -> String {
    let id: String = form_urlencoded::byte_serialize(crate::ogc::feature::id(place).as_bytes()).collect();
    format!("/place/{}/{}", place.key.level.id(), id.replace('+', "%20"))
}

/// Whether somebody may see a document: everybody what is marked so, accounts of the offices the rest.
pub(super) fn may_see(reader: &Reader, facts: &Value) -> bool {
    facts["public"] == true || reader.may(Action::ReadAssignments)
}

/// The documents of a place on the page's day that the reader may see, the newest first.
fn shown(page: &Page<'_>, place: &Place) -> Result<Vec<Version>, Problem> {
    let filter = Filter { kind: Some(DOCUMENT.to_owned()), parent: Some(place.id.clone()), ..Filter::default() };
    let mut found = page.app.readers.ask(|store| store.list(Class::Document, &filter, page.as_of()))?;
    found.retain(|version| may_see(&page.asked.reader, &version.record.body));
    found.sort_by_key(|version| std::cmp::Reverse((version.valid.from(), version.number)));
    Ok(found)
}

/// The section of a card: photos small, loaded when they come into sight; papers as links; for those who bring them in,
/// the form.
pub(crate) fn section(page: &Page<'_>, place: &Place) -> Result<Markup, Problem> {
    let found = shown(page, place)?;
    let may_add = page.asked.reader.may(Action::Import) && !page.is_dated();
    let is_photo =
        |version: &&Version| version.record.body["media_type"].as_str().is_some_and(|kind| kind.starts_with("image/"));
    let (photos, papers): (Vec<&Version>, Vec<&Version>) = found.iter().partition(is_photo);
    Ok(html! { @if !found.is_empty() || may_add { section.card.documents {
        h2 { (page.say("documents-title")) }
        @if !photos.is_empty() { ul.photos { @for version in photos {
            @let address = address(version);
            li { a href=(address) {
                img src=(address) alt=(title(version)) loading="lazy" decoding="async" width="160" height="120";
                span.quiet { (title(version)) " " (version.valid.from()) }
            } }
        } } }
        @if !papers.is_empty() { ul.inner { @for version in papers {
            li { a href=(address(version)) { (title(version)) " " span.quiet {
                (page.say(&format!("document-kind-{}", version.record.body["kind"].as_str().unwrap_or("other"))))
                " " (version.valid.from())
            } } }
        } } }
        @if may_add { (form(page, place)) }
    } } })
}

fn address(version: &Version) -> String {
    format!("/files/{}", version.record.code.as_deref().unwrap_or_default())
}

fn title(version: &Version) -> &str {
    version.record.body["title"].as_str().unwrap_or_default()
}

fn form(page: &Page<'_>, place: &Place) -> Markup {
    html! { details {
        summary { (page.say("document-add")) }
        form.written method="post" action="/api/documents" enctype="multipart/form-data" {
            input type="hidden" name="csrf" value=(page.asked.csrf());
            input type="hidden" name="place" value=(place.id);
            input type="hidden" name="back" value="1";
            label { (page.say("document-title")) input name="title" required maxlength=(LONGEST); }
            label { (page.say("document-kind")) select name="kind" { @for kind in KINDS {
                option value=(kind) { (page.say(&format!("document-kind-{kind}"))) }
            } } }
            label { (page.say("page-day")) input type="date" name="day" value=(page.day); }
            label { (page.say("document-file"))
                input type="file" name="file" required accept="application/pdf,image/jpeg,image/png,image/webp"; }
            label.tick { input type="checkbox" name="public"; " " (page.say("document-public")) }
            p { button { (page.say("document-send")) } }
        }
    } }
}
