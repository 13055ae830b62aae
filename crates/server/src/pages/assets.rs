//! The stylesheet and the few lines of script, part of the binary.

use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::problem::{Kind, Problem};

const STYLE: &str = include_str!("../../assets/style.css");
const NEAR: &str = include_str!("../../assets/near.js");
const CHANGES: &str = include_str!("../../assets/changes.js");
const OFFLINE: &str = include_str!("../../assets/offline.js");
const TAKE: &str = include_str!("../../assets/take-along.js");
const ICON: &str = include_str!("../../assets/icon.svg");
/// The icon with room around it, for launchers that cut icons round.
const ROUND: &str = include_str!("../../assets/icon-round.svg");

/// `/assets/{name}`
pub(crate) fn asset(_: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.only(&["v"])?;
    let (media_type, text) = named(asked.part("name")).ok_or(Problem::new(Kind::NotFound))?;
    let print = format!("{:x}", fingerprint(text.as_bytes()));
    // An address that names the content never gets another one.
    let kept = if asked.parameter("v") == Some(&print) { "public, max-age=31536000, immutable" } else { "no-cache" };
    Ok(Answer::of(media_type, text).with("cache-control", kept).tagged(format!("\"{print}\"")))
}

fn named(name: &str) -> Option<(&'static str, &'static str)> {
    let script = |text| Some(("text/javascript; charset=utf-8", text));
    match name {
        "style.css" => Some(("text/css; charset=utf-8", STYLE)),
        "near.js" => script(NEAR),
        "changes.js" => script(CHANGES),
        "offline.js" => script(OFFLINE),
        "take-along.js" => script(TAKE),
        "icon.svg" => Some(("image/svg+xml", ICON)),
        "icon-round.svg" => Some(("image/svg+xml", ROUND)),
        _ => None,
    }
}

/// The address of the stylesheet as it is now.
pub(crate) fn style_address() -> String {
    address("style.css")
}

/// The address of an asset as it is now.
pub(crate) fn address(name: &str) -> String {
    let text = named(name).map_or("", |(_, text)| text);
    format!("/assets/{name}?v={:x}", fingerprint(text.as_bytes()))
}

/// The address of the script that asks the browser where it is.
pub(crate) fn near_address() -> String {
    format!("/assets/near.js?v={:x}", fingerprint(NEAR.as_bytes()))
}

/// A number that changes with the content (FNV-1a).
pub(crate) fn fingerprint(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}
