//! CityJSON 1.0, 1.1, 2.0 and CityJSONSeq (OGC 20-072r5): a file read in pieces of text that are looked at when they are
//! needed, never as a tree of values.

mod appearance;
mod attributes;
mod document;
mod geometry;
mod nested;
mod object;
mod read;

pub(crate) use read::read;
