//! `jingwei plan rules`: the district's rules for plans.

use registry::DraftFault;
use serde_json::json;

use crate::commands::plan::signature;
use crate::commands::plan_words::Teller;
use crate::failure::Failure;
use crate::files;
use crate::plan_args as args;
use crate::record::Desk;
use crate::say::Voice;

pub(crate) fn run(args: &args::Rules, desk: &Desk, voice: &Voice) -> Result<(), Failure> {
    let teller = Teller { desk, voice, name: "", plan: None };
    match args {
        args::Rules::Show => {
            let text = registry::rules_text(&desk.read()?).map_err(|fault| teller.failure(&fault.into()))?;
            match &text {
                Some(text) => voice.line("rules-text", &[("text", text.trim_end().to_owned())]),
                None => voice.line("rules-usual", &[]),
            }
            voice.answer(&json!({ "rules": text }));
            Ok(())
        }
        args::Rules::Set { file } => {
            let text = String::from_utf8_lossy(&files::read(file)?).into_owned();
            set(&text, desk).map_err(|fault| teller.failure(&fault))?;
            voice.line("rules-set", &[("path", file.display().to_string())]);
            voice.answer(&json!({ "rules": text }));
            Ok(())
        }
    }
}

fn set(text: &str, desk: &Desk) -> Result<(), DraftFault> {
    let mut store = store::Store::open(desk.folder())?;
    registry::set_rules(&mut store, &signature(desk), text).map(drop)
}
