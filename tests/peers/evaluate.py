"""Judge a plan: labels against units and borders, with no knowledge of the tool that made them.

    evaluate.py --units units.gpkg --edges edges.csv --labels labels.csv [--community FIELD] [--minimum 300] …

Areas and perimeters come from the dissolved polygons (GEOS), contiguity from a search over the borders. Prints one
JSON object; exit code 1 when the plan is no partition into contiguous grids.
"""

import argparse
import csv
import json
import math
import sys
from collections import defaultdict

import numpy
import pyogrio.raw
import shapely


def figures(units, edges, labels, community=None, households="households", minimum=None, maximum=None, grids=None,
            key="uid", label="grid"):
    """All figures of a plan as a dictionary; lengths in kilometres, deviations relative to the mean."""
    meta, _, geometry, columns = pyogrio.raw.read(units)
    fields = dict(zip(meta["fields"], columns))
    uid = [int(name) for name in fields["uid"]]
    count = fields[households].astype(float)
    grid_of = read_labels(labels, key, label)
    members = defaultdict(list)
    for row, name in enumerate(uid):
        if name in grid_of:
            members[grid_of[name]].append(row)
    borders = read_borders(edges, uid)
    sums = numpy.array([count[rows].sum() for rows in members.values()])
    stray = stray_pieces(members, borders, len(uid))
    return (
        membership(uid, grid_of, members)
        | spread(sums, count, minimum, maximum, grids)
        | shape(members, shapely.from_wkb(geometry))
        | cut(borders, [grid_of.get(name) for name in uid])
        | {"contiguous": stray == 0, "stray_pieces": stray}
        | across(members, fields[community] if community else None)
    )


def membership(uid, grid_of, members):
    """How many grids, and units named never or unknown."""
    return {
        "grids": len(members),
        "units": len(uid),
        "without_grid": sum(name not in grid_of for name in uid),
        "unknown_units": len(set(grid_of) - set(uid)),
    }


def spread(sums, count, minimum, maximum, grids):
    """Households of the grids; with a number of grids asked for, deviations are from the mean of that number."""
    mean = count.sum() / grids if grids else sums.mean()
    found = {
        "households_min": float(sums.min()),
        "households_mean": round(float(sums.mean()), 3),
        "households_max": float(sums.max()),
        "households_cv": round(float(sums.std() / sums.mean()), 4),
        "max_deviation": round(float(abs(sums - mean).max() / mean), 4),
    }
    if minimum is not None:
        found["below_minimum"] = int((sums < minimum).sum())
    if maximum is not None:
        found["above_maximum"] = int((sums > maximum).sum())
    return found


def shape(members, polygons):
    """Mean Polsby-Popper (4 pi area / perimeter squared) of the dissolved grids."""
    values = []
    for rows in members.values():
        dissolved = shapely.union_all(polygons[rows], grid_size=0.001)
        values.append(4 * math.pi * shapely.area(dissolved) / shapely.length(dissolved) ** 2)
    return {"mean_polsby_popper": round(float(numpy.mean(values)), 4)}


def cut(borders, grid):
    """Borders between different grids."""
    metres = [length for a, b, length in borders if grid[a] != grid[b]]
    return {"cut_km": round(sum(metres) / 1000, 4), "cut_edges": len(metres)}


def across(members, community):
    """Grids with units of more than one community."""
    if community is None:
        return {}
    return {"across_communities": sum(len({community[row] for row in rows}) > 1 for rows in members.values())}


def stray_pieces(members, borders, n_units):
    """Pieces beyond the first of every grid."""
    grid = [None] * n_units
    for name, rows in members.items():
        for row in rows:
            grid[row] = name
    near = [[] for _ in range(n_units)]
    for a, b, _ in borders:
        if grid[a] is not None and grid[a] == grid[b]:
            near[a].append(b)
            near[b].append(a)
    seen, pieces = [False] * n_units, 0
    for start in range(n_units):
        if seen[start] or grid[start] is None:
            continue
        pieces += 1
        seen[start] = True
        queue = [start]
        for row in queue:
            for other in near[row]:
                if not seen[other]:
                    seen[other] = True
                    queue.append(other)
    return pieces - len(members)


def read_labels(path, key="uid", label="grid"):
    """CSV with a unit and its grid in each row; a unit named twice is an error."""
    grid_of = {}
    with open(path, newline="", encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            name = int(row[key])
            if name in grid_of:
                raise ValueError(f"unit {name} stands twice in {path}")
            if row[label] != "":
                grid_of[name] = row[label]
    return grid_of


def read_borders(path, uid):
    """CSV u,v,shared as (row, row, metres)."""
    position = {name: row for row, name in enumerate(uid)}
    with open(path, newline="", encoding="utf-8") as file:
        return [(position[int(row["u"])], position[int(row["v"])], float(row["shared"])) for row in csv.DictReader(file)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--units", required=True)
    parser.add_argument("--edges", required=True)
    parser.add_argument("--labels", required=True)
    parser.add_argument("--key", default="uid", help="column of the labels that names the unit")
    parser.add_argument("--label", default="grid", help="column of the labels that names the grid")
    parser.add_argument("--community")
    parser.add_argument("--households", default="households")
    parser.add_argument("--minimum", type=float)
    parser.add_argument("--maximum", type=float)
    parser.add_argument("--grids", type=int)
    found = figures(**vars(parser.parse_args()))
    print(json.dumps(found))
    return 0 if found["contiguous"] and not found["without_grid"] and not found["unknown_units"] else 1


if __name__ == "__main__":
    sys.exit(main())
