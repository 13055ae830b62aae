//! What a tile holds, and its bytes (Mapbox Vector Tile 2.1).

use fast_mvt::{MvtFeatureBuilder, MvtGeomType, MvtLayerBuilder, MvtResult, MvtValueRef};
use model::Level;
use registry::Place;
use sha2::{Digest, Sha256};

use super::address::{Address, EXTENT};
use super::cut::{Rings, cut};
use super::ground::{Ground, Shape};
use crate::dressed::Dressed;
use crate::ogc::collections::COLLECTIONS;
use crate::ogc::feature;

/// From this zoom on every place is in its tiles, however small.
const ALL_FROM: u8 = 14;
/// Steps below which both sides of a place's box must lie for it to be left out before: a pixel on a tile of 512.
const SMALL: f64 = 8.0;
/// Raised whenever tiles of the same places come out differently.
const EDITION: u8 = 1;

/// Properties of features in tiles, with their types.
pub(super) const PROPERTIES: [(&str, &str); 5] =
    [("id", "string"), ("code", "string"), ("name", "string"), ("kind", "string"), ("households", "integer")];

/// The farthest zoom at which places of a level are in the tiles.
pub(super) fn first_zoom(level: Level) -> u8 {
    match level {
        Level::Subdistrict => 0,
        Level::Community => 9,
        Level::Grid => 10,
        Level::Building => ALL_FROM,
        _ => 12,
    }
}

/// A tile before it is made: the places that are in it.
pub(super) struct Content<'d> {
    address: Address,
    /// Layer by layer.
    layers: Vec<(&'static str, Vec<(&'d Place, &'d Shape)>)>,
}

impl<'d> Content<'d> {
    /// Looks up the places of one level, or of all.
    pub(super) fn new(dressed: &'d Dressed, ground: &'d Ground, address: Address, only: Option<Level>) -> Self {
        let places = dressed.view.places().list();
        let seen =
            |idx: usize| ground.shape(idx).map(|shape| (&places[idx], shape)).filter(|(_, one)| shows(one, address));
        let found: Vec<_> = ground.within(address.window()).into_iter().filter_map(seen).collect();
        let wanted = |level: Level| only.is_none_or(|only| only == level) && address.zoom >= first_zoom(level);
        let layer = |level: Level| found.iter().copied().filter(|(place, _)| place.key.level == level).collect();
        let layers = COLLECTIONS.iter().filter(|(_, level)| wanted(*level)).map(|(name, level)| (*name, layer(*level)));
        Content { address, layers: layers.filter(|(_, list): &(_, Vec<_>)| !list.is_empty()).collect() }
    }

    /// The same for the same places in the same versions, also after others have changed.
    pub(super) fn hash(&self) -> u128 {
        let mut hasher = Sha256::new();
        hasher.update([EDITION]);
        for (place, _) in self.layers.iter().flat_map(|(_, list)| list) {
            hasher.update(place.id.as_bytes());
            hasher.update([0]);
            hasher.update(place.version.to_le_bytes());
            hasher.update(place.recorded.as_microsecond().to_le_bytes());
        }
        hasher.finalize().iter().take(16).fold(0, |hash, byte| hash << 8 | u128::from(*byte))
    }

    /// The tile; no bytes where nothing is in it.
    pub(super) fn encode(&self) -> MvtResult<Vec<u8>> {
        let mut bytes = Vec::new();
        for (name, list) in &self.layers {
            let mut layer = MvtLayerBuilder::new(*name)?;
            for (place, shape) in list {
                layer = self.feature(layer, place, shape)?;
            }
            if layer.num_features() > 0 {
                bytes.extend(layer.encode());
            }
        }
        Ok(bytes)
    }

    fn feature(&self, layer: MvtLayerBuilder, place: &Place, shape: &Shape) -> MvtResult<MvtLayerBuilder> {
        let parts: Vec<Rings> = shape.area.iter().flat_map(|polygon| cut(polygon, self.address)).collect();
        if parts.is_empty() {
            return Ok(layer);
        }
        let mut feature = layer.feature_of(MvtGeomType::Polygon);
        feature.id(Some(shape.number));
        tag(&mut feature, place)?;
        for part in parts {
            for (number, ring) in part.into_iter().enumerate() {
                feature.ring(ring, number == 0)?;
            }
        }
        Ok(feature.end())
    }
}

fn tag(feature: &mut MvtFeatureBuilder, place: &Place) -> MvtResult<()> {
    let texts =
        [("id", feature::id(place)), ("code", place.key.code.as_str()), ("name", &place.name), ("kind", &place.kind)];
    for (name, value) in texts.into_iter().filter(|(_, value)| !value.is_empty()) {
        feature.tag_ref(name, MvtValueRef::String(value))?;
    }
    if let Some(households) = feature::number(place, "households") {
        feature.tag_auto_int("households", households)?;
    }
    Ok(())
}

/// Whether a shape is large enough for a zoom.
fn shows(shape: &Shape, address: Address) -> bool {
    let [west, north, east, south] = shape.bounds;
    let longest = (east - west).max(south - north) * address.steps();
    address.zoom >= ALL_FROM || longest >= SMALL.min(f64::from(EXTENT))
}
