"""Do cells tile their communities? Judged by GEOS, which shares no code with the program that made them.

    coverage.py --cells cells.gpkg --communities communities.gpkg --community NAME [--courtyards courtyards.gpkg --code CODE]

For each community: invalid polygons, invalid edges of the coverage, area covered twice, area covered by nobody, area
outside, symmetric difference. With courtyards: each has exactly one cell and lies in it. Prints one JSON object; exit code
0 when everything is within the tolerance, 1 when not, 2 when the input cannot be read.
"""

import argparse
import json
import sys

import numpy
import shapely
from tables import Table, dissolved, require_geos


def report(options):
    """All findings as a dictionary; areas in square metres of the communities' CRS."""
    territory = Table(options.communities, options.communities_layer)
    cells = Table(options.cells, options.cells_layer, territory.crs)
    communities = dissolved(territory, options.community)
    home = homes(cells, communities, options.cells_community)
    solid = shapely.make_valid(cells.shapes)
    each = {
        name: one_community(cells.shapes[home == name], solid[home == name], shape)
        for name, shape in communities.items()
    }
    found = {
        "cells": len(cells),
        "communities": len(communities),
        "empty_cells": int(shapely.is_empty(cells.shapes).sum()),
        "multipart_cells": int((shapely.get_num_geometries(cells.shapes) > 1).sum()),
        "cells_in_no_community": int((home == "").sum()),
        "whole_map_valid": bool(shapely.coverage_is_valid(cells.shapes)),
        "whole_map_invalid_edges": invalid_edges(cells.shapes),
        "territory_m2": float(sum(shape.area for shape in communities.values())),
        "geos": shapely.geos_version_string,
    }
    for key in ("invalid_polygons", "invalid_edges", "overlapping_pairs", "overlap_m2", "gap_m2", "outside_m2",
                "symmetric_difference_m2"):
        found[key] = sum(one[key] for one in each.values())
    found["communities_at_fault"] = sum(faulty(one, options.tolerance) for one in each.values())
    if options.courtyards:
        found |= courtyards(options, cells)
    found["ok"] = verdict(found)
    found["each"] = each
    return found


def homes(cells, communities, field):
    """The community of each cell: told by a field, else where a point inside the cell lies."""
    if field:
        return numpy.array(cells.column(field), dtype=object)
    names, shapes = list(communities), list(communities.values())
    tree = shapely.STRtree(shapes)
    cell, hit = tree.query(shapely.point_on_surface(shapely.make_valid(cells.shapes)), predicate="within")
    home = numpy.full(len(cells), "", dtype=object)
    for row, index in zip(cell, hit):
        home[row] = names[index]
    return home


def one_community(cells, solid, shape):
    """What GEOS says about the cells of one community."""
    union = shapely.union_all(solid)
    overlaps = overlap_areas(solid)
    gap, outside = shapely.difference(shape, union), shapely.difference(union, shape)
    return {
        "cells": len(cells),
        "valid": bool(shapely.coverage_is_valid(cells)) if len(cells) else False,
        "invalid_polygons": int((~shapely.is_valid(cells)).sum()),
        "invalid_edges": invalid_edges(cells),
        "overlapping_pairs": int((overlaps > 0).sum()),
        "overlap_m2": float(overlaps.sum()),
        "gap_m2": float(gap.area),
        "outside_m2": float(outside.area),
        "symmetric_difference_m2": float(gap.area + outside.area),
    }


def invalid_edges(cells):
    """Cells with an edge that matches no neighbour's: vertices missing on the other side, overlaps, narrow gaps."""
    return int((shapely.length(shapely.coverage_invalid_edges(cells)) > 0).sum()) if len(cells) else 0


def overlap_areas(shapes):
    """Areas shared by pairs of shapes, each pair once."""
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    once = first < second
    return shapely.area(shapely.intersection(shapes[first[once]], shapes[second[once]]))


def faulty(one, tolerance):
    """Whether a community is not tiled within the tolerance."""
    areas = (one["overlap_m2"], one["gap_m2"], one["outside_m2"])
    return not one["valid"] or one["invalid_polygons"] > 0 or max(areas) > tolerance


def courtyards(options, cells):
    """Each courtyard has one cell and lies in it."""
    table = Table(options.courtyards, options.courtyards_layer, cells.crs)
    rows = {}
    for row, code in enumerate(cells.column(options.cell_code or options.code)):
        rows.setdefault(code, []).append(row)
    codes = table.column(options.code)
    missing = [code for code in codes if code not in rows]
    double = [code for code in rows if code and len(rows[code]) > 1]
    lost = 0.0
    for code, shape in zip(codes, shapely.make_valid(table.shapes)):
        if code in rows:
            own = shapely.make_valid(shapely.union_all(shapely.make_valid(cells.shapes[rows[code]])))
            lost = max(lost, shapely.difference(shape, own).area)
    return {
        "courtyards": len(codes),
        "courtyards_without_cell": len(missing),
        "courtyards_with_several_cells": len(double),
        "missing": missing[:20],
        "worst_courtyard_area_lost_m2": float(lost),
        "courtyards_kept": lost <= options.tolerance,
    }


def verdict(found):
    """Whether the cells are an exact tiling."""
    faults = ("empty_cells", "cells_in_no_community", "communities_at_fault", "courtyards_without_cell",
              "courtyards_with_several_cells")
    return not any(found.get(key, 0) for key in faults) and found.get("courtyards_kept", True)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cells", required=True)
    parser.add_argument("--cells-layer")
    parser.add_argument("--cells-community", help="field of the cells that names the community")
    parser.add_argument("--cell-code", help="field of the cells that names the courtyard; --code when not given")
    parser.add_argument("--communities", required=True, help="polygons; those of one name are dissolved")
    parser.add_argument("--communities-layer")
    parser.add_argument("--community", required=True, help="field of the communities that names them")
    parser.add_argument("--courtyards")
    parser.add_argument("--courtyards-layer")
    parser.add_argument("--code", default="code", help="field of the courtyards that names them")
    parser.add_argument("--tolerance", type=float, default=0.01, help="square metres for each community or courtyard")
    return parser


def main():
    options = arguments().parse_args()
    require_geos()
    found = report(options)
    print(json.dumps(found, ensure_ascii=False))
    return 0 if found["ok"] else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        sys.exit(2)
