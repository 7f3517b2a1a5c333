"""The object of a claim: a short English label, from the glosses of the words that made it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from tarazy.codebook.vocabulary import KINDS
from tarazy.data_files import toml
from tarazy.extraction.events import Candidate

TOPIC_REACH = 12
_PARTS = re.compile(r", |: ")


@cache
def _domains() -> tuple[frozenset[str], Mapping[str, str]]:
    """Kinds that take a domain from their label, and the domain of each part of a label (``data/domains.toml``)."""
    table = toml("tarazy.extraction", "domains.toml")
    return frozenset(table["of"]), {label: name for name, labels in table["labels"].items() for label in labels}


def domain(kind: str, named: str | None, said: str | None) -> str:
    """The domain of a claim: that of its frame (``named``), else that of what its label (``said``) speaks of, else that of its kind."""
    kinds, labels = _domains()
    if named or kind not in kinds or not said:
        return named or KINDS[kind].domain
    parts = _PARTS.split(said)
    found = [labels[part] for part in (said, *reversed(parts)) if part in labels]
    return found[0] if found else KINDS[kind].domain


def label(candidate: Candidate) -> str | None:
    """English label such as "agreement on military cooperation"; None where no gloss is known."""
    parts: list[str] = []
    head = candidate.gloss or candidate.frame.label
    if candidate.near is not None and candidate.near.gloss and candidate.near.gloss != head:
        head = candidate.near.gloss if not candidate.frame.label else f"{candidate.frame.label}: {candidate.near.gloss}"
    if head:
        parts.append(head)
    topic = _topic(candidate)
    if topic and topic not in head:
        parts.append(topic)
    named = _quoted(candidate)
    if named:
        parts.append(named)
    return ", ".join(parts) or None


def _topic(candidate: Candidate) -> str:
    """The topic nearest to the trigger in its clause; one that belongs to a domain goes before such as "cooperation"."""
    sentence = candidate.sentence
    if not sentence.clauses:
        return ""
    first, last = sentence.clauses[candidate.clause]
    _, labels = _domains()
    near = []
    for hit in sentence.hits.get("@topic", ()):
        gap = min(abs(hit.first - candidate.trigger[1]), abs(candidate.trigger[0] - hit.last))
        if first <= hit.first and hit.last <= last and gap <= TOPIC_REACH:
            near.append((hit.gloss not in labels, gap, hit.first, hit.gloss))
    return min(near)[-1] if near else ""


def _quoted(candidate: Candidate) -> str:
    """A name in guillemets beside the trigger: «Степной орёл»."""
    sentence = candidate.sentence
    text = sentence.analysis.text
    start = sentence.tokens[candidate.trigger[0]].start
    end = sentence.tokens[candidate.trigger[1]].end
    opening = text.find("«", max(0, start - 60), end + 60)
    if opening < 0:
        return ""
    closing = text.find("»", opening)
    if 0 < closing - opening <= 40:
        return text[opening : closing + 1]
    return ""
