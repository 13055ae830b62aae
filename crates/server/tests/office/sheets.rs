//! Sheets to print.

use crate::office::{Client, INSIDE, OUTSIDE, Office};

#[test]
fn a_community_is_printed_whole_and_nothing_else() {
    let office = Office::new();
    let planner = office.session("planner");
    for form in ["labels", "sheets"] {
        let reply = office.get(&planner, &format!("/notices?within=community:C1&form={form}"));
        assert_eq!(reply.status, 200, "{}", reply.text);
        assert!(reply.text.contains("http://grids.example/p/Y1") && !reply.text.contains("/p/Y2"), "{form}");
        // Whoever prints it, no person's number hangs in the street.
        assert!([INSIDE, OUTSIDE].iter().all(|(_, phone, _)| !reply.text.contains(phone)), "{form}");
    }
    let check = |path: &str, expect: u16| assert_eq!(office.get(&planner, path).status, expect, "{path}");
    check("/notices", 200);
    check("/notices?within=community:none", 400);
    check("/notices?within=community:C1&form=poster", 400);
    assert_eq!(office.get(&Client::default(), "/notices?within=community:C1").status, 401);
    assert_eq!(office.get(&office.session("system-administrator"), "/notices").status, 403);
}
