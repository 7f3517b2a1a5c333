"""What is under way beside the service, and what came of it; stopping it."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from tarazy.web.here import ReviewerDep, VisitorDep
from tarazy.web.jobs import Job, JobsDep, State, What
from tarazy.web.problems import Code

router = APIRouter(tags=["jobs"])


class JobRow(BaseModel):
    """One thing under way or over: ``done`` of ``total`` runs, files or rows."""

    job_id: str
    what: What
    title: str
    who: str
    state: State
    done: int
    total: int = Field(description="0 while it is not known.")
    seconds: float
    said: dict[str, Any] = Field(description="Further counts, such as words and claims of a reading.")
    result: dict[str, Any] = Field(description="What came out, once it is done; of a scenario the id of its result.")
    error: str | None
    code: Code | None = Field(description="Which kind of problem the error is.")


class JobRows(BaseModel):
    """The jobs, the newest first."""

    jobs: list[JobRow]


def job_row(job: Job) -> JobRow:
    """A job as the page shows it."""
    return JobRow(
        job_id=job.id,
        what=job.what,
        title=job.title,
        who=job.who,
        state=job.state,
        done=job.done,
        total=job.total,
        seconds=round(job.seconds, 2),
        said=dict(job.said),
        result=dict(job.result),
        error=job.error,
        code=job.code,
    )


@router.get("/jobs")
def all_jobs(jobs: JobsDep, visitor: VisitorDep) -> JobRows:
    """What is under way, and what came of it since the service was started."""
    return JobRows(jobs=[job_row(one) for one in jobs.all()])


@router.post("/jobs/{job_id}/stop")
def stop_job(jobs: JobsDep, job_id: str, person: ReviewerDep) -> JobRow:
    """Stop something: of a scenario nothing is kept, of a reading what was committed by then."""
    job = jobs.get(job_id)
    job.stop.set()
    return job_row(job)
