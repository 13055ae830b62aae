//! Courtyard → grid: a partition, checked on construction.

use std::collections::BTreeMap;

use crate::Code;

/// Which grid each courtyard belongs to; every courtyard of the territory exactly once, no grid empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    grid_of: BTreeMap<Code, Code>,
}

/// Why a list of pairs is no partition of the courtyards.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MembershipFault {
    /// The courtyard is listed under two grids.
    #[error("courtyard {courtyard} is in grid {first} and in grid {second}")]
    Twice {
        /// The courtyard.
        courtyard: Code,
        /// The grid it was listed under first.
        first: Code,
        /// The grid it was listed under again.
        second: Code,
    },
    /// The courtyard is in no grid.
    #[error("courtyard {0} is in no grid")]
    Missing(Code),
    /// The list names a courtyard that the territory does not have.
    #[error("there is no courtyard {0}")]
    Unknown(Code),
}

impl Membership {
    /// Checks that `pairs` (courtyard, grid) put each of `courtyards` into exactly one grid.
    ///
    /// # Errors
    /// All faults at once, in the order of the list, then the missing courtyards in the order of `courtyards`.
    pub fn new(courtyards: &[Code], pairs: &[(Code, Code)]) -> Result<Self, Vec<MembershipFault>> {
        let known: std::collections::BTreeSet<&Code> = courtyards.iter().collect();
        let mut grid_of: BTreeMap<Code, Code> = BTreeMap::new();
        let mut faults = Vec::new();
        for (courtyard, grid) in pairs {
            if !known.contains(courtyard) {
                faults.push(MembershipFault::Unknown(courtyard.clone()));
            } else if let Some(first) = grid_of.get(courtyard) {
                let (courtyard, first, second) = (courtyard.clone(), first.clone(), grid.clone());
                faults.push(MembershipFault::Twice { courtyard, first, second });
            } else {
                grid_of.insert(courtyard.clone(), grid.clone());
            }
        }
        let missing = courtyards.iter().filter(|&courtyard| !grid_of.contains_key(courtyard));
        faults.extend(missing.cloned().map(MembershipFault::Missing));
        if faults.is_empty() { Ok(Membership { grid_of }) } else { Err(faults) }
    }

    /// The grid of a courtyard.
    pub fn grid_of(&self, courtyard: &Code) -> Option<&Code> {
        self.grid_of.get(courtyard)
    }

    /// The members of each grid, both sorted by code.
    pub fn grids(&self) -> BTreeMap<&Code, Vec<&Code>> {
        let mut grids: BTreeMap<&Code, Vec<&Code>> = BTreeMap::new();
        for (courtyard, grid) in &self.grid_of {
            grids.entry(grid).or_default().push(courtyard);
        }
        grids
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Code {
        Code::new(text).expect("a code")
    }

    fn pairs(list: &[(&str, &str)]) -> Vec<(Code, Code)> {
        list.iter().map(|(courtyard, grid)| (code(courtyard), code(grid))).collect()
    }

    #[test]
    fn every_fault_is_named_at_once() {
        let courtyards = [code("a"), code("b"), code("c")];
        let faults = Membership::new(&courtyards, &pairs(&[("a", "1"), ("a", "2"), ("x", "1")])).unwrap_err();
        assert_eq!(
            faults,
            [
                MembershipFault::Twice { courtyard: code("a"), first: code("1"), second: code("2") },
                MembershipFault::Unknown(code("x")),
                MembershipFault::Missing(code("b")),
                MembershipFault::Missing(code("c")),
            ]
        );
    }

    #[test]
    fn grids_list_their_members() {
        let courtyards = [code("a"), code("b"), code("c")];
        let membership = Membership::new(&courtyards, &pairs(&[("c", "1"), ("a", "1"), ("b", "2")])).unwrap();
        let grids = membership.grids();
        assert_eq!(grids[&code("1")], [&code("a"), &code("c")]);
        assert_eq!(membership.grid_of(&code("b")), Some(&code("2")));
    }
}
