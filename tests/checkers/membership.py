"""Is a plan a partition? Every courtyard in exactly one grid, no grid in two communities, every grid in one piece.

    membership.py --courtyards courtyards.gpkg --code CODE --community COMMUNITY --membership plan.csv [--cells cells.gpkg]

Contiguity is measured on the cells' own borders (a shared line longer than --border metres), by GEOS. Prints one JSON
object; exit code 0 when all holds, 1 when not, 2 when the input cannot be read.
"""

import argparse
import csv
import json
import sys

import shapely
from tables import Table, text


def report(options):
    """All findings as a dictionary; lists are cut after twenty entries."""
    table = Table(options.courtyards, options.courtyards_layer)
    codes = table.column(options.code)
    rows = list(pairs(options, table, codes))
    grid_of, double = {}, []
    for code, grid in rows:
        if code in grid_of:
            double.append(code)
        grid_of[code] = grid
    known = set(codes)
    found = {
        "courtyards": len(codes),
        "grids": len({grid for grid in grid_of.values() if grid}),
        "duplicate_codes": len(codes) - len(known),
        "without_grid": [code for code in codes if not grid_of.get(code)],
        "in_several_grids": double,
        "unknown_courtyards": sorted(set(grid_of) - known),
    }
    if options.community:
        found["across_communities"] = across(codes, table.column(options.community), grid_of)
    if options.cells:
        found["not_contiguous"] = in_pieces(options, table.crs, grid_of)
    found["ok"] = not any(value for key, value in found.items() if key not in ("courtyards", "grids"))
    for name, expected in (("courtyards", options.expect_courtyards), ("grids", options.expect_grids)):
        if expected is not None and found[name] != expected:
            found |= {"ok": False, f"expected_{name}": expected}
    for key, value in found.items():
        if isinstance(value, list) and len(value) > 20:
            found[key] = [*value[:20], f"and {len(value) - 20} more"]
    return found


def pairs(options, table, codes):
    """(courtyard, grid) from the list, or from the courtyards' own field."""
    if not options.membership:
        yield from zip(codes, table.column(options.grid))
        return
    with open(options.membership, newline="", encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            yield text(row[options.list_code or options.code]), text(row[options.grid])


def across(codes, communities, grid_of):
    """Grids with courtyards of more than one community."""
    seen = {}
    for code, community in zip(codes, communities):
        seen.setdefault(grid_of.get(code, ""), set()).add(community)
    return sorted(grid for grid, names in seen.items() if grid and len(names) > 1)


def in_pieces(options, crs, grid_of):
    """Grids whose cells do not hang together by shared borders, with the number of pieces."""
    cells = Table(options.cells, options.cells_layer, crs if crs is not None and crs.is_projected else None)
    codes = cells.column(options.cell_code or options.code)
    shapes = shapely.make_valid(cells.shapes)
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    root = list(range(len(codes)))

    def find(row):
        while root[row] != row:
            root[row] = root[root[row]]
            row = root[row]
        return row

    for a, b in zip(first, second):
        same = a < b and grid_of.get(codes[a]) and grid_of.get(codes[a]) == grid_of.get(codes[b])
        if same and shapely.intersection(shapes[a], shapes[b]).length > options.border:
            root[find(a)] = find(b)
    pieces = {}
    for row, code in enumerate(codes):
        if grid_of.get(code):
            pieces.setdefault(grid_of[code], set()).add(find(row))
    without_cell = set(grid_of.values()) - set(pieces) - {""}
    return sorted(f"{grid}: {len(roots)} pieces" for grid, roots in pieces.items() if len(roots) > 1) + [
        f"{grid}: no cell" for grid in sorted(without_cell)]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--courtyards", required=True)
    parser.add_argument("--courtyards-layer")
    parser.add_argument("--code", default="code", help="field that names a courtyard")
    parser.add_argument("--community", help="field of the courtyards that names the community")
    parser.add_argument("--membership", help="CSV courtyard → grid; without it the courtyards' own field is read")
    parser.add_argument("--list-code", help="column of the list that names the courtyard; --code when not given")
    parser.add_argument("--grid", default="grid", help="column or field that names the grid")
    parser.add_argument("--cells", help="courtyard cells, for contiguity")
    parser.add_argument("--cells-layer")
    parser.add_argument("--cell-code", help="field of the cells that names the courtyard; --code when not given")
    parser.add_argument("--border", type=float, default=0.05, help="shortest shared border in metres")
    parser.add_argument("--expect-courtyards", type=int)
    parser.add_argument("--expect-grids", type=int)
    return parser


def main():
    found = report(arguments().parse_args())
    print(json.dumps(found, ensure_ascii=False))
    return 0 if found["ok"] else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (OSError, ValueError, KeyError) as error:
        print(repr(error), file=sys.stderr)
        sys.exit(2)
