//! Plans on made-up territories.

mod checks;
mod codes;
mod comparing;
mod drafts;
mod edits;
mod lattice;
mod random;
mod states;
mod territory;
