"""What every peer shares: one command line, one measured process, one line of JSON.

A peer script defines `solve(case, options) -> labels` (or cells) and hands it to `main`. The solver runs in a forked
process of its own, on one thread, under a time limit; the parent reads the child's own accounts (time, memory) from the
kernel and then lets `evaluate.py`, which knows no tool, judge the result.

`seconds` and `cpu_seconds` are the solver call alone, which favours tools that are slow to import;
`process_seconds`, `process_cpu_seconds` and `peak_mb` are the whole process.
"""

import argparse
import csv
import importlib.metadata
import json
import os
import signal
import sys
import tempfile
import time
import traceback
from pathlib import Path

THREAD_VARIABLES = ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS",
                    "LOKY_MAX_CPU_COUNT", "GDAL_NUM_THREADS", "RAYON_NUM_THREADS"]


def parser(description):
    """The command line of every peer."""
    made = argparse.ArgumentParser(description=description)
    made.add_argument("--case", default="", help="name of the case, repeated in the output")
    made.add_argument("--units", required=True, help="units: any OGR file with the fields uid and households")
    made.add_argument("--edges", help="borders: CSV u,v,shared (two uids, metres)")
    made.add_argument("--community", help="field that names a unit's community; grids stay inside when given")
    made.add_argument("--households", default="households", help="field with the count")
    made.add_argument("--minimum", type=float, help="fewest households of a grid")
    made.add_argument("--maximum", type=float, help="most households of a grid (judged; no peer knows it)")
    made.add_argument("--grids", type=int, help="number of grids")
    made.add_argument("--tolerance", type=float, default=0.05, help="largest deviation from the mean for --grids")
    made.add_argument("--seed", type=int, default=1)
    made.add_argument("--limit", type=float, default=600.0, help="seconds until the process is ended")
    made.add_argument("--keep", help="write the result (labels or cells) to this path too")
    return made


def main(description, solve, package, arguments=(), tool=None, judge=None, suffix=".csv"):
    """Run `solve` measured and print one line of JSON; exit code 0 when it finished, 3 when it did not."""
    made = parser(description)
    for names, settings in arguments:
        made.add_argument(*names, **settings)
    options = made.parse_args()
    line = {"tool": tool(options) if tool else package, "version": version(package), "case": options.case}
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / f"result{suffix}"
        line.update(measured(lambda: in_child(solve, options, result), options.limit, result))
        if line["finished"]:
            line.update((judge or judge_labels)(options, result))
            if options.keep:
                Path(options.keep).write_bytes(result.read_bytes())
    print(json.dumps(line))
    return 0 if line["finished"] else 3


def version(package):
    """The installed version of a distribution, or an empty text."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return ""


def measured(work, limit, result):
    """Fork, run `work` in the child, end it at the limit; the child's accounts as a dictionary."""
    for name in THREAD_VARIABLES:
        os.environ[name] = "1"
    sys.stdout.flush()
    started = time.monotonic()
    child = os.fork()
    if child == 0:
        os.setsid()
        os.dup2(2, 1)
        code = 1
        try:
            work()
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(code)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        status, usage, late = wait(child, started + limit)
    except BaseException:
        os.killpg(child, signal.SIGKILL)
        raise
    figures = {
        "finished": status == 0 and result.exists(),
        "process_seconds": round(time.monotonic() - started, 3),
        "process_cpu_seconds": round(usage.ru_utime + usage.ru_stime, 3),
        "peak_mb": round(usage.ru_maxrss / 1024, 1),
    }
    if late:
        figures["reason"] = f"did not finish in {limit:g} s"
    elif not figures["finished"]:
        figures["reason"] = "ended with an error"
    account = result.with_name("account.json")
    told = json.loads(account.read_text()) if account.exists() else {}
    figures["seconds"] = told.pop("seconds", figures["process_seconds"])
    figures["cpu_seconds"] = told.pop("cpu_seconds", figures["process_cpu_seconds"])
    return figures | told


def wait(child, deadline):
    """Wait for the child until the deadline, then end its whole group: (status, usage, ended late)."""
    while True:
        done, status, usage = os.wait4(child, os.WNOHANG)
        if done:
            return status, usage, False
        if time.monotonic() > deadline:
            os.killpg(child, signal.SIGKILL)
            _, status, usage = os.wait4(child, 0)
            return status, usage, True
        time.sleep(0.005)


def in_child(solve, options, result):
    """Load, solve, write; only the solver call is timed here."""
    case = Case(options)
    outcome = solve(case, options)
    outcome = outcome if isinstance(outcome, Timed) else timed(lambda: outcome)
    if result.suffix == ".csv":
        write_labels(result, case.uid, outcome.value)
    else:
        outcome.extra.update(outcome.value(result) or {})
    account = {"seconds": round(outcome.seconds, 4), "cpu_seconds": round(outcome.cpu, 4)} | outcome.extra
    result.with_name("account.json").write_text(json.dumps(account))


class Timed:
    """A solver's result with the time its call took."""

    def __init__(self, value, seconds, cpu):
        self.value, self.seconds, self.cpu, self.extra = value, seconds, cpu, {}


def timed(call):
    """Call and time: a `Timed`. Solvers import and convert before they use it."""
    wall, cpu = time.monotonic(), time.process_time()
    value = call()
    return Timed(value, time.monotonic() - wall, time.process_time() - cpu)


class Case:
    """Units and borders as arrays; unit numbers are row positions."""

    def __init__(self, options):
        import numpy
        import pyogrio.raw
        import shapely

        meta, _, geometry, columns = pyogrio.raw.read(options.units)
        fields = dict(zip(meta["fields"], columns))
        self.crs = meta["crs"]
        self.shapes = shapely.from_wkb(geometry)
        self.uid = fields["uid"].astype(int)
        self.households = fields[options.households].astype(float).round().astype(int)
        self.community = fields[options.community] if options.community else numpy.zeros(len(self.uid), int)
        self.centre = shapely.get_coordinates(shapely.centroid(self.shapes))
        self.edges = read_edges(options.edges, self.uid) if options.edges else []
        self.neighbours = [[] for _ in self.uid]
        for a, b, metres in self.edges:
            self.neighbours[a].append((b, metres))
            self.neighbours[b].append((a, metres))

    def pieces(self):
        """Connected pieces of each community (of the whole map without communities), as lists of units."""
        seen, found = set(), []
        for start in range(len(self.uid)):
            if start in seen:
                continue
            seen.add(start)
            piece = [start]
            for unit in piece:
                for other, _ in self.neighbours[unit]:
                    if other not in seen and self.community[other] == self.community[start]:
                        seen.add(other)
                        piece.append(other)
            found.append(sorted(piece))
        return found


def read_edges(path, uid):
    """Borders as (unit, unit, metres), by row position."""
    position = {int(name): row for row, name in enumerate(uid)}
    with open(path, newline="", encoding="utf-8") as file:
        return [(position[int(row["u"])], position[int(row["v"])], float(row["shared"])) for row in csv.DictReader(file)]


def write_labels(path, uid, labels):
    """Labels as CSV uid,grid."""
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["uid", "grid"])
        writer.writerows(zip(uid.tolist(), [int(label) for label in labels]))


def judge_labels(options, result):
    """The figures of a plan, by the evaluator that judges everybody."""
    import evaluate

    return evaluate.figures(options.units, options.edges, result, community=options.community,
                            households=options.households, minimum=options.minimum, maximum=options.maximum,
                            grids=options.grids)


def by_piece(case, options, solve_piece):
    """Solve each connected piece alone with a max-p tool; a piece that cannot hold two grids is one grid.

    `solve_piece(units)` returns one label for each of the units.
    """
    labels, used = [0] * len(case.uid), 0
    for piece in case.pieces():
        total = sum(int(case.households[unit]) for unit in piece)
        own = solve_piece(piece) if total >= 2 * options.minimum and len(piece) > 1 else [0] * len(piece)
        names = {name: used + index for index, name in enumerate(dict.fromkeys(own))}
        for unit, name in zip(piece, own):
            labels[unit] = names[name]
        used += len(names)
    return labels
