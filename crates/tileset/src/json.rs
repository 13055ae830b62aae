//! The JSON of a 3D Tiles 1.1 tileset (OGC 22-025r4, §7), for writing and reading.
//!
//! Written text is deterministic: fields in one order, whole numbers without a point, others as the shortest digits
//! that give the same f64. Numbers with more than 15 digits may come back one unit in the last place off (serde_json
//! reads so), which at the Earth's centre is a nanometre.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::glb::document::Number;

/// A tileset that is not JSON of the right form.
#[derive(Debug, thiserror::Error)]
#[error("not a tileset: {0}")]
pub struct TilesetError(#[from] serde_json::Error);

/// A whole file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Tileset {
    /// Version of the format and of the data.
    pub asset: Asset,
    /// What the tileset's metadata means (3D Metadata, carried as it is).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<Value>,
    /// Metadata of the whole, carried as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Value>,
    /// Error in metres where nothing of the tileset is shown.
    pub geometric_error: Number,
    /// The tile at the top.
    pub root: Tile,
    /// Extensions in the file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extensions_used: Vec<String>,
    /// Extensions that a client cannot do without.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extensions_required: Vec<String>,
    /// Whatever an application adds, carried as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extras: Option<Value>,
}

/// Version of the format and of the data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Asset {
    /// Version of 3D Tiles.
    pub version: String,
    /// Version of the data, an application's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tileset_version: Option<String>,
}

/// A tile and those below it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Tile {
    /// Where everything of the tile and below it lies.
    pub bounding_volume: BoundingVolume,
    /// From where the tile is asked for at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub viewer_request_volume: Option<BoundingVolume>,
    /// Error in metres where the tile is shown and nothing below it.
    pub geometric_error: Number,
    /// Whether the tiles below replace its content; the root must say, others take it from above.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refine: Option<Refine>,
    /// From the tile's axes to those of the tile above, a matrix by columns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transform: Option<[Number; 16]>,
    /// What it shows, or a tileset that stands in its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<Link>,
    /// Several contents; read, never written by us, for not every client has them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contents: Vec<Link>,
    /// Metadata of the tile, carried as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Value>,
    /// Subtrees by formula, carried as they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub implicit_tiling: Option<Value>,
    /// Whatever an application adds, carried as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extras: Option<Value>,
    /// The tiles below.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<Tile>,
}

/// Where a content is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Link {
    /// Its address, relative to the tileset's file.
    pub uri: String,
    /// Where the content lies, tighter than the tile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bounding_volume: Option<BoundingVolume>,
    /// Metadata of the content, carried as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Value>,
}

impl Link {
    /// A link to a file.
    pub fn to(uri: impl Into<String>) -> Self {
        Self { uri: uri.into(), bounding_volume: None, metadata: None }
    }

    /// Whether it leads to another tileset, by the end of its path.
    pub fn is_tileset(&self) -> bool {
        let path = self.uri.split(['?', '#']).next().unwrap_or_default();
        path.ends_with(".json")
    }
}

/// Whether the tiles below replace a tile's content or add to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Refine {
    /// They replace it.
    Replace,
    /// They add to it.
    Add,
}

/// A volume; at least one of the three. We write boxes.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct BoundingVolume {
    /// Middle and three half axes, in the tile's axes, metres.
    #[serde(rename = "box", skip_serializing_if = "Option::is_none")]
    pub cuboid: Option<[Number; 12]>,
    /// West, south, east, north in radians and least and greatest height in metres, WGS 84; no transform moves it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<[Number; 6]>,
    /// Middle and radius, in the tile's axes, metres.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sphere: Option<[Number; 4]>,
}

impl BoundingVolume {
    /// The box between two corners, metres, in the tile's axes.
    pub fn around(min: [f64; 3], max: [f64; 3]) -> Self {
        let middle = |i: usize| f64::midpoint(min[i], max[i]);
        let half = |i: usize| (max[i] - min[i]) / 2.0;
        let cuboid = [middle(0), middle(1), middle(2), half(0), 0.0, 0.0, 0.0, half(1), 0.0, 0.0, 0.0, half(2)];
        Self { cuboid: Some(cuboid.map(Number)), ..Self::default() }
    }

    /// The corners of its box; `None` without one.
    pub fn corners(&self) -> Option<[[f64; 3]; 8]> {
        let cuboid = self.cuboid?.map(|number| number.0);
        let sign = |corner: usize, bit: usize| if corner >> bit & 1 == 0 { -1.0 } else { 1.0 };
        Some(std::array::from_fn(|corner| {
            std::array::from_fn(|i| {
                (0..3).fold(cuboid[i], |sum, axis| sum + sign(corner, axis) * cuboid[3 + 3 * axis + i])
            })
        }))
    }
}

impl Tile {
    /// A tile with a box and an error (metres), nothing in it yet.
    pub fn new(bounding_volume: BoundingVolume, geometric_error: f64) -> Self {
        Self {
            bounding_volume,
            viewer_request_volume: None,
            geometric_error: Number(geometric_error),
            refine: None,
            transform: None,
            content: None,
            contents: Vec::new(),
            metadata: None,
            implicit_tiling: None,
            extras: None,
            children: Vec::new(),
        }
    }
}

impl Tileset {
    /// A tileset of version 1.1 with this root; its error is what the root's is unless the caller sets another.
    pub fn new(root: Tile) -> Self {
        Self {
            asset: Asset { version: "1.1".to_owned(), tileset_version: None },
            schema: None,
            metadata: None,
            geometric_error: root.geometric_error,
            root,
            extensions_used: Vec::new(),
            extensions_required: Vec::new(),
            extras: None,
        }
    }

    /// Reads a file. Tiles nest some sixty deep at most (serde_json's bound), deeper files are an error.
    ///
    /// # Errors
    /// [`TilesetError`] for anything that is not a tileset.
    pub fn read(bytes: &[u8]) -> Result<Self, TilesetError> {
        Ok(serde_json::from_slice(bytes)?)
    }

    /// The file's text.
    ///
    /// # Errors
    /// [`TilesetError`] for numbers that are not finite: JSON cannot hold them.
    pub fn write(&self) -> Result<String, TilesetError> {
        Ok(serde_json::to_string(self)?)
    }
}
