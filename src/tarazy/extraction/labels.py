"""The object of a claim: a short English label, from the glosses of the words that made it."""

from __future__ import annotations

from tarazy.extraction.events import Candidate

TOPIC_REACH = 12


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
    sentence = candidate.sentence
    if not sentence.clauses:
        return ""
    first, last = sentence.clauses[candidate.clause]
    best, distance = "", TOPIC_REACH + 1
    for hit in sentence.hits.get("@topic", ()):
        if first <= hit.first and hit.last <= last:
            gap = min(abs(hit.first - candidate.trigger[1]), abs(candidate.trigger[0] - hit.last))
            if gap < distance:
                best, distance = hit.gloss, gap
    return best


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
