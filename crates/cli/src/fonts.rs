//! The machine's fonts, for maps as PNG.

use cartography::Fonts;

/// All fonts of the system.
pub(crate) fn system() -> Fonts {
    let mut database = cartography::fontdb::Database::new();
    database.load_system_fonts();
    Fonts::from_database(database)
}
