//! A request as handlers see it.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::http::{HeaderMap, Uri, header};
use words::Language;

use crate::access::{Action, Reader};
use crate::accounts::Session;
use crate::config::Config;
use crate::problem::{Kind, Problem};

/// A request without its transport: path, parameters, and what its headers say.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// Parts of the path by their names in the route.
    pub parts: BTreeMap<String, String>,
    /// Parameters in their order.
    pub query: Vec<(String, String)>,
    /// Path as it was asked, without parameters.
    pub path: String,
    /// What clients call the service, no slash at the end.
    pub base: String,
    /// `Accept`.
    pub accept: String,
    /// `Accept-Language`.
    pub languages: String,
    /// The language that was chosen before, as the cookie `lang` has it.
    pub chosen: Option<String>,
    /// `Accept-Encoding`.
    pub encodings: String,
    /// `If-None-Match`.
    pub if_none_match: Option<String>,
    /// `If-Match`.
    pub if_match: Option<String>,
    /// `Cookie`.
    pub cookies: String,
    /// `Last-Event-ID`: how far a stream of changes was read.
    pub last_event: Option<String>,
    /// `Content-Crs`: the system of the coordinates in the body.
    pub content_crs: Option<String>,
    /// `Content-Type` without its parameters, in lower case.
    pub media_type: String,
    /// `Content-Type` as it came.
    pub content_type: String,
    /// The body.
    pub body: Vec<u8>,
    /// Network address of the client, where it is known.
    pub address: String,
    /// Who asks, as far as reading and editing go.
    pub reader: Reader,
    /// What let the request in; `None` of the public.
    pub session: Option<Arc<Session>>,
}

impl Asked {
    pub(crate) fn new(parts: BTreeMap<String, String>, uri: &Uri, headers: &HeaderMap, config: &Config) -> Self {
        let text =
            |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let host = || format!("{}://{}", config.scheme(), text(header::HOST).unwrap_or_else(|| "localhost".to_owned()));
        let query = uri.query().unwrap_or_default();
        Asked {
            parts,
            query: form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
            path: uri.path().to_owned(),
            base: config.public_url.clone().unwrap_or_else(host),
            accept: text(header::ACCEPT).unwrap_or_default(),
            languages: text(header::ACCEPT_LANGUAGE).unwrap_or_default(),
            chosen: headers.get_all(header::COOKIE).iter().find_map(|line| chosen(line.to_str().ok()?)),
            encodings: text(header::ACCEPT_ENCODING).unwrap_or_default(),
            if_none_match: text(header::IF_NONE_MATCH),
            if_match: text(header::IF_MATCH),
            cookies: text(header::COOKIE).unwrap_or_default(),
            last_event: text(header::HeaderName::from_static("last-event-id")),
            content_crs: text(header::HeaderName::from_static("content-crs")),
            media_type: text(header::CONTENT_TYPE).map(|kind| media_type(&kind)).unwrap_or_default(),
            content_type: text(header::CONTENT_TYPE).unwrap_or_default(),
            body: Vec::new(),
            address: String::new(),
            reader: Reader::default(),
            session: None,
        }
    }

    /// A part of the path.
    pub fn part(&self, name: &str) -> &str {
        self.parts.get(name).map_or("", String::as_str)
    }

    /// The value of a parameter; of one that stands twice the last.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.query.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The value of a cookie.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        let mut pairs = self.cookies.split(';').filter_map(|pair| pair.trim().split_once('='));
        pairs.find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// Whether a person in a browser asks: HTML is wanted before JSON.
    pub fn is_browser(&self) -> bool {
        match self.parameter("f") {
            Some(format) => format == "html",
            None => {
                let html = self.accept.find("text/html");
                html.is_some_and(|html| self.accept.find("json").is_none_or(|json| html < json))
            }
        }
    }

    /// Whether the body is a form of a page.
    pub fn is_form(&self) -> bool {
        self.media_type == "application/x-www-form-urlencoded"
    }

    /// The fields of a form; none of another body.
    pub fn form(&self) -> Vec<(String, String)> {
        let body: &[u8] = if self.is_form() { &self.body } else { b"" };
        form_urlencoded::parse(body).into_owned().collect()
    }

    /// The value that every form of a page sends along as `csrf`; empty for the public.
    pub fn csrf(&self) -> &str {
        self.session.as_ref().map_or("", |session| session.csrf.as_str())
    }

    /// Refuses parameters that nobody here reads, as the standard asks (OGC 17-069r4 §7.15.1): a misspelt filter must
    /// not answer with everything.
    ///
    /// # Errors
    /// A problem that names the parameter.
    pub fn only(&self, known: &[&str]) -> Result<(), Problem> {
        let everywhere = ["f", "lang"];
        let unknown = |name: &&str| !known.contains(name) && !everywhere.contains(name);
        match self.query.iter().map(|(name, _)| name.as_str()).find(unknown) {
            Some(name) => Err(Problem::new(Kind::ParameterUnknown).with("name", name)),
            None => Ok(()),
        }
    }

    /// Refuses those whose role may not do it.
    ///
    /// # Errors
    /// Sign in, where nobody has; else that the role may not.
    pub fn may(&self, action: Action) -> Result<(), Problem> {
        match (self.reader.may(action), &self.reader.account) {
            (true, _) => Ok(()),
            (false, None) => Err(Problem::new(Kind::SignIn)),
            (false, Some(_)) => Err(Problem::new(Kind::Forbidden).with("role", self.reader.role.id())),
        }
    }

    /// The language of the answer: `lang`, else what was chosen before, else what the browser prefers, else Chinese.
    pub fn language(&self) -> Language {
        let told = self.parameter("lang").or(self.chosen.as_deref());
        Language::of_locale(told.unwrap_or(&self.languages))
    }

    /// The cookie that keeps a choice of language; `None` where nothing was chosen now.
    pub(crate) fn keeps_language(&self) -> Option<String> {
        let chosen = self.parameter("lang").filter(|lang| LANGUAGES.contains(lang))?;
        let kept = self.chosen.as_deref() == Some(chosen);
        (!kept).then(|| format!("lang={chosen}; Path=/; SameSite=Lax; Max-Age=31536000"))
    }

    /// The address that was asked, with other parameters in place of those of the same name; an empty value takes one
    /// out.
    pub fn address_with(&self, changes: &[(&str, &str)]) -> String {
        let kept = self.query.iter().filter(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
        let kept = kept.map(|(name, value)| (name.as_str(), value.as_str()));
        let changed = changes.iter().copied().filter(|(_, value)| !value.is_empty());
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(kept.chain(changed)).finish();
        let mark = if query.is_empty() { "" } else { "?" };
        format!("{}{}{mark}{query}", self.base, self.path)
    }
}

/// A longitude and a latitude as a parameter has them: `120.3826,36.0671`.
///
/// # Errors
/// When they are no two numbers on the globe.
pub(crate) fn lonlat(name: &str, text: &str) -> Result<[f64; 2], Problem> {
    let wrong = || Problem::parameter(name, text, "120.3826,36.0671");
    let (lon, lat) = text.split_once([',', '，', ' ']).ok_or_else(wrong)?;
    let number = |part: &str| part.trim().parse::<f64>().ok().filter(|number| number.is_finite());
    let (lon, lat) = number(lon).zip(number(lat)).ok_or_else(wrong)?;
    if lon.abs() <= 180.0 && lat.abs() <= 90.0 { Ok([lon, lat]) } else { Err(wrong()) }
}

/// Values of the cookie `lang`.
const LANGUAGES: [&str; 2] = ["zh", "en"];

/// The language in a line of cookies.
fn chosen(cookies: &str) -> Option<String> {
    let value = cookies.split(';').find_map(|pair| pair.trim().strip_prefix("lang="))?;
    LANGUAGES.contains(&value).then(|| value.to_owned())
}

/// `Text/HTML; charset=utf-8` is `text/html`.
fn media_type(content_type: &str) -> String {
    content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}
