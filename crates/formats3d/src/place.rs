//! Findings with their places, made shortly.

use model::{Finding, Place, Rule, Severity};

/// A finding about a file.
pub(crate) fn finding(rule: Rule, severity: Severity, file: &str) -> Finding {
    Finding::new(rule, severity, Place { file: file.to_owned(), ..Place::default() })
}

/// A finding about a part of a file, named by the file's own id.
pub(crate) fn part(rule: Rule, severity: Severity, file: &str, code: &str) -> Finding {
    let code = Some(code.chars().take(120).collect());
    Finding::new(rule, severity, Place { file: file.to_owned(), code, ..Place::default() })
}
