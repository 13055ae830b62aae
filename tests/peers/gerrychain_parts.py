"""GerryChain: k parts within the tolerance, from a random tree partition and then ReCom steps, shortest border kept."""

import functools
import random
import sys

import peer


def solve(case, options):
    import networkx
    from gerrychain import Graph, MarkovChain, Partition
    from gerrychain.accept import always_accept
    from gerrychain.constraints import contiguous
    from gerrychain.proposals import recom
    from gerrychain.updaters import Tally

    plain = networkx.Graph()
    for unit, count in enumerate(case.households):
        plain.add_node(unit, households=int(count))
    plain.add_edges_from((a, b, {"shared": metres}) for a, b, metres in case.edges)
    graph = Graph.from_networkx(plain)
    rng = random.Random(options.seed)

    def border(partition):
        return sum(metres for a, b, metres in case.edges if partition.assignment[a] != partition.assignment[b])

    def work():
        best = Partition.from_random_assignment(
            graph, options.grids, options.tolerance, "households",
            updaters={"households": Tally("households", alias="households")}, rng=rng)
        if options.steps == 0:
            return best
        target = sum(case.households) / options.grids
        step = functools.partial(recom, pop_col="households", pop_target=target, epsilon=options.tolerance)
        chain = MarkovChain(step, contiguous, always_accept, best, options.steps, rng=rng)
        return min(chain, key=border)

    outcome = peer.timed(work)
    outcome.value = [outcome.value.assignment[unit] for unit in range(len(case.uid))]
    return outcome


if __name__ == "__main__":
    sys.exit(peer.main(
        __doc__, solve, "gerrychain",
        [(["--steps"], {"type": int, "default": 0, "help": "ReCom steps after the first partition"})],
        tool=lambda options: f"GerryChain ReCom {options.steps}" if options.steps else "GerryChain tree"))
