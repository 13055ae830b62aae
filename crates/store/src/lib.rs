//! The record: everything a district knows, dated and reversible, in one SQLite file.
