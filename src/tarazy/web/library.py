"""The observatory that is served: its newest version in memory, renewed when somebody has written to it."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Lock, Thread, main_thread

import polars as pl

from tarazy.observatory import Observatory
from tarazy.records.decisions import Decision, Draft
from tarazy.store.folder import Folder
from tarazy.web.frames import Frames
from tarazy.web.problems import OvertakenError
from tarazy.web.seeking import seeker_of

_EVERY = 1.0
"""Seconds between looks at whether there is a new version."""
log = logging.getLogger("tarazy.web")


class Library:
    """Gives out the frames of the newest version that is ready; a newer one is made beside it meanwhile."""

    def __init__(self, path: Path) -> None:
        self.folder = Folder(path)
        self._looked, self._looking, self._making, self._deciding = 0.0, Lock(), Lock(), Lock()
        self._frames = self._made(None)

    def _made(self, earlier: Frames | None) -> Frames:
        begun = time.perf_counter()
        frames = Frames(Observatory(self.folder), earlier)
        log.info(
            "version ready",
            extra={
                "version": frames.version,
                "claims": frames.claims.given.height,
                "seconds": round(time.perf_counter() - begun, 3),
            },
        )
        Thread(target=_warm, args=(frames,), daemon=True).start()
        return frames

    def frames(self) -> Frames:
        """The frames at hand; where others have written, their version is made in the background and given out once it is ready."""
        now = time.monotonic()
        if now - self._looked > _EVERY and self._looking.acquire(blocking=False):
            try:
                self._looked = now
                if self.folder.tables["commits"].version() != self._frames.version and not self._making.locked():
                    Thread(target=self._renew_quietly, daemon=True).start()
            finally:
                self._looking.release()
        return self._frames

    def renew(self) -> Frames:
        """The frames of the newest version, waited for; after a decision only what it touches is made anew."""
        with self._making:
            if self.folder.tables["commits"].version() != self._frames.version:
                self._frames = self._made(self._frames)
            return self._frames

    def _renew_quietly(self) -> None:
        try:
            self.renew()
        except Exception:
            # Visitors go on with the version at hand; the next look tries again.
            log.exception("the new version could not be read")

    def decide(
        self, drafts: Sequence[Draft], who: str | None, why: str, was: Mapping[str, str] | None = None
    ) -> list[Decision]:
        """Rule on several things at once; ``was``: how claims were ruled when they were looked at.

        UsageError for what cannot be ruled, OvertakenError where somebody has ruled on one of these claims since.
        """
        # Those who rule here at the same time need not overtake each other at the disk.
        with self._deciding:
            if was:
                _check_seen(self.renew(), was)
            observatory, frames = self.observatory(), self._frames
            since = observatory.snapshot.commits.filter(pl.col("version") > frames.version)
            places = frames.claims.by_id
            asked = (places.get(one or "") for draft in drafts for one in (draft.left, draft.right))
            read = sorted({place for place in asked if place is not None and place < frames.read})
            rows = frames.claims.given[read] if (since["action"] == "decide").all() else None
            return observatory._decide_all(drafts, who, why, rows)

    def observatory(self) -> Observatory:
        """The observatory, to write to."""
        return Observatory(self.folder)


def _check_seen(frames: Frames, was: Mapping[str, str]) -> None:
    for claim, seen in was.items():
        place = frames.claims.by_id.get(claim)
        if place is not None and (now := frames.claims.ruled(place)) != seen:
            made = frames.observatory.decisions()
            who = made.filter(pl.col("left") == claim)["who"].to_list()[-1:] or ["somebody"]
            raise OvertakenError(
                f"{who[0]} has ruled on claim {claim!r} meanwhile, it is {now} now: look at it again, and rule anew if you think otherwise."
            )


def _warm(frames: Frames) -> None:
    """Make what the first visitors would wait for, the indexes of the search last."""
    try:
        frames.warm()
        seeker_of(frames).warm()
        frames.is_warm = True
    except Exception:
        # A service that ends leaves it half made.
        if main_thread().is_alive():
            log.exception("what visitors would wait for could not be made")
