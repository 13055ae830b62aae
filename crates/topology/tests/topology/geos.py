"""Independent checks with GEOS (shapely >= 2.1). JSON in on stdin, JSON out on stdout."""
import json
import sqlite3
import sys

import numpy as np
import shapely


def read_layer(path, layer, key):
    rows = sqlite3.connect(f"file:{path}?immutable=1", uri=True).execute(f"select geom, {key} from {layer} order by uid")
    for blob, value in rows:
        envelope = (blob[3] >> 1) & 7
        yield shapely.from_wkb(bytes(blob[8 + [0, 32, 48, 48, 64][envelope] :])), value


def coords(shape):
    parts = [p for p in shapely.get_parts(shape) if p.geom_type == "Polygon" and not p.is_empty]
    return [[list(map(list, r.coords)) for r in [p.exterior, *p.interiors]] for p in parts]


def shape(value):
    return shapely.MultiPolygon([(rings[0], rings[1:]) for rings in value])


def layer(path, name, key):
    rows = list(read_layer(path, name, key))
    keys = sorted({k for _, k in rows})
    return {"shapes": [coords(g) for g, _ in rows], "keys": [keys.index(k) for _, k in rows]}


def district(path, name, key, gap):
    """Communities by dissolving a touching coverage on a key, courtyards by shrinking its units."""
    rows = list(read_layer(path, name, key))
    keys = sorted({k for _, k in rows})
    groups = {k: i for i, k in enumerate(keys)}
    areas = [shapely.coverage_union_all([g for g, k in rows if k == key_]) for key_ in keys]
    shrunk = [(g.buffer(-float(gap), join_style="mitre"), groups[k]) for g, k in rows]
    return {
        "areas": [coords(a) for a in areas],
        "seeds": [{"area": a, "shape": coords(g)} for g, a in shrunk if not g.is_empty],
    }


def cover(data, samples):
    """How well cells tile areas, hold their seeds, and give every point to the nearest seed."""
    areas = [shape(a) for a in data["areas"]]
    seeds = [shape(s["shape"]) for s in data["seeds"]]
    cells = [shape(c["shape"]) for c in data["cells"]]
    of = [c["area"] for c in data["cells"]]
    unions = [shapely.coverage_union_all([c for c, a in zip(cells, of) if a == i]) for i in range(len(areas))]
    cell_of = {c["seed"]: i for i, c in enumerate(data["cells"]) if c["seed"] is not None}
    outside = [seeds[s].difference(cells[i]).area for s, i in cell_of.items()]
    rng = np.random.default_rng(5)
    tree, by_cell = shapely.STRtree(seeds), shapely.STRtree(cells)
    excess, wrong, tried = [], 0, 0
    x0, y0, x1, y1 = shapely.total_bounds(areas)
    points = shapely.points(rng.uniform(x0, x1, samples), rng.uniform(y0, y1, samples))
    pairs = by_cell.query(points, predicate="within")
    for p, c in zip(*pairs):
        if data["cells"][c]["seed"] is None:
            continue
        near = tree.query(points[p].buffer(shapely.distance(points[p], seeds[data["cells"][c]["seed"]]) + 1e-6))
        rivals = [s for s in near if data["seeds"][s]["area"] == of[c]]
        best = min(shapely.distance(points[p], seeds[s]) for s in rivals)
        over = shapely.distance(points[p], seeds[data["cells"][c]["seed"]]) - best
        tried += 1
        if over > 1e-3:
            excess.append(over)
    excess.sort()
    return {
        "geos": list(shapely.geos_version),
        "invalid": int((~shapely.is_valid(cells)).sum()),
        "coverage_valid": bool(shapely.coverage_is_valid(cells)),
        "connected": sum(len(c.geoms) == 1 for c in cells),
        "area_error": abs(sum(c.area for c in cells) - sum(a.area for a in areas)),
        "symmetric_difference": max(u.symmetric_difference(a).area / a.length for u, a in zip(unions, areas)),
        "hausdorff": max(shapely.hausdorff_distance(u.boundary, a.boundary) for u, a in zip(unions, areas)),
        "seed_outside": max(outside, default=0.0),
        "sampled": tried,
        "not_nearest": len(excess),
        "excess_99": excess[int(len(excess) * 0.99)] if excess else 0.0,
        "excess_max": excess[-1] if excess else 0.0,
    }


def overlaps(data):
    shapes = [shape(s) for s in data["shapes"]]
    tree = shapely.STRtree(shapes)
    out = []
    for i, g in enumerate(shapes):
        for j in tree.query(g):
            if j > i:
                area = g.intersection(shapes[j]).area
                if area > 0:
                    out.append([i, int(j), area])
    return sorted(out)


def gaps(data):
    union = shapely.union_all([shape(s) for s in data["shapes"]])
    return sorted(shapely.Polygon(r).area for p in shapely.get_parts(union) for r in p.interiors)


def valid(data):
    return [bool(shapely.is_valid(shape(s))) for s in data["shapes"]]


def main():
    command, *arguments = sys.argv[1:]
    if command == "probe":
        result = shapely.geos_version >= (3, 12, 0)
    elif command == "layer":
        result = layer(*arguments)
    elif command == "district":
        result = district(*arguments)
    elif command == "cover":
        result = cover(json.load(sys.stdin), int(arguments[0]))
    else:
        result = {"overlaps": overlaps, "gaps": gaps, "valid": valid}[command](json.load(sys.stdin))
    json.dump(result, sys.stdout)


main()
