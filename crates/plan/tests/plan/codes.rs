//! Codes by scheme.

use plan::{CodeFault, CodeHistory, GridId, Numbering, Plan, Scheme, Territory, number};

use crate::lattice::Lattice;

/// Two communities side by side; the western one in four grids (quarters), the eastern one whole.
fn plan(coded: &[u32]) -> (Territory, Plan) {
    let lattice = Lattice { block: (2, 2), ..Lattice::plain(4, 2) };
    let territory = lattice.territory();
    let label = |cell: usize| [1, 2, 5, 5, 3, 4, 5, 5][cell];
    let mut rows = lattice.plan(&territory, label).rows();
    for row in &mut rows {
        row.info.code = coded.contains(&row.id.0).then(|| match row.id.0 {
            5 => "990101001002001".to_owned(),
            id => format!("99010100100100{id}"),
        });
    }
    let plan = Plan::new(&territory, rows).unwrap();
    (territory, plan)
}

fn check(scheme: Scheme, coded: &[u32], used: &[&str], which: Numbering, expect: Result<&[(u32, &str)], CodeFault>) {
    let (territory, plan) = plan(coded);
    let mut history = CodeHistory::default();
    used.iter().for_each(|&code| history.note(code, None));
    let given = number(&territory, &plan, &scheme, &history, &which);
    let expect = expect.map(|rows| rows.iter().map(|&(id, code)| (GridId(id), code.to_owned())).collect::<Vec<_>>());
    assert_eq!(given, expect, "{scheme:?} {coded:?} {used:?}");
}

fn own(pattern: &str) -> Scheme {
    Scheme::Own { pattern: pattern.to_owned() }
}

#[test]
fn numbers_run_from_the_north_west_after_the_last() {
    use Numbering::{All, Missing};
    let first = [
        (3, "990101001001001"),
        (4, "990101001001002"),
        (1, "990101001001003"),
        (2, "990101001001004"),
        (5, "990101001002001"),
    ];
    check(Scheme::Digits15, &[], &[], All, Ok(&first));
    check(Scheme::Digits15, &[1, 2, 3, 5], &[], Missing, Ok(&[(4, "990101001001004")]));
    check(Scheme::Digits15, &[1, 2, 3, 5], &["990101001001007"], Missing, Ok(&[(4, "990101001001008")]));
    // When the last number was used, gaps that nobody ever used are filled.
    check(Scheme::Digits15, &[1, 2, 3, 5], &["990101001001999"], Missing, Ok(&[(4, "990101001001004")]));
    let these = Numbering::These([GridId(1)].into());
    check(Scheme::Digits15, &[1, 2, 3, 4, 5], &[], these, Ok(&[(1, "990101001001005")]));
}

#[test]
fn twenty_digits_say_when_a_community_is_not_split() {
    let scheme = |object: &str| Scheme::Digits20 { object: object.to_owned() };
    let expect = [
        (3, "06010199010100100101"),
        (4, "06010199010100100102"),
        (1, "06010199010100100103"),
        (2, "06010199010100100104"),
        (5, "06010199010100100200"),
    ];
    check(scheme("060101"), &[], &[], Numbering::All, Ok(&expect));
    check(scheme("6101"), &[], &[], Numbering::All, Err(CodeFault::Object("6101".to_owned())));
}

#[test]
fn own_patterns() {
    let check = |pattern: &str, expect: Result<&str, ()>| {
        let expect = expect.map_err(|()| CodeFault::Pattern(pattern.to_owned()));
        let rows = expect.as_ref().map(|code| [(5, *code)]).map_err(Clone::clone);
        check(
            own(pattern),
            &[1, 2, 3, 4],
            &[],
            Numbering::Missing,
            rows.as_ref().map(|rows| &rows[..]).map_err(Clone::clone),
        );
    };
    check("{community}-{n}", Ok("990101001002-1"));
    check("WG{county}{n:4}X", Ok("WG9901010001X"));
    check("{street}/{n:2}", Ok("990101001/01"));
    check("{community}", Err(()));
    check("{n}{n}", Err(()));
    check("{n:0}", Err(()));
    check("{road}{n}", Err(()));
    check("{n", Err(()));
    check("a b{n}", Err(()));
}

#[test]
fn a_community_runs_out_of_numbers() {
    let used: Vec<String> = (1..=9).map(|number| format!("990101001002-{number}")).collect();
    let used: Vec<&str> = used.iter().map(String::as_str).collect();
    let fault = CodeFault::Exhausted("990101001002".to_owned());
    check(own("{community}-{n:1}"), &[1, 2, 3, 4], &used, Numbering::Missing, Err(fault));
}
