"""Do two files hold the same things? Both are read by GDAL: same codes, same areas, same values of named fields.

    roundtrip.py first.gpkg second.shp --code code --second-code CODE [--fields name:NAME ward:WARD] [--same-crs]

Areas are compared in the first projected CRS of the two, within --tolerance (0.0001 = 0.01 %). Prints one JSON object;
exit code 0 when they agree, 1 when not, 2 when a file cannot be read.
"""

import argparse
import json
import sys

import shapely
from tables import Table


def report(options):
    """All differences as a dictionary; lists are cut after twenty entries."""
    first = Table(options.first, options.first_layer, None, opening(options.first_option), options.first_wkt,
                  options.first_crs)
    second = Table(options.second, options.second_layer, None, opening(options.second_option), options.second_wkt,
                   options.second_crs)
    same_crs = first.crs is not None and first.crs.equals(second.crs, ignore_axis_order=True)
    bring_together(first, second)
    ours, theirs = by_code(first, options.code), by_code(second, options.second_code or options.code)
    both = [code for code in ours if code in theirs]
    worst, moved = compare_areas(first, second, ours, theirs, both)
    found = {
        "first": len(first),
        "second": len(second),
        "only_first": sorted(set(ours) - set(theirs))[:20],
        "only_second": sorted(set(theirs) - set(ours))[:20],
        "repeated_codes": len(first) - len(ours) + len(second) - len(theirs),
        "worst_area_difference": worst,
        "worst_distance_m": moved,
        "same_crs": same_crs,
        "crs": [crs.to_string() if crs is not None else None for crs in (first.declared, second.declared)],
        "values_that_differ": compare_fields(first, second, ours, theirs, both, options.fields)[:20],
    }
    faults = ("only_first", "only_second", "repeated_codes", "values_that_differ")
    found["ok"] = (len(both) > 0 and not any(found[key] for key in faults) and worst <= options.tolerance
                   and moved <= options.distance and (same_crs or not options.same_crs))
    return found


def opening(pairs):
    """GDAL open options given as KEY=VALUE."""
    return dict(pair.split("=", 1) for pair in pairs)


def bring_together(first, second):
    """Both into one CRS, a projected one if either has it."""
    first.declared, second.declared = first.crs, second.crs
    known = [table.crs for table in (first, second) if table.crs is not None]
    target = next((crs for crs in known if crs.is_projected), known[0] if known else None)
    for table in (first, second):
        if target is not None and table.crs is not None and table.crs != target:
            table.to(target)


def by_code(table, field):
    """{code: row}."""
    return {code: row for row, code in enumerate(table.column(field))}


def compare_areas(first, second, ours, theirs, both):
    """Worst relative difference of areas, and worst Hausdorff distance of the shapes."""
    one = first.shapes[[ours[code] for code in both]]
    two = second.shapes[[theirs[code] for code in both]]
    areas, others = shapely.area(one), shapely.area(two)
    worst = max((abs(a - b) / a if a else float(b > 0) for a, b in zip(areas, others)), default=0.0)
    moved = max((float(d) for d in shapely.hausdorff_distance(one, two) if d == d), default=0.0)
    return float(worst), moved


def compare_fields(first, second, ours, theirs, both, pairs):
    """Values that are not the same text."""
    differ = []
    for pair in pairs:
        name, other = pair.split(":", 1) if ":" in pair else (pair, pair)
        values, others = first.column(name), second.column(other)
        differ += [f"{code} {name}: {values[ours[code]]!r} → {others[theirs[code]]!r}"
                   for code in both if values[ours[code]] != others[theirs[code]]]
    return differ


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("first")
    parser.add_argument("second")
    for name in ("first", "second"):
        parser.add_argument(f"--{name}-layer")
        parser.add_argument(f"--{name}-wkt", help="field with the shape as WKT, for files that know no geometry")
        parser.add_argument(f"--{name}-crs", help="CRS, for files that declare none")
        parser.add_argument(f"--{name}-option", action="append", default=[], help="GDAL open option KEY=VALUE")
    parser.add_argument("--code", default="code")
    parser.add_argument("--second-code", help="name of the code in the second file; --code when not given")
    parser.add_argument("--fields", nargs="*", default=[], help="fields to compare, NAME or NAME:OTHER")
    parser.add_argument("--same-crs", action="store_true", help="the CRS must be the same, too")
    parser.add_argument("--tolerance", type=float, default=1e-4, help="relative difference of areas")
    parser.add_argument("--distance", type=float, default=0.002, help="largest Hausdorff distance in metres")
    return parser


def main():
    found = report(arguments().parse_args())
    print(json.dumps(found, ensure_ascii=False))
    return 0 if found["ok"] else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        sys.exit(2)
