//! Rosters through the public door.

mod accounts;
mod carry;
#[path = "../common/demo.rs"]
mod demo;
mod district;
#[path = "../common/faults.rs"]
mod faults;
mod offices;
mod seeded;
