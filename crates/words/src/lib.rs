//! The words a person reads, in Chinese and in English, from the Fluent catalogues in `assets/words`.

use std::collections::BTreeSet;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

/// A language of the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// Simplified Chinese, the first language.
    Chinese,
    /// English.
    English,
}

/// The catalogue of one language.
pub struct Words {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl Language {
    /// The language for a POSIX or BCP 47 locale name; Chinese unless the locale asks for another language.
    pub fn of_locale(locale: &str) -> Language {
        let locale = locale.to_ascii_lowercase();
        let chinese = locale.is_empty() || locale.starts_with("zh");
        if chinese { Language::Chinese } else { Language::English }
    }

    fn source(self) -> &'static str {
        match self {
            Language::Chinese => include_str!("../../../assets/words/zh.ftl"),
            Language::English => include_str!("../../../assets/words/en.ftl"),
        }
    }

    fn identifier(self) -> LanguageIdentifier {
        let tag = match self {
            Language::Chinese => "zh-CN",
            Language::English => "en",
        };
        tag.parse().expect("a constant language tag")
    }
}

impl Words {
    /// Loads the catalogue of a language (it is part of the binary).
    ///
    /// # Panics
    /// When the catalogue has a syntax error; a test holds that it has none.
    pub fn new(language: Language) -> Self {
        let resource = FluentResource::try_new(language.source().to_owned())
            .unwrap_or_else(|(_, errors)| panic!("catalogue {language:?}: {errors:?}"));
        let mut bundle = FluentBundle::new_concurrent(vec![language.identifier()]);
        // The isolation marks are for mixed writing directions; in terminals and SVG they show as boxes.
        bundle.set_use_isolating(false);
        if let Err(errors) = bundle.add_resource(resource) {
            panic!("catalogue {language:?}: {errors:?}");
        }
        Words { language, bundle }
    }

    /// Which language this is.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The message `id` without arguments.
    pub fn say(&self, id: &str) -> String {
        self.say_with(id, &[])
    }

    /// The message `id` with named arguments; an unknown id is shown as itself, so that nothing is hidden.
    pub fn say_with(&self, id: &str, figures: &[(&str, String)]) -> String {
        let Some(pattern) = self.bundle.get_message(id).and_then(|message| message.value()) else {
            return id.to_owned();
        };
        let args: FluentArgs<'_> =
            figures.iter().map(|(name, value)| (*name, FluentValue::from(value.as_str()))).collect();
        let mut errors = Vec::new();
        self.bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned()
    }

    /// Whether the catalogue has the message.
    pub fn knows(&self, id: &str) -> bool {
        self.bundle.has_message(id)
    }

    /// All message ids of the catalogue.
    pub fn ids(&self) -> BTreeSet<&'static str> {
        let is_id = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let id = |line: &'static str| line.split_once(" =").map(|(id, _)| id);
        self.language.source().lines().filter_map(id).filter(|id| id.chars().all(is_id)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_the_same_messages() {
        let chinese = Words::new(Language::Chinese);
        let english = Words::new(Language::English);
        assert_eq!(chinese.ids(), english.ids());
        assert!(chinese.ids().len() > 10);
    }

    #[test]
    fn locales_choose_the_language() {
        let check = |locale: &str, expect| assert_eq!(Language::of_locale(locale), expect, "{locale}");
        check("zh_CN.UTF-8", Language::Chinese);
        check("", Language::Chinese);
        check("en_GB.UTF-8", Language::English);
        check("C", Language::English);
    }

    #[test]
    fn an_unknown_id_is_shown() {
        assert_eq!(Words::new(Language::English).say("no-such-message"), "no-such-message");
    }
}
