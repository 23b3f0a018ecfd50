"""How sure scores and places are: the index computed again and again with what is uncertain.

References
----------
OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 7 (uncertainty analysis).
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from lebenslage.analysis.index import ranking
from lebenslage.analysis.index.factors import Factor, Model, model
from lebenslage.analysis.index.matrix import Matrix
from lebenslage.analysis.index.normalise import Bools
from lebenslage.analysis.index.outcome import Drawn, Known, RobustnessResult, outcome
from lebenslage.analysis.index.scores import SEED
from lebenslage.errors import DatenFehler
from lebenslage.model.catalogue import Catalogue
from lebenslage.model.procedure import Procedure

__all__ = ["RobustnessResult", "Simulation", "robustness"]

#: Bytes for scores and places of all replications, at most.
MEMORY: Final = 2**30
#: From so many numbers on (areas x indicators x replications) a second thread pays.
_PARALLEL: Final = 10**7


class Simulation:
    """Replications of an index; computed step by step, so that they can be watched and stopped.

    Parameters
    ----------
    catalogue : Catalogue
        The tree; `kontext` is left out.
    given : Matrix
        Values of its scored indicators and what is known about their errors, in the order
        of the catalogue (see `denominate.inputs`).
    procedure : Procedure, optional
        Default: `zielwerte`; `procedure.robustheit` says what is varied.
    draws : int
        Replications, at least 1.
    seed : int
        At least 0; the same seed gives the same result, whatever the block size, the number
        of threads or the order of the areas. The first n replications are those of a run of n.
    codes : sequence of str, optional
        Nodes to look at; default: the roots.
    constant : array of bool (indicators,), optional
        Indicators without information; default: those that are the same in all areas.
    block : int, optional
        Replications computed at once; changes nothing in the result.

    Raises
    ------
    DatenFehler
        If catalogue, procedure and values do not fit each other, or scores and places of so
        many replications would need more than `MEMORY`.

    Examples
    --------
    >>> run = Simulation(catalogue, given, procedure)  # doctest: +SKIP
    >>> for done in run.steps():  # doctest: +SKIP
    ...     bar.progress(done / run.draws)  # may break at any time
    >>> run.result().frame  # doctest: +SKIP
    """

    def __init__(
        self,
        catalogue: Catalogue,
        given: Matrix,
        procedure: Procedure | None = None,
        *,
        draws: int = 1000,
        seed: int = SEED,
        codes: Sequence[str] | None = None,
        constant: Bools | None = None,
        block: int | None = None,
    ) -> None:
        if draws < 1 or seed < 0:
            raise ValueError("draws must be at least 1 and seed at least 0")
        tree = catalogue.scored()
        self.draws, self.seed, self.done = draws, seed, 0
        self.codes = tuple(codes or (root.code for root in tree.roots))
        self._drawn = _room(len(self.codes), draws, len(given.gebiete))
        # by their keys: noise belongs to an area, not to its row
        self._order = np.argsort(np.array(given.gebiete, str), kind="stable")
        self._given = given.taken(self._order)
        self.model: Model = model(tree, self._given, procedure, constant)
        self._places = [self.model.base.position[code] for code in self.codes]
        self._block = block or self.model.block
        work = len(given.gebiete) * len(tree.indicators) * draws
        self._workers = min(2, os.cpu_count() or 1) if work > _PARALLEL else 1

    @property
    def factors(self) -> tuple[Factor, ...]:
        """What is varied and can change something here."""
        return self.model.active

    def steps(self) -> Iterator[int]:
        """Compute block after block.

        Yields
        ------
        int
            How many replications are done. Stop asking and `result` is that of these.
        """
        starts = range(self.done, self.draws, self._block)
        blocks = [range(start, min(start + self._block, self.draws)) for start in starts]
        if self._workers == 1:
            for rows in blocks:
                self._compute(rows)
                self.done = rows.stop
                yield self.done
            return
        waiting: deque[tuple[range, Future[None]]] = deque()
        with ThreadPoolExecutor(self._workers) as pool:
            try:
                for rows in blocks:
                    waiting.append((rows, pool.submit(self._compute, rows)))
                    if len(waiting) > self._workers:
                        yield self._finish(waiting)
                while waiting:
                    yield self._finish(waiting)
            finally:
                for _, future in waiting:
                    future.cancel()

    def _finish(self, waiting: deque[tuple[range, Future[None]]]) -> int:
        rows, future = waiting.popleft()
        future.result()
        self.done = rows.stop
        return self.done

    def _compute(self, rows: range) -> None:
        """Scores and places of some replications, each with a stream of its own."""
        streams = [
            np.random.Generator(np.random.PCG64(np.random.SeedSequence(self.seed, spawn_key=(i,))))
            for i in rows
        ]
        numbers = np.stack([rng.random(self.model.numbers) for rng in streams])
        # a draw may leave an area without points: it is counted, not warned of
        with np.errstate(invalid="ignore", divide="ignore"):
            scores = self.model.scores(numbers, streams)[self._places]
        where = slice(rows.start, rows.stop)
        self._drawn.scores[:, where] = scores
        self._drawn.ranks[:, where] = np.nan_to_num(ranking.places(scores), copy=False)

    def result(self) -> RobustnessResult:
        """What the replications computed so far say.

        Raises
        ------
        ValueError
            Before the first step.
        """
        if not self.done:
            raise ValueError("no replication has been computed yet")
        known = Known(self.model.base, self._given, np.argsort(self._order))
        drawn = self._drawn.first(self.done)
        return outcome(known, self.codes, drawn, self.factors, self.model.hinweise)


def _room(nodes: int, draws: int, areas: int) -> Drawn:
    kind: Any = np.uint16 if areas < 2**16 else np.uint32
    each = nodes * areas * (8 + np.dtype(kind).itemsize)
    if each * draws > MEMORY:
        most = f"{MEMORY // each:,}".replace(",", ".")
        text = f"So viele Wiederholungen passen nicht in den Speicher; höchstens gehen {most}."
        raise DatenFehler(text)
    shape = (nodes, draws, areas)
    places: NDArray[Any] = np.empty(shape, kind)
    return Drawn(np.empty(shape), places)


def robustness(
    catalogue: Catalogue,
    given: Matrix,
    procedure: Procedure | None = None,
    *,
    draws: int = 1000,
    seed: int = SEED,
    codes: Sequence[str] | None = None,
) -> RobustnessResult:
    """All replications in one go; parameters and errors as `Simulation`."""
    simulation = Simulation(catalogue, given, procedure, draws=draws, seed=seed, codes=codes)
    deque(simulation.steps(), maxlen=0)
    return simulation.result()
