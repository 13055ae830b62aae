//! What all pages share, and which form of an answer is wanted.

use maud::{DOCTYPE, Markup, html};
use words::{Language, Words};

use crate::access::{Action, Role};
use crate::app::App;
use crate::asked::Asked;
use crate::pages::{self, Page};
use crate::problem::{Kind, Problem};

/// A form of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Json,
    JsonFg,
    Html,
    FlatGeobuf,
}

impl Format {
    /// What `f` asks for, else what `Accept` prefers; JSON where neither says.
    pub(crate) fn of(asked: &Asked) -> Result<Format, Problem> {
        if let Some(text) = asked.parameter("f") {
            let all = [Format::Json, Format::JsonFg, Format::Html, Format::FlatGeobuf];
            let found = all.into_iter().find(|format| format.id() == text);
            return found.ok_or_else(|| Problem::parameter("f", text, "json, jsonfg, html, fgb"));
        }
        let wanted = |media: &str| asked.accept.find(media);
        let html = wanted("text/html");
        let json = [wanted("application/geo+json"), wanted("application/json")].into_iter().flatten().min();
        match (html, json, asked.accept.is_empty() || asked.accept.contains("*/*")) {
            (Some(html), json, _) if json.is_none_or(|json| html < json) => Ok(Format::Html),
            (_, Some(_), _) | (_, None, true) => Ok(Format::Json),
            _ if wanted("application/flatgeobuf").is_some() => Ok(Format::FlatGeobuf),
            _ if asked.accept.contains("json") => Ok(Format::Json),
            _ => Err(Problem::new(Kind::NotAcceptable).with("accept", &asked.accept)),
        }
    }

    pub(crate) fn id(self) -> &'static str {
        match self {
            Format::Json => "json",
            Format::JsonFg => "jsonfg",
            Format::Html => "html",
            Format::FlatGeobuf => "fgb",
        }
    }
}

/// A whole page around its body, where no more is known than the words.
pub(crate) fn shell(words: &Words, title: &str, body: &Markup) -> Markup {
    let top = html! { header.top { (brand(words, "/")) } };
    whole(words, title, &top, body, None)
}

/// A whole page around its body: name, search, language, who has signed in; the day, if another than today is asked.
pub(crate) fn framed(page: &Page<'_>, title: &str, body: &Markup) -> Markup {
    let top = html! {
        a.skip href="#main" { (page.say("page-skip")) }
        header.top {
            (brand(page.words, &page.link("/")))
            form.search action="/search" role="search" {
                input type="search" name="q" placeholder=(page.say("page-search-hint"))
                    aria-label=(page.say("page-search"));
                (kept(page))
                button { (page.say("page-search")) }
            }
            nav aria-label=(page.say("page-menu")) {
                a href=(page.link("/near")) { (page.say("page-near")) }
                a href=(page.link("/coverage")) { (page.say("page-coverage")) }
                (language(page))
                (reader(page))
            }
        }
        p.asof role="status" data-pending hidden {
            (page.say("letters-waiting")) " " b data-count { "0" } " "
            a href=(page.link("/take-along")) { (page.say("letters-see")) }
        }
        @if page.is_dated() {
            p.asof role="status" {
                (page.say_with("page-as-of-other", &[("day", page.day.to_string())]))
                " " a href=(page.asked.address_with(&[("date", "")])) { (page.say("page-as-of-today")) }
            }
        }
    };
    whole(page.words, title, &top, body, Some(page.asked.reader.account.as_deref().unwrap_or_default()))
}

/// The same around a page of the service's own, which is about no day.
pub(crate) fn office(app: &App, asked: &Asked, title: &str, body: &Markup) -> Markup {
    framed(&Page { app, asked, words: app.words(asked.language()), day: app.today() }, title, body)
}

/// What a form of a page keeps from its address: language and day.
pub(crate) fn kept(page: &Page<'_>) -> Markup {
    html! { @for name in ["lang", "date"] { @if let Some(value) = page.asked.parameter(name) {
        input type="hidden" name=(name) value=(value);
    } } }
}

/// `account` is who has signed in, empty of nobody; left out where the page does not know.
fn whole(words: &Words, title: &str, top: &Markup, body: &Markup, account: Option<&str>) -> Markup {
    let language = if words.language() == Language::Chinese { "zh-CN" } else { "en" };
    html! {
        (DOCTYPE)
        html lang=(language) data-account=[account] {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · " (words.say("service-name")) }
                link rel="icon" href="/assets/icon.svg" type="image/svg+xml";
                link rel="manifest" href="/manifest.webmanifest";
                meta name="theme-color" content="#236f80";
                link rel="stylesheet" href=(pages::style_address());
                script src=(pages::asset_address("offline.js")) defer {}
            }
            body {
                (top)
                main #main { (body) }
                footer.foot {
                    (words.say("page-foot")) " " a href="/collections?f=html" { (words.say("ogc-collections")) } " · "
                    a href="/api" { (words.say("ogc-api")) }
                }
            }
        }
    }
}

fn brand(words: &Words, home: &str) -> Markup {
    html! { a.brand href=(home) {
        svg viewBox="0 0 32 32" aria-hidden="true" {
            rect width="32" height="32" rx="7" {}
            g {
                circle cx="16" cy="16" r="10" {}
                ellipse cx="16" cy="16" rx="4.5" ry="10" {}
                path d="M6 16h20M7.5 11h17M7.5 21h17" {}
            }
        }
        (words.say("service-name"))
    } }
}

fn language(page: &Page<'_>) -> Markup {
    let (tag, name) = (page.either("en", "zh"), page.either("English", "中文"));
    html! { a href=(page.asked.address_with(&[("lang", tag)])) lang=(tag) hreflang=(tag) { (name) } }
}

/// Who has signed in, what the role finds here, and the way out; for others the way in.
fn reader(page: &Page<'_>) -> Markup {
    let reader = &page.asked.reader;
    let worker = reader.role == Role::GridWorker && !reader.areas.is_empty();
    html! {
        @match &reader.account {
            Some(account) => {
                @if reader.may(Action::ReadDrafts) { a href=(page.link("/plans")) { (page.say("page-drafts")) } }
                @if reader.may(Action::Correct) {
                    a href=(page.link_with("/corrections", &[("f", "html")])) { (page.say("correction-list")) }
                }
                @if worker { a href=(page.link("/take-along")) { (page.say("take-title")) } }
                a.who href="/account" { (account) " · " (page.say(&format!("role-{}", reader.role.id()))) }
            },
            None => a href=(page.link("/sign-in")) { (page.say("page-sign-in")) },
        }
        @if page.asked.session.as_ref().is_some_and(|session| !session.is_token) {
            form.out method="post" action="/sign-out" data-unsent=(page.say("letters-unsent")) {
                input type="hidden" name="csrf" value=(page.asked.csrf());
                button { (page.say("page-sign-out")) }
            }
        }
    }
}
