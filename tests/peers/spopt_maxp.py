"""spopt MaxPHeuristic: as many grids as --minimum allows; one call for each community when given."""

import sys

import peer


def solve(case, options):
    import geopandas
    import numpy
    from libpysal.weights import W
    from spopt.region import MaxPHeuristic

    numpy.random.seed(options.seed)

    def one(units):
        position = {unit: index for index, unit in enumerate(units)}
        near = {position[unit]: [position[other] for other, _ in case.neighbours[unit] if other in position]
                for unit in units}
        table = geopandas.GeoDataFrame(
            {"x": case.centre[units, 0], "y": case.centre[units, 1], "households": case.households[units]},
            geometry=case.shapes[units], crs=case.crs)
        model = MaxPHeuristic(table, W(near, silence_warnings=True), ["x", "y"], "households", options.minimum,
                              top_n=2, max_iterations_construction=options.construction,
                              max_iterations_sa=options.annealing)
        model.solve()
        return [int(label) for label in model.labels_]

    return peer.timed(lambda: peer.by_piece(case, options, one))


if __name__ == "__main__":
    sys.exit(peer.main(
        __doc__, solve, "spopt",
        [(["--construction"], {"type": int, "default": 99, "help": "iterations of the construction"}),
         (["--annealing"], {"type": int, "default": 10, "help": "runs of simulated annealing"})],
        tool=lambda options: f"spopt max-p {options.construction}/{options.annealing}"))
