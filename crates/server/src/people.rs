//! Who holds what on a day, read once for a view.

use model::{Assignment, Day, Holder, PlaceKey};
use registry::{Duty, Held, Place, PlaceIndex, Staff, Standing, View};
use roster::{Config, HolderKind, HolderRecord, Role, mask_phone};
use store::{AsOf, Store};

use crate::access::{Reader, Shown};
use crate::problem::{Kind, Problem};

/// The district's roles, all assignments and everybody on record.
pub(crate) struct People {
    pub(crate) config: Config,
    staff: Staff,
}

impl People {
    /// As the view knows them: nothing newer, so that a page never mixes two states of the record.
    pub(crate) fn read(store: &Store, view: &View) -> Result<Self, Problem> {
        let as_of = known(view);
        let config = registry::district(store).map_err(|_| Problem::new(Kind::Internal))?;
        let held = registry::assignments(store, view.places(), as_of.known)?;
        Ok(People { config, staff: Staff::new(held, registry::holder_book(store, as_of)?) })
    }

    /// Who is responsible at each of the places.
    pub(crate) fn responsible<'a>(&'a self, places: &[&'a Place], day: Day) -> Vec<Standing<'a>> {
        self.staff.responsible(&self.config, places, day)
    }

    /// Who held a role at a place last before a day, and nobody since.
    pub(crate) fn before(&self, duty: &Duty<'_>, place: &Place, day: Day) -> Option<&Assignment> {
        let here = self.staff.held_at(&place.key).filter(|one| one.assignment.role == duty.role.name);
        let ended = here.filter(|one| one.assignment.period.to().is_some_and(|to| to <= day));
        ended.map(|one| &one.assignment).max_by_key(|one| one.period.to())
    }

    /// Everything that is or was held.
    pub(crate) fn held(&self) -> &[Held] {
        self.staff.held()
    }

    /// The assignments of a place, of all days.
    pub(crate) fn held_at(&self, place: &PlaceKey) -> impl Iterator<Item = &Assignment> {
        self.staff.held_at(place).map(|one| &one.assignment)
    }

    /// What is known of a person or an organisation.
    pub(crate) fn record(&self, holder: &Holder) -> Option<&HolderRecord> {
        self.staff.record(holder)
    }
}

/// The two times of a view, with the moment of its newest change where none was asked.
pub(crate) fn known(view: &View) -> AsOf {
    let as_of = view.as_of();
    AsOf { known: Some(as_of.known.unwrap_or(view.revision())), ..as_of }
}

/// A holder's name as this reader may see it; `None` where it is hidden. Organisations have no privacy.
pub(crate) fn shown_name(shown: Shown, holder: &Holder, record: Option<&HolderRecord>) -> Option<String> {
    let name = record.map(|record| record.name.as_str()).filter(|name| !name.is_empty());
    let name = name.unwrap_or(holder.code().as_str());
    match (holder, shown) {
        (Holder::Organisation(_), _) | (_, Shown::Full) => Some(name.to_owned()),
        (_, Shown::Masked) => {
            let family = name.chars().next()?;
            Some(format!("{family}{}", "*".repeat(name.chars().count().saturating_sub(1).max(1))))
        }
        (_, Shown::Hidden) => None,
    }
}

/// A telephone number as this reader may see it, and whether it is in full; `None` where it is hidden or not known.
/// Numbers of roles that the district does not mask are public.
pub(crate) fn shown_phone(
    reader: &Reader,
    index: &PlaceIndex,
    place: &Place,
    role: &Role,
    record: Option<&HolderRecord>,
) -> Option<(String, bool)> {
    let phone = record.map(|record| record.phone.as_str()).filter(|phone| !phone.is_empty())?;
    match if is_open(role) { Shown::Full } else { reader.phones(index, place) } {
        Shown::Full => Some((phone.to_owned(), true)),
        Shown::Masked => Some((mask_phone(phone), false)),
        Shown::Hidden => None,
    }
}

/// Whether a role's numbers are for everybody, on cards and on sheets in the street: the district says so, and they are
/// numbers of organisations. A person's number never is.
fn is_open(role: &Role) -> bool {
    !role.masked && role.holder == HolderKind::Organisation
}
