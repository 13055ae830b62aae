//! Who may do and read what: role × area × field. Every handler asks here and nowhere else.

use model::PlaceKey;
use registry::{Place, PlaceIndex};

macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident => $id:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$variant_doc])* $variant,)* }

        impl $name {
            /// All of them.
            pub const ALL: &[$name] = &[$($name::$variant,)*];

            /// Stable name.
            pub fn id(self) -> &'static str {
                match self { $($name::$variant => $id,)* }
            }

            /// The one with this stable name.
            pub fn from_id(id: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.id() == id)
            }
        }
    };
}

named! {
    /// What an account is for; one account has one role.
    Role {
        /// Nobody has signed in.
        Public => "public",
        /// 网格员: looks up the own grids, sends corrections.
        GridWorker => "grid-worker",
        /// 街道干部: the own street, its rosters and comments on plans.
        StreetCadre => "street-cadre",
        /// 领导: figures and maps of the whole district.
        Leader => "leader",
        /// 规划人员: drafts and imports.
        Planner => "planner",
        /// 审计员: reads the audit, changes nothing.
        Auditor => "auditor",
        /// 系统管理员: how the service runs; no data of people.
        SystemAdministrator => "system-administrator",
        /// 安全管理员: accounts and what they may.
        SecurityAdministrator => "security-administrator",
        /// 审计管理员: what is audited and how long it is kept.
        AuditAdministrator => "audit-administrator",
    }
}

named! {
    /// What somebody wants to do.
    Action {
        /// Read places, plans in force and figures.
        Read => "read",
        /// Read who holds which role.
        ReadAssignments => "read-assignments",
        /// Read drafts and what is said about them.
        ReadDrafts => "read-drafts",
        /// Make and edit drafts, check and hand in.
        EditDrafts => "edit-drafts",
        /// Comment on a draft.
        Comment => "comment",
        /// Approve, publish, withdraw.
        Publish => "publish",
        /// Bring in rosters, surveys, documents.
        Import => "import",
        /// Freeze figures and make packs.
        KeepFigures => "keep-figures",
        /// Say that something is wrong here.
        Correct => "correct",
        /// Read the audit.
        ReadAudit => "read-audit",
        /// Manage accounts.
        ManageAccounts => "manage-accounts",
        /// See how the service is doing.
        Operate => "operate",
    }
}

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// Name of the account; `None` of the public.
    pub account: Option<String>,
    /// Its role.
    pub role: Role,
    /// The places to which the account is limited, with everything in them; empty is the whole district.
    pub areas: Vec<PlaceKey>,
}

/// How a personal field is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shown {
    /// Not at all.
    Hidden,
    /// With its middle starred out.
    Masked,
    /// In full; the audit tells that it was read.
    Full,
}

impl Default for Reader {
    fn default() -> Self {
        Reader { account: None, role: Role::Public, areas: Vec::new() }
    }
}

impl Reader {
    /// Whether the role may do it at all; where depends on [`Reader::covers`].
    pub fn may(&self, action: Action) -> bool {
        allowed(self.role).contains(&action)
    }

    /// Whether a place lies in the account's area.
    pub fn covers(&self, index: &PlaceIndex, place: &Place) -> bool {
        let inside = |key: &PlaceKey| place.key == *key || index.around(place).iter().any(|outer| outer.key == *key);
        self.areas.is_empty() || self.areas.iter().any(inside)
    }

    /// How telephone numbers of those responsible at a place are shown.
    pub fn phones(&self, index: &PlaceIndex, place: &Place) -> Shown {
        match self.role {
            Role::Planner | Role::StreetCadre | Role::GridWorker if self.covers(index, place) => Shown::Full,
            Role::Planner | Role::StreetCadre | Role::GridWorker | Role::Leader => Shown::Masked,
            _ => Shown::Hidden,
        }
    }

    /// How names of people who are responsible at a place are shown.
    pub fn names(&self, _: &PlaceIndex, _: &Place) -> Shown {
        match self.role {
            Role::SystemAdministrator | Role::SecurityAdministrator | Role::AuditAdministrator => Shown::Hidden,
            Role::Public => Shown::Masked,
            _ => Shown::Full,
        }
    }
}

/// What a role may do.
pub fn allowed(role: Role) -> &'static [Action] {
    use Action::*;
    match role {
        Role::Public => &[Read],
        Role::GridWorker => &[Read, ReadAssignments, Correct],
        Role::StreetCadre => &[Read, ReadAssignments, ReadDrafts, Comment, Correct],
        Role::Leader => &[Read, ReadAssignments, ReadDrafts, Comment, KeepFigures],
        Role::Planner => {
            &[Read, ReadAssignments, ReadDrafts, EditDrafts, Comment, Publish, Import, KeepFigures, Correct]
        }
        Role::Auditor => &[Read, ReadAssignments, ReadDrafts, ReadAudit],
        Role::SystemAdministrator => &[Read, Operate],
        Role::SecurityAdministrator => &[Read, ManageAccounts],
        Role::AuditAdministrator => &[Read, ReadAudit],
    }
}
