//! From an edit to the change that it means.

mod ground;
mod line;
mod members;
mod parts;
mod work;

use model::Code;

use crate::{Cut, Delta, Edit, GridId, GridInfo, Plan, Refused, Territory};
use work::Work;

pub(crate) use work::across;

/// What an edit changes in a plan. New grids are numbered from `next` on.
pub(crate) fn delta_of(territory: &Territory, plan: &Plan, next: u32, edit: &Edit) -> Result<Delta, Refused> {
    let mut work = Work::new(territory, plan, next);
    match edit {
        Edit::Move { courtyards, to } => members::put(&mut work, courtyards, *to)?,
        Edit::Merge { grids, into } => members::merge(&mut work, grids, *into)?,
        Edit::Split { grid, by } => split(&mut work, *grid, by)?,
        Edit::New { courtyards, cells, name, kind, exception } => {
            let (name, exception) = (name.trim().to_owned(), exception.clone());
            let info = GridInfo { code: None, name, kind: *kind, locked: false, exception };
            members::found(&mut work, courtyards, cells, info)?;
        }
        Edit::Dissolve { grid } => ground::dissolve(&mut work, *grid)?,
        Edit::Rename { grid, name } => work.tell(*grid, |info| info.name = name.trim().to_owned())?,
        Edit::Recode { grid, code } => {
            let code = code.as_deref().map(valid).transpose()?;
            work.tell(*grid, |info| info.code = code)?;
        }
        Edit::Lock { grid, locked } => return lock(work, *grid, *locked),
        Edit::Reshape { cells, to } => ground::reshape(&mut work, cells, *to)?,
        Edit::Redraw { left, right, line } => line::redraw(&mut work, *left, *right, line)?,
        Edit::Exception { grid, document } => {
            let document = document.as_deref().map(valid_document).transpose()?;
            work.tell(*grid, |info| info.exception = document)?;
        }
    }
    work.finish()
}

fn split(work: &mut Work, grid: GridId, by: &Cut) -> Result<(), Refused> {
    match by {
        Cut::Line { line } => line::split(work, grid, line),
        Cut::Parts { parts } => parts::split(work, grid, *parts),
        Cut::List { courtyards } => members::split(work, grid, courtyards),
    }
}

/// The only edit that a locked grid accepts.
fn lock(mut work: Work, grid: GridId, locked: bool) -> Result<Delta, Refused> {
    work.tell(grid, |info| info.locked = locked)?;
    let delta = work.delta();
    if delta.is_empty() { Err(Refused::Nothing) } else { Ok(delta) }
}

fn valid(code: &str) -> Result<String, Refused> {
    Code::new(code).map(|code| code.to_string()).map_err(|_| Refused::InvalidCode(code.to_owned()))
}

/// A document's number may hold blanks, but not nothing.
fn valid_document(number: &str) -> Result<String, Refused> {
    let number = number.trim();
    if number.is_empty() { Err(Refused::InvalidCode(String::new())) } else { Ok(number.to_owned()) }
}
