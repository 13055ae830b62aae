//! What a filter in CQL2 JSON means for the properties of a collection.

use geo_types::Geometry;
use serde_json::Value;

use super::expression::{Comparison, Expression, Kind, Operand, Span, Spatial, Temporal};
use super::{DEEPEST, literal, wrong};
use crate::app::App;
use crate::ogc::reference::Reference;
use crate::problem::Problem;

/// The property that is a place's shape.
const GEOMETRY: &str = "geometry";
const LOGIC: &[&str] = &["and", "or", "not", "isNull", "like", "between", "in"];

struct Meaning<'a> {
    app: &'a App,
    reference: &'a Reference,
    properties: &'a [(&'static str, &'static str)],
}

/// Understands a filter, or says what in it is not understood.
pub(super) fn read(
    app: &App,
    reference: &Reference,
    properties: &[(&'static str, &'static str)],
    document: &Value,
) -> Result<Expression, Problem> {
    Meaning { app, reference, properties }.condition(document, 0)
}

impl Meaning<'_> {
    fn condition(&self, value: &Value, depth: usize) -> Result<Expression, Problem> {
        if depth > DEEPEST * 2 {
            return Err(wrong(&value.to_string(), &format!("≤ {DEEPEST}")));
        }
        if let Value::Bool(flag) = value {
            return Ok(Expression::Constant(*flag));
        }
        let no_condition = || wrong(&value.to_string(), &operators());
        let (op, args) = value["op"].as_str().zip(value["args"].as_array()).ok_or_else(no_condition)?;
        let inner = |one: &Value| self.condition(one, depth + 1);
        let all = || args.iter().map(inner).collect::<Result<Vec<_>, _>>();
        match (op, &args[..]) {
            ("and", [_, _, ..]) => all().map(Expression::And),
            ("or", [_, _, ..]) => all().map(Expression::Or),
            ("not", [one]) => Ok(Expression::Not(Box::new(inner(one)?))),
            ("isNull", [one]) => self.operand(one, None).map(Expression::IsNull),
            ("like", [one, pattern]) => self.like(one, pattern),
            ("between", [one, least, most]) => self.between(one, least, most),
            ("in", [one, Value::Array(list)]) => self.among(one, list),
            (op, [a, b]) => self.relation(op, a, b),
            _ => Err(wrong(op, &operators())),
        }
    }

    fn relation(&self, op: &str, a: &Value, b: &Value) -> Result<Expression, Problem> {
        if let Some(comparison) = Comparison::named(op) {
            let (a, b) = self.pair(a, b)?;
            let ordered = !matches!(comparison, Comparison::Equal | Comparison::Unequal);
            if ordered && a.kind() == Kind::Flag {
                return Err(wrong(op, "=, <>"));
            }
            return Ok(Expression::Compare(comparison, a, b));
        }
        if let Some(relation) = Spatial::named(op) {
            return self.spatial(relation, a, b);
        }
        match Temporal::named(op) {
            Some(relation) => Ok(Expression::Time(relation, self.span(a)?, self.span(b)?)),
            None => Err(wrong(op, &operators())),
        }
    }

    /// Two values of one kind. A text beside a moment is read as one.
    fn pair(&self, a: &Value, b: &Value) -> Result<(Operand, Operand), Problem> {
        let first = self.operand(a, None)?;
        let second = self.operand(b, Some(first.kind()))?;
        let first = if first.kind() == second.kind() { first } else { self.operand(a, Some(second.kind()))? };
        Ok((first, second))
    }

    fn like(&self, one: &Value, pattern: &Value) -> Result<Expression, Problem> {
        let text = |value: &Value| self.of_kind(value, Kind::Text);
        Ok(Expression::Like(text(one)?, text(pattern)?))
    }

    fn between(&self, one: &Value, least: &Value, most: &Value) -> Result<Expression, Problem> {
        let value = self.operand(one, None)?;
        let kind = value.kind();
        Ok(Expression::Between(value, self.of_kind(least, kind)?, self.of_kind(most, kind)?))
    }

    fn among(&self, one: &Value, list: &[Value]) -> Result<Expression, Problem> {
        let value = self.operand(one, None)?;
        let kind = value.kind();
        let list = list.iter().map(|one| self.of_kind(one, kind)).collect::<Result<_, _>>()?;
        Ok(Expression::In(value, list))
    }

    fn of_kind(&self, value: &Value, kind: Kind) -> Result<Operand, Problem> {
        let operand = self.operand(value, Some(kind))?;
        if operand.kind() == kind { Ok(operand) } else { Err(wrong(&shown(value), kind.example())) }
    }

    /// A value; where a kind is wanted, of this kind.
    fn operand(&self, value: &Value, wanted: Option<Kind>) -> Result<Operand, Problem> {
        let operand = match value {
            Value::String(text) if wanted == Some(Kind::Moment) => literal::moment(text).map(Operand::Moment),
            Value::String(text) => Some(Operand::Text(text.clone())),
            Value::Number(number) => number.as_f64().map(Operand::Number),
            Value::Bool(flag) => Some(Operand::Flag(*flag)),
            Value::Object(object) if object.contains_key("property") => Some(self.property(&value["property"])?),
            Value::Object(object) if object.contains_key("date") || object.contains_key("timestamp") => {
                return moment(value).ok_or_else(|| wrong(&shown(value), Kind::Moment.example()));
            }
            Value::Object(_) if value["op"] == "casei" => self.folded(&value["args"])?,
            _ => None,
        };
        let operand = operand.ok_or_else(|| wrong(&shown(value), wanted.unwrap_or(Kind::Text).example()))?;
        let fits =
            wanted.is_none_or(|kind| kind == operand.kind() || (kind == Kind::Text && operand.kind() == Kind::Moment));
        if fits { Ok(operand) } else { Err(wrong(&shown(value), wanted.unwrap_or(Kind::Text).example())) }
    }

    fn folded(&self, args: &Value) -> Result<Option<Operand>, Problem> {
        let Some([one]) = args.as_array().map(Vec::as_slice) else { return Ok(None) };
        // Folding twice changes nothing, and would let a filter nest without end.
        let one = if one["op"] == "casei" { &one["args"][0] } else { one };
        if one["op"] == "casei" {
            return Ok(None);
        }
        self.of_kind(one, Kind::Text).map(|inner| Some(Operand::Folded(Box::new(inner))))
    }

    fn property(&self, name: &Value) -> Result<Operand, Problem> {
        let found = self.properties.iter().find(|(known, _)| Some(*known) == name.as_str());
        let unknown = || {
            let known: Vec<&str> = self.properties.iter().map(|(name, _)| *name).chain([GEOMETRY]).collect();
            wrong(&shown(name), &known.join(", "))
        };
        let (name, kind) = found.ok_or_else(unknown)?;
        let kind = match (*name, *kind) {
            ("valid_from" | "valid_to", _) => Kind::Moment,
            (_, "integer") => Kind::Number,
            (_, "boolean") => Kind::Flag,
            _ => Kind::Text,
        };
        Ok(Operand::Property(name, kind))
    }

    fn spatial(&self, relation: Spatial, a: &Value, b: &Value) -> Result<Expression, Problem> {
        match (a["property"] == GEOMETRY, b["property"] == GEOMETRY) {
            (true, false) => Ok(Expression::Shape(relation, Box::new(self.shape(b)?))),
            (false, true) => Ok(Expression::ShapeOf(relation, Box::new(self.shape(a)?))),
            (true, true) => Err(wrong(GEOMETRY, Kind::Shape.example())),
            (false, false) => Err(wrong(&shown(a), GEOMETRY)),
        }
    }

    /// A shape in the working system.
    fn shape(&self, value: &Value) -> Result<Geometry<f64>, Problem> {
        let shape = literal::shape(value).and_then(|shape| self.reference.to_working(&self.app.frames, shape));
        shape.ok_or_else(|| wrong(&shown(value), Kind::Shape.example()))
    }

    fn span(&self, value: &Value) -> Result<Span, Problem> {
        let end = |one: &Value| match one {
            Value::String(text) if text == ".." => Ok(None),
            one => self.of_kind(one, Kind::Moment).map(Some),
        };
        match value["interval"].as_array().map(Vec::as_slice) {
            Some([from, to]) => Ok(Span { from: end(from)?, to: end(to)? }),
            Some(_) => Err(wrong(&shown(value), "INTERVAL('2025-01-01', '..')")),
            None => self.of_kind(value, Kind::Moment).map(|at| Span { from: Some(at.clone()), to: Some(at) }),
        }
    }
}

fn operators() -> String {
    [LOGIC, Comparison::NAMES, Spatial::NAMES, Temporal::NAMES].concat().join(", ")
}

fn moment(value: &Value) -> Option<Operand> {
    let text = value.get("date").or_else(|| value.get("timestamp"))?.as_str()?;
    literal::moment(text).map(Operand::Moment)
}

/// A part of the filter as its author would write it.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Object(object) if object.len() == 1 && object.contains_key("property") => {
            value["property"].as_str().map_or_else(|| value.to_string(), str::to_owned)
        }
        other => other.to_string(),
    }
}
