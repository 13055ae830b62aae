//! The outer object of a file, or of a line of one.

use std::borrow::Cow;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde::{Deserialize, de::DeserializeSeed};
use serde_json::value::RawValue;

/// Members of the outer object, most as they stand: a fault in one costs that one.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Document<'a> {
    #[serde(borrow, rename = "type")]
    pub(super) kind: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(super) version: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(super) transform: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(super) metadata: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(super) extensions: Option<&'a RawValue>,
    #[serde(borrow, rename = "CityObjects")]
    pub(super) objects: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(super) vertices: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(super) appearance: Option<&'a RawValue>,
    #[serde(borrow, rename = "geometry-templates")]
    pub(super) templates: Option<&'a RawValue>,
}

/// `transform`: integers times scale plus translate.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) struct Transform {
    pub(super) scale: [f64; 3],
    pub(super) translate: [f64; 3],
}

/// `metadata`, what is used of it.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Metadata<'a> {
    #[serde(borrow, rename = "referenceSystem")]
    pub(super) reference: Option<&'a RawValue>,
    #[serde(borrow, rename = "geographicalExtent")]
    pub(super) extent: Option<&'a RawValue>,
}

/// `geometry-templates`.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Templates<'a> {
    #[serde(borrow, default)]
    pub(super) templates: Vec<&'a RawValue>,
    #[serde(borrow, rename = "vertices-templates")]
    pub(super) vertices: Option<&'a RawValue>,
}

/// A text that is borrowed where it has no escapes.
#[derive(Debug, Deserialize)]
pub(super) struct Text<'a>(#[serde(borrow)] pub(super) Cow<'a, str>);

/// What a raw value is as text; numbers as they are written.
pub(super) fn text(raw: &RawValue) -> Cow<'_, str> {
    match serde_json::from_str::<Text<'_>>(raw.get()) {
        Ok(text) => text.0,
        Err(_) => Cow::Borrowed(raw.get()),
    }
}

/// What a raw value is in the type wanted; `None` for anything else.
pub(super) fn parsed<'a, T: Deserialize<'a>>(raw: Option<&'a RawValue>) -> Option<T> {
    serde_json::from_str(raw?.get()).ok()
}

/// Calls for each member of an object, until it is answered `false`.
///
/// # Errors
/// When the value is no object.
pub(super) fn members<'a>(
    raw: &'a RawValue,
    each: &mut dyn FnMut(Cow<'a, str>, &'a RawValue) -> bool,
) -> Result<(), serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_str(raw.get());
    Members(each).deserialize(&mut deserializer)
}

struct Members<'r, 'a>(&'r mut dyn FnMut(Cow<'a, str>, &'a RawValue) -> bool);

impl<'a> DeserializeSeed<'a> for Members<'_, 'a> {
    type Value = ();

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'a> Visitor<'a> for Members<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<(), A::Error> {
        let mut wanted = true;
        while let Some(key) = map.next_key::<Text<'a>>()? {
            let value = map.next_value::<&'a RawValue>()?;
            wanted = wanted && (self.0)(key.0, value);
        }
        Ok(())
    }
}
