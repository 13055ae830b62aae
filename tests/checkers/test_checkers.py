"""The checkers find the faults they are for: each test breaks a good tiling in one way.

    python -m unittest discover -s tests/checkers
"""

import csv
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import numpy
import pyogrio.raw
import shapely

HERE = Path(__file__).resolve().parent
BOXES = {"a": (0, 0, 10, 10), "b": (10, 0, 20, 10), "c": (20, 0, 30, 10), "d": (30, 0, 40, 10)}
WARD = {"a": "east", "b": "east", "c": "west", "d": "west"}


def write(path, shapes, crs="EPSG:4549", wards=None):
    """Polygons {code: shape} as one layer."""
    codes = numpy.array([code.rstrip("'") for code in shapes], dtype=object)
    ward = numpy.array([(wards or WARD)[code[0]] for code in shapes], dtype=object)
    pyogrio.raw.write(path, shapely.to_wkb(numpy.array(list(shapes.values()))), [codes, ward], ["code", "ward"],
                      geometry_type="Unknown", crs=crs)
    return str(path)


def boxes(**changes):
    """The good tiling, some cells replaced; None leaves one out."""
    return {code: shapely.box(*box) for code, box in (BOXES | changes).items() if box is not None}


class Checkers(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.at = Path(self.folder.name)

    def check(self, script, *arguments):
        done = subprocess.run([sys.executable, HERE / script, *map(str, arguments)], capture_output=True, text=True)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        found = json.loads(done.stdout)
        self.assertEqual(done.returncode == 0, found["ok"])
        return found

    def coverage(self, shapes):
        cells = write(self.at / "cells.gpkg", shapes)
        territory = write(self.at / "territory.gpkg", boxes())
        yards = write(self.at / "yards.gpkg", {code: shape.buffer(-2) for code, shape in boxes().items()})
        return self.check("coverage.py", "--cells", cells, "--communities", territory, "--community", "ward",
                          "--courtyards", yards, "--code", "code")

    def test_coverage(self):
        self.assertTrue(self.coverage(boxes())["ok"])
        for name, shapes, key, expected in [
            ("gap", boxes(b=(11, 0, 20, 10)), "gap_m2", 10),
            ("overlap", boxes(b=(9, 0, 20, 10)), "overlap_m2", 10),
            ("outside", boxes(d=(30, 0, 41, 10)), "outside_m2", 10),
            ("missing", boxes(c=None), "courtyards_without_cell", 1),
            ("double", boxes(c=(20, 0, 25, 10)) | {"c'": shapely.box(25, 0, 30, 10)}, "courtyards_with_several_cells", 1),
            ("across", boxes(b=(10, 0, 22, 10), c=(22, 0, 30, 10)), "symmetric_difference_m2", 40),
        ]:
            with self.subTest(name):
                found = self.coverage(shapes)
                self.assertAlmostEqual(found[key], expected, 6)
                self.assertFalse(found["ok"])

    def test_coverage_vertex_missing_on_one_side(self):
        bent = boxes() | {"a": shapely.Polygon([(0, 0), (10, 0), (10.0001, 5), (10, 10), (0, 10)])}
        found = self.coverage(bent)
        self.assertEqual(found["invalid_edges"], 2)
        self.assertFalse(found["ok"])

    def membership(self, rows, *more):
        yards = write(self.at / "yards.gpkg", boxes())
        plan = self.at / "plan.csv"
        with open(plan, "w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([("code", "grid"), *rows])
        return self.check("membership.py", "--courtyards", yards, "--community", "ward", "--membership", plan, "--cells",
                          yards, *more)

    def test_membership(self):
        good = [("a", 1), ("b", 1), ("c", 2), ("d", 2)]
        self.assertTrue(self.membership(good, "--expect-grids", 2, "--expect-courtyards", 4)["ok"])
        for name, rows, key, expected in [
            ("across", [("a", 1), ("b", 2), ("c", 2), ("d", 3)], "across_communities", ["2"]),
            ("in pieces", [("a", 1), ("b", 2), ("c", 3), ("d", 1)], "not_contiguous", ["1: 2 pieces"]),
            ("without", good[:3], "without_grid", ["d"]),
            ("double", [*good, ("a", 2)], "in_several_grids", ["a"]),
            ("unknown", [*good, ("x", 2)], "unknown_courtyards", ["x"]),
        ]:
            with self.subTest(name):
                found = self.membership(rows)
                self.assertEqual(found[key], expected)
                self.assertFalse(found["ok"])
        self.assertFalse(self.membership(good, "--expect-grids", 3)["ok"])

    def roundtrip(self, second, crs="EPSG:4549", wards=None, suffix="gpkg", *more):
        first = write(self.at / "first.gpkg", boxes())
        other = write(self.at / f"second.{suffix}", second, crs, wards)
        return self.check("roundtrip.py", first, other, "--fields", "ward", *more)

    def test_roundtrip(self):
        self.assertTrue(self.roundtrip(boxes(), "EPSG:4549", None, "shp")["ok"])
        for name, second, wards, key in [
            ("lost", boxes(a=None), None, "only_first"),
            ("larger", boxes(a=(0, 0, 10, 10.01)), None, "worst_area_difference"),
            ("moved", boxes(a=(1, 0, 11, 10)), None, "worst_distance_m"),
            ("renamed", boxes(), WARD | {"a": "north"}, "values_that_differ"),
        ]:
            with self.subTest(name):
                found = self.roundtrip(second, "EPSG:4549", wards)
                self.assertTrue(found[key])
                self.assertFalse(found["ok"])
        self.assertFalse(self.roundtrip(boxes(), "EPSG:4547", None, "gpkg", "--same-crs")["ok"])

    def test_roundtrip_of_wkt_in_degrees(self):
        first = write(self.at / "first.gpkg", boxes(), "EPSG:4326")
        second = self.at / "second.csv"
        with open(second, "w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([("code", "shape"), *((code, shape.wkt) for code, shape in boxes().items())])
        more = ("--second-wkt", "shape", "--same-crs")
        self.assertFalse(self.check("roundtrip.py", first, second, *more)["ok"])
        self.assertTrue(self.check("roundtrip.py", first, second, *more, "--second-crs", "EPSG:4326")["ok"])

    def test_nearest(self):
        yards = write(self.at / "yards.gpkg", {code: shape.buffer(-2) for code, shape in boxes().items()})
        for cells, wrong in [(boxes(), False), (boxes(a=(0, 0, 11, 10), b=(11, 0, 20, 10)), True)]:
            found = self.check("nearest.py", "--cells", write(self.at / "cells.gpkg", cells), "--courtyards", yards,
                               "--samples", 2000)
            self.assertEqual(found["wrong"] > 0, wrong)


if __name__ == "__main__":
    unittest.main()
