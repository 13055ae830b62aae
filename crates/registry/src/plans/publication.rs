//! Putting a plan in force, and taking a publication back before its day.

use model::Day;
use plan::{Plan, State, Step};
use store::{AsOf, Published, Store, Writing};

use super::carried::{self, Carried};
use super::carry::{self, CarryRules};
use super::drafts::text;
use super::listing::{published_from, standings};
use crate::{DistrictRules, DraftFault, DraftStanding, Fault, OpenDraft, Signature};

/// What a publication did.
#[derive(Debug, Clone, PartialEq)]
pub struct Publication {
    /// First day.
    pub from: Day,
    /// What changed of grids and memberships.
    pub published: Published,
    /// Assignments at grids that stay as they are.
    pub kept: usize,
    /// The others: moved, joined or to be decided.
    pub carried: Vec<Carried>,
}

impl OpenDraft {
    /// Puts it in force from a day on: everything is checked again and assignments are carried over, in one transaction.
    ///
    /// # Errors
    /// When the step does not follow, findings stand in the way, another plan was published for the day or a later one,
    /// or somebody changed the draft meanwhile.
    pub fn publish(
        &mut self,
        store: &mut Store,
        by: &Signature,
        from: Day,
        rules: &CarryRules,
    ) -> Result<Publication, DraftFault> {
        let findings = self.findings(store, &DistrictRules::read(store)?)?;
        let state = self.after(&Step::Publish { from, today: by.today }, &findings)?;
        let territory = store.territory(AsOf::day(from))?.ok_or(Fault::NoTerritory(from))?;
        if territory.fingerprint() != self.territory.fingerprint() {
            return Err(DraftFault::OtherTerritory(self.name.clone()));
        }
        let standing = DraftStanding { state, ..self.standing.clone() };
        let mut writing = store.write(&by.author, "plan publish", by.at)?;
        no_later(&writing, &self.name, from)?;
        let old = writing.plan(&territory, AsOf::day(from))?.unwrap_or_default();
        let published = writing.put_plan(&territory, self.plan(), from)?;
        let comparison = plan::compare(&territory, &old, self.plan());
        let plans = (&old, self.plan());
        let (kept, carried) = carry::carry(&mut writing, &self.name, plans, &comparison, (from, rules))?;
        let told = format!("in force from {from}; assignments kept {kept}, carried over {}", carried.len());
        let revision = self.keep(&mut writing, &standing, &told)?;
        writing.commit()?;
        (self.standing, self.revision) = (standing, revision);
        Ok(Publication { from, published, kept, carried })
    }

    /// Gives it up. A published plan only before its first day: what was in force before is in force on, and
    /// assignments are where they were. Returns how many came back.
    ///
    /// # Errors
    /// When the step does not follow, or what is in force on the day is no longer this plan.
    pub fn withdraw(&mut self, store: &mut Store, by: &Signature) -> Result<usize, DraftFault> {
        let state = self.after(&Step::Withdraw { today: by.today }, &[])?;
        let standing = DraftStanding { state, ..self.standing.clone() };
        // Giving up what was never in force changes nothing that is known about the district.
        let (back, mut writing) = match self.standing.state {
            State::Published { from, .. } => {
                let mut writing = store.write(&by.author, "plan withdraw", by.at)?;
                (self.take_back(&mut writing, from)?, writing)
            }
            _ => (0, store.write_aside(&by.author, "plan withdraw", by.at)?),
        };
        let revision = self.keep(&mut writing, &standing, "withdraw")?;
        writing.commit()?;
        (self.standing, self.revision) = (standing, revision);
        Ok(back)
    }

    fn take_back(&self, writing: &mut Writing<'_>, from: Day) -> Result<usize, DraftFault> {
        no_later(writing, &self.name, from)?;
        let now = writing.plan(&self.territory, AsOf::day(from))?;
        if now.as_ref() != Some(self.plan()) {
            return Err(DraftFault::ReplacedSince(from));
        }
        let before = before(writing, self, from)?;
        writing.put_plan(&self.territory, &before, from)?;
        Ok(carried::bring_back(writing, &self.name)?)
    }

    fn keep(&self, writing: &mut Writing<'_>, standing: &DraftStanding, what: &str) -> Result<i64, DraftFault> {
        let log = text(self.log(), &self.name)?;
        Ok(writing.keep_draft(&self.name, self.revision, (&standing.text(), &log), what)?)
    }
}

/// The plan in force on the day before.
fn before(writing: &Writing<'_>, draft: &OpenDraft, from: Day) -> Result<Plan, DraftFault> {
    let nothing = || DraftFault::NothingInForce(from);
    let eve = from.yesterday().map_err(|_| nothing())?;
    writing.plan(&draft.territory, AsOf::day(eve))?.ok_or_else(nothing)
}

/// A plan that takes effect later was made on what is in force now; nothing is put under it.
fn no_later(writing: &Writing<'_>, name: &str, from: Day) -> Result<(), DraftFault> {
    for (other, standing) in standings(writing.drafts()?)? {
        if let Some(day) = published_from(&standing).filter(|&day| day >= from && other != name) {
            return Err(DraftFault::Later { name: other, from: day });
        }
    }
    Ok(())
}
