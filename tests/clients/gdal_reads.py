"""Reads a service through GDAL: OGC API Features, FlatGeobuf, vector tiles. Prints what it counted as JSON.

usage: gdal_reads.py BASE [NAME=VALUE header ...]
"""

import json
import math
import sys
import tempfile
import urllib.request
from pathlib import Path

import pyogrio
import shapely


def layer(path, **options):
    """Feature count, sum of the areas of the geometries, and ids of a layer."""
    _, fids, shapes, _ = pyogrio.raw.read(path, return_fids=True, **options)
    shapes = shapely.from_wkb(shapes)
    return {
        "count": len(shapes),
        "ids": len(set(fids.tolist())),
        "valid": int(shapely.is_valid(shapes).sum()),
        "types": sorted({int(kind) for kind in shapely.get_type_id(shapes)}),
    }


def features(base, name):
    return layer(f"OAPIF:{base}", layer=name)


def flatgeobuf(base, name):
    with urllib.request.urlopen(f"{base}/collections/{name}/items?f=fgb&limit=10000") as answer:
        return layer(answer.read())


def filtered(base):
    """A filter on an attribute and a box, both asked of the service by GDAL itself."""
    _, _, first, _ = pyogrio.raw.read(f"OAPIF:{base}", layer="grids", max_features=1)
    box = shapely.from_wkb(first[0]).bounds
    return {
        "where": layer(f"OAPIF:{base}", layer="grids", where="kind = 'governance'")["count"],
        "box": layer(f"OAPIF:{base}", layer="grids", bbox=box)["count"],
    }


def column_row(lon, lat, zoom):
    """The tile of a point (OGC 17-083r4, WebMercatorQuad)."""
    across = 1 << zoom
    mercator = math.asinh(math.tan(math.radians(lat)))
    return int((lon + 180) / 360 * across), int((1 - mercator / math.pi) / 2 * across)


def tiles(base, zoom=14):
    """All tiles of a zoom by GDAL's own reader: different feature ids a layer."""
    about = json.load(urllib.request.urlopen(f"{base}/tiles/WebMercatorQuad?f=tilejson"))
    west, south, east, north = about["bounds"]
    (left, top), (right, bottom) = column_row(west, north, zoom), column_row(east, south, zoom)
    ids = {}
    with tempfile.TemporaryDirectory() as folder:
        for x, y in [(x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)]:
            address = about["tiles"][0].replace("{z}", str(zoom)).replace("{x}", str(x)).replace("{y}", str(y))
            with urllib.request.urlopen(address) as answer:
                body = answer.read()
            if not body:
                continue
            # GDAL learns from the path which tile it is.
            path = Path(folder) / str(zoom) / str(x) / f"{y}.mvt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(body)
            for name, _ in pyogrio.list_layers(path):
                about_layer, _, _, columns = pyogrio.raw.read(path, layer=name)
                number = list(about_layer["fields"]).index("mvt_id")
                ids.setdefault(name, set()).update(columns[number].tolist())
    return {name: len(found) for name, found in ids.items()}


def main():
    base = sys.argv[1]
    names = [name for name, _ in pyogrio.list_layers(f"OAPIF:{base}")]
    json.dump(
        {
            "layers": names,
            "features": {name: features(base, name) for name in names},
            "flatgeobuf": {name: flatgeobuf(base, name) for name in names},
            "filtered": filtered(base),
            "tiles": tiles(base),
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main()
