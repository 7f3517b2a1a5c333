"""Records made anew beside the service, as people have ruled."""

from __future__ import annotations

from fastapi import APIRouter

from tarazy.web.here import LibraryDep, ReviewerDep
from tarazy.web.jobs import Job, JobsDep
from tarazy.web.library import Library
from tarazy.web.views.jobs import JobRow, job_row

router = APIRouter(tags=["decisions"])


@router.post("/resolve")
def resolve(library: LibraryDep, jobs: JobsDep, person: ReviewerDep) -> JobRow:
    """Make the records and findings anew, as claims are ruled by now."""
    return job_row(jobs.start("resolving", "", person.name, lambda job: resolved(job, library)))


def resolved(job: Job, library: Library) -> None:
    """Make them anew as the last step of a job; its result tells what came out."""
    job.said = {**job.said, "step": "resolving"}
    found = library.observatory().resolve()
    library.renew()
    job.result = {**job.result, "records": found.records, "made": found.made, "findings": found.findings}
