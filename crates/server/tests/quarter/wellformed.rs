//! Whether a page is nested soundly: enough of HTML's rules to catch what templates get wrong.

use std::collections::BTreeSet;

const VOID: [&str; 5] = ["meta", "link", "input", "br", "hr"];

/// Panics where an element is not closed, stands where it may not, or a word of the catalogue is missing.
pub(crate) fn check(page: &str) {
    let mut open: Vec<String> = Vec::new();
    let mut ids = BTreeSet::new();
    let mut rest = page.strip_prefix("<!DOCTYPE html>").expect("a doctype");
    while let Some(at) = rest.find('<') {
        says_nothing_raw(&rest[..at]);
        let end = at + rest[at..].find('>').expect("a tag ends");
        let tag = &rest[at + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name), "closes what is open; after it: {:.80}", rest);
            continue;
        }
        let name = tag.split([' ', '/']).next().unwrap_or_default();
        stands_well(name, tag, &open);
        if let Some(id) = tag.split(" id=\"").nth(1).and_then(|rest| rest.split('"').next()) {
            assert!(ids.insert(id.to_owned()), "id {id} stands twice");
        }
        if !VOID.contains(&name) {
            open.push(name.to_owned());
        }
    }
    assert!(open.is_empty(), "left open: {open:?}");
}

fn stands_well(name: &str, tag: &str, open: &[String]) {
    let inside = |outer: &str| open.iter().any(|one| one == outer);
    let parent = open.last().map_or("", String::as_str);
    let block = ["p", "ul", "ol", "div", "section", "table", "form", "h1", "h2", "h3", "header", "figure"];
    assert!(!(block.contains(&name) && inside("p")), "<{name}> in a paragraph");
    assert!(!(["a", "button", "input", "select"].contains(&name) && inside("a")), "<{name}> in a link");
    assert!(!(name == "form" && inside("form")), "a form in a form");
    assert!(name != "li" || parent == "ul" || parent == "ol", "<li> in <{parent}>");
    assert!(name != "tr" || parent == "thead" || parent == "tbody", "<tr> in <{parent}>");
    assert!(name != "a" || tag.contains(" href=\""), "a link to nowhere: {tag}");
    assert!(!tag.contains(" style=") && !tag.contains(" on"), "the security policy forbids it: {tag}");
}

/// A message that is missing is shown as its id.
fn says_nothing_raw(text: &str) {
    let raw = ["page-", "property-", "level-", "grid-kind-", "head-", "role-", "problem-", "service-"];
    let id = text.trim();
    let plain = id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_');
    assert!(!(plain && raw.iter().any(|start| id.starts_with(start))), "a message is missing: {id}");
}
