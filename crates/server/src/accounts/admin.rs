//! Managing accounts; only the security administrator may.

use jiff::{SignedDuration, Timestamp};
use registry::{AccountChange, By, NewAccount};
use serde_json::{Value, json};
use store::Account;

use super::admin_pages;
use super::fields::Fields;
use super::session::place_key;
use crate::access::{Action, Role};
use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::html::Format;
use crate::problem::{Kind, Problem};

/// `GET /accounts`
pub(crate) fn list(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.may(Action::ManageAccounts)?;
    asked.only(&[])?;
    let accounts = app.readers.ask(|store| store.accounts())?;
    if Format::of(asked)? == Format::Html {
        return Ok(admin_pages::list(app, asked, &accounts));
    }
    let accounts: Vec<Value> = accounts.iter().map(document).collect();
    Ok(Answer::json("application/json", &json!({ "accounts": accounts })))
}

/// `POST /accounts`: a new account, and the one-time link for its owner to choose a password.
pub(crate) fn create(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.may(Action::ManageAccounts)?;
    let fields = Fields::of(asked)?;
    let new = NewAccount {
        name: fields.get("name").unwrap_or_default().to_owned(),
        display: fields.get("display").unwrap_or_default().to_owned(),
        role: role(fields.get("role").unwrap_or_default())?.id().to_owned(),
        areas: areas(app, fields.list("areas").unwrap_or_default())?,
    };
    let link_lasts = lasts(app);
    let rules = app.config.entry.passwords;
    let (account, key) = app.write(|store| {
        let account = registry::add_account(store, &new, None, false, rules, by(asked))?;
        let key = registry::reset_link(store, &account.name, link_lasts, by(asked))?;
        Ok::<_, registry::AccountFault>((account, key))
    })?;
    let answer = told(app, asked, &account, &key).with_status(201);
    Ok(answer.with("location", format!("{}/accounts/{}", asked.base, account.name)))
}

/// `GET /accounts/{account}`
pub(crate) fn one(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.may(Action::ManageAccounts)?;
    asked.only(&[])?;
    let account = named(app, asked)?;
    if Format::of(asked)? == Format::Html {
        return Ok(admin_pages::one(app, asked, &account, None));
    }
    Ok(Answer::json("application/json", &document(&account)))
}

/// `POST` (a page's form) and `PATCH /accounts/{account}`: what it is called, may, covers, and whether it is shut out.
pub(crate) fn change(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.may(Action::ManageAccounts)?;
    let name = named(app, asked)?.name;
    let fields = Fields::of(asked)?;
    let change = AccountChange {
        display: fields.get("display").map(str::to_owned),
        role: fields.get("role").map(role).transpose()?.map(|role| role.id().to_owned()),
        areas: fields.list("areas").map(|list| areas(app, list)).transpose()?,
        disabled: fields.get("disabled").map(truth).transpose()?,
    };
    // Nobody changes the own rights; another security administrator does.
    let own = asked.reader.account.as_ref() == Some(&name);
    if own && (change.role.is_some() || change.areas.is_some() || change.disabled.is_some()) {
        return Err(Problem::because(Kind::Refused, "account-own-rights"));
    }
    let account = app.write(|store| registry::change_account(store, &name, &change, by(asked)))?;
    app.sessions.forget();
    if asked.is_form() {
        return Ok(Answer::see_other(format!("/accounts/{}", address(&name))));
    }
    Ok(Answer::json("application/json", &document(&account)))
}

/// `POST /accounts/{account}/reset`: nothing opens the account any more but the one-time link in the answer.
pub(crate) fn reset(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.may(Action::ManageAccounts)?;
    let account = named(app, asked)?;
    let lasts = lasts(app);
    let key = app.write(|store| registry::reset_link(store, &account.name, lasts, by(asked)))?;
    app.sessions.forget();
    Ok(told(app, asked, &account, &key))
}

/// `POST /accounts/{account}/revoke`: all its sessions and tokens end.
pub(crate) fn revoke(app: &App, asked: &Asked) -> Result<Answer, Problem> {
    asked.may(Action::ManageAccounts)?;
    let account = named(app, asked)?;
    app.write(|store| registry::revoke_all(store, &account.name, by(asked)))?;
    app.sessions.forget();
    let page = || Answer::see_other(format!("/accounts/{}", address(&account.name)));
    Ok(if asked.is_form() { page() } else { Answer::nothing() })
}

fn told(app: &App, asked: &Asked, account: &Account, key: &str) -> Answer {
    let link = format!("{}/begin?key={key}", asked.base);
    if asked.is_browser() {
        return admin_pages::one(app, asked, account, Some(&link));
    }
    let mut document = document(account);
    document["link"] = json!(link);
    Answer::json("application/json", &document)
}

/// Everything about an account but its secrets.
fn document(account: &Account) -> Value {
    json!({
        "name": account.name,
        "display": account.display,
        "role": account.role,
        "areas": account.areas,
        "disabled": account.disabled,
        "password": if account.password.is_none() { "none" } else if account.must_change { "must-change" } else { "own" },
        "changed": account.changed.to_string(),
    })
}

fn by(asked: &Asked) -> By<'_> {
    By { author: asked.reader.account.as_deref().unwrap_or("public"), at: Timestamp::now() }
}

fn lasts(app: &App) -> SignedDuration {
    SignedDuration::try_from(app.config.entry.link).unwrap_or(SignedDuration::MAX)
}

fn named(app: &App, asked: &Asked) -> Result<Account, Problem> {
    let found = app.readers.ask(|store| store.account(asked.part("account")))?;
    found.ok_or(Problem::new(Kind::NotFound))
}

/// A role that an account can have.
fn role(id: &str) -> Result<Role, Problem> {
    let given = Role::from_id(id).filter(|role| *role != Role::Public);
    let all = || Role::ALL[1..].iter().map(|role| role.id()).collect::<Vec<_>>().join(", ");
    given.ok_or_else(|| Problem::parameter("role", id, &all()))
}

/// Places that are on record today: a typing error must not shut an account out of its own area.
fn areas(app: &App, list: Vec<String>) -> Result<Vec<String>, Problem> {
    let dressed = app.view(store::AsOf::day(app.today()))?;
    let there = |text: &String| place_key(text).is_some_and(|key| dressed.view.places().by_key(&key).is_some());
    match list.iter().find(|text| !there(text)) {
        Some(wrong) => Err(Problem::parameter("areas", wrong, "subdistrict:…, community:…, grid:…")),
        None => Ok(list),
    }
}

fn truth(text: &str) -> Result<bool, Problem> {
    match text {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(Problem::parameter("disabled", text, "true, false")),
    }
}

/// A name in an address.
pub(super) fn address(name: &str) -> String {
    form_urlencoded::byte_serialize(name.as_bytes()).collect()
}
