"""momepy: a cell for every courtyard, with the communities as limits.

--units carries the communities (dissolved by --community), --courtyards the polygons that do not touch. `morphological`
makes one tessellation for each community, clipped to it; `enclosed` hands the communities over as enclosures.
The cells are judged by checkers/coverage.py.
"""

import argparse
import sys
from pathlib import Path

import peer

CHECKERS = Path(__file__).resolve().parent.parent / "checkers"


def solve(case, options):
    import geopandas
    import momepy

    communities = geopandas.read_file(options.units).dissolve(options.community).reset_index()
    courtyards = geopandas.read_file(options.courtyards).to_crs(communities.crs)
    settings = {"shrink": options.shrink, "segment": options.segment}

    def morphological():
        import pandas

        made = []
        for name, limit in zip(communities[options.community], communities.geometry):
            inside = courtyards[courtyards[options.community] == name]
            made.append(momepy.morphological_tessellation(inside, clip=limit, **settings))
        return pandas.concat(made)

    def enclosed():
        made = momepy.enclosed_tessellation(courtyards, communities[["geometry"]], n_jobs=1, **settings)
        return made[made.index >= 0]

    outcome = peer.timed(morphological if options.method == "morphological" else enclosed)
    cells = outcome.value
    cells = cells.assign(uid=courtyards.loc[cells.index, "uid"].to_numpy())[["uid", "geometry"]]

    def write(path):
        cells.to_file(path, layer="cells", driver="GPKG")
        return {"courtyards_read": len(courtyards)}

    outcome.value = write
    return outcome


def judge(options, result, code="uid", communities=None, community=None):
    """The coverage checker's findings without the list by community; `code` names the courtyard in the cells, and
    `communities` is where the communities are read instead of the units."""
    sys.path.insert(0, str(CHECKERS))
    import coverage

    found = coverage.report(argparse.Namespace(
        cells=str(result), cells_layer=None, cells_community=None, cell_code=code, communities=communities or options.units,
        communities_layer=None, community=community or options.community, courtyards=options.courtyards, courtyards_layer=None,
        code="uid", tolerance=options.area_tolerance))
    found.pop("each")
    return found | {"samples_in_wrong_cell": strays(options, result, code)}


def strays(options, result, code):
    """Share of random points whose cell is not that of the nearest courtyard of their community."""
    import nearest

    return nearest.report(argparse.Namespace(
        cells=str(result), cells_layer=None, cell_code=code, courtyards=options.courtyards, courtyards_layer=None,
        code="uid", community=options.community, samples=200000, seed=1, slack=0.01, share=0.0))["wrong_share"]


if __name__ == "__main__":
    sys.exit(peer.main(
        __doc__, solve, "momepy",
        [(["--courtyards"], {"required": True}),
         (["--method"], {"choices": ["morphological", "enclosed"], "default": "morphological"}),
         (["--shrink"], {"type": float, "default": 0.4}),
         (["--segment"], {"type": float, "default": 0.5}),
         (["--area-tolerance"], {"type": float, "default": 0.01, "help": "square metres for each community"})],
        tool=lambda options: f"momepy {options.method}", judge=judge, suffix=".gpkg"))
