//! The first start, accounts and the audit.

use jiff::{SignedDuration, Timestamp};
use registry::{AccountFault, By, PasswordRules};
use serde_json::Value;

use crate::office::{Client, Office, PASSWORD, by};

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|fault| panic!("{fault}: {text}"))
}

/// A program of the security administrator.
fn patch(office: &Office, client: &Client, name: &str, body: &str) -> crate::office::Reply {
    office.ask(client, "PATCH", &format!("/accounts/{name}"), Some(("application/merge-patch+json", body.to_owned())))
}

#[test]
fn the_first_link_makes_the_security_administrator_once() {
    let office = Office::empty(|_| {});
    let hours = SignedDuration::from_hours(24);
    let old = registry::first_link(&mut office.store(), hours, by()).expect("made").expect("a link");
    let key = registry::first_link(&mut office.store(), hours, by()).expect("made").expect("a link");
    let nobody = Client::default();
    assert_eq!(office.get(&nobody, &format!("/begin?key={old}")).status, 422, "a link of an earlier start");
    assert_eq!(office.get(&nobody, &format!("/begin?key={key}")).status, 200);
    let begin = |password: &str| {
        let fields = [("key", key.as_str()), ("name", "Wang"), ("password", password), ("again", password)];
        office.post(&nobody, "/begin", &fields).status
    };
    assert_eq!(begin("short"), 422, "a refused password does not use the link up");
    assert_eq!(begin(PASSWORD), 303);
    assert_eq!(begin(PASSWORD), 422);
    let accounts = office.store().accounts().expect("accounts");
    let only: Vec<_> = accounts.iter().map(|one| (one.name.as_str(), one.role.as_str())).collect();
    assert_eq!(only, [("wang", "security-administrator")]);
    assert_eq!(office.get(&office.sign_in("wang"), "/accounts").status, 200);
    assert_eq!(registry::first_link(&mut office.store(), hours, by()).expect("asked"), None);
}

#[test]
fn the_first_link_expires() {
    let office = Office::empty(|_| {});
    let mut store = office.store();
    let hour = SignedDuration::from_hours(1);
    let key = registry::first_link(&mut store, hour, by()).expect("made").expect("a link");
    let later = By { author: "test", at: Timestamp::now() + hour + hour };
    let used = registry::use_link(&mut store, &key, "wang", PASSWORD, PasswordRules::default(), later);
    assert!(matches!(used, Err(AccountFault::LinkSpent)), "{used:?}");
}

#[test]
fn an_account_is_made_changed_reset_and_shut_out() {
    let office = Office::new();
    let admin = office.program("security-administrator");
    let body = r#"{"name": "li", "display": "李", "role": "street-cadre", "areas": ["community:C1"]}"#;
    let made = office.ask(&admin, "POST", "/accounts", Some(("application/json", body.to_owned())));
    assert_eq!((made.status, made.header("location")), (201, "http://grids.example/accounts/li"), "{}", made.text);
    let key = json(&made.text)["link"].as_str().and_then(|link| link.split("key=").nth(1)).expect("a link").to_owned();
    assert_eq!(office.ask(&admin, "POST", "/accounts", Some(("application/json", body.to_owned()))).status, 409);
    let fields = [("key", key.as_str()), ("password", PASSWORD), ("again", PASSWORD)];
    assert_eq!(office.post(&Client::default(), "/begin", &fields).status, 303);
    let browser = office.sign_in("li");
    assert_eq!(office.get(&browser, "/audit").status, 403);
    // A role works at once, also for those who are signed in.
    assert_eq!(patch(&office, &admin, "li", r#"{"role": "auditor", "areas": []}"#).status, 200);
    assert_eq!(office.get(&browser, "/audit").status, 200);
    assert_eq!(
        office.ask(&admin, "POST", "/accounts/li/reset", Some(("application/json", "{}".to_owned()))).status,
        200
    );
    assert_eq!(office.get(&browser, "/audit").status, 401);
    assert_eq!(office.try_sign_in("li", PASSWORD).status, 422, "the old password is gone");
    let program = office.program("li");
    assert_eq!(patch(&office, &admin, "li", r#"{"disabled": true}"#).status, 200);
    assert_eq!(office.get(&program, "/audit").status, 401);
    let told = office.store().audit(100).expect("lines");
    let actions = ["account add", "account reset", "account link", "sign-in", "account change"];
    for action in actions {
        assert!(told.iter().any(|line| line.action == action && line.object == "li"), "{action}");
    }
    assert!(!told.iter().any(|line| line.detail.contains(&key) || line.detail.contains(PASSWORD)));
}

#[test]
fn rights_are_not_ones_own_to_change() {
    let office = Office::new();
    let admin = office.program("security-administrator");
    assert_eq!(patch(&office, &admin, "security-administrator", r#"{"role": "planner"}"#).status, 422);
    assert_eq!(patch(&office, &admin, "planner", r#"{"role": "public"}"#).status, 400);
    assert_eq!(patch(&office, &admin, "planner", r#"{"areas": ["community:C9"]}"#).status, 400);
    assert_eq!(patch(&office, &admin, "nobody", r#"{"role": "leader"}"#).status, 404);
    let change = registry::AccountChange { disabled: Some(true), ..registry::AccountChange::default() };
    let last = registry::change_account(&mut office.store(), "security-administrator", &change, by());
    assert!(matches!(last, Err(AccountFault::LastAdministrator)), "{last:?}");
    assert!(!office.store().account("security-administrator").expect("asked").expect("there").disabled);
}

#[test]
fn a_password_that_somebody_else_chose_opens_one_page() {
    let office = Office::new();
    let new = registry::NewAccount {
        name: "zhao".to_owned(),
        display: String::new(),
        role: "auditor".to_owned(),
        areas: vec![],
    };
    let rules = PasswordRules::default();
    registry::add_account(&mut office.store(), &new, Some(PASSWORD), true, rules, by()).expect("an account");
    assert_eq!(office.try_sign_in("zhao", PASSWORD).header("location"), "/account");
    let browser = office.sign_in("zhao");
    assert_eq!(office.get(&browser, "/audit").status, 401);
    assert_eq!(office.post(&browser, "/account/tokens", &[("name", "x")]).status, 403);
    let new = "seven paper boats";
    let fields = [("old", PASSWORD), ("password", new), ("again", new)];
    assert_eq!(office.post(&browser, "/account/password", &fields).status, 303);
    assert_eq!(office.get(&browser, "/audit").status, 200);
}

#[test]
fn an_area_that_does_not_read_opens_nothing() {
    let office = Office::new();
    let change = registry::AccountChange { areas: Some(vec!["nonsense".to_owned()]), ..Default::default() };
    registry::change_account(&mut office.store(), "auditor", &change, by()).expect("changed");
    assert_eq!(office.get(&office.session("auditor"), "/audit").status, 401);
}

#[test]
fn the_audit_is_read_page_by_page() {
    let office = Office::new();
    let program = office.program("auditor");
    let all = json(&office.get(&program, "/audit?limit=1000").text)["lines"].as_array().expect("lines").clone();
    let (mut read, mut next) = (Vec::new(), "/audit?limit=4".to_owned());
    loop {
        let page = json(&office.get(&program, &next).text);
        read.extend(page["lines"].as_array().expect("lines").clone());
        let Some(link) = page["links"][0]["href"].as_str() else { break };
        next = link.strip_prefix("http://grids.example").expect("our address").to_owned();
    }
    assert!(all.len() > 8);
    assert_eq!(read, all);
    let only = json(&office.get(&program, "/audit?action=account%20add&object=leader").text);
    assert_eq!(only["lines"].as_array().expect("lines").len(), 1);
    assert_eq!(office.get(&program, "/audit?limit=0").status, 400);
}

#[test]
fn what_was_read_stands_in_the_audit_and_changes_no_map() {
    let office = Office::new();
    let (before, lines) =
        (office.store().last_change().expect("asked"), office.store().verify_audit().expect("whole").0);
    let reader = server::Reader { account: Some("planner".to_owned()), ..server::Reader::default() };
    let asked = server::Asked { reader, ..server::Asked::default() };
    std::thread::scope(|scope| {
        for number in 0..20 {
            let asked = &asked;
            let app = office.app();
            scope.spawn(move || app.tell(asked, "read personal", &format!("grid:{number}"), "2 telephones"));
        }
    });
    let store = office.store();
    assert_eq!(store.verify_audit().expect("whole").0, lines + 20);
    assert_eq!(store.last_change().expect("asked"), before);
    assert_eq!(store.audit(1).expect("lines")[0].author, "planner");
}
