"""pygeoda max-p (greedy or tabu): as many grids as --minimum allows; one call for each community when given."""

import sys
import tempfile

import peer


def solve(case, options):
    import pygeoda

    def one(units):
        position = {unit: index for index, unit in enumerate(units)}
        weights = gal(units, position, case)
        data = [[float(case.centre[unit][axis]) for unit in units] for axis in (0, 1)]
        settings = {"cpu_threads": 1, "random_seed": options.seed, "iterations": options.iterations}
        call = pygeoda.maxp_greedy if options.method == "greedy" else pygeoda.maxp_tabu
        bound = [float(case.households[unit]) for unit in units]
        return call(weights, data, bound, options.minimum, **settings)["Clusters"]

    def gal(units, position, case):
        with tempfile.NamedTemporaryFile("w", suffix=".gal") as file:
            file.write(f"0 {len(units)} units uid\n")
            for unit in units:
                near = [position[other] for other, _ in case.neighbours[unit] if other in position]
                file.write(f"{position[unit]} {len(near)}\n{' '.join(map(str, near))}\n")
            file.flush()
            return pygeoda.read_gal(file.name, [str(index) for index in range(len(units))])

    return peer.timed(lambda: peer.by_piece(case, options, one))


if __name__ == "__main__":
    sys.exit(peer.main(
        __doc__, solve, "pygeoda",
        [(["--method"], {"choices": ["greedy", "tabu"], "default": "greedy"}),
         (["--iterations"], {"type": int, "default": 99})],
        tool=lambda options: f"pygeoda {options.method} {options.iterations}"))
