//! Accounts, and the audit's page.

use serde_json::{Value, json};

use super::Doc;
use super::schema::{anything, choice, count, flag, list, moment, named, object, query, text};
use crate::access::Role;
use crate::routes::Verb;

const JSON: &str = "application/json";
const PATCH: &str = "application/merge-patch+json";

pub(super) fn docs() -> Vec<Doc> {
    [own(), managed(), vec![audit()]].into_iter().flatten().collect()
}

fn own() -> Vec<Doc> {
    let onward = |doc: Doc| doc.answers(303, "", anything()).page();
    vec![
        Doc::get("/sign-in", "signInPage").queries([query("next", text())]).page(),
        onward(Doc::post("/sign-in", "signIn").takes_form(&["name", "password", "next"])),
        onward(Doc::post("/sign-out", "signOut").account().takes_form(&["csrf"])),
        Doc::get("/sign-in/sso", "beginSignInElsewhere").queries([query("next", text())]).fails(&[404]),
        Doc::get("/sign-in/sso/back", "finishSignInElsewhere")
            .queries(
                ["code", "state", "error", "error_description", "iss", "session_state"].map(|name| query(name, text())),
            )
            .fails(&[403, 404]),
        Doc::get("/begin", "beginPage").queries([query("key", text())]).page().fails(&[422]),
        onward(Doc::post("/begin", "begin").takes_form(&["key", "name", "password", "again"])),
        Doc::get("/account", "ownPage").account().page(),
        onward(
            Doc::post("/account/password", "changePassword")
                .account()
                .takes_form(&["csrf", "old", "password", "again"]),
        ),
        onward(Doc::post("/account/tokens", "addToken").account().takes_form(&["csrf", "name", "days"])),
        onward(Doc::post("/account/revoke", "revokeOwn").account().takes_form(&["csrf", "id"])).fails(&[404]),
    ]
}

fn managed() -> Vec<Doc> {
    let fields = ["csrf", "name", "display", "role", "areas"];
    let change = ["csrf", "display", "role", "areas", "disabled"];
    vec![
        Doc::get("/accounts", "listAccounts").account().json(named("Accounts")).page().fails(&[406]),
        Doc::post("/accounts", "createAccount")
            .account()
            .takes_form(&fields)
            .takes(JSON, named("NewAccount"))
            .json_as(201, named("AccountWithLink"))
            .answers(201, "text/html", text()),
        Doc::get("/accounts/{account}", "getAccount").account().json(named("Account")).page().fails(&[406]),
        Doc::post("/accounts/{account}", "changeAccountByForm")
            .account()
            .takes_form(&change)
            .json(named("Account"))
            .answers(303, "", anything()),
        Doc::of(Verb::Patch, "/accounts/{account}", "changeAccount")
            .account()
            .takes(JSON, named("AccountChange"))
            .takes(PATCH, named("AccountChange"))
            .json(named("Account")),
        Doc::post("/accounts/{account}/reset", "resetAccount")
            .account()
            .takes_form(&["csrf"])
            .takes(JSON, object(&[]))
            .json(named("AccountWithLink"))
            .page(),
        Doc::post("/accounts/{account}/revoke", "revokeAccount")
            .account()
            .takes_form(&["csrf"])
            .takes(JSON, object(&[]))
            .answers(204, "", anything())
            .answers(303, "", anything()),
    ]
}

fn audit() -> Doc {
    let limit = json!({ "type": "integer", "minimum": 1, "maximum": 1000, "default": 100 });
    let before = json!({ "type": "integer", "minimum": 1 });
    let texts = ["author", "action", "object"].map(|name| query(name, text()));
    Doc::get("/audit", "auditPage")
        .account()
        .queries([query("limit", limit), query("before", before)])
        .queries(texts)
        .json(named("AuditLines"))
        .page()
        .fails(&[406])
}

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let roles: Vec<&str> = Role::ALL[1..].iter().map(|role| role.id()).collect();
    let account = [
        ("name", text()),
        ("display", text()),
        ("role", choice(&roles)),
        ("areas", list(text())),
        ("disabled", flag()),
        ("password", choice(&["none", "must-change", "own"])),
        ("changed", moment()),
    ];
    let change = [("?display", text()), ("?role", choice(&roles)), ("?areas", list(text())), ("?disabled", flag())];
    let line = [("number", count()), ("at", moment()), ("author", text()), ("action", text()), ("object", text())];
    vec![
        ("Account", object(&account)),
        ("AccountWithLink", object(&[&account[..], &[("link", text())]].concat())),
        ("Accounts", object(&[("accounts", list(named("Account")))])),
        (
            "NewAccount",
            object(&[("name", text()), ("?display", text()), ("role", choice(&roles)), ("?areas", list(text()))]),
        ),
        ("AccountChange", object(&change)),
        ("AuditLine", object(&[&line[..], &[("detail", text())]].concat())),
        ("AuditLines", object(&[("lines", list(named("AuditLine"))), ("links", list(named("Link")))])),
    ]
}
