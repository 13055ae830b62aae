"""Copies of a map side by side, for measuring at 10, 100 … times its size.

    tiles.py --units taipei_city.gpkg --edges taipei_city_edges.csv --community CODE2 --copies 88 --folder out

Writes units.gpkg (uid, households, and community with the copy's number) and edges.csv. Copies lie in rows with a strip
of free land between them, so the copies' best plans together are the best plan of all.
"""

import argparse
import csv
import math
import sys
from pathlib import Path

import peer

FREE_LAND_M = 1000


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--units", "--edges", "--community", "--folder"):
        parser.add_argument(name, required=True)
    parser.add_argument("--households", default="households")
    parser.add_argument("--copies", type=int, required=True)
    options = parser.parse_args()
    write(options, options.copies, Path(options.folder))
    return 0


def write(options, copies, folder):
    """Write the copies of the map named by the options into a folder."""
    import numpy
    import pyogrio.raw
    import shapely

    case = peer.Case(options)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "units.gpkg"
    path.unlink(missing_ok=True)
    west, south, east, north = shapely.total_bounds(case.shapes)
    # Whole metres, so that every copy stands on the same lattice.
    step = numpy.ceil([east - west + FREE_LAND_M, north - south + FREE_LAND_M])
    wide = math.ceil(math.sqrt(copies))
    for copy in range(copies):
        shift = step * (copy % wide, copy // wide)
        moved = shapely.to_wkb(shapely.transform(case.shapes, lambda points: points + shift))
        uid = numpy.arange(len(case.uid)) + copy * len(case.uid)
        home = numpy.array([f"{copy}-{name}" for name in case.community], dtype=object)
        pyogrio.raw.write(path, moved, [uid, case.households, home], ["uid", "households", "community"], layer="units",
                          geometry_type="Unknown", crs=case.crs, append=copy > 0)
    with open(folder / "edges.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["u", "v", "shared"])
        for copy in range(copies):
            base = copy * len(case.uid)
            writer.writerows((base + a, base + b, metres) for a, b, metres in case.edges)


if __name__ == "__main__":
    sys.exit(main())
