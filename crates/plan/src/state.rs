//! The course of a plan: draft → checked → submitted → approved → published → superseded, or withdrawn.

use model::{Day, Finding, Rule, Severity};

use crate::GridId;

/// Where a plan stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It is edited.
    Draft,
    /// It was checked and not edited since; it has no errors.
    Checked,
    /// It waits for approval.
    Submitted,
    /// It was approved by a document.
    Approved {
        /// The document's number.
        document: String,
    },
    /// It is or will be in force.
    Published {
        /// The document's number.
        document: String,
        /// First day.
        from: Day,
    },
    /// Another plan took its place.
    Superseded {
        /// First day on which it is no longer in force.
        on: Day,
    },
    /// It was given up.
    Withdrawn,
}

/// A step that somebody wants to take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// To edit it, or to edit it again.
    Edit,
    /// To have it checked.
    Check,
    /// To hand it in.
    Submit,
    /// To send it back to be edited.
    Return,
    /// To approve it.
    Approve {
        /// The document's number.
        document: String,
    },
    /// To publish it.
    Publish {
        /// First day.
        from: Day,
        /// The day on which this is asked.
        today: Day,
    },
    /// To put another in its place.
    Supersede {
        /// First day of the other.
        on: Day,
    },
    /// To give it up; a published plan only before its first day.
    Withdraw {
        /// The day on which this is asked.
        today: Day,
    },
}

/// Why a warning is accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// The rule.
    pub rule: Rule,
    /// The grid; `None`: wherever the rule is broken.
    pub grid: Option<GridId>,
    /// The reason as written.
    pub text: String,
}

/// Why a step cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Blocked {
    /// The step does not follow this state.
    #[error("{step} does not follow {state}")]
    OutOfOrder {
        /// Where the plan stands.
        state: &'static str,
        /// The step.
        step: &'static str,
    },
    /// There are errors.
    #[error("{0} errors")]
    Errors(usize),
    /// Warnings without a written reason.
    #[error("{0} warnings without a reason")]
    ReasonsMissing(usize),
    /// The document has no number.
    #[error("the document has no number")]
    NoDocument,
    /// The first day has passed.
    #[error("{from} is before {today}")]
    InThePast {
        /// The day asked for.
        from: Day,
        /// The day on which it was asked.
        today: Day,
    },
    /// The plan would end before it begins.
    #[error("a plan in force from {from} cannot end on {on}")]
    EndsBeforeItBegins {
        /// Its first day.
        from: Day,
        /// The day asked for.
        on: Day,
    },
}

/// Takes a step: the state after it. `findings` are those of the plan as it is now, `reasons` what was written.
///
/// # Errors
/// Why not.
pub fn step(state: &State, step: &Step, findings: &[Finding], reasons: &[Reason]) -> Result<State, Blocked> {
    match (state, step) {
        (State::Draft | State::Checked, Step::Edit) => Ok(State::Draft),
        (State::Draft | State::Checked, Step::Check) => no_errors(findings).map(|()| State::Checked),
        (State::Checked, Step::Submit) => publishable(findings, reasons).map(|()| State::Submitted),
        (State::Submitted | State::Approved { .. }, Step::Return) => Ok(State::Draft),
        (State::Submitted, Step::Approve { document }) => match document.trim() {
            "" => Err(Blocked::NoDocument),
            document => Ok(State::Approved { document: document.to_owned() }),
        },
        (State::Approved { document }, &Step::Publish { from, today }) => {
            publishable(findings, reasons)?;
            let document = document.clone();
            if from < today { Err(Blocked::InThePast { from, today }) } else { Ok(State::Published { document, from }) }
        }
        (&State::Published { from, .. }, &Step::Supersede { on }) => {
            if on <= from {
                Err(Blocked::EndsBeforeItBegins { from, on })
            } else {
                Ok(State::Superseded { on })
            }
        }
        (&State::Published { from, .. }, &Step::Withdraw { today }) if today < from => Ok(State::Withdrawn),
        (State::Draft | State::Checked | State::Submitted | State::Approved { .. }, Step::Withdraw { .. }) => {
            Ok(State::Withdrawn)
        }
        _ => Err(Blocked::OutOfOrder { state: state.id(), step: step.id() }),
    }
}

/// The warnings that no written reason covers.
pub fn missing_reasons<'a>(findings: &'a [Finding], reasons: &[Reason]) -> Vec<&'a Finding> {
    let covered = |finding: &Finding| {
        let grid = finding.figures.iter().find(|(name, _)| *name == "grid").map(|(_, grid)| grid.as_str());
        reasons.iter().any(|reason| {
            let same = reason.grid.is_none_or(|own| grid == Some(own.to_string().as_str()));
            reason.rule == finding.rule && same && !reason.text.trim().is_empty()
        })
    };
    findings.iter().filter(|finding| finding.severity == Severity::Warning && !covered(finding)).collect()
}

impl State {
    /// Stable name in stores and `--json`.
    pub fn id(&self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Checked => "checked",
            State::Submitted => "submitted",
            State::Approved { .. } => "approved",
            State::Published { .. } => "published",
            State::Superseded { .. } => "superseded",
            State::Withdrawn => "withdrawn",
        }
    }
}

impl Step {
    /// Stable name in stores and `--json`.
    pub fn id(&self) -> &'static str {
        match self {
            Step::Edit => "edit",
            Step::Check => "check",
            Step::Submit => "submit",
            Step::Return => "return",
            Step::Approve { .. } => "approve",
            Step::Publish { .. } => "publish",
            Step::Supersede { .. } => "supersede",
            Step::Withdraw { .. } => "withdraw",
        }
    }
}

fn no_errors(findings: &[Finding]) -> Result<(), Blocked> {
    match findings.iter().filter(|finding| finding.severity == Severity::Error).count() {
        0 => Ok(()),
        errors => Err(Blocked::Errors(errors)),
    }
}

fn publishable(findings: &[Finding], reasons: &[Reason]) -> Result<(), Blocked> {
    no_errors(findings)?;
    match missing_reasons(findings, reasons).len() {
        0 => Ok(()),
        warnings => Err(Blocked::ReasonsMissing(warnings)),
    }
}
