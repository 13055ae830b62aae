//! Attributes: generic ones by their names, those of schemas by the names of their elements, dotted.

use std::collections::HashMap;

use citymodel::Attribute;

use super::tree::Node;

/// Elements of the building module that are numbers by its schema.
const NUMBERS: &[&str] = &["measuredHeight", "storeysAboveGround", "storeysBelowGround"];

/// Appends what a property of an object says.
pub(super) fn read(property: &Node, out: &mut Vec<(String, Attribute)>) {
    if !generic(property, "", out) {
        flatten(property, &first(property), out);
    }
}

/// `gen:` attributes and sets of them.
fn generic(node: &Node, prefix: &str, out: &mut Vec<(String, Attribute)>) -> bool {
    let Some(name) = node.attribute("name") else { return false };
    let name = if prefix.is_empty() { name.to_owned() } else { format!("{prefix}.{name}") };
    let value = node.child("value").map_or("", Node::value);
    let value = match node.name.as_str() {
        "stringAttribute" | "dateAttribute" | "uriAttribute" => Attribute::Text(value.to_owned()),
        "intAttribute" | "doubleAttribute" | "measureAttribute" => number(value),
        "genericAttributeSet" => {
            for child in &node.children {
                generic(child, &name, out);
            }
            return true;
        }
        _ => return false,
    };
    out.push((name, value));
    true
}

/// The first part of a name: foreign schemas say which they are.
fn first(property: &Node) -> String {
    match &property.foreign {
        Some(prefix) => format!("{prefix}.{}", property.name),
        None => property.name.clone(),
    }
}

fn flatten(node: &Node, name: &str, out: &mut Vec<(String, Attribute)>) {
    if node.children.is_empty() {
        let value = node.value();
        if !value.is_empty() {
            let measured = node.attribute("uom").is_some() || NUMBERS.contains(&node.name.as_str());
            let value = if measured { number(value) } else { Attribute::Text(value.to_owned()) };
            out.push((name.to_owned(), value));
        }
        return;
    }
    let mut counts: HashMap<&str, (usize, usize)> = HashMap::new();
    node.children.iter().for_each(|child| counts.entry(&child.name).or_default().0 += 1);
    for child in &node.children {
        // A property holds an object of a type: the type adds nothing where it has the property's name.
        if same(&child.name, &node.name) {
            flatten(child, name, out);
            continue;
        }
        let (total, seen) = counts.entry(&child.name).or_default();
        *seen += 1;
        let numbered =
            if *total > 1 { format!("{name}.{}.{seen}", child.name) } else { format!("{name}.{}", child.name) };
        flatten(child, &numbered, out);
    }
}

/// Whether a type is named as its property but for the first letter.
fn same(kind: &str, property: &str) -> bool {
    let upper = kind.chars().next().is_some_and(char::is_uppercase);
    upper && kind.len() == property.len() && kind.eq_ignore_ascii_case(property)
}

fn number(text: &str) -> Attribute {
    match (text.parse::<i64>(), text.parse::<f64>()) {
        (Ok(whole), _) => Attribute::Whole(whole),
        (_, Ok(number)) if number.is_finite() => Attribute::Number(number),
        _ => Attribute::Text(text.to_owned()),
    }
}
