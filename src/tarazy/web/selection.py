"""The selection: which part of the observatory a view shows, read from the address, the same for every view."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from tarazy.codebook.vocabulary import DOMAINS, KINDS, MODALITIES
from tarazy.errors import UsageError
from tarazy.language import CODES
from tarazy.store.rows import WORD
from tarazy.store.selection import checked
from tarazy.web.days import day
from tarazy.web.things import STAGES

RULED = ("unruled", "accepted", "corrected", "rejected")
"""What a person has ruled on a claim; nobody has on those that are ``unruled``."""
_MANY = 200
_LONGEST = 400


class Selection(BaseModel):
    """What a view is about. Several values of one field mean any of them, but for actors, who must all take part unless told."""

    model_config = ConfigDict(populate_by_name=True, frozen=True)

    start: Annotated[
        str | None, Field(alias="from", description="Held at or after this date: 2018, 2018-05, 2018-05-10.")
    ] = None
    end: Annotated[str | None, Field(alias="to", description="Held at or before this date.")] = None
    undated: Annotated[bool, Field(description="Keep what has no date when an interval is set.")] = False
    actor: Annotated[tuple[str, ...], Field(description="Ids of actors that take part.", max_length=_MANY)] = ()
    match: Annotated[
        Literal["all", "any"], Field(description="Whether all of the actors must take part, or one does.")
    ] = "all"
    kind: Annotated[tuple[str, ...], Field(description="Kinds of the codebook.", max_length=_MANY)] = ()
    domain: Annotated[tuple[str, ...], Field(description="Domains of the codebook.", max_length=_MANY)] = ()
    stage: Annotated[tuple[str, ...], Field(description="Stages of the codebook.", max_length=_MANY)] = ()
    modality: Annotated[tuple[str, ...], Field(description="Modalities of the codebook.", max_length=_MANY)] = ()
    language: Annotated[
        tuple[str, ...], Field(description="Languages of the sentences: kk, ru, en.", max_length=_MANY)
    ] = ()
    source: Annotated[tuple[str, ...], Field(description="Names or ids of documents.", max_length=_MANY)] = ()
    confidence: Annotated[float, Field(ge=0, le=1, description="The least confidence.")] = 0.0
    words: Annotated[
        str | None, Field(max_length=_LONGEST, description="Words of the sentence or object, in any form; all of them.")
    ] = None
    ruled: Annotated[
        tuple[str, ...], Field(description="What people have ruled on the claims; rejected ones only where asked for.")
    ] = ()

    def check(self) -> None:
        """Raises UsageError for a word that the codebook does not have, or a date that is none."""
        checked(self.kind, KINDS, "kind")
        checked(self.domain, DOMAINS, "domain")
        checked(self.stage, STAGES, "stage")
        checked(self.modality, MODALITIES, "modality")
        checked(self.language, (*CODES, "und"), "language")
        checked(self.ruled, RULED, "ruled")
        first, last = self.interval
        if first is not None and last is not None and first > last:
            raise UsageError(f"from {self.start!r} is after to {self.end!r}: exchange them.")
        if self.words and not WORD.search(self.words):
            raise UsageError(f"words {self.words!r} has no word in it: write the words to look for.")

    @property
    def interval(self) -> tuple[int | None, int | None]:
        """The first and last day, in days since 1970; None where it is open."""
        first = day(self.start, False, "from") if self.start else None
        return first, day(self.end, True, "to") if self.end else None
