"""How torch's threads wait for each other: the exact view of 12 megapixels in halftone, three ways by turns."""

from contextlib import ExitStack

from benchmarks.classic import HERE, by_turns, worker
from benchmarks.figure import Figure

WAYS = {
    "ours": {},
    "asleep at once": {"OMP_WAIT_POLICY": "passive"},
    "as OpenMP does by default": {"GOMP_SPINCOUNT": "300000"},
}


def waiting() -> list[Figure]:
    """The times of the other ways as multiples of ours, by the clock and by the processor."""
    with ExitStack() as stack:
        workers = [stack.enter_context(worker(HERE, "", 0, way)) for way in WAYS.values()]
        ours, *others = by_turns(workers, "halftone", "view", 5)
    return [
        figure
        for name, other in zip(list(WAYS)[1:], others, strict=True)
        for figure in (
            Figure(f"halftone, threads {name} ÷ ours, clock", other.clock / ours.clock, "≥ 1", "×"),
            Figure(f"halftone, threads {name} ÷ ours, processor", other.processor / ours.processor, "≥ 1", "×"),
        )
    ]
