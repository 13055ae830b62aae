//! An invented Chinese old district by the sea: land, streets, communities, courtyards, buildings, rosters.
//!
//! Everything is a pure function of a seed, the same bytes on every platform, and says in every row that it is
//! synthetic. The order is top-down: main roads cut the land into blocks, unions of blocks are communities, branch roads
//! cut blocks into quarters, a quarter is one grid, lanes and party walls cut it into courtyards, houses stand in
//! these. So communities are an exact partition, and the reference list of grids is contiguous by construction.

mod chord;
mod clip;
mod coverage;
mod dice;
mod district;
mod fabric;
mod faults;
mod furnish;
mod houses;
mod layers;
mod lists;
mod names;
mod plane;
mod plots;
mod quarters;
mod queries;
mod register;
mod roster;
mod shore;
mod streets;
mod strokes;
mod summary;
mod territory;
mod town;

pub use coverage::{AS_OF, OVERLAP, RENOVATED, RENOVATED_YEARS};
pub use district::{District, REMARK, layer};
pub use faults::{SeededFault, with_faults};
pub use quarters::{COMPOUND_GRIDS, COMPOUNDS, COURTYARDS, EXCLUSIVE_GRIDS, OPEN_GRIDS};
pub use queries::queries;
pub use register::COUNTY;
pub use roster::{CADRES, DEPARTMENTS, LEADERS};
pub use summary::{Summary, summary};
pub use town::{COMMUNITIES, COURTYARD_HOUSEHOLDS, GRID_HOUSEHOLDS, SUBDISTRICTS};

/// The invented name of the district.
pub const NAME: &str = "示例滨海区";

/// The district of a seed.
pub fn district(seed: u64) -> District {
    let town = town::build(seed);
    let register = register::Register::of(seed, &town);
    let facts = coverage::facts(seed, &town);
    let renovated = coverage::renovated(seed, &town, &facts);
    let mut people = names::Names::new(seed ^ 0x5eed);
    let places: Vec<String> = (0..80).map(|_| people.place()).collect();
    let mut dice = dice::Dice::new(seed, "walls");
    let mut tables = layers::territory(&town, &register, NAME);
    tables.push(layers::courtyards(&town, &register, &renovated));
    tables.extend(layers::enclosed(&town, &register));
    tables.push(layers::buildings(&town, &register));
    tables.push(layers::roads(&town, &register));
    tables.push(layers::walls(&town, &register, &mut dice));
    tables.push(layers::water(&town, &register));
    tables.push(layers::greens(&town, &places));
    tables.push(lists::grids(&town, &register));
    tables.push(lists::reference(&town, &register));
    tables.extend(lists::pairs(seed, &town, &register));
    tables.extend(coverage::tables(seed, &town, &register, &facts, &mut people));
    tables.extend(roster::tables(seed, &town, &register, &mut people));
    tables.push(lists::about(seed, NAME));
    District { seed, name: NAME.to_owned(), tables }
}
