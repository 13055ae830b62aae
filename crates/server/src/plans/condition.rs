//! On which revision of a draft a write was made.

use store::DraftHead;

use crate::asked::Asked;
use crate::problem::{Kind, Problem};

/// What `If-Match` says, of a page's form its field `revision`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Condition {
    /// Whatever it is now.
    Any,
    /// One of these tags.
    Tags(Vec<String>),
}

impl Condition {
    /// Reads it.
    ///
    /// # Errors
    /// When the request has none: whoever edits says what was seen.
    pub(crate) fn of(asked: &Asked) -> Result<Self, Problem> {
        let field = || asked.form().into_iter().find(|(name, _)| name == "revision").map(|(_, value)| tag(&value));
        let given = asked.if_match.clone().or_else(field).ok_or(Problem::new(Kind::ConditionNeeded))?;
        if given.trim() == "*" {
            return Ok(Condition::Any);
        }
        // Weak tags never match here (RFC 9110 §13.1.1).
        let strong = given.split(',').map(str::trim).filter(|tag| tag.starts_with('"'));
        Ok(Condition::Tags(strong.map(|tag| tag.trim_matches('"').to_owned()).collect()))
    }

    /// Whether a draft is still what was seen.
    ///
    /// # Errors
    /// Who changed it, and its revision.
    pub(crate) fn holds(&self, head: &DraftHead) -> Result<(), Problem> {
        if self.names(|seen| seen == head.revision.to_string()) { Ok(()) } else { Err(stale(head)) }
    }

    /// Whether one of the tags is meant by a function.
    pub(crate) fn names(&self, fits: impl Fn(&str) -> bool) -> bool {
        match self {
            Condition::Any => true,
            Condition::Tags(tags) => tags.iter().any(|seen| fits(seen)),
        }
    }
}

/// Somebody was faster: who, and what the draft is now.
pub(crate) fn stale(head: &DraftHead) -> Problem {
    let problem = Problem::new(Kind::Stale).with("author", &head.author).with("draft", &head.name);
    problem.with("revision", head.revision).with("changed", head.changed)
}

/// The strong tag of a draft's revision.
pub(crate) fn tag(revision: impl std::fmt::Display) -> String {
    format!("\"{revision}\"")
}
