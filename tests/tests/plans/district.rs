//! The demo district on record, and questions to it.

use e2e::jingwei;
use model::{Day, Period};
use plan::{GridId, Plan, Territory};
use serde_json::{Value, json};
use store::{AsOf, Class, Filter, Record};

/// The demo district with its reference plan on record since 2024.
pub(crate) struct District(e2e::District);

impl std::ops::Deref for District {
    type Target = e2e::District;

    fn deref(&self) -> &e2e::District {
        &self.0
    }
}

impl District {
    pub(crate) fn on_record() -> Self {
        District(e2e::District::on_record())
    }

    /// What a refused command says, in Chinese and in English.
    pub(crate) fn refused(&self, args: &[&str]) -> [String; 2] {
        let say = |language: &str| {
            let run = jingwei(self.command("Wang", &[&["--lang", language], args].concat())).expect_code(2);
            run.stderr
        };
        [say("zh"), say("en")]
    }

    pub(crate) fn in_force(&self) -> (Territory, Plan) {
        let (store, day) = (self.store(), AsOf::day(Day::constant(2025, 6, 30)));
        let territory = store.territory(day).expect("an answer").expect("a territory");
        let plan = store.plan(&territory, day).expect("an answer").expect("a plan");
        (territory, plan)
    }

    /// A holder serves a grid since 2025.
    pub(crate) fn assign(&self, holder: &str, role: &str, grid: GridId) {
        let mut store = self.store();
        let mut writing = store.write("Clerk", "assign", "2026-01-01T00:00:00Z".parse().unwrap()).unwrap();
        let valid = Period::since(Day::constant(2025, 1, 1));
        let (id, place) = (format!("{role}|organisation:{holder}|grid:{grid}|2025-01-01"), format!("grid:{grid}"));
        let body = json!({ "holder": format!("organisation:{holder}"), "details": {} });
        writing.put(Class::Assignment, &Record::new(id, role, body).within(place), valid).unwrap();
        writing.commit().unwrap();
    }

    /// Holders of a role at a grid on a day.
    pub(crate) fn held(&self, role: &str, grid: GridId, day: &str) -> Vec<String> {
        let filter = Filter { kind: Some(role.into()), parent: Some(format!("grid:{grid}")), ..Filter::default() };
        let found = self.store().list(Class::Assignment, &filter, AsOf::day(day.parse().unwrap())).expect("an answer");
        found.iter().map(|one| one.record.body["holder"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// From a draft to approval, whatever its warnings.
    pub(crate) fn approve(&self, name: &str) {
        let rules = ["grid-not-contiguous", "grid-across-barrier", "grid-hole", "grid-above-maximum"];
        let reasons = rules.map(|rule| format!("--reason={rule}=as before"));
        let reasons: Vec<&str> = reasons.iter().map(String::as_str).collect();
        self.ask(&["plan", "number", name], 0);
        self.ask(&["plan", "check", name], 0);
        self.ask(&[&["plan", "submit", name], &reasons[..]].concat(), 0);
        self.ask(&["plan", "approve", name, "--document", "2026-7"], 0);
    }

    pub(crate) fn states(&self, on: &str) -> Vec<(String, String)> {
        let lines = self.ask(&["plan", "list", "--on", on], 0);
        let text = |line: &Value, field: &str| line[field].as_str().unwrap_or_default().to_owned();
        lines.as_array().expect("drafts").iter().map(|line| (text(line, "draft"), text(line, "state"))).collect()
    }
}

pub(crate) fn code(plan: &Plan, grid: GridId) -> String {
    plan.grid(grid).and_then(|grid| grid.info.code.clone()).expect("a code")
}

/// Two grids made of courtyards that lie beside each other in one community.
pub(crate) fn neighbours(territory: &Territory, plan: &Plan) -> (GridId, GridId) {
    let grid =
        |cell: usize| plan.grid_of_cell(cell as u32).filter(|_| territory.courtyard_of_cell(cell as u32).is_some());
    let pair = territory.borders().iter().find_map(|border| {
        let (a, b) = (grid(border.a)?, grid(border.b)?);
        let community = |cell: usize| territory.cells()[cell].community;
        (a != b && border.open_mm > 20_000 && community(border.a) == community(border.b)).then_some((a, b))
    });
    pair.expect("two grids side by side")
}
