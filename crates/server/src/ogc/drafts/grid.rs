//! A grid of a draft as a place and as a feature.

use model::{Code, Period, PlaceKey};
use plan::GridId;
use registry::Place;
use serde_json::{Value, json};

use super::properties::{self, LEVEL};
use crate::dressed::Dressed;
use crate::html::Format;
use crate::ogc::reference::Reference;
use crate::plans::Opened;
use crate::problem::{Kind, Problem};

/// The grids of a draft as places, in the order of their ids as texts.
pub(super) fn places(opened: &Opened) -> Vec<(GridId, Place)> {
    let grids = opened.draft.plan().grids().keys();
    let mut places: Vec<_> = grids.filter_map(|&grid| Some((grid, place(opened, grid)?))).collect();
    places.sort_by_cached_key(|(grid, _)| grid.to_string());
    places
}

/// A grid as a place; `None` when the draft has no such grid.
pub(super) fn place(opened: &Opened, id: GridId) -> Option<Place> {
    let (draft, territory) = (&opened.draft, opened.draft.territory());
    let info = &draft.plan().grid(id)?.info;
    let named = info.code.clone().unwrap_or_else(|| format!("#{id}"));
    let code = Code::new(&named).ok()?;
    let courtyards: Vec<_> =
        draft.plan().courtyards_of(territory, id).map(|idx| &territory.courtyards()[idx]).collect();
    let households: u64 = courtyards.iter().filter_map(|one| one.households).map(u64::from).sum();
    let members: Vec<&str> = courtyards.iter().map(|one| one.code.as_str()).collect();
    let community = draft.plan().community_of(territory, id);
    let community = community.map(|idx| format!("community:{}", territory.communities()[idx].code));
    let body = json!({
        "locked": info.locked, "exception": info.exception, "households": households,
        "courtyards": members.len(), "members": members, "revision": draft.grid_revision(id),
    });
    Some(Place {
        id: format!("{}:{id}", LEVEL.id()),
        key: PlaceKey { level: LEVEL, code },
        name: info.name.clone(),
        kind: info.kind.id().to_owned(),
        body,
        parents: community.into_iter().collect(),
        version: opened.head.revision,
        valid: Period::since(draft.standing().base.unwrap_or(model::Day::MIN)),
        recorded: opened.head.changed,
    })
}

/// What is strong about a grid: its number and the last edit that touched it.
pub(super) fn mark(opened: &Opened, id: GridId) -> String {
    format!("{id}.{}", opened.draft.grid_revision(id))
}

/// The strong tag of a grid in a form and a system.
pub(super) fn tag(opened: &Opened, id: GridId, format: Format, reference: &Reference) -> String {
    format!("\"{}-{}-{}\"", mark(opened, id), format.id(), reference.uri.rsplit('/').next().unwrap_or_default())
}

/// The area of a grid as GeoJSON.
pub(super) fn geometry(
    app: &crate::App,
    opened: &Opened,
    id: GridId,
    reference: &Reference,
) -> Result<String, Problem> {
    let failed = || Problem::new(Kind::Internal);
    let shapes = opened.shapes()?;
    let Some(shape) = shapes.get(&id) else { return Ok("null".to_owned()) };
    if reference.is_default() {
        let shape = app.frames.lonlat(shape).ok_or_else(failed)?;
        return Ok(crate::ogc::geometry::text(&shape, 7));
    }
    reference.text(&app.frames, shape).ok_or_else(failed)
}

/// A GeoJSON feature as text; the geometry is text already.
pub(super) fn text(dressed: &Dressed, id: GridId, place: &Place, geometry: &str, more: &[(&str, Value)]) -> String {
    let mut out = format!(r#"{{"type":"Feature","id":"{id}","#);
    for (name, value) in more {
        out.push_str(&format!("{}:{value},", json!(name)));
    }
    let properties = Value::Object(properties::all(dressed, place));
    out.push_str(&format!(r#""geometry":{geometry},"properties":{properties}}}"#));
    out
}

/// What JSON-FG adds.
pub(super) fn json_fg(format: Format) -> Vec<(&'static str, Value)> {
    if format == Format::JsonFg {
        vec![("featureType", json!("draft-grid")), ("time", Value::Null)]
    } else {
        Vec::new()
    }
}
