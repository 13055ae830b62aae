//! What a page knows while it is written: words, day, links that keep both.

use maud::Markup;
use model::{Day, Level};
use registry::Place;
use store::AsOf;
use words::{Language, Words};

use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::html;
use crate::ogc::feature;
use crate::problem::Problem;

/// A page that is being written.
pub(crate) struct Page<'a> {
    pub(crate) app: &'a App,
    pub(crate) asked: &'a Asked,
    pub(crate) words: &'a Words,
    /// The day that it is about.
    pub(crate) day: Day,
}

impl<'a> Page<'a> {
    /// A page about the day of `date`, else about today.
    pub(crate) fn of(app: &'a App, asked: &'a Asked) -> Result<Self, Problem> {
        let day = match asked.parameter("date").filter(|text| !text.is_empty()) {
            Some(text) => text.parse().map_err(|_| Problem::parameter("date", text, "2026-06-30"))?,
            None => app.today(),
        };
        Ok(Page { app, asked, words: app.words(asked.language()), day })
    }

    /// The time that it asks the record about.
    pub(crate) fn as_of(&self) -> AsOf {
        AsOf::day(self.day)
    }

    /// Whether another day than today was asked for.
    pub(crate) fn is_dated(&self) -> bool {
        self.asked.parameter("date").is_some_and(|text| !text.is_empty())
    }

    /// A message.
    pub(crate) fn say(&self, id: &str) -> String {
        self.words.say(id)
    }

    /// A message with figures.
    pub(crate) fn say_with(&self, id: &str, figures: &[(&str, String)]) -> String {
        self.words.say_with(id, figures)
    }

    /// The text of the page's language.
    pub(crate) fn either<'t>(&self, chinese: &'t str, english: &'t str) -> &'t str {
        if self.words.language() == Language::Chinese { chinese } else { english }
    }

    /// An address within the service in the same language and on the same day.
    pub(crate) fn link(&self, path: &str) -> String {
        self.link_with(path, &[])
    }

    /// The same with parameters; empty ones are left out.
    pub(crate) fn link_with(&self, path: &str, more: &[(&str, &str)]) -> String {
        let kept = ["lang", "date"].into_iter().filter_map(|name| Some((name, self.asked.parameter(name)?)));
        let pairs = more.iter().copied().chain(kept).filter(|(_, value)| !value.is_empty());
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }

    /// The address of a place's card.
    pub(crate) fn place_link(&self, place: &Place) -> String {
        let id: String = form_urlencoded::byte_serialize(feature::id(place).as_bytes()).collect();
        self.link(&format!("/place/{}/{}", place.key.level.id(), id.replace('+', "%20")))
    }

    /// What people call a place: its name, else its code.
    pub(crate) fn name<'p>(&self, place: &'p Place) -> &'p str {
        if place.name.is_empty() { place.key.code.as_str() } else { &place.name }
    }

    /// The name of a level.
    pub(crate) fn level(&self, level: Level) -> String {
        self.say(&format!("level-{}", level.id()))
    }

    /// The finished page. Pages may tell what only this reader may see: caches of others do not keep them.
    pub(crate) fn answer(&self, title: &str, body: &Markup) -> Answer {
        Answer::page(html::framed(self, title, body)).with("cache-control", "private, no-cache")
    }

    /// The finished page, with a validator for what it shows of a view.
    pub(crate) fn answer_about(&self, title: &str, body: &Markup, revision: jiff::Timestamp) -> Answer {
        let markup = html::framed(self, title, body);
        // Everything that the page was made of is in its text; the revision alone would miss who reads it.
        let tag = super::assets::fingerprint(markup.0.as_bytes());
        let tag = format!("W/\"{}-{tag:x}\"", revision.as_microsecond());
        Answer::page(markup).with("cache-control", "private, no-cache").tagged(tag)
    }
}
