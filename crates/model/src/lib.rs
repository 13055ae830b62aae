//! The nouns of the field and what must hold for them: codes, courtyards, memberships, tables of features, findings.
//!
//! Nothing here opens a file or knows a format; `formats` fills [`Table`]s, `topology` and `regionalization` answer
//! with indices into them, and the rim turns [`Finding`]s into words.

mod assignment;
mod code;
mod finding;
mod membership;
mod numbering;
mod period;
mod sheet;
mod table;

pub use assignment::{Assignment, Holder, Level, PlaceKey, RoleName};
pub use code::{Code, InvalidCode};
pub use finding::{Finding, Place, Repair, Rule, Severity};
pub use membership::{Membership, MembershipFault};
pub use numbering::{grid_code, reading_order};
pub use period::{Day, InvalidPeriod, Period};
pub use sheet::{CellRange, Sheet};
pub use table::{Field, FieldKind, Row, Table, Value};
