//! Tilings of real and made-up districts, checked by GEOS.

mod support;

use support::{cover_input, data, geos, territory};
use topology::{Options, tessellate};

#[test]
fn old_city_is_tiled_exactly() {
    let Some(file) = data("regions/taipei_oldcity.gpkg") else { return };
    let Some(input) = geos(&["district", &file, "taipei_oldcity", "CODE2", "3"], &serde_json::Value::Null) else {
        return;
    };
    let territory = territory(&input);
    let clock = std::time::Instant::now();
    let tiling = tessellate(&territory, &Options::default()).expect("tiles");
    eprintln!("tiled in {:?}: {} seeds, {} cells, {} arcs, {} vertices", clock.elapsed(), territory.seeds.len(), tiling.cells.len(), tiling.partition.arcs().len(), tiling.partition.n_vertices());
    let proof = tiling.partition.verify().expect("a partition");
    eprintln!("{} arcs {} segments; notes {}", proof.arcs, proof.segments, tiling.notes.len());
    for n in tiling.notes.iter().take(10) { eprintln!("{n:?}"); }
    let report = geos(&["cover", "20000"], &cover_input(&territory, &tiling)).expect("shapely was there");
    eprintln!("{report}");
    assert_eq!(report["coverage_valid"], true);
    assert_eq!(report["invalid"], 0);
}
