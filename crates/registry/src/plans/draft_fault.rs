//! Why something cannot be done with a draft.

use model::{Day, Finding};
use plan::{Blocked, CodeFault, Refused};

use crate::{Fault, RulesFault};

/// Why something cannot be done with a draft or a plan.
#[derive(Debug, thiserror::Error)]
pub enum DraftFault {
    /// The registry or the record.
    #[error(transparent)]
    Registry(#[from] Fault),
    /// There is no such draft.
    #[error("there is no draft {0}")]
    NotThere(String),
    /// The name is taken.
    #[error("there is a draft {0} already")]
    There(String),
    /// The draft in the record does not read back.
    #[error("draft {name} does not read back: {reason}")]
    Damaged {
        /// Its name.
        name: String,
        /// What is wrong.
        reason: String,
    },
    /// Two plans that do not lie on the same territory.
    #[error("{0} lies on another territory")]
    OtherTerritory(String),
    /// An edit was not made.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// A step was not taken.
    #[error(transparent)]
    Blocked(#[from] Blocked),
    /// Errors stand in the way.
    #[error("{} errors", .0.len())]
    Errors(Vec<Finding>),
    /// Warnings without a written reason.
    #[error("{} warnings without a reason", .0.len())]
    Unexplained(Vec<Finding>),
    /// Codes cannot be given.
    #[error(transparent)]
    Codes(#[from] CodeFault),
    /// A courtyard → grid list names a courtyard that is not there.
    #[error("the list names courtyard {0}, which is not there")]
    ListedUnknown(String),
    /// A list or a proposal is no plan.
    #[error("no plan ({} faults)", .0.len())]
    NoPlan(Vec<plan::PlanFault>),
    /// The district's rules do not read.
    #[error("the rules have {} faults", .0.len())]
    Rules(Vec<RulesFault>),
    /// Another plan was published for this day or a later one.
    #[error("draft {name} is published from {from}")]
    Later {
        /// The other draft.
        name: String,
        /// Its first day.
        from: Day,
    },
    /// What is in force on the day is no longer what the draft put there.
    #[error("what is in force on {0} is no longer this draft")]
    ReplacedSince(Day),
    /// There is no plan in force on the day.
    #[error("no plan is in force on {0}")]
    NothingInForce(Day),
    /// There is no such decision, or it was made.
    #[error("there is nothing to decide under {0}")]
    NoDecision(String),
    /// Too many others were faster.
    #[error("draft {0} changes all the time; try again")]
    Restless(String),
}

impl From<store::Fault> for DraftFault {
    fn from(fault: store::Fault) -> Self {
        DraftFault::Registry(fault.into())
    }
}
