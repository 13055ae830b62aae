//! Plans from draft to publication on a small record.

mod carrying;
mod differing;
mod drafting;
mod rules;
mod world;
