"""Loads ours, tipg and pygeoapi with the same questions on the same data in one run, and prints tables.

usage: load.py BINARY RECORD FOLDER [--seconds N] [--only ours] [--json FILE]
RECORD is a data folder of the demo district with its rosters.
"""

import argparse
import json
import math
import random
import subprocess
import urllib.request
from pathlib import Path

import servers

HERE = Path(__file__).parent
CONNECTIONS = (1, 8, 64)
# Least requests a second at 64 connections, or most p99 in milliseconds at 8.
MARKS = {"tile, warm": ("rate", 5000), "tile, cold": ("rate", 500), "100 features": ("rate", 1000), "card": ("p99", 5.0)}


def read(address):
    with urllib.request.urlopen(address) as answer:
        return json.load(answer)


def column_row(lon, lat, zoom):
    across = 1 << zoom
    return int((lon + 180) / 360 * across), int((1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * across)


def middle(feature):
    ring = feature["geometry"]["coordinates"]
    while isinstance(ring[0][0], list):
        ring = ring[0]
    return [sum(at[axis] for at in ring) / len(ring) for axis in (0, 1)]


def everything(base, name):
    page, found = read(f"{base}/collections/{name}/items?limit=10000&f=json"), []
    found += page["features"]
    return found


def tiles_of(buildings, wanted=500):
    """The tiles with some 500 buildings, the nearest to it first: (zoom, x, y) and how many."""
    counted = {}
    for feature in buildings:
        for zoom in (14, 15, 16):
            key = (zoom, *column_row(*middle(feature), zoom))
            counted[key] = counted.get(key, 0) + 1
    alike = [(key, count) for key, count in counted.items() if wanted / 2 <= count <= wanted * 2]
    return sorted(alike, key=lambda item: (abs(item[1] - wanted), item[0]))


def load(base, paths, connections, seconds, folder, token=""):
    """wrk's figures for paths asked in turn."""
    file = folder / "paths.txt"
    file.write_text("\n".join(paths) + "\n", encoding="utf-8")
    threads = min(connections, 2)
    command = ["wrk", f"-t{threads}", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s"]
    command += ["-s", str(HERE / "load.lua"), base, "--", str(file), token]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    line = next(line for line in said.splitlines() if line.startswith("RESULT "))
    found = json.loads(line.removeprefix("RESULT "))
    return {**found, "rate": found["requests"] / found["seconds"]}


def stolen():
    """Ticks of this machine's cores that its host kept for others, and all ticks: rows with more than a few percent lie."""
    ticks = [int(number) for number in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    return ticks[7], sum(ticks)


def measure(name, server, base, paths, process, options, rows, token=""):
    # Once before, so that what is lazily made is there; the cold case makes every tile anew by its own setting.
    load(base, paths, 2, 1, options.folder, token)
    for connections in CONNECTIONS:
        before = stolen()
        found = load(base, paths, connections, options.seconds, options.folder, token)
        after = stolen()
        share = round(100 * (after[0] - before[0]) / max(after[1] - before[1], 1))
        rows.append({"case": name, "server": server, "connections": connections, **found, "memory": servers.memory(process), "stolen": share})
        row = rows[-1]
        print(f"{name:<14} {server:<9} {connections:>3}  {row['rate']:>9.0f}/s  p50 {row['p50']:>8.2f}  p95 {row['p95']:>8.2f}  "
              f"p99 {row['p99']:>8.2f} ms  {row['bytes'] / max(row['requests'], 1) / 1000:>7.1f} kB  {row['memory']:>5} MiB  "
              f"{row['stolen']:>2}% stolen  {row['failed'] or ''}", flush=True)


def ours(options, rows):
    with servers.ours(options.binary, options.record, options.folder) as (base, process):
        buildings = everything(base, "buildings")
        tiles = tiles_of(buildings)
        (level, x, y), count = tiles[0]
        print(f"warm: the tile {level}/{x}/{y} with {count} buildings; cold: {len(tiles)} tiles of that kind, none kept", flush=True)
        about = read(f"{base}/tiles/WebMercatorQuad?f=tilejson")["tiles"][0].removeprefix(base)
        tile = f"/collections/buildings/tiles/WebMercatorQuad/{level}/{y}/{x}"
        measure("tile, warm", "jingwei", base, [tile], process, options, rows)
        whole = about.replace("{z}", str(level)).replace("{x}", str(x)).replace("{y}", str(y))
        measure("tile, all", "jingwei", base, [whole], process, options, rows)
        pages = [f"/collections/buildings/items?limit=100&f=json&after={number * 97 % 9000}" for number in range(90)]
        measure("100 features", "jingwei", base, pages, process, options, rows)
        chosen = random.Random(1).sample(buildings, 500)
        cards = [f"/place/building/{feature['properties']['code']}" for feature in chosen]
        measure("card", "jingwei", base, cards, process, options, rows)
        token = servers.token(options.binary, options.record, "planner", "load")
        measure("card, planner", "jingwei", base, cards, process, options, rows, token)
        names = sorted({feature["properties"]["name"] for feature in everything(base, "courtyards")})
        searches = [f"/search?q={urllib.request.quote(name)}" for name in random.Random(1).sample(names, 200)]
        measure("search", "jingwei", base, searches, process, options, rows)
    with servers.ours(options.binary, options.record, options.folder, "--tile-room", "0") as (base, process):
        every = [f"/collections/buildings/tiles/WebMercatorQuad/{z}/{y}/{x}" for (z, x, y), _ in tiles]
        measure("tile, cold", "jingwei", base, every, process, options, rows)
    return tiles, buildings


def package(buildings, folder):
    """The buildings as a GeoPackage for the others."""
    source, target = folder / "buildings.geojson", folder / "buildings.gpkg"
    features = [{**feature, "id": number} for number, feature in enumerate(buildings, 1)]
    source.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    target.unlink(missing_ok=True)
    subprocess.run(["ogr2ogr", "-f", "GPKG", target, source, "-nln", "buildings", "-nlt", "PROMOTE_TO_MULTI"], check=True)
    return target


def others(options, rows, tiles, buildings):
    file = package(buildings, options.folder)
    pages = [f"/collections/buildings/items?limit=100&f=json&offset={number * 97 % 9000}" for number in range(90)]
    with servers.postgres(options.folder) as url:
        fields = ["-lco", "GEOMETRY_NAME=geom", "-nln", "public.buildings"]
        run = lambda sql: subprocess.run(["psql", "-q", url, "-c", sql], check=True)  # noqa: E731
        run("CREATE EXTENSION postgis")
        subprocess.run(["ogr2ogr", "-f", "PostgreSQL", f"PG:{url}", file, *fields], check=True)
        run("ANALYZE")
        with servers.tipg(url, options.folder) as (base, process):
            every = [f"/collections/public.buildings/tiles/WebMercatorQuad/{z}/{x}/{y}" for (z, x, y), _ in tiles]
            measure("tile, cold", "tipg", base, every, process, options, rows)
            own = [path.replace("/buildings/", "/public.buildings/") for path in pages]
            measure("100 features", "tipg", base, own, process, options, rows)
        with servers.pygeoapi(url, options.folder) as (base, process):
            measure("100 features", "pygeoapi", base, pages, process, options, rows)


def marks(rows):
    missed = 0
    for case, (field, limit) in MARKS.items():
        at = 64 if field == "rate" else 8
        row = next(row for row in rows if (row["case"], row["server"], row["connections"]) == (case, "jingwei", at))
        met = row[field] >= limit if field == "rate" else row[field] < limit
        missed += not met
        print(f"{'met   ' if met else 'MISSED'} {case}: {field} {row[field]:.1f}, mark {limit}, {at} connections")
    return missed


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("record")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--only", choices=["ours"])
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    options.folder = options.folder.resolve()
    options.folder.mkdir(parents=True, exist_ok=True)
    rows = []
    tiles, buildings = ours(options, rows)
    if not options.only:
        others(options, rows, tiles, buildings)
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1), encoding="utf-8")
    marks(rows)


if __name__ == "__main__":
    main()
