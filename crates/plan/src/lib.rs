//! Grid plans as drafts: edits with exact inverses, checks, compare, states, codes.
