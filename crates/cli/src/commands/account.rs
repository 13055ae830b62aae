//! `jingwei account`: accounts of the service. A password is never an argument: other users of the machine see those.

use std::io::BufRead;

use jiff::SignedDuration;
use model::{Code, Level, PlaceKey};
use registry::{AccountChange, AccountFault, By, NewAccount, PasswordRules, PlaceIndex};
use serde_json::{Value, json};
use server::Role;
use store::{AsOf, Store};

use crate::account_args as args;
use crate::failure::Failure;
use crate::record::{self, Desk};
use crate::say::Voice;

pub(crate) fn run(args: &args::Account, desk: &Desk, voice: &Voice) -> Result<(), Failure> {
    // Opened for writing in any case: an account must not make a record where there is none.
    drop(desk.read()?);
    let mut store = desk.open()?;
    match args {
        args::Account::Add(args) => add(args, &mut store, desk, voice),
        args::Account::List => list(&store, desk, voice),
        args::Account::Disable { name, undo } => disable(name, *undo, &mut store, desk, voice),
        args::Account::Reset { name, link } => {
            let link = reset(name, link, &mut store, desk, voice)?;
            voice.answer(&json!({ "name": name, "link": link }));
            Ok(())
        }
        args::Account::Token { name, purpose, days } => {
            let lasts = SignedDuration::from_hours(24 * i64::from(*days));
            let made = registry::add_token(&mut store, name, purpose, lasts, by(desk));
            let token = made.map_err(|fault| refused(&fault, desk))?;
            voice.line("account-token-made", &[("token", token.clone())]);
            voice.answer(&json!({ "name": name, "token": token }));
            Ok(())
        }
    }
}

fn add(args: &args::Add, store: &mut Store, desk: &Desk, voice: &Voice) -> Result<(), Failure> {
    let role = Role::from_id(&args.role).filter(|role| *role != Role::Public);
    let role = role.ok_or_else(|| {
        let known = Role::ALL[1..].iter().map(|role| role.id()).collect::<Vec<_>>().join(", ");
        Failure::usage("account-role-unknown", &[("role", args.role.clone()), ("known", known)])
    })?;
    let index = PlaceIndex::read(store, AsOf::day(record::today())).map_err(|fault| desk.refused(&fault))?;
    let there = |area: &&String| key(area).is_some_and(|key| index.by_key(&key).is_some());
    if let Some(area) = args.areas.iter().find(|area| !there(area)) {
        return Err(Failure::usage("account-area-unknown", &[("area", area.clone())]));
    }
    let password = args.password_stdin.then(password).transpose()?;
    let new = NewAccount {
        name: args.name.clone(),
        display: args.display.clone(),
        role: role.id().to_owned(),
        areas: args.areas.clone(),
    };
    let rules = PasswordRules::default();
    let made = registry::add_account(store, &new, password.as_deref(), !args.lasting, rules, by(desk));
    let account = made.map_err(|fault| refused(&fault, desk))?;
    let role = voice.words.say(&format!("account-role-{}", role.id()));
    voice.line("account-added", &[("name", account.name.clone()), ("role", role)]);
    let link = match password {
        Some(_) => None,
        None => Some(reset(&account.name, &args.link, store, desk, voice)?),
    };
    voice.answer(&json!({ "name": account.name, "role": account.role, "areas": account.areas, "link": link }));
    Ok(())
}

/// Makes a one-time link and says it.
fn reset(name: &str, link: &args::Link, store: &mut Store, desk: &Desk, voice: &Voice) -> Result<String, Failure> {
    let lasts = SignedDuration::from_hours(i64::from(link.hours));
    let key = registry::reset_link(store, name, lasts, by(desk)).map_err(|fault| refused(&fault, desk))?;
    let address = format!("{}/begin?key={key}", link.public_url.trim_end_matches('/'));
    voice.line("account-link-made", &[("hours", link.hours.to_string()), ("link", address.clone())]);
    Ok(address)
}

fn list(store: &Store, desk: &Desk, voice: &Voice) -> Result<(), Failure> {
    let accounts = store.accounts().map_err(|fault| desk.failed(&fault))?;
    let state = |account: &store::Account| match account {
        store::Account { disabled: true, .. } => "disabled",
        store::Account { password: None, .. } => "no-password",
        store::Account { must_change: true, .. } => "must-change",
        _ => "open",
    };
    let rows = accounts.iter().map(|account| {
        let role = voice.words.say(&format!("account-role-{}", account.role));
        let state = voice.words.say(&format!("account-state-{}", state(account)));
        vec![account.name.clone(), account.display.clone(), role, account.areas.join(" "), state]
    });
    let heads = ["account-name", "account-display", "account-role", "account-areas", "account-state"];
    voice.table(&heads, rows.collect());
    let document = |account: &store::Account| json!({ "name": account.name, "display": account.display, "role": account.role, "areas": account.areas, "state": state(account) });
    voice.answer(&json!({ "accounts": accounts.iter().map(document).collect::<Vec<Value>>() }));
    Ok(())
}

fn disable(name: &str, undo: bool, store: &mut Store, desk: &Desk, voice: &Voice) -> Result<(), Failure> {
    let change = AccountChange { disabled: Some(!undo), ..AccountChange::default() };
    registry::change_account(store, name, &change, by(desk)).map_err(|fault| refused(&fault, desk))?;
    voice.line(if undo { "account-enabled" } else { "account-disabled" }, &[("name", name.to_owned())]);
    voice.answer(&json!({ "name": name, "disabled": !undo }));
    Ok(())
}

/// The first line of standard input.
fn password() -> Result<String, Failure> {
    let mut line = String::new();
    let read = std::io::stdin().lock().read_line(&mut line);
    let line = line.trim_end_matches(['\r', '\n']);
    if read.is_err() || line.is_empty() { Err(Failure::usage("account-no-stdin", &[])) } else { Ok(line.to_owned()) }
}

fn key(area: &str) -> Option<PlaceKey> {
    let (level, code) = area.split_once(':')?;
    Some(PlaceKey { level: Level::from_id(level)?, code: Code::new(code).ok()? })
}

fn by(desk: &Desk) -> By<'_> {
    By { author: &desk.author, at: record::now() }
}

fn refused(fault: &AccountFault, desk: &Desk) -> Failure {
    match fault {
        AccountFault::Record(fault) => desk.failed(fault),
        other => {
            let (message, figures) = other.words();
            Failure::usage(message, &figures)
        }
    }
}
