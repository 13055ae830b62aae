"""Does every point go to the nearest courtyard? Sampled, measured from the courtyards' edges by GEOS.

    nearest.py --cells cells.gpkg --courtyards courtyards.gpkg --code CODE [--community NAME] [--samples 20000]

A sample counts as wrong when its cell's courtyard is further away than the nearest one of the same community by more than
--slack metres. Barriers (roads, walls) are not known here: use it where there are none. Prints one JSON object; exit code
0 when no more than --share of the samples are wrong, 1 when not, 2 when the input cannot be read.
"""

import argparse
import json
import sys

import numpy
import shapely
from tables import Table


def report(options):
    """Share of samples in the cell of a courtyard that is not the nearest, and by how many metres."""
    cells = Table(options.cells, options.cells_layer)
    courtyards = Table(options.courtyards, options.courtyards_layer, cells.crs)
    codes = courtyards.column(options.code)
    row_of = {code: row for row, code in enumerate(codes)}
    owner = numpy.array([row_of.get(code, -1) for code in cells.column(options.cell_code or options.code)])
    community = numpy.array(courtyards.column(options.community) if options.community else [""] * len(codes))
    points, mine = samples(cells.shapes, owner, options)
    nearest = numpy.full(len(points), numpy.inf)
    for name in numpy.unique(community):
        rows = numpy.flatnonzero(community == name)
        here = numpy.flatnonzero(community[mine] == name)
        tree = shapely.STRtree(courtyards.shapes[rows])
        asked, _, distance = zip_nearest(tree, points[here])
        nearest[here[asked]] = distance
    excess = shapely.distance(points, courtyards.shapes[mine]) - nearest
    wrong = excess > options.slack
    found = {
        "samples": len(points),
        "wrong": int(wrong.sum()),
        "wrong_share": float(wrong.mean()) if len(points) else 0.0,
        "worst_excess_m": float(excess.max(initial=0.0)),
        "mean_excess_of_wrong_m": float(excess[wrong].mean()) if wrong.any() else 0.0,
    }
    found["ok"] = len(points) > 0 and found["wrong_share"] <= options.share
    return found


def samples(shapes, owner, options):
    """Random points, the same for everybody with the same extent and seed, with the courtyard that owns each."""
    west, south, east, north = shapely.total_bounds(shapes)
    random = numpy.random.default_rng(options.seed)
    points = shapely.points(random.uniform((west, south), (east, north), (options.samples, 2)))
    asked, hit = shapely.STRtree(shapes).query(points, predicate="within")
    asked, first = numpy.unique(asked, return_index=True)
    mine = owner[hit[first]]
    known = mine >= 0
    return points[asked[known]], mine[known]


def zip_nearest(tree, points):
    """For each point the nearest shape's distance; ties count once."""
    (asked, hit), distance = tree.query_nearest(points, return_distance=True, all_matches=False)
    return asked, hit, distance


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cells", required=True)
    parser.add_argument("--cells-layer")
    parser.add_argument("--cell-code", help="field of the cells that names the courtyard; --code when not given")
    parser.add_argument("--courtyards", required=True)
    parser.add_argument("--courtyards-layer")
    parser.add_argument("--code", default="code")
    parser.add_argument("--community", help="field of the courtyards that names the community")
    parser.add_argument("--samples", type=int, default=20000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--slack", type=float, default=0.01)
    parser.add_argument("--share", type=float, default=0.0)
    found = report(parser.parse_args())
    print(json.dumps(found))
    return 0 if found["ok"] else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        sys.exit(2)
