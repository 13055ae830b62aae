//! One tile.

use std::io::{Read, Write};
use std::sync::Arc;

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use model::{Day, Level};
use store::AsOf;

use super::address::{Address, SET};
use super::cache::Tile;
use super::encode::Content;
use crate::access::Action;
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::dressed::Dressed;
use crate::ogc::collections::level;
use crate::ogc::parameters::time;
use crate::problem::{Kind, Problem};

pub(super) const MEDIA_TYPE: &str = "application/vnd.mapbox-vector-tile";
/// Better ones cost more time than they save on the way.
const EFFORT: u32 = 5;

/// `/tiles/{set}/{zoom}/{row}/{col}` and the same of one collection, of one revision, or of both.
pub(super) fn tile(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.may(Action::Read)?;
    let fixed = asked.parts.contains_key("revision");
    asked.only(if fixed { &[] } else { &["datetime", "known"] })?;
    if let Some(format) = asked.parameter("f").filter(|format| *format != "mvt") {
        return Err(Problem::parameter("f", format, "mvt"));
    }
    let only = asked.parts.get("collection").map(|name| level(name)).transpose()?;
    let address = Address::read(asked.part("zoom"), asked.part("row"), asked.part("col"));
    let address = address.filter(|_| asked.part("set") == SET).ok_or(Problem::new(Kind::NotFound))?;
    let as_of = if fixed { revision(app, asked)? } else { time(app, asked)?.as_of };
    let dressed = app.view_for(asked, as_of)?;
    let tile = made(app, &dressed, address, only)?;
    let answer = if fixed {
        answer(&tile, &asked.encodings)?.with("cache-control", "public, max-age=31536000, immutable")
    } else {
        answer(&tile, &asked.encodings)?.with("cache-control", "no-cache")
    };
    Ok(answer.with("vary", "accept-encoding"))
}

/// The name of a view in addresses that never change what they mean: its day and the newest change that it knows.
pub(super) fn revision_name(dressed: &Dressed) -> String {
    let AsOf { valid, known } = dressed.view.as_of();
    let moment = known.map_or(dressed.view.revision(), |known| known.min(dressed.view.revision()));
    format!("{}-{}", valid.strftime("%Y%m%d"), moment.as_microsecond())
}

/// The view of such a name. What the record will know later is not known yet, and must not be kept for ever.
fn revision(app: &App, asked: &Asked) -> Result<AsOf, Problem> {
    let wrong = || Problem::new(Kind::NotFound);
    let (day, moment) = asked.part("revision").split_once('-').ok_or_else(wrong)?;
    let valid = Day::strptime("%Y%m%d", day).map_err(|_| wrong())?;
    let moment = moment.parse().ok().and_then(|number| Timestamp::from_microsecond(number).ok()).ok_or_else(wrong)?;
    let newest = app.view_for(asked, AsOf::day(app.today()))?.view.revision();
    match moment.cmp(&newest) {
        std::cmp::Ordering::Less => Ok(AsOf::known(valid, moment)),
        std::cmp::Ordering::Equal => Ok(AsOf::day(valid)),
        std::cmp::Ordering::Greater => Err(wrong()),
    }
}

/// A tile as it is kept, made if it is not.
pub(super) fn made(app: &App, dressed: &Dressed, address: Address, only: Option<Level>) -> Result<Tile, Problem> {
    let AsOf { valid, known } = dressed.view.as_of();
    let stamp = (valid, known, dressed.view.revision());
    if let Some(tile) = app.tiles.known(stamp, (address, only)) {
        return Ok(tile);
    }
    let content = Content::new(dressed, dressed.ground(), address, only);
    let make = || zipped(&content);
    let tile = app.tiles.tile(stamp, (address, only), content.hash(), make);
    tile.map_err(|_: Arc<Problem>| Problem::new(Kind::Internal))
}

/// The bytes of a tile, compressed; none where nothing is in it.
pub(super) fn zipped(content: &Content<'_>) -> Result<Vec<u8>, Problem> {
    let failed = || Problem::new(Kind::Internal);
    let bytes = content.encode().map_err(|_| failed())?;
    if bytes.is_empty() {
        return Ok(bytes);
    }
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 2), Compression::new(EFFORT));
    encoder.write_all(&bytes).and_then(|()| encoder.finish()).map_err(|_| failed())
}

fn answer(tile: &Tile, encodings: &str) -> Result<Answer, Problem> {
    if tile.zipped.is_empty() {
        return Ok(
            Answer { status: 204, ..Answer::of(MEDIA_TYPE, Vec::new()) }.tagged(format!("\"{:032x}\"", tile.hash))
        );
    }
    if takes_gzip(encodings) {
        let answer = Answer::of(MEDIA_TYPE, tile.zipped.to_vec()).with("content-encoding", "gzip");
        return Ok(answer.tagged(format!("\"{:032x}-gzip\"", tile.hash)));
    }
    let mut bytes = Vec::new();
    GzDecoder::new(&tile.zipped[..]).read_to_end(&mut bytes).map_err(|_| Problem::new(Kind::Internal))?;
    Ok(Answer::of(MEDIA_TYPE, bytes).tagged(format!("\"{:032x}\"", tile.hash)))
}

/// Whether `Accept-Encoding` names gzip, or anything, without a weight of nothing.
fn takes_gzip(encodings: &str) -> bool {
    let refused = |parameters: &str| {
        let weight = parameters.trim().strip_prefix("q=").and_then(|weight| weight.trim().parse::<f32>().ok());
        weight == Some(0.0)
    };
    let named = |one: &str| {
        let (name, parameters) = one.split_once(';').unwrap_or((one, ""));
        (name.trim().eq_ignore_ascii_case("gzip") || name.trim() == "*") && !refused(parameters)
    };
    encodings.split(',').any(named)
}
