//! Every fault of a text, and what a good text means.

use model::Level;

use crate::metric::{Absence, Metrics, Missing};

const HEAD: &str =
    "version = \"1\"\n[[metric]]\nid = \"a\"\nzh = \"甲\"\nen = \"A\"\ncaption-zh = \"口径\"\ncaption-en = \"how\"\n";

fn faults(rest: &str) -> Vec<String> {
    let list = Metrics::parse(&format!("{HEAD}{rest}")).expect_err("a faulty text");
    list.iter().map(|fault| format!("{} {} {}", fault.line, fault.at, fault.kind.id())).collect()
}

#[test]
fn faults_are_all_named_with_their_lines() {
    let check = |rest: &str, expect: &[&str]| assert_eq!(faults(rest), expect, "{rest}");
    check("", &["2 metric[1].counts missing", "2 metric[1].level missing"]);
    let ok = "level = \"grid\"\ncounts = [{ role = \"r\" }]\n";
    check(&format!("{ok}levle = 3\n"), &["10 metric[1].levle unknown-key"]);
    check(&format!("{ok}kind = 3\ndecimals = 4\n"), &["10 metric[1].kind wrong-type", "11 metric[1].decimals invalid"]);
    check(
        &format!("{ok}absent = \"maybe\"\nrounding = \"up\"\nfresh = \"long\"\nsince = \"then\"\n"),
        &[
            "10 metric[1].absent invalid",
            "11 metric[1].rounding invalid",
            "12 metric[1].fresh invalid",
            "13 metric[1].since invalid",
        ],
    );
    check(&format!("{ok}absent = \"no\"\nsurveyed = \"x\"\n"), &["10 metric[1].absent excludes"]);
    check(
        &format!("{ok}where = [{{ attribute = \"a\" }}, {{ attribute = \"b\", last = \"1 year\", is = \"c\" }}]\n"),
        &["10 metric[1].where[1].attribute exactly-one", "10 metric[1].where[2].attribute exactly-one"],
    );
    check(
        "level = \"gird\"\ncounts = [{}, { role = \"r\", when = [{ detail = \"d\" }] }, { evidence = \"e\" }]\nsince = \"2020-01-01\"\n",
        &[
            "8 metric[1].level invalid",
            "9 metric[1].counts[1].role exactly-one",
            "9 metric[1].counts[2].when[1].is missing",
            "10 metric[1].since excludes",
        ],
    );
    check(
        &format!(
            "{ok}[[load]]\nid = \"a\"\nzh = \"\"\nen = \"A\"\ncaption-zh = \"口径\"\ncaption-en = \"how\"\n[[term]]\nid = \"t\"\nzh = \"甲\"\nen = \"A\"\nroles = \"r\"\ndays = -1\n"
        ),
        &["10 load[1].roles missing", "11 load[1].id twice", "12 load[1].zh missing", "21 term[1].days invalid"],
    );
}

#[test]
fn broken_toml_is_told_by_line() {
    let list = Metrics::parse("version = \"1\"\n[[metric]\nid = 1\n").expect_err("a broken text");
    assert_eq!(list.iter().map(|fault| (fault.line, fault.kind.id())).collect::<Vec<_>>(), [(2, "syntax")]);
    let empty = Metrics::parse("").expect_err("an empty text");
    assert_eq!(empty.iter().map(|fault| fault.at.as_str()).collect::<Vec<_>>(), ["metric", "version"]);
}

#[test]
fn definitions_count_as_they_say() {
    let check = |rest: &str, counting: &str| {
        let metrics = Metrics::parse(&format!("{HEAD}{rest}")).expect("a good text");
        assert_eq!(metrics.metrics[0].counting(), counting);
    };
    check("level = \"grid\"\ncounts = [{ role = \"r\" }]\n", "grid | role r | absent unknown | half-up 1");
    check(
        "level = \"grid\"\nkind = \"open\"\nwhere = [{ attribute = \"renovated\", last = \"5 years\" }, { attribute = \"h\", at-least = 300 }]\n\
         counts = [{ role = \"r\", when = [{ detail = \"stage\", not = \"trial\", missing = \"counts\" }] }]\nsurveyed = \"p\"\nfresh = \"1 year\"\nrounding = \"down\"\ndecimals = 0\n",
        "grid open renovated last 5 years h >= 300 | role r stage not trial missing counts | surveyed p | fresh 1 year | down 0",
    );
    check(
        "level = \"community\"\ncounts = [{ role = \"r\" }]\nabsent = \"no\"\nsince = \"2023-01-01\"\n",
        "community | role r | since 2023-01-01 | absent no | half-up 1",
    );
}

#[test]
fn the_demo_districts_definitions_are_read() {
    let metrics = Metrics::parse(include_str!("../../../../data/coverage.toml"));
    let metrics =
        metrics.unwrap_or_else(|faults| panic!("{}", faults.iter().map(|f| format!("{f}\n")).collect::<String>()));
    let property = metrics.get("property-renovated").expect("the metric of property services");
    assert_eq!((property.of.level, &property.absence), (Level::Grid, &Absence::Surveyed("property".into())));
    let crate::Counts::Role { when, .. } = &property.counts[0] else { panic!("property services are held roles") };
    assert_eq!(when[0].missing, Missing::Counts);
    let district = include_str!("../../../../data/district.toml");
    for role in metrics.roles() {
        assert!(district.contains(&format!("[[role]]\nname = \"{}\"\n", role.0)), "no role {}", role.0);
    }
}
