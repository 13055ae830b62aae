//! `jingwei tiles export`: the map of a day as one file of vector tiles.

use regionalization::Watch;
use serde_json::json;
use store::AsOf;

use crate::args;
use crate::failure::Failure;
use crate::files;
use crate::progress::Bar;
use crate::record::{self, Desk};
use crate::say::Voice;

pub(crate) fn run(args: &args::Tiles, desk: &Desk, voice: &Voice) -> Result<(), Failure> {
    let args::Tiles::Export(args) = args;
    let store = desk.read()?;
    let as_of = AsOf { known: args.known, ..record::on(args.on) };
    let bar = Bar::new(voice, "progress-tiles", None);
    let mut written = server::TileArchive::default();
    files::write_whole_by(&args.output, |path| {
        let file = std::fs::File::create(path).map_err(|fault| Failure::file(path, fault))?;
        let made = server::write_tiles(&store, as_of, args.most_zoom, file, &|share| bar.progress(share));
        written = made.map_err(|fault| match fault {
            server::Fault::Record(fault) => desk.failed(&fault),
            server::Fault::Archive(reason) => Failure::file(&args.output, reason),
            other => Failure::file(desk.folder(), other),
        })?;
        Ok(())
    })?;
    bar.finish();
    let path = args.output.display().to_string();
    let size = format!("{:.1}", written.bytes as f64 / 1e6);
    voice.line("tiles-written", &[("path", path), ("tiles", written.tiles.to_string()), ("size", size)]);
    let on = as_of.valid.to_string();
    voice.answer(&json!({ "path": args.output, "on": on, "tiles": written.tiles, "bytes": written.bytes }));
    Ok(())
}
