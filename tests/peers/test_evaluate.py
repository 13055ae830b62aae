"""The evaluator on a map small enough to judge by hand.

    python -m unittest discover -s tests/peers
"""

import csv
import math
import tempfile
import unittest
from pathlib import Path

import evaluate
import numpy
import pyogrio.raw
import shapely

# Six squares of 10 m in two rows of three; units 0 1 2 below, 3 4 5 above.
HOUSEHOLDS = [100, 200, 300, 100, 200, 300]
BORDERS = [(0, 1), (1, 2), (3, 4), (4, 5), (0, 3), (1, 4), (2, 5)]


class Evaluate(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.at = Path(folder.name)
        shapes = [shapely.box(10 * (unit % 3), 10 * (unit // 3), 10 * (unit % 3) + 10, 10 * (unit // 3) + 10)
                  for unit in range(6)]
        ward = numpy.array(["low"] * 3 + ["high"] * 3, dtype=object)
        pyogrio.raw.write(self.at / "units.gpkg", shapely.to_wkb(numpy.array(shapes)),
                          [numpy.arange(6), numpy.array(HOUSEHOLDS), ward], ["uid", "households", "ward"],
                          geometry_type="Polygon", crs="EPSG:4549")
        self.table("edges.csv", [("u", "v", "shared"), *((a, b, 10) for a, b in BORDERS)])

    def table(self, name, rows):
        with open(self.at / name, "w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)
        return self.at / name

    def figures(self, labels, **settings):
        rows = [("uid", "grid"), *((unit, label) for unit, label in enumerate(labels) if label)]
        return evaluate.figures(self.at / "units.gpkg", self.at / "edges.csv", self.table("labels.csv", rows), **settings)

    def test_two_rows(self):
        found = self.figures("aaabbb", minimum=600, maximum=600, community="ward", grids=2)
        expected = {"grids": 2, "households_min": 600, "households_max": 600, "households_cv": 0, "max_deviation": 0,
                    "below_minimum": 0, "above_maximum": 0, "cut_km": 0.03, "cut_edges": 3, "contiguous": True,
                    "stray_pieces": 0, "across_communities": 0, "without_grid": 0,
                    "mean_polsby_popper": round(4 * math.pi * 300 / 80**2, 4)}
        self.assertEqual({key: found[key] for key in expected}, expected)

    def test_three_columns(self):
        found = self.figures("abcabc", minimum=300, maximum=500, community="ward")
        expected = {"grids": 3, "households_min": 200, "households_mean": 400, "households_max": 600, "max_deviation": 0.5,
                    "households_cv": round(math.sqrt(200**2 * 2 / 3) / 400, 4), "below_minimum": 1, "above_maximum": 1,
                    "cut_km": 0.04, "cut_edges": 4, "across_communities": 3}
        self.assertEqual({key: found[key] for key in expected}, expected)

    def test_faults(self):
        for labels, key, value in [("abaaaa", "stray_pieces", 0), ("abacac", "stray_pieces", 3), ("aaabb", "without_grid", 1)]:
            with self.subTest(labels):
                self.assertEqual(self.figures(labels)[key], value)

    def test_a_unit_named_twice_is_refused(self):
        labels = self.table("labels.csv", [("uid", "grid"), (0, "a"), (0, "b")])
        with self.assertRaises(ValueError):
            evaluate.figures(self.at / "units.gpkg", self.at / "edges.csv", labels)


if __name__ == "__main__":
    unittest.main()
