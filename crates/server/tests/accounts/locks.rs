//! Guessing passwords.

use std::time::Duration;

use crate::office::{Client, Office, PASSWORD};

#[test]
fn an_account_is_locked_after_failed_tries() {
    let office = Office::new().again(|config| config.entry.tries = 3);
    for _ in 0..3 {
        assert_eq!(office.try_sign_in("planner", "wrong").status, 422);
    }
    let locked = office.try_sign_in("planner", PASSWORD);
    let seconds: u64 = locked.header("retry-after").parse().expect("seconds");
    assert_eq!(locked.status, 429, "even with the right password");
    assert!((50..=60).contains(&seconds), "{seconds}");
    assert_eq!(office.try_sign_in("security-administrator", PASSWORD).status, 303, "another account is open");
}

#[test]
fn a_name_that_nobody_has_answers_like_one_that_somebody_has() {
    let office = Office::new().again(|config| config.entry.tries = 2);
    let answers = |name: &str| {
        let ask = |_| office.try_sign_in(name, "wrong").status;
        (0..3).map(ask).collect::<Vec<_>>()
    };
    assert_eq!(answers("planner"), answers("nobody-here"));
    let lines = office.store().audit(20).expect("lines");
    assert!(lines.iter().any(|line| line.action == "sign-in failed" && line.object == "planner"));
    assert!(!lines.iter().any(|line| line.object.contains("nobody-here")), "it may be a password in the wrong field");
}

#[test]
fn a_right_password_ends_the_count_of_an_account() {
    let office = Office::new().again(|config| config.entry.tries = 2);
    let tries = [("wrong", 422), (PASSWORD, 303), ("wrong", 422), (PASSWORD, 303)];
    for (password, expect) in tries {
        assert_eq!(office.try_sign_in("planner", password).status, expect);
    }
}

#[test]
fn an_address_is_locked_whatever_accounts_it_tries() {
    let office = Office::new().again(|config| {
        config.entry.tries_of_address = 3;
        config.behind_proxy = true;
    });
    let from = |address: &str, name: &str, password: &str| {
        let client = Client { headers: vec![("x-forwarded-for", address.to_owned())], csrf: String::new() };
        office.post(&client, "/sign-in", &[("name", name), ("password", password)]).status
    };
    for name in ["a1", "a2", "a3"] {
        assert_eq!(from("10.0.0.1", name, "wrong"), 422);
    }
    assert_eq!(from("10.0.0.1", "planner", PASSWORD), 429);
    assert_eq!(from("10.9.9.9, 10.0.0.1", "planner", PASSWORD), 429, "what the client says itself does not count");
    assert_eq!(from("10.0.0.2", "planner", PASSWORD), 303);
}

#[test]
fn a_lock_ends() {
    let office = Office::new().again(|config| {
        config.entry.tries = 1;
        config.entry.first_lock = Duration::ZERO;
    });
    assert_eq!(office.try_sign_in("planner", "wrong").status, 422);
    assert_eq!(office.try_sign_in("planner", PASSWORD).status, 303);
}
