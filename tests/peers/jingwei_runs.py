"""Jingwei on the same command line as its peers.

`--task merge` makes plans, `--task territory` cells: the project is made first (told as `prepare_seconds`), and what is
measured is the whole process of that command, reading and writing the project included. `--task whole` measures import,
territory and merge together, from the files to the plan; with `--tiles N` on N copies of the map, compared with one.
"""

import argparse
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
    made.formatter_class = argparse.RawDescriptionHelpFormatter
    made.add_argument("--binary", required=True, help="the program jingwei")
    made.add_argument("--task", choices=["merge", "territory", "whole"], default="merge")
    made.add_argument("--tiles", type=int, help="copies of the map, for --task whole")
    made.add_argument("--courtyards", help="polygons that do not touch; by default the units themselves")
    made.add_argument("--objective", default="cut-length", help="for --grids: cut-length or cut-edges")
    made.add_argument("--time", type=float, help="time budget handed to merge")
    made.add_argument("--effort", type=int, help="effort handed to merge")
    made.add_argument("--all-threads", action="store_true", help="all cores, where no other program is beside")
    made.add_argument("--area-tolerance", type=float, default=0.01, help="square metres for each community")
    options = made.parse_args()
    name = " ".join(["jingwei", options.task] + ([f"{options.time:g} s"] if options.time else []))
    line = {"tool": name, "version": said(options.binary), "case": options.case}
    with tempfile.TemporaryDirectory() as folder:
        at = Path(folder)
        try:
            line |= tiled(options, at) if options.tiles else run(options, at)
        except subprocess.CalledProcessError as error:
            line |= {"finished": False, "reason": f"{' '.join(map(str, error.cmd[:3]))} ended with {error.returncode}"}
    print(json.dumps(line))
    return 0 if line["finished"] else 3


def run(options, at):
    """Prepare, measure, judge. Preparing has a process of its own, so that its libraries do not count as our memory."""
    at.mkdir(exist_ok=True)
    project, answer = at / "project.gpkg", at / "answer.json"
    steps = {"import": importing(options, at, project), "territory": territory(options, project),
             "merge": merge(options, project)}
    measured = list(steps) if options.task == "whole" else [options.task]
    before = list(steps)[: list(steps).index(measured[0])]
    prepared = peer.measured(lambda: prepare(options, at, [steps[name] for name in before]), 3600, at)
    if not prepared["finished"]:
        return {"finished": False, "reason": "the project could not be prepared"}
    line = {"prepare_seconds": prepared["process_seconds"]}
    for name in measured:
        figures = peer.measured(lambda: become(steps[name], answer, options.all_threads), options.limit, project)
        line |= together(line, figures, name)
        if not line["finished"]:
            return line
    line |= told(answer)
    return line | (judge_cells(options, at, project) if options.task == "territory" else judge_plan(options, at, project))


def together(line, figures, name):
    """Figures of one more step added to those before: times add up, memory is the largest."""
    figures[f"{name}_seconds"] = figures["seconds"]
    for key in ("seconds", "cpu_seconds", "process_seconds", "process_cpu_seconds"):
        figures[key] = round(figures[key] + line.get(key, 0), 3)
    figures["peak_mb"] = max(figures["peak_mb"], line.get("peak_mb", 0))
    return figures


def tiled(options, at):
    """Copies of the map, then the map alone: how much of its quality is left when all copies are solved at once."""
    import tiles

    many = at / "many"
    peer.measured(lambda: tiles.write(options, options.tiles, many), 3600, many)
    line = run(argparse.Namespace(**vars(options) | {"units": many / "units.gpkg", "edges": many / "edges.csv",
                                                     "community": "community", "households": "households"}), many)
    if not line["finished"]:
        return line
    one = run(options, at / "one")
    if one["finished"]:
        for key in ("grids", "cut_km"):
            line[f"{key}_share_of_single"] = round(line[key] / (options.tiles * one[key]), 5)
    return line


def prepare(options, at, before):
    """The files of the case, and the steps that are not measured."""
    write_layers(options, at)
    for command in before:
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            print((done.stdout + done.stderr)[-2000:], file=sys.stderr)
            done.check_returncode()


def importing(options, at, project):
    return [options.binary, "--quiet", "--json", "import", str(at / "communities.gpkg"), str(at / "courtyards.gpkg"),
            "--output", str(project)]


def territory(options, project):
    """Tile the communities; courtyards that touch are the cells already."""
    return [options.binary, "--quiet", "--json", "territory", str(project)] + ([] if options.courtyards else ["--touching"])


def merge(options, project):
    """The merge command; without communities every grid may reach anywhere."""
    command = [options.binary, "--quiet", "--json", "merge", str(project), "--seed", str(options.seed)]
    command += [] if options.all_threads else ["--threads", "1"]
    if options.effort:
        command += ["--effort", str(options.effort)]
    if options.minimum is not None:
        command += ["--minimum", f"{options.minimum:g}"]
    if options.maximum is not None:
        command += ["--maximum", f"{options.maximum:g}"]
    if options.grids is not None:
        command += ["--total", str(options.grids), "--deviation", str(options.tolerance), "--objective", options.objective]
    if not options.community:
        command.append("--across-communities")
    if options.time is not None:
        command += ["--time", f"{options.time:g}"]
    return command


def become(command, answer, all_threads):
    """Turn this process into the program; what it prints goes to a file."""
    if all_threads:
        os.environ.pop("RAYON_NUM_THREADS", None)
    os.dup2(os.open(answer, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644), 1)
    os.execv(command[0], command)


def told(answer):
    """What the program says about its own plan: the bound, and communities with a proof (optimum or infeasible)."""
    text = answer.read_text(encoding="utf-8").strip()
    said = json.loads(text) if text.startswith("{") else {}
    if "optimal" not in said:
        return {}
    return {"bound": said["bound"], "proven": said["optimal"] + said["infeasible"], "to_prove": said["communities"],
            "infeasible": said["infeasible"]}


def write_layers(options, at):
    """Communities (units dissolved) and courtyards under the names that an import knows."""
    import numpy
    import pyogrio.raw
    import pyproj
    import shapely

    def layer(name, shapes, columns):
        pyogrio.raw.write(at / f"{name}.gpkg", shapely.to_wkb(shapes), list(columns.values()), list(columns), layer=name,
                          geometry_type="Unknown", crs=case.crs)

    def texts(values):
        return numpy.array([str(value) for value in values], dtype=object)

    case = peer.Case(options)
    members = {}
    for unit, name in enumerate(case.community):
        members.setdefault(str(name), []).append(unit)
    codes = texts(sorted(members))
    parts = numpy.array([shapely.coverage_union_all(case.shapes[members[name]]) for name in codes])
    layer("communities", parts, {"code": codes, "name": codes})
    shapes, uid, home, households = case.shapes, case.uid, case.community, case.households
    if options.courtyards:
        meta, _, geometry, columns = pyogrio.raw.read(options.courtyards)
        fields = dict(zip(meta["fields"], columns))
        to = pyproj.Transformer.from_crs(meta["crs"], case.crs, always_xy=True).transform
        shapes = shapely.transform(shapely.from_wkb(geometry), lambda at: numpy.column_stack(to(at[:, 0], at[:, 1])))
        uid, home, households = fields["uid"], fields[options.community], fields[options.households].astype(int)
    codes = texts(uid)
    layer("courtyards", shapes, {"code": codes, "name": codes, "community": texts(home), "households": households})


def judge_plan(options, at, project):
    """The plan as uid,grid from the exported courtyard → grid list, judged as everybody's."""
    exported, result = at / "membership.csv", at / "labels.csv"
    export(options, project, "grid_membership", exported)
    with open(exported, newline="", encoding="utf-8-sig") as file, open(result, "w", newline="", encoding="utf-8") as to:
        writer = csv.writer(to)
        writer.writerow(["uid", "grid"])
        writer.writerows((row["courtyard"], row["grid"]) for row in csv.DictReader(file))
    return keep(options, result) | peer.judge_labels(options, result)


def judge_cells(options, at, project):
    """The cells, judged as everybody's, against the communities on the lattice of 1 mm; how far these lie from those
    read is told beside."""
    import momepy_cells

    result, communities = at / "cells.gpkg", at / "tiled_communities.gpkg"
    export(options, project, "cells", result)
    export(options, project, "communities", communities)
    found = momepy_cells.judge(options, result, code="code", communities=str(communities), community="code")
    return keep(options, result) | found | {"communities_moved_mm": moved(at / "communities.gpkg", communities)}


def moved(before, after):
    """The farthest that any point of the communities' outlines is from where it was, in millimetres."""
    import shapely

    sys.path.insert(0, str(Path(__file__).parent.parent / "checkers"))
    from tables import Table

    first = Table(str(before), None)
    second = Table(str(after), None, first.crs)
    was = dict(zip(first.column("code"), first.shapes))
    pairs = zip(second.column("code"), second.shapes)
    return 1000 * max(shapely.hausdorff_distance(was[code].boundary, shape.boundary) for code, shape in pairs)


def keep(options, result):
    if options.keep:
        Path(options.keep).write_bytes(result.read_bytes())
    return {}


def export(options, project, layer, path):
    """Write a layer of the project to a file."""
    command = [options.binary, "--quiet", "export", str(project), "--layer", layer, "--output", str(path)]
    subprocess.run(command, check=True, capture_output=True, text=True)


def said(binary):
    """What `--version` says after the name."""
    output = subprocess.run([binary, "--version"], check=True, capture_output=True, text=True).stdout
    return output.strip().removeprefix("jingwei").strip()


if __name__ == "__main__":
    sys.exit(main())
