//! The machine's fonts, for maps as PNG.

use cartography::Fonts;

use crate::failure::Failure;

/// All fonts of the system.
pub(crate) fn system() -> Result<Fonts, Failure> {
    let mut database = cartography::fontdb::Database::new();
    database.load_system_fonts();
    Fonts::from_database(database).map_err(|fault| Failure::usage("fonts-missing", &[("detail", fault.to_string())]))
}
