//! Errors as clients get them: problem details (RFC 9457) in Chinese and English, with the field and what to do.

use serde_json::{Map, Value, json};
use words::{Language, Words};

use crate::answer::Answer;

macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident => $id:literal, $status:literal;)*) => {
        /// What is wrong, by a stable name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Kind { $($(#[$doc])* $variant,)* }

        impl Kind {
            /// All kinds.
            pub const ALL: &[Kind] = &[$(Kind::$variant,)*];

            /// Stable name; `problem-NAME` and `problem-NAME-detail` are its words.
            pub fn id(self) -> &'static str {
                match self { $(Kind::$variant => $id,)* }
            }

            /// HTTP status.
            pub fn status(self) -> u16 {
                match self { $(Kind::$variant => $status,)* }
            }
        }
    };
}

kinds! {
    /// A parameter that nobody reads.
    ParameterUnknown => "parameter-unknown", 400;
    /// A parameter whose value is not understood.
    ParameterInvalid => "parameter-invalid", 400;
    /// Nobody has signed in, and the public may not.
    SignIn => "sign-in", 401;
    /// The account's role or area does not allow it.
    Forbidden => "forbidden", 403;
    /// Nothing is here.
    NotFound => "not-found", 404;
    /// There is a thing of this name, but not on the day that was asked about.
    Gone => "gone", 410;
    /// None of the wanted media types can be made.
    NotAcceptable => "not-acceptable", 406;
    /// The method does not fit the resource.
    MethodNotAllowed => "method-not-allowed", 405;
    /// The request contradicts what is there; the words say how.
    Conflict => "conflict", 409;
    /// What was edited has been changed by somebody else since (RFC 9110 §13.1.1).
    Stale => "stale", 412;
    /// An edit without `If-Match` (RFC 6585 §3).
    ConditionNeeded => "condition-needed", 428;
    /// The body is understood, but what it asks cannot be done; the words say why.
    Refused => "refused", 422;
    /// A write that did not come from a page of this service (cross-site request forgery).
    NotFromHere => "not-from-here", 403;
    /// Too often.
    TooOften => "too-often", 429;
    /// The body is larger than allowed.
    TooLarge => "too-large", 413;
    /// The body came too slowly.
    TooSlow => "too-slow", 408;
    /// The body ended before its end.
    CutShort => "cut-short", 400;
    /// The body is not of a media type that is understood.
    MediaType => "media-type", 415;
    /// Too much at once.
    Busy => "busy", 503;
    /// The record does not open.
    RecordClosed => "record-closed", 503;
    /// It took too long.
    TimedOut => "timed-out", 504;
    /// The service failed; what happened is in its own log.
    Internal => "internal", 500;
}

/// A problem with the figures that its words need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong.
    pub kind: Kind,
    /// Name and value of what the words mention.
    pub figures: Vec<(&'static str, String)>,
    /// A message of the catalogue that says why, where the kind's own words leave it open as `reason`.
    pub because: Option<&'static str>,
}

impl Problem {
    /// A problem without figures.
    pub fn new(kind: Kind) -> Self {
        Problem { kind, figures: Vec::new(), because: None }
    }

    /// A problem whose reason is a message of the catalogue with the same figures.
    pub fn because(kind: Kind, message: &'static str) -> Self {
        Problem { because: Some(message), ..Problem::new(kind) }
    }

    /// A parameter whose value is not understood, and what is.
    pub fn parameter(name: &str, value: &str, expected: &str) -> Self {
        Problem::new(Kind::ParameterInvalid).with("name", name).with("value", value).with("expected", expected)
    }

    /// With a figure.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.figures.push((name, value.to_string()));
        self
    }

    /// What is wrong, in a few words.
    pub(crate) fn title(&self, words: &Words) -> String {
        words.say(&format!("problem-{}", self.kind.id()))
    }

    /// What is wrong and what to do.
    pub(crate) fn detail(&self, words: &Words) -> String {
        let mut figures = self.figures.clone();
        figures.extend(self.because.map(|message| ("reason", words.say_with(message, &self.figures))));
        words.say_with(&format!("problem-{}-detail", self.kind.id()), &figures)
    }

    /// The answer: words in the client's language first, the other beside.
    pub(crate) fn answer(&self, words: &[Words; 2], language: Language) -> Answer {
        let (first, other) =
            if language == Language::Chinese { (&words[0], &words[1]) } else { (&words[1], &words[0]) };
        let title = |words: &Words| self.title(words);
        let detail = |words: &Words| self.detail(words);
        let mut document = Map::new();
        document.insert("type".to_owned(), json!(format!("urn:jingwei:problem:{}", self.kind.id())));
        document.insert("status".to_owned(), json!(self.kind.status()));
        document.insert("title".to_owned(), json!(title(first)));
        document.insert("detail".to_owned(), json!(detail(first)));
        document.insert("title-other".to_owned(), json!(title(other)));
        document.insert("detail-other".to_owned(), json!(detail(other)));
        for (name, value) in &self.figures {
            document.entry((*name).to_owned()).or_insert_with(|| json!(value));
        }
        let mut answer = Answer::json("application/problem+json", &Value::Object(document));
        answer.status = self.kind.status();
        answer
    }
}

impl From<store::Fault> for Problem {
    fn from(fault: store::Fault) -> Self {
        match fault {
            store::Fault::Conflict { author, .. } => Problem::new(Kind::Stale).with("author", author),
            store::Fault::Busy => Problem::new(Kind::Busy),
            _ => Problem::new(Kind::Internal),
        }
    }
}

impl From<registry::AccountFault> for Problem {
    fn from(fault: registry::AccountFault) -> Self {
        use registry::AccountFault;
        let (message, figures) = fault.words();
        let kind = match fault {
            AccountFault::Record(fault) => return fault.into(),
            AccountFault::NoRandom => return Problem::new(Kind::Internal),
            AccountFault::NoAccount(_) | AccountFault::NoPass => return Problem::new(Kind::NotFound),
            AccountFault::NameTaken(_) => Kind::Conflict,
            _ => Kind::Refused,
        };
        Problem { figures, ..Problem::because(kind, message) }
    }
}

impl From<registry::Fault> for Problem {
    fn from(fault: registry::Fault) -> Self {
        match fault {
            registry::Fault::Record(fault) => fault.into(),
            registry::Fault::Changed => Problem::because(Kind::Conflict, "api-import-changed"),
            registry::Fault::SnapshotThere(name) => {
                Problem::because(Kind::Conflict, "snapshot-there").with("name", name)
            }
            registry::Fault::NoPlace { level, code } => {
                Problem::because(Kind::Refused, "place-unknown").with("level", level).with("code", code)
            }
            registry::Fault::NoTerritory(day) => Problem::because(Kind::Refused, "no-territory").with("day", day),
            registry::Fault::Unreadable { .. } => Problem::new(Kind::Internal),
        }
    }
}

impl From<registry::RosterFault> for Problem {
    fn from(fault: registry::RosterFault) -> Self {
        use registry::{Misfit, RosterFault};
        let refused = |message, value: String| Problem::because(Kind::Refused, message).with("value", value);
        match fault {
            RosterFault::Registry(fault) => fault.into(),
            RosterFault::NoRole(role) => refused("roster-no-role", role),
            RosterFault::NoHolder(holder) => refused("roster-no-holder", holder),
            RosterFault::NotSo { role, how: Misfit::Level } => refused("roster-misfit-level", role),
            RosterFault::NotSo { role, how: Misfit::Holder } => refused("roster-misfit-holder", role),
            RosterFault::NoSheet(sheet) => refused("roster-no-sheet", sheet),
            RosterFault::NoColumn(title) => refused("roster-no-column", title),
            RosterFault::NotHeld { id, from } => refused("assignment-not-held", id).with("day", from),
            RosterFault::HeldAlready { role, holder } => {
                Problem::because(Kind::Conflict, "roster-held-already").with("value", role).with("holder", holder)
            }
            // What the district itself keeps does not read: nothing that the client could mend.
            RosterFault::District { .. } | RosterFault::Mapping(_) | RosterFault::Choice { .. } => {
                Problem::new(Kind::Internal)
            }
        }
    }
}
