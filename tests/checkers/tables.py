"""Read vector files through GDAL into plain arrays; shared by the checkers."""

import sys

import numpy
import pyogrio.raw
import pyproj
import shapely

OLDEST_GEOS = (3, 12, 0)


class Table:
    """Fields, shapes and CRS of one layer; rows keep the file's order."""

    def __init__(self, path, layer=None, crs=None, options=None, wkt=None, declared=None):
        meta, _, geometry, columns = pyogrio.raw.read(path, layer=layer, **(options or {}))
        self.path = path
        known = declared or meta["crs"]
        self.crs = pyproj.CRS.from_user_input(known) if known else None
        self.fields = dict(zip(meta["fields"], columns))
        if wkt:
            self.shapes = shapely.from_wkt(numpy.array(self.column(wkt), dtype=object))
        elif geometry is None:
            raise ValueError(f"{path}: no geometry")
        else:
            self.shapes = shapely.from_wkb(geometry)
        if crs is not None and self.crs is not None and self.crs != crs:
            self.to(crs)

    def __len__(self):
        return len(self.shapes)

    def to(self, crs):
        """Transform all shapes, x east and y north on both sides."""
        transform = pyproj.Transformer.from_crs(self.crs, crs, always_xy=True).transform

        def both(points):
            return numpy.column_stack(transform(points[:, 0], points[:, 1]))

        self.shapes = shapely.transform(shapely.force_2d(self.shapes), both)
        self.crs = crs

    def column(self, name):
        """A field's values as text; numbers without a trailing `.0`, so that files of different types compare."""
        if name not in self.fields:
            raise ValueError(f"{self.path}: no field {name!r}; there are {', '.join(self.fields)}")
        return [text(value) for value in self.fields[name]]


def text(value):
    """A value as text; null is the empty text."""
    if value is None or (isinstance(value, float) and numpy.isnan(value)):
        return ""
    if isinstance(value, (float, numpy.floating)) and float(value).is_integer():
        return str(int(value))
    return str(value)


def dissolved(table, field):
    """One polygon for each value of a field: {value: shape}."""
    rows = {}
    for row, value in enumerate(table.column(field)):
        rows.setdefault(value, []).append(row)
    return {value: shapely.union_all(table.shapes[rows[value]]) for value in sorted(rows)}


def require_geos():
    """The coverage functions need a recent GEOS; say so rather than fail inside."""
    if shapely.geos_version < OLDEST_GEOS:
        print(f"GEOS {'.'.join(map(str, shapely.geos_version))} is too old: 3.12 or later is needed", file=sys.stderr)
        raise SystemExit(2)
