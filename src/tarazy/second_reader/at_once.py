"""Several questions under way at once, their answers in the order of the questions."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from typing import TypeVar

Result = TypeVar("Result")


def in_order(tasks: Iterable[Callable[[], Result]], at_once: int) -> Iterator[Result]:
    """The results of the tasks in their order, at most ``at_once`` of them running; one is run without a thread.

    What a task raises is raised in its turn. Tasks that run then, or when the caller stops, are not waited for: a question to a
    slow server must not hold up Ctrl-C.
    """
    if at_once == 1:
        for task in tasks:
            yield task()
        return
    running: deque[Future[Result]] = deque()
    for task in tasks:
        if len(running) == at_once:
            yield running.popleft().result()
        future: Future[Result] = Future()
        running.append(future)
        # The threads of an executor would be waited for when the process ends.
        threading.Thread(target=_run, args=(task, future), daemon=True).start()
    while running:
        yield running.popleft().result()


def _run(task: Callable[[], Result], future: Future[Result]) -> None:
    try:
        future.set_result(task())
    except BaseException as error:
        future.set_exception(error)
