"""Papers on all cores; one that ends its process costs nobody else a mark, and hardly any time."""

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from typing import TypeAlias

from bpcalc import locale
from bpcalc.checking.submissions.gathering import Paper
from bpcalc.cli.grading_job import Done, Job, PaperWorker
from bpcalc.cli.version_worker import VersionWorker, worker_of
from bpcalc.locale import say
from bpcalc.processes import deaf_to_interrupts, pool
from bpcalc.report.class_tables import unusable

Task: TypeAlias = tuple[Paper, str]
"""A paper, and the name of the file of its report."""

ALONE = 40
"""So few papers are marked in one process; more would take longer to start than to mark."""

CHUNK = 16
"""Papers that a process takes at a time."""

BATCH = 2000
"""Papers that a pool is given; it takes in all of them at once."""

_worker: PaperWorker | VersionWorker | None = None
"""The worker of this process."""


def _start(job: Job) -> None:
    global _worker
    locale.use(job.language)  # where processes are not forked, they know nothing of --lang
    _worker = worker_of(job)


def _mark(tasks: Sequence[Task]) -> list[Done]:
    assert _worker is not None  # the pool has started it
    return [_worker.mark(*task) for task in tasks]


def marked(job: Job, tasks: Sequence[Task], jobs: int) -> Iterator[Done]:
    """Yield what becomes of the papers of a class, in its order."""
    if len(tasks) <= ALONE or jobs == 1:
        worker = worker_of(job)
        yield from (worker.mark(*task) for task in tasks)
        return
    for at in range(0, len(tasks), BATCH):
        yield from _batch(job, tasks[at : at + BATCH], jobs)


def _batch(job: Job, batch: Sequence[Task], jobs: int) -> Iterator[Done]:
    """Yield the papers of a batch.

    If one of them ends its process, all processes end; then those that were at work are marked one
    by one, the others by new processes, and what was marked stays so.
    """
    chunks = [batch[at : at + CHUNK] for at in range(0, len(batch), CHUNK)]
    known: dict[int, list[Done]] = {}
    at = 0
    while at < len(chunks):
        futures: dict[int, Future[list[Done]]] = {}
        with pool(jobs, _start, job) as several, suppress(BrokenProcessPool):
            with deaf_to_interrupts():
                for one in range(at, len(chunks)):
                    if one not in known:
                        futures[one] = several.submit(_mark, chunks[one])
            while at < len(chunks):
                yield from known.pop(at) if at in known else futures.pop(at).result()
                at += 1
        known |= {one: future.result() for one, future in futures.items() if _is_marked(future)}
        at_work = [one for one in range(at, len(chunks)) if one not in known][:jobs]
        known |= {one: list(_one_by_one(job, chunks[one])) for one in at_work}


def _is_marked(future: Future[list[Done]]) -> bool:
    return future.done() and not future.cancelled() and future.exception() is None


def _one_by_one(job: Job, tasks: Sequence[Task]) -> Iterator[Done]:
    """Yield papers, marked by one process, by another one after a paper that ends it."""
    waiting = deque(tasks)
    while waiting:
        with pool(1, _start, job) as alone:
            try:
                while waiting:
                    with deaf_to_interrupts():
                        future = alone.submit(_mark, [waiting[0]])
                    yield from future.result()
                    waiting.popleft()
            except BrokenProcessPool:
                paper, _ = waiting.popleft()
                yield Done(
                    unusable(paper, say("its process was killed; it may need too much memory"))
                )
