"""Jingwei on the same command line as its peers: `--task merge` for plans, `--task territory` for cells.

The project is imported first (told as `prepare_seconds`); what is measured is the whole process of `jingwei merge` or
`jingwei territory`, reading and writing the project included, so `seconds` and `process_seconds` are the same.
"""

import csv
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import peer


def main():
    made = peer.parser(__doc__)
    made.add_argument("--binary", required=True, help="the program jingwei")
    made.add_argument("--task", choices=["merge", "territory"], default="merge")
    made.add_argument("--courtyards", help="polygons that do not touch; by default the units themselves")
    made.add_argument("--time", type=float, help="time budget handed to merge")
    made.add_argument("--area-tolerance", type=float, default=0.01, help="square metres for each community")
    options = made.parse_args()
    name = " ".join(["jingwei", options.task] + ([f"{options.time:g} s"] if options.time else []))
    line = {"tool": name, "version": said(options.binary), "case": options.case}
    with tempfile.TemporaryDirectory() as folder:
        at = Path(folder)
        try:
            line |= run(options, at)
        except subprocess.CalledProcessError as error:
            line |= {"finished": False, "reason": f"{' '.join(error.cmd[:3])} ended with {error.returncode}"}
    print(json.dumps(line))
    return 0 if line["finished"] else 3


def run(options, at):
    """Import, measure, judge. Importing has a process of its own, so that its libraries do not count as our memory."""
    project = at / "project.gpkg"
    prepared = peer.measured(lambda: prepare(options, at, project), 3600, project)
    if not prepared["finished"]:
        return {"finished": False, "reason": "the project could not be prepared"}
    line = {"prepare_seconds": prepared["process_seconds"]}
    command = territory(options, project) if options.task == "territory" else merge(options, project)
    line |= peer.measured(lambda: os.execv(command[0], command), options.limit, project)
    if not line["finished"]:
        return line
    if options.task == "territory":
        result = at / "cells.gpkg"
        jingwei(options, "export", project, "--layer", "cells", "--output", result)
        import momepy_cells

        line |= momepy_cells.judge(options, result, code="code")
    else:
        result = at / "labels.csv"
        labels(options, project, at / "membership.csv", result)
        line |= peer.judge_labels(options, result)
    if options.keep:
        Path(options.keep).write_bytes(result.read_bytes())
    return line


def prepare(options, at, project):
    """A project with the communities and the courtyards of the case; for plans its territory, too."""
    write_layers(options, at)
    jingwei(options, "import", at / "communities.gpkg", at / "courtyards.gpkg", "--output", project)
    if options.task == "merge":
        jingwei(options, "territory", project, *([] if options.courtyards else ["--touching"]))


def territory(options, project):
    return [options.binary, "--quiet", "territory", str(project)]


def merge(options, project):
    """The merge command; without communities every grid may reach anywhere."""
    command = [options.binary, "--quiet", "merge", str(project), "--threads", "1", "--seed", str(options.seed)]
    if options.minimum is not None:
        command += ["--minimum", f"{options.minimum:g}"]
    if options.maximum is not None:
        command += ["--maximum", f"{options.maximum:g}"]
    if options.grids is not None:
        command += ["--total", str(options.grids), "--deviation", str(options.tolerance)]
    if not options.community:
        command.append("--across-communities")
    if options.time is not None:
        command += ["--time", f"{options.time:g}"]
    return command


def write_layers(options, at):
    """Communities (units dissolved) and courtyards under the names that an import knows."""
    import numpy
    import pyogrio.raw
    import pyproj
    import shapely

    case = peer.Case(options)
    names = numpy.array([str(name) for name in case.community], dtype=object)
    values = sorted(set(names))
    parts = numpy.array([shapely.coverage_union_all(case.shapes[names == value]) for value in values])
    codes = numpy.array(values, dtype=object)
    write = pyogrio.raw.write
    write(at / "communities.gpkg", shapely.to_wkb(parts), [codes, codes], ["code", "name"], layer="communities",
          geometry_type="Unknown", crs=case.crs)
    shapes, uid, households = case.shapes, case.uid, case.households
    if options.courtyards:
        meta, _, geometry, columns = pyogrio.raw.read(options.courtyards)
        fields = dict(zip(meta["fields"], columns))
        to = pyproj.Transformer.from_crs(meta["crs"], case.crs, always_xy=True).transform
        shapes = shapely.transform(shapely.from_wkb(geometry), lambda at: numpy.column_stack(to(at[:, 0], at[:, 1])))
        uid, households = fields["uid"].astype(int), fields[options.households].astype(int)
        names = numpy.array([str(name) for name in fields[options.community]], dtype=object)
    codes = numpy.array([str(number) for number in uid], dtype=object)
    write(at / "courtyards.gpkg", shapely.to_wkb(shapes), [codes, codes, names, households],
          ["code", "name", "community", "households"], layer="courtyards", geometry_type="Unknown", crs=case.crs)


def labels(options, project, exported, result):
    """The plan as uid,grid, from the exported courtyard → grid list."""
    jingwei(options, "export", project, "--layer", "membership", "--output", exported)
    with open(exported, newline="", encoding="utf-8-sig") as file, open(result, "w", newline="", encoding="utf-8") as to:
        writer = csv.writer(to)
        writer.writerow(["uid", "grid"])
        writer.writerows((row["courtyard"], row["grid"]) for row in csv.DictReader(file))


def jingwei(options, *arguments):
    """Run one command that is not measured."""
    command = [options.binary, "--quiet", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        print((done.stdout + done.stderr)[-2000:], file=sys.stderr)
        done.check_returncode()


def said(binary):
    """What `--version` says after the name."""
    output = subprocess.run([binary, "--version"], check=True, capture_output=True, text=True).stdout
    return output.strip().removeprefix("jingwei").strip()


if __name__ == "__main__":
    sys.exit(main())
