//! What is wrong with the rows of a territory.

use std::collections::{BTreeMap, BTreeSet};

use super::{CellKind, TerritoryRows};

/// Why rows are no territory.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TerritoryFault {
    /// Two courtyards carry the same code.
    #[error("two courtyards have the code {code}")]
    CodeTwice {
        /// The code.
        code: String,
    },
    /// A courtyard or a cell names a community that is not there.
    #[error("{what} names community {community}, which is not there")]
    CommunityUnknown {
        /// The courtyard's code or the cell's number.
        what: String,
        /// The index that it names.
        community: usize,
    },
    /// A courtyard's cell is not there, is no courtyard cell, or is another courtyard's.
    #[error("courtyard {code} cannot have cell {cell}")]
    CellUnfit {
        /// The courtyard.
        code: String,
        /// The cell that it names.
        cell: usize,
    },
    /// The cell lies in another community than its courtyard.
    #[error("courtyard {code} and its cell are in different communities")]
    CommunityMismatch {
        /// The courtyard.
        code: String,
    },
    /// A courtyard cell without a courtyard.
    #[error("courtyard cell {cell} has no courtyard")]
    CellWithoutCourtyard {
        /// The cell.
        cell: usize,
    },
    /// A border that is out of order, repeated, of a cell with itself, of a cell that is not there, or without length.
    #[error("border {border} is out of order, repeated or of cells that are not there")]
    BorderUnsound {
        /// Position in the list.
        border: usize,
    },
    /// The shape of a cell has no area, or a coordinate that is no number.
    #[error("cell {cell} has no ground")]
    NoGround {
        /// The cell.
        cell: usize,
    },
}

pub(super) fn find(rows: &TerritoryRows) -> Vec<TerritoryFault> {
    let mut faults = Vec::new();
    courtyards(rows, &mut faults);
    let n_communities = rows.communities.len();
    for (idx, cell) in rows.cells.iter().enumerate().filter(|(_, cell)| cell.community >= n_communities) {
        faults.push(TerritoryFault::CommunityUnknown { what: format!("cell {idx}"), community: cell.community });
    }
    for (idx, border) in rows.borders.iter().enumerate() {
        let after = idx == 0 || (rows.borders[idx - 1].a, rows.borders[idx - 1].b) < (border.a, border.b);
        if border.a >= border.b || border.b >= rows.cells.len() || !after || border.length_mm == 0 {
            faults.push(TerritoryFault::BorderUnsound { border: idx });
        }
    }
    faults
}

fn courtyards(rows: &TerritoryRows, faults: &mut Vec<TerritoryFault>) {
    let mut codes = BTreeSet::new();
    let mut owner = BTreeMap::new();
    for (idx, courtyard) in rows.courtyards.iter().enumerate() {
        let code = courtyard.code.to_string();
        if !codes.insert(&courtyard.code) {
            faults.push(TerritoryFault::CodeTwice { code: code.clone() });
        }
        if courtyard.community >= rows.communities.len() {
            let community = courtyard.community;
            faults.push(TerritoryFault::CommunityUnknown { what: format!("courtyard {code}"), community });
        }
        let cell = rows.cells.get(courtyard.cell).filter(|cell| cell.kind == CellKind::Courtyard);
        match cell {
            Some(cell) if owner.insert(courtyard.cell, idx).is_none() => {
                if cell.community != courtyard.community {
                    faults.push(TerritoryFault::CommunityMismatch { code });
                }
            }
            _ => faults.push(TerritoryFault::CellUnfit { code, cell: courtyard.cell }),
        }
    }
    let kinds = rows.cells.iter().enumerate().filter(|(_, cell)| cell.kind == CellKind::Courtyard);
    let alone = kinds.filter(|(idx, _)| !owner.contains_key(idx));
    faults.extend(alone.map(|(cell, _)| TerritoryFault::CellWithoutCourtyard { cell }));
}

/// FNV-1a over everything that edits refer to.
pub(super) fn fingerprint(rows: &TerritoryRows) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut eat = |bytes: &[u8]| {
        for &byte in bytes {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    };
    for community in &rows.communities {
        eat(community.code.as_str().as_bytes());
        eat(&[0]);
    }
    for courtyard in &rows.courtyards {
        eat(courtyard.code.as_str().as_bytes());
        eat(&[0]);
        eat(&(courtyard.cell as u64).to_le_bytes());
    }
    for cell in &rows.cells {
        eat(&[cell.kind as u8]);
        eat(&(cell.community as u64).to_le_bytes());
    }
    for border in &rows.borders {
        eat(&(border.a as u64).to_le_bytes());
        eat(&(border.b as u64).to_le_bytes());
        eat(&border.length_mm.to_le_bytes());
    }
    hash
}
