//! How a code is put together.

use serde::{Deserialize, Serialize};

use super::CodeFault;
use crate::Community;

/// A district's scheme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "scheme", rename_all = "kebab-case")]
pub enum Scheme {
    /// 15 digits: the community's 12 and three of the sequence (DB11 unit grids).
    Digits15,
    /// 20 digits: six of the object, the community's 12 and two of the sequence; 00 for a community that is one grid
    /// (CJ/T 349-2010).
    Digits20 {
        /// The six digits of the object.
        object: String,
    },
    /// The district's own, such as `{community}-{n}` or `WG{county}{n:4}`: `{n:4}` is the number with four digits;
    /// `{street}` is the code of the street, `{county}` the first six characters of the community's.
    Own {
        /// The pattern.
        pattern: String,
    },
}

/// A scheme in one community: what stands before and after the number.
#[derive(Debug)]
pub(super) struct Template {
    pub(super) community: String,
    /// Whether 0 is the number of a community that is one grid.
    pub(super) zero_for_whole: bool,
    before: String,
    after: String,
    /// Digits of the number; 0: as many as it needs.
    width: usize,
}

impl Scheme {
    pub(super) fn template(&self, community: &Community) -> Result<Template, CodeFault> {
        let code = community.code.as_str();
        let digits = |text: &str, n: usize| text.len() == n && text.bytes().all(|byte| byte.is_ascii_digit());
        let template = |before: String, width| Template {
            community: code.to_owned(),
            zero_for_whole: false,
            before,
            after: String::new(),
            width,
        };
        if !matches!(self, Scheme::Own { .. }) && !digits(code, 12) {
            return Err(CodeFault::CommunityCode(code.to_owned()));
        }
        match self {
            Scheme::Digits15 => Ok(template(code.to_owned(), 3)),
            Scheme::Digits20 { object } if digits(object, 6) => {
                Ok(Template { zero_for_whole: true, ..template(format!("{object}{code}"), 2) })
            }
            Scheme::Digits20 { object } => Err(CodeFault::Object(object.clone())),
            Scheme::Own { pattern } => own(pattern, community).ok_or_else(|| CodeFault::Pattern(pattern.clone())),
        }
    }
}

impl Template {
    pub(super) fn code(&self, number: u32) -> String {
        format!("{}{number:0width$}{}", self.before, self.after, width = self.width)
    }

    /// The number in a code of this scheme and community.
    pub(super) fn number_in(&self, code: &str) -> Option<u32> {
        let digits = code.strip_prefix(&self.before)?.strip_suffix(&self.after)?;
        let number = digits.parse().ok()?;
        (digits.bytes().all(|byte| byte.is_ascii_digit()) && self.code(number) == code).then_some(number)
    }

    /// The largest number.
    pub(super) fn most(&self) -> u32 {
        match self.width {
            width @ 1..=6 => 10_u32.pow(width as u32) - 1,
            _ => 999_999,
        }
    }
}

fn own(pattern: &str, community: &Community) -> Option<Template> {
    let code = community.code.as_str();
    let mut texts = [String::new(), String::new()];
    let mut width = None;
    let mut rest = pattern;
    while let Some(open) = rest.find('{') {
        let close = open + rest[open..].find('}')?;
        let text = &mut texts[usize::from(width.is_some())];
        text.push_str(&rest[..open]);
        match &rest[open + 1..close] {
            "community" => text.push_str(code),
            "county" => text.extend(code.chars().take(6)),
            "street" => text.push_str(&community.street),
            "n" if width.is_none() => width = Some(0),
            number if width.is_none() => {
                width = Some(number.strip_prefix("n:")?.parse().ok().filter(|width| (1..=6).contains(width))?);
            }
            _ => return None,
        }
        rest = &rest[close + 1..];
    }
    texts[usize::from(width.is_some())].push_str(rest);
    let [before, after] = texts;
    let community = code.to_owned();
    let valid = model::Code::new(&format!("{before}{}{after}", "0".repeat(6))).is_ok();
    let template = Template { community, zero_for_whole: false, before, after, width: width? };
    valid.then_some(template)
}
