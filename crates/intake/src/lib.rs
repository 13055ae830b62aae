//! From tables to a checked district: which layer is what, which column means what, and every fault in one pass.
