"""What runs beside the service: scenarios, readings, imports; one after the other, with progress, stopped when asked."""

from __future__ import annotations

import logging
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock
from typing import Annotated, Any, Literal, cast

from fastapi import Depends, Request

from tarazy.errors import TarazyError
from tarazy.web.problems import FAULT, BusyError, Code, NotThereError, kind_of

State = Literal["waiting", "running", "done", "stopped", "failed"]
What = Literal["scenario", "reading", "import", "resolving"]
_KEPT = 50
_WAITING = 8
log = logging.getLogger("tarazy.web")


class Job:
    """One thing under way. ``done`` of ``total`` steps; ``said`` is what the page shows of it, ``result`` what came out."""

    def __init__(self, what: What, title: str, who: str) -> None:
        self.id, self.what, self.title, self.who = secrets.token_hex(8), what, title, who
        self.state: State = "waiting"
        self.done = self.total = 0
        self.said: dict[str, Any] = {}
        self.result: dict[str, Any] = {}
        self.error: str | None = None
        self.code: Code | None = None
        self.stop = Event()
        self._began = self._ended = time.monotonic()

    @property
    def seconds(self) -> float:
        """How long it has been running, or has run."""
        if self.state == "waiting":
            return 0.0
        return (time.monotonic() if self.state == "running" else self._ended) - self._began

    @property
    def over(self) -> bool:
        """Whether nothing more will come."""
        return self.state in ("done", "stopped", "failed")

    def run(self, work: Callable[[Job], None]) -> None:
        """Do the work, and note how it ended."""
        self._began = time.monotonic()
        self.state = "running"
        state: State = "done"
        try:
            work(self)
        except StoppedError:
            state = "stopped"
        except TarazyError as error:
            if self.stop.is_set():
                state = "stopped"
            else:
                state, self.error = "failed", " ".join(str(error).split("\n"))
                self.code = kind_of(error)[1]
        except Exception:
            log.exception("fault", extra={"path": self.what})
            state, self.error, self.code = "failed", FAULT, "fault"
        finally:
            self._ended = time.monotonic()
            self.state = state


class StoppedError(TarazyError):
    """Somebody stopped a job."""


class Jobs:
    """The jobs of a service, the newest last; those that are over are forgotten in the end."""

    def __init__(self) -> None:
        self._lock, self._jobs = Lock(), OrderedDict[str, Job]()
        self._beside = ThreadPoolExecutor(1, thread_name_prefix="tarazy-job")

    def start(self, what: What, title: str, who: str, work: Callable[[Job], None]) -> Job:
        """Do the work once those before it are done. BusyError where too many are waiting."""
        job = Job(what, title, who)
        with self._lock:
            if sum(not one.over for one in self._jobs.values()) >= _WAITING:
                raise BusyError("Too much is under way already: wait until something is done, or stop it.")
            self._jobs[job.id] = job
            over = [name for name, one in self._jobs.items() if one.over]
            for name in over[: max(0, len(self._jobs) - _KEPT)]:
                del self._jobs[name]
        self._beside.submit(job.run, work)
        return job

    def all(self) -> list[Job]:
        """The jobs, the newest first."""
        with self._lock:
            return list(self._jobs.values())[::-1]

    def get(self, id: str) -> Job:  # noqa: A002
        """The job of this id. NotThereError where there is none."""
        with self._lock:
            if id not in self._jobs:
                raise NotThereError(f"Job {id!r} is not there: the service may have been started anew.")
            return self._jobs[id]


def jobs(request: Request) -> Jobs:
    """The jobs of the service that is asked."""
    return cast(Jobs, request.app.state.jobs)


JobsDep = Annotated[Jobs, Depends(jobs)]
