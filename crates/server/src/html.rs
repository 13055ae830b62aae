//! What all pages share, and which form of an answer is wanted.

use maud::{DOCTYPE, Markup, html};
use words::{Language, Words};

use crate::asked::Asked;
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

/// A whole page around its body.
pub(crate) fn shell(words: &Words, title: &str, body: &Markup) -> Markup {
    let language = if words.language() == Language::Chinese { "zh-CN" } else { "en" };
    html! {
        (DOCTYPE)
        html lang=(language) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " · " (words.say("service-name")) }
            }
            body { main { (body) } }
        }
    }
}
