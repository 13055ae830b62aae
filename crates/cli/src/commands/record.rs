//! `jingwei record` and `jingwei audit`.

use std::path::Path;

use serde_json::json;

use crate::failure::Failure;
use crate::record::Desk;
use crate::record_args as args;
use crate::say::Voice;

pub(crate) fn run(args: &args::Record, desk: &Desk, voice: &Voice) -> Result<(), Failure> {
    match args {
        args::Record::Load(args) => super::record_load::run(args, desk, voice),
        args::Record::Export(args) => super::record_export::run(args, desk, voice),
        args::Record::Backup { file } => {
            desk.read()?.backup(file).map_err(|fault| Failure::file(file, fault))?;
            verified(file, voice)
        }
        args::Record::Restore { file } => {
            store::restore(file, desk.folder()).map_err(|fault| Failure::file(file, fault))?;
            let mut store = store::Store::open(desk.folder()).map_err(|fault| desk.failed(&fault))?;
            registry::revoke_everything(&mut store, registry::By { author: &desk.author, at: crate::record::now() })
                .map_err(|fault| Failure::file(file, fault))?;
            voice.line("restore-signed-out", &[]);
            verified(&store::Store::file(desk.folder()), voice)
        }
        args::Record::Verify { file } => verified(file.as_deref().unwrap_or(&store::Store::file(desk.folder())), voice),
    }
}

pub(crate) fn audit(args: &args::Audit, desk: &Desk, voice: &Voice) -> Result<(), Failure> {
    let store = desk.read()?;
    match args {
        args::Audit::Verify => {
            let (lines, hash) = store.verify_audit().map_err(|fault| desk.failed(&fault))?;
            voice.line("audit-whole", &[("lines", lines.to_string()), ("hash", hash.clone())]);
            voice.answer(&json!({ "lines": lines, "hash": hash }));
        }
        args::Audit::List { most } => {
            let lines = store.audit(*most).map_err(|fault| desk.failed(&fault))?;
            let row = |line: &store::AuditEntry| {
                let text = [&line.author, &line.action, &line.object, &line.detail].map(String::clone);
                [vec![line.number.to_string(), line.at.to_string()], text.to_vec()].concat()
            };
            let heads = ["head-number", "head-time", "head-author", "head-action", "head-object", "head-detail"];
            voice.table(&heads, lines.iter().map(row).collect());
            voice.answer(&lines.iter().map(row).collect());
        }
    }
    Ok(())
}

fn verified(file: &Path, voice: &Voice) -> Result<(), Failure> {
    let lines = store::verify_file(file).map_err(|fault| Failure::file(file, fault))?;
    voice.line("record-verified", &[("path", file.display().to_string()), ("lines", lines.to_string())]);
    voice.answer(&json!({ "path": file, "lines": lines }));
    Ok(())
}
