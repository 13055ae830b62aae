"""Mixed load on ours with a publication every few seconds: no error, memory flat, every answer of one plan.

usage: soak.py BINARY RECORD FOLDER [--minutes N] [--every SECONDS] [--json FILE]

Each publication gives every governance grid a name that ends with its number. Readers look at a day after all of them:
an answer whose names end with different numbers mixes two plans; one whose number is below the last publication that
was acknowledged before the question is stale. Both fail the run.
"""

import argparse
import collections
import datetime
import http.client
import json
import random
import re
import shutil
import threading
import time
from pathlib import Path
from urllib.parse import quote

import servers

FAR = "2099-01-01"
REASONS = ["grid-not-contiguous", "grid-across-barrier", "grid-hole", "grid-above-maximum", "grid-below-minimum"]


class Client:
    """A connection that stays open, as browsers keep theirs."""

    def __init__(self, base, token=None):
        self.address, self.headers = base.removeprefix("http://"), {"Accept": "application/json"}
        if token:
            self.headers["Authorization"] = f"Bearer {token}"
        self.connection = None

    def ask(self, method, path, document=None, **headers):
        body = None if document is None else json.dumps(document)
        sent = {**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        if body:
            sent["Content-Type"] = "application/json"
        if self.connection is None:
            self.connection = http.client.HTTPConnection(self.address, timeout=60)
        try:
            self.connection.request(method, path, body, sent)
            answer = self.connection.getresponse()
            return answer.status, answer.headers, answer.read()
        except (http.client.HTTPException, OSError):
            self.connection = None
            raise


class Soak:
    def __init__(self, base, token, names):
        self.base, self.token, self.names = base, token, names
        self.end = threading.Event()
        self.published = 0
        self.counts, self.faults = collections.Counter(), []
        self.slowest = collections.defaultdict(float)

    def fault(self, text):
        self.faults.append(text)
        print("FAULT", text, flush=True)

    def publish(self, number, day):
        """A draft from its first edit to publication, as a planner makes it."""
        planner, name = Client(self.base, self.token), f"soak-{number}"

        def step(path, document, expect, tag=None):
            headers = {"If_Match": tag} if tag else {}
            status, answer, body = planner.ask("POST", f"/api/plans{path}", document, **headers)
            if status != expect:
                raise RuntimeError(f"{path}: {status} {body.decode()[:600]}")
            return answer.get("ETag")

        tag = step("", {"name": name, "day": str(day)}, 201)
        edits = [{"edit": "rename", "grid": grid, "name": f"{text} ·{number}"} for grid, text in self.names.items()]
        tag = step(f"/{name}/edits", {"edits": edits}, 200, tag)
        tag = step(f"/{name}/submit", {"reasons": [{"rule": rule, "grid": None, "text": "as before"} for rule in REASONS]}, 200, tag)
        tag = step(f"/{name}/approve", {"document": f"soak {number}"}, 200, tag)
        step(f"/{name}/publish", {"from": str(day)}, 200, tag)
        self.published = number

    def publications(self, every):
        day = datetime.date.today()
        number = 0
        while not self.end.wait(every):
            number, day = number + 1, day + datetime.timedelta(days=1)
            try:
                self.publish(number, day)
            except (RuntimeError, OSError, http.client.HTTPException) as fault:
                self.fault(f"publication {number}: {fault}")
                return

    def read(self, kind, question, seed):
        """Asks one kind of question after the other until the end."""
        client, dice = Client(self.base), random.Random(seed)
        while not self.end.is_set():
            path, before, start = question(dice), self.published, time.monotonic()
            try:
                status, _, body = client.ask("GET", path)
            except (OSError, http.client.HTTPException) as fault:
                self.fault(f"{path}: {fault}")
                continue
            self.slowest[kind] = max(self.slowest[kind], time.monotonic() - start)
            self.counts[kind] += 1
            if status >= 400:
                self.fault(f"{path}: {status}")
            elif kind == "plan":
                self.whole(body, before)

    def whole(self, body, before):
        """Whether an answer is of one plan, and not of one before the last."""
        features = json.loads(body)["features"]
        seen = {re.search(r"(?:·(\d+))?$", feature["properties"]["name"]).group(1) or "0" for feature in features}
        if len(seen) != 1 or len(features) != len(self.names):
            self.fault(f"{len(features)} grids of plans {sorted(seen)}")
        elif int(next(iter(seen))) < before:
            self.fault(f"plan {seen} after {before} was acknowledged")


def questions(base):
    client = Client(base)
    items = lambda name: json.loads(client.ask("GET", f"/collections/{name}/items?limit=10000&f=json")[2])["features"]  # noqa: E731
    buildings, courtyards, grids = items("buildings"), items("courtyards"), items("grids")
    code = lambda dice, features: dice.choice(features)["properties"]["code"]  # noqa: E731
    about = json.loads(client.ask("GET", "/tiles/WebMercatorQuad?f=tilejson")[2])
    west, south, east, north = about["bounds"]

    def tile(dice):
        import load

        zoom = dice.randint(12, 18)
        x, y = load.column_row(dice.uniform(west, east), dice.uniform(south, north), zoom)
        return f"/tiles/WebMercatorQuad/{zoom}/{y}/{x}?datetime={FAR}"

    return {
        "plan": lambda _: f"/collections/grids/items?limit=1000&kind=governance&datetime={FAR}&f=json",
        "tile": tile,
        "features": lambda dice: f"/collections/buildings/items?limit=100&f=json&after={code(dice, buildings)}",
        "card": lambda dice: f"/place/building/{code(dice, buildings)}",
        "search": lambda dice: "/search?q=" + quote(dice.choice(courtyards)["properties"]["name"]),
        "coverage": lambda _: "/coverage",
        "grid": lambda dice: f"/collections/grids/items/{dice.choice(grids)['id']}?datetime={FAR}&f=json",
    }


def governance(base):
    body = Client(base).ask("GET", "/collections/grids/items?limit=1000&kind=governance&f=json")[2]
    return {int(feature["id"]): feature["properties"]["name"] for feature in json.loads(body)["features"]}


def resident(process):
    line = next(line for line in Path(f"/proc/{process.pid}/status").read_text().splitlines() if "VmRSS" in line)
    return round(int(line.split()[1]) / 1024)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("record", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--every", type=float, default=10)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    options.folder = options.folder.resolve()
    options.folder.mkdir(parents=True, exist_ok=True)
    data = options.folder / "soak-record"
    shutil.rmtree(data, ignore_errors=True)
    shutil.copytree(options.record, data)
    token = servers.token(options.binary, data, "planner", "soak")
    with servers.ours(options.binary, str(data), options.folder) as (base, process):
        soak = Soak(base, token, governance(base))
        readers = [
            threading.Thread(target=soak.read, args=(kind, question, seed))
            for seed, (kind, question) in enumerate(questions(base).items())
        ]
        threads = [*readers, threading.Thread(target=soak.publications, args=(options.every,))]
        for thread in threads:
            thread.start()
        start, memory = time.monotonic(), []
        while time.monotonic() < start + options.minutes * 60 and not soak.faults:
            time.sleep(min(10, options.minutes * 60 / 20))
            memory.append(resident(process))
            if len(memory) % 6 == 0:
                print(f"{(time.monotonic() - start) / 60:5.1f} min  {sum(soak.counts.values())} answers  "
                      f"{soak.published} publications  {memory[-1]} MiB", flush=True)
        soak.end.set()
        for thread in threads:
            thread.join()
    thirds = [memory[len(memory) * part // 3 : len(memory) * (part + 1) // 3] or [0] for part in range(3)]
    result = {
        "minutes": options.minutes, "answers": dict(soak.counts), "publications": soak.published,
        "memory_mib_by_third": [round(sum(part) / len(part)) for part in thirds], "memory_mib_most": max(memory),
        "slowest_s": {kind: round(seconds, 2) for kind, seconds in soak.slowest.items()}, "faults": soak.faults[:20],
    }
    print(json.dumps(result, indent=1))
    if options.json:
        options.json.write_text(json.dumps(result, indent=1), encoding="utf-8")
    raise SystemExit(1 if soak.faults else 0)


if __name__ == "__main__":
    main()
