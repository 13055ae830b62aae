//! Drafts that are open: each revision in memory with its findings, shapes and what differs, made when first asked for.
//!
//! An opened draft never changes; an edit makes the next one out of it and looks again only where the edit was.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use geo_types::MultiPolygon;
use jiff::Timestamp;
use model::Day;
use moka::policy::EvictionPolicy;
use moka::sync::Cache;
use plan::{Applied, Checker, GridId, State};
use registry::{Difference, DistrictRules, DraftFault, OpenDraft, Signature};
use store::{AsOf, DraftHead, Store};

use super::condition::Condition;
use super::fault::problem;
use crate::app::App;
use crate::asked::Asked;
use crate::problem::{Kind, Problem};

/// Drafts kept open at once.
const OPEN: u64 = 8;
/// How long a draft stays open that nobody asks for.
const IDLE: Duration = Duration::from_secs(600);

/// The areas of a plan's grids.
pub(crate) type Shapes = BTreeMap<GridId, Arc<MultiPolygon<f64>>>;

/// Drafts that somebody works on.
pub(crate) struct Desk(Cache<(String, i64), Arc<Opened>>);

/// A revision of a draft.
pub(crate) struct Opened {
    pub(crate) head: DraftHead,
    pub(crate) draft: OpenDraft,
    /// With the revision of the record whose rules they hold it against.
    checker: Mutex<Option<(i64, Arc<Checker>)>>,
    shapes: OnceLock<Arc<Shapes>>,
    /// Against the plan in force on a day, as the record was.
    difference: Mutex<Option<(i64, Day, Arc<Difference>)>>,
}

impl Desk {
    pub(crate) fn new() -> Self {
        let kept = Cache::builder().max_capacity(OPEN).time_to_idle(IDLE);
        Desk(kept.eviction_policy(EvictionPolicy::lru()).build())
    }
}

/// A draft as it is now.
pub(crate) fn open(app: &App, name: &str) -> Result<Arc<Opened>, Problem> {
    let head = app.readers.ask(|store| store.draft_head(name))?.ok_or(Problem::new(Kind::NotFound))?;
    opened(app, head, |read| app.readers.ask(|store| read(store)))
}

type Read<'r> = &'r dyn Fn(&Store) -> Result<OpenDraft, DraftFault>;

fn opened(
    app: &App,
    head: DraftHead,
    ask: impl Fn(Read<'_>) -> Result<OpenDraft, DraftFault>,
) -> Result<Arc<Opened>, Problem> {
    let (name, today) = (head.name.clone(), app.today());
    let read = || {
        let draft = ask(&|store: &Store| OpenDraft::find(store, &name, today))?;
        // Somebody may have kept another revision since; it is told as theirs on the next question.
        let head = DraftHead { revision: draft.revision(), ..head };
        Ok::<_, DraftFault>(Arc::new(Opened::new(head, draft)))
    };
    let found = app.desk.0.try_get_with((name.clone(), head.revision), read);
    found.map_err(|fault| match &*fault {
        DraftFault::NotThere(_) => Problem::new(Kind::NotFound),
        DraftFault::OtherTerritory(name) => problem(DraftFault::OtherTerritory(name.clone()), None),
        DraftFault::Registry(registry::Fault::NoTerritory(day)) => {
            problem(DraftFault::Registry(registry::Fault::NoTerritory(*day)), None)
        }
        _ => Problem::new(Kind::Internal),
    })
}

/// What a change did to a draft's plan.
pub(crate) enum Made {
    /// Nothing: only where it stands is different.
    Step,
    /// These changes, in order.
    Edits(Vec<Applied>),
    /// Codes of grids.
    Codes,
}

/// Who does something, now.
pub(crate) fn signature(app: &App, asked: &Asked) -> Signature {
    let author = asked.reader.account.clone().unwrap_or_else(|| "public".to_owned());
    Signature { author, at: Timestamp::now(), today: app.today() }
}

/// Changes a draft, if it is still what its author saw; the draft after it.
pub(crate) fn change<T>(
    app: &App,
    asked: &Asked,
    condition: &Condition,
    work: impl FnOnce(&mut OpenDraft, &mut Store, &Signature) -> Result<(T, Made), Problem>,
) -> Result<(Arc<Opened>, T), Problem> {
    let name = asked.part("plan");
    change_named(app, asked, name, |before| condition.holds(&before.head), work)
}

/// The same of a draft by its name; `still` says whether it is what its author saw.
pub(crate) fn change_named<T>(
    app: &App,
    asked: &Asked,
    name: &str,
    still: impl FnOnce(&Opened) -> Result<(), Problem>,
    work: impl FnOnce(&mut OpenDraft, &mut Store, &Signature) -> Result<(T, Made), Problem>,
) -> Result<(Arc<Opened>, T), Problem> {
    // Opened before the one writer is taken, which others wait for.
    open(app, name)?;
    let by = signature(app, asked);
    app.write(|store| {
        let head = store.draft_head(name)?.ok_or(Problem::new(Kind::NotFound))?;
        let before = opened(app, head, |read| read(store))?;
        still(&before)?;
        let mut draft = before.draft.clone().exactly();
        let (done, made) = work(&mut draft, store, &by)?;
        let after = Arc::new(before.after(draft, &made, &by));
        // Nobody works on a plan that is published; who looks at it opens it again.
        if !matches!(after.draft.standing().state, State::Published { .. }) {
            app.desk.0.insert((name.to_owned(), after.head.revision), Arc::clone(&after));
        }
        app.desk.0.invalidate(&(name.to_owned(), before.head.revision));
        Ok((after, done))
    })
}

impl Opened {
    fn new(head: DraftHead, draft: OpenDraft) -> Self {
        Opened { head, draft, checker: Mutex::default(), shapes: OnceLock::new(), difference: Mutex::default() }
    }

    /// The draft after a change, with what is known of it already.
    fn after(&self, draft: OpenDraft, made: &Made, by: &Signature) -> Self {
        let head = DraftHead {
            revision: draft.revision(),
            author: by.author.clone(),
            changed: by.at,
            state: draft.standing().text(),
            ..self.head.clone()
        };
        let (checker, shapes) = match made {
            Made::Step => (lock(&self.checker).clone(), self.shapes.get().cloned()),
            Made::Codes => (None, self.shapes.get().cloned()),
            Made::Edits(list) => (self.checked(&draft, list), self.drawn(&draft, list)),
        };
        let known = OnceLock::new();
        shapes.into_iter().for_each(|shapes| drop(known.set(shapes)));
        Opened { head, draft, checker: Mutex::new(checker), shapes: known, difference: Mutex::default() }
    }

    /// The findings after edits: looked for again where they were.
    fn checked(&self, draft: &OpenDraft, made: &[Applied]) -> Option<(i64, Arc<Checker>)> {
        let (revision, checker) = lock(&self.checker).clone()?;
        let mut checker = Checker::clone(&checker);
        made.iter().for_each(|one| checker.update(draft.territory(), draft.plan(), &one.delta));
        Some((revision, Arc::new(checker)))
    }

    /// The shapes after edits: drawn again where they were.
    fn drawn(&self, draft: &OpenDraft, made: &[Applied]) -> Option<Arc<Shapes>> {
        let mut shapes = Shapes::clone(self.shapes.get()?);
        for grid in made.iter().flat_map(|one| one.delta.grids()) {
            match plan::outline(draft.territory(), draft.plan(), grid).ok()? {
                Some(shape) => drop(shapes.insert(grid, Arc::new(shape))),
                None => drop(shapes.remove(&grid)),
            }
        }
        Some(Arc::new(shapes))
    }

    /// Its findings by the rules that the district has now.
    pub(crate) fn checker(&self, app: &App) -> Result<Arc<Checker>, Problem> {
        let revision = app.record_revision()?;
        let mut known = lock(&self.checker);
        if let Some((_, checker)) = known.as_ref().filter(|(at, _)| *at == revision) {
            return Ok(Arc::clone(checker));
        }
        let territory = self.draft.territory();
        let rules = app.readers.ask(|store| {
            let history = store.code_history().map_err(DraftFault::from)?;
            Ok::<_, DraftFault>(DistrictRules::read(store)?.for_plan(territory, history))
        });
        let rules = rules.map_err(|fault| problem(fault, None))?;
        let checker = Arc::new(Checker::new(territory, self.draft.plan(), rules));
        *known = Some((revision, Arc::clone(&checker)));
        Ok(checker)
    }

    /// The areas of its grids.
    pub(crate) fn shapes(&self) -> Result<Arc<Shapes>, Problem> {
        if let Some(shapes) = self.shapes.get() {
            return Ok(Arc::clone(shapes));
        }
        let outlines = plan::outlines(self.draft.territory(), self.draft.plan());
        let outlines = outlines.map_err(|_| Problem::new(Kind::Internal))?;
        let shapes: Shapes = outlines.into_iter().map(|(grid, shape)| (grid, Arc::new(shape))).collect();
        Ok(Arc::clone(self.shapes.get_or_init(|| Arc::new(shapes))))
    }

    /// What differs from the plan in force on a day.
    pub(crate) fn difference(&self, app: &App, day: Day) -> Result<Arc<Difference>, Problem> {
        let revision = app.record_revision()?;
        let mut known = lock(&self.difference);
        if let Some((.., found)) = known.as_ref().filter(|(at, on, _)| (*at, *on) == (revision, day)) {
            return Ok(Arc::clone(found));
        }
        let territory = self.draft.shared_territory();
        let found = app.readers.ask(|store| {
            let other = || DraftFault::OtherTerritory(self.head.name.clone());
            // Cells that the plan names are those of its own day's territory.
            let same = self.draft.standing().base == Some(day)
                || store.territory(AsOf::day(day))?.is_some_and(|there| there.fingerprint() == territory.fingerprint());
            let old = if same { store.plan(&territory, AsOf::day(day))? } else { return Err(other()) };
            let plans = (old.unwrap_or_default(), self.draft.plan().clone());
            Ok(registry::difference_between(store, Arc::clone(&territory), plans, (day, self.from()))?)
        });
        let found = Arc::new(found.map_err(|fault| problem(fault, None))?);
        *known = Some((revision, day, Arc::clone(&found)));
        Ok(found)
    }

    /// The first day of a published one.
    pub(crate) fn from(&self) -> Option<Day> {
        match self.draft.standing().state {
            plan::State::Published { from, .. } => Some(from),
            _ => None,
        }
    }

    /// The day that it is held against where nothing else is asked: today, of a published one the day before it.
    pub(crate) fn usual_day(&self, app: &App) -> Day {
        self.from().and_then(|from| from.yesterday().ok()).unwrap_or_else(|| app.today())
    }

    /// The strong tag of the revision.
    pub(crate) fn tag(&self) -> String {
        super::condition::tag(self.head.revision)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What is kept is replaced as a whole; a panic leaves it as it was.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
