"""METIS through pymetis: k parts of equal households, shortest border. The number of parts is --grids."""

import sys

import peer


def solve(case, options):
    import pymetis

    starts, adjacent, lengths = [0], [], []
    for row in case.neighbours:
        adjacent += [other for other, _ in row]
        lengths += [max(1, round(metres * 10)) for _, metres in row]
        starts.append(len(adjacent))
    graph = pymetis.CSRAdjacency(starts, adjacent)
    recursive = options.method == "recursive"
    contiguous = int(not recursive and len(case.pieces()) == 1)
    weights = [int(count) for count in case.households]

    def parts(seed):
        settings = {"seed": seed, "contig": contiguous}
        if options.imbalance is not None:
            settings["ufactor"] = max(1, round(options.imbalance * 1000))
        return pymetis.part_graph(options.grids, graph, vweights=weights, eweights=lengths, recursive=recursive,
                                  options=pymetis.Options(**settings)).vertex_part

    def rating(labels):
        """Plans within the tolerance first, then the shortest border."""
        sums = [0] * options.grids
        for unit, label in enumerate(labels):
            sums[label] += weights[unit]
        mean = sum(weights) / options.grids
        deviation = max(abs(total - mean) / mean for total in sums)
        border = sum(metres for a, b, metres in case.edges if labels[a] != labels[b])
        return max(deviation, options.tolerance), border

    def best():
        return min((parts(seed) for seed in range(options.seed, options.seed + options.tries)), key=rating)

    return peer.timed((lambda: parts(options.seed)) if options.tries == 1 else best)


if __name__ == "__main__":
    sys.exit(peer.main(
        __doc__, solve, "pymetis",
        [(["--method"], {"choices": ["kway", "recursive"], "default": "kway"}),
         (["--imbalance"], {"type": float, "help": "METIS's own tolerance; its default when not given"}),
         (["--tries"], {"type": int, "default": 1, "help": "seeds to try; the best plan is kept"})],
        tool=lambda options: f"METIS {options.method}" + (f", best of {options.tries}" if options.tries > 1 else "")))
