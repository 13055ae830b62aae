//! Plans through the command line: differences with what breaks, publication with carry-over, rules, drawn edits, two
//! people at once.

mod district;
mod drawing;
mod publication;
mod together;
