"""Where jobs run: in this process, or in several that end when it does."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any

from tarazy.errors import UsageError
from tarazy.worker import ONE_THREAD, rare_collection, start_worker


class Inline(Executor):
    """Runs each job at once in this process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """A future that is done."""
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


@contextmanager
def open_executor(workers: int) -> Iterator[Executor]:
    """An executor with this many worker processes; one worker is this process itself."""
    if workers < 1:
        raise UsageError(f"workers is {workers}: give at least 1.")
    if workers == 1:
        with rare_collection():
            yield Inline()
        return
    before = {name: os.environ.get(name) for name in ONE_THREAD}
    os.environ.update(ONE_THREAD)
    pool = ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=start_worker)
    try:
        with _interrupts_held():
            # Each call starts one process, which inherits that Ctrl-C is not for it, also while it starts.
            for _ in range(workers):
                pool.submit(start_worker)
        yield pool
        pool.shutdown()
    except BaseException:
        # What workers do now is not wanted any more; the pool notices that they are gone and ends its own thread.
        for process in list((getattr(pool, "_processes", None) or {}).values()):
            process.kill()
        pool.shutdown(cancel_futures=True)
        raise
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Ignore Ctrl-C for a moment; only the main thread can, and elsewhere nothing is done."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
