//! Days of the record are rationed: each is the whole record in memory.

use crate::office::{Client, Office};

fn office(views_a_minute: usize) -> Office {
    Office::new().again(|config| config.views_a_minute = views_a_minute)
}

#[test]
fn a_client_looks_at_so_many_days_a_minute() {
    let office = office(3);
    let ask = |client: &Client, day: usize| {
        office.get(client, &format!("/collections/courtyards/items?datetime=2025-01-{day:02}"))
    };
    let public = Client::default();
    let statuses: Vec<u16> = (1..=5).map(|day| ask(&public, day).status).collect();
    assert_eq!(statuses, [200, 200, 200, 429, 429]);
    let refused = ask(&public, 6);
    assert!(refused.header("retry-after").parse::<u32>().is_ok_and(|seconds| seconds > 0));
    // What is in memory is not counted, today never is, and others have their own.
    assert_eq!(ask(&public, 1).status, 200);
    assert_eq!(office.get(&public, "/collections/courtyards/items").status, 200);
    assert_eq!(ask(&office.program("planner"), 9).status, 200);
}

#[test]
fn equal_states_are_one_view() {
    let office = office(1);
    let check = |known: &str, expect: u16| {
        let path = format!("/collections/courtyards/items?known={known}");
        assert_eq!(office.get(&Client::default(), &path).status, expect, "{known}");
    };
    // All of them know everything.
    for known in ["2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z", "2199-01-01T00:00:00Z"] {
        check(known, 200);
    }
    // These know nothing: one view more, which is made once.
    check("1960-01-01T00:00:00Z", 200);
    check("1961-01-01T00:00:00Z", 200);
}
