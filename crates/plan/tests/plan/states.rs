//! Which step follows which state.

use model::{Day, Finding, Place, Rule, Severity};
use plan::{Blocked, GridId, Reason, State, Step, step};

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn finding(severity: Severity) -> Finding {
    Finding::new(Rule::GridBelowMinimum, severity, Place::default()).with("grid", 7)
}

fn approved() -> State {
    State::Approved { document: "No. 3".to_owned() }
}

fn published() -> State {
    State::Published { document: "No. 3".to_owned(), from: day("2026-01-05") }
}

#[test]
fn only_allowed_steps() {
    let check = |state: State, next: Step, expect: Result<State, Blocked>| {
        assert_eq!(step(&state, &next, &[], &[]), expect, "{next:?} after {state:?}");
    };
    let today = day("2026-01-01");
    let out = |state, step| Err(Blocked::OutOfOrder { state, step });
    let publish = |from: &str| Step::Publish { from: day(from), today };
    let approve = |document: &str| Step::Approve { document: document.to_owned() };
    check(State::Draft, Step::Check, Ok(State::Checked));
    check(State::Draft, Step::Submit, out("draft", "submit"));
    check(State::Checked, Step::Edit, Ok(State::Draft));
    check(State::Checked, Step::Submit, Ok(State::Submitted));
    check(State::Submitted, Step::Edit, out("submitted", "edit"));
    check(State::Submitted, Step::Return, Ok(State::Draft));
    check(State::Submitted, approve(" No. 3 "), Ok(approved()));
    check(State::Submitted, approve(" "), Err(Blocked::NoDocument));
    check(State::Submitted, publish("2026-01-05"), out("submitted", "publish"));
    check(approved(), publish("2026-01-05"), Ok(published()));
    check(approved(), publish("2025-12-31"), Err(Blocked::InThePast { from: day("2025-12-31"), today }));
    check(approved(), Step::Withdraw { today }, Ok(State::Withdrawn));
    check(published(), Step::Edit, out("published", "edit"));
    check(published(), Step::Withdraw { today }, Ok(State::Withdrawn));
    check(published(), Step::Withdraw { today: day("2026-01-05") }, out("published", "withdraw"));
    let on = day("2026-07-01");
    check(published(), Step::Supersede { on }, Ok(State::Superseded { on }));
    let (from, on) = (day("2026-01-05"), day("2026-01-05"));
    check(published(), Step::Supersede { on }, Err(Blocked::EndsBeforeItBegins { from, on }));
    check(State::Withdrawn, Step::Check, out("withdrawn", "check"));
    check(State::Superseded { on }, Step::Withdraw { today }, out("superseded", "withdraw"));
}

#[test]
fn errors_block_and_warnings_need_a_reason() {
    let publish = Step::Publish { from: day("2026-01-05"), today: day("2026-01-01") };
    let check = |findings: &[Severity], reasons: &[Reason], expect: Option<Blocked>| {
        let findings: Vec<Finding> = findings.iter().map(|&severity| finding(severity)).collect();
        assert_eq!(step(&approved(), &publish, &findings, reasons).err(), expect, "{findings:?}");
        assert_eq!(step(&State::Checked, &Step::Submit, &findings, reasons).err(), expect, "{findings:?}");
    };
    let reason = |grid: Option<u32>, rule, text: &str| Reason { rule, grid: grid.map(GridId), text: text.to_owned() };
    let below = Rule::GridBelowMinimum;
    check(&[Severity::Note], &[], None);
    check(&[Severity::Error, Severity::Warning], &[], Some(Blocked::Errors(1)));
    check(&[Severity::Warning], &[], Some(Blocked::ReasonsMissing(1)));
    check(&[Severity::Warning], &[reason(Some(7), below, "an island")], None);
    check(&[Severity::Warning], &[reason(None, below, "an island")], None);
    check(&[Severity::Warning], &[reason(Some(8), below, "an island")], Some(Blocked::ReasonsMissing(1)));
    check(&[Severity::Warning], &[reason(Some(7), Rule::GridHole, "a lake")], Some(Blocked::ReasonsMissing(1)));
    check(&[Severity::Warning], &[reason(Some(7), below, " ")], Some(Blocked::ReasonsMissing(1)));
    assert_eq!(step(&State::Draft, &Step::Check, &[finding(Severity::Warning)], &[]), Ok(State::Checked));
    assert_eq!(step(&State::Draft, &Step::Check, &[finding(Severity::Error)], &[]), Err(Blocked::Errors(1)));
}
