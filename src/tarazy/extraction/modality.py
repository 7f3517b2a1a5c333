"""Is it a fact of the source, or a plan, a proposal, a recommendation, a forecast, a denial, a condition?"""

from __future__ import annotations

from tarazy.extraction.sentence import Sentence

# A cue of an earlier group wins over one of a later group in the same clause.
ORDER = ("hypothetical", "recommended", "proposed", "planned", "forecast")


# A stance is itself what is planned or proposed; a figure or a danger that lies ahead is a forecast, not a plan.
FACTUAL = {"stance": ("planned", "proposed")}
AHEAD = ("indicator", "trade", "threat", "conflict")


def modality(
    sentence: Sentence, kind: str, clause: tuple[int, int], trigger: tuple[int, int], stated: str | None
) -> str:
    """The modality of a claim of ``kind`` whose trigger is at tokens ``trigger`` in ``clause``; ``stated`` is the frame's own."""
    found = _found(sentence, clause, trigger, stated, FACTUAL.get(kind, ()))
    return "forecast" if found == "planned" and kind in AHEAD else found


def _found(
    sentence: Sentence, clause: tuple[int, int], trigger: tuple[int, int], stated: str | None, ignored: tuple[str, ...]
) -> str:
    if negated(sentence, trigger):
        return "denied"
    if stated:
        return stated
    first, last = clause
    for name in (n for n in ORDER if n not in ignored):
        for hit in sentence.hits.get(f"modality:{name}", ()):
            if sentence.tokens[hit.first].pos == "PROPN":
                continue
            if first <= hit.first and hit.last <= last and not (trigger[0] <= hit.first and hit.last <= trigger[1]):
                return name
    for hit in sentence.hits.get("modality:hypothetical-sentence", ()):
        if hit.first <= last:
            return "hypothetical"
    return "planned" if "planned" not in ignored and _future(sentence, trigger) else "asserted"


def negated(sentence: Sentence, trigger: tuple[int, int]) -> bool:
    """True where the trigger itself is negated: «не подписал», "did not sign", «қол қойған жоқ», «қолдамайды»."""
    tokens = sentence.tokens
    first, last = trigger
    if sentence.language == "kk":
        if any(tokens[i].features.get("Polarity") == "Neg" for i in range(first, last + 1)):
            return True
        after = [t.text.lower() for t in tokens[last + 1 : last + 3]]
        return bool(after) and (
            after[0] in ("жоқ", "емес") or any(w in ("жоқ", "емес", "болмады", "болған жоқ") for w in after[:2])
        )
    words = {"ru": ("не", "ни", "нет"), "en": ("not", "n't", "never", "no")}[sentence.language]
    for i in range(first, last + 1):
        if any(t.head == i and t.text.lower() in words for t in tokens[max(0, i - 4) : i + 1]):
            return True
    return first > 0 and tokens[first - 1].text.lower() in words


def _future(sentence: Sentence, trigger: tuple[int, int]) -> bool:
    tokens = sentence.tokens
    for i in range(trigger[0], trigger[1] + 1):
        token = tokens[i]
        if token.features.get("Tense") == "Fut":
            return True
        if sentence.language == "en" and any(t.head == i and t.lemma in ("will", "shall") for t in tokens):
            return True
        if sentence.language == "ru" and any(
            t.head == i and t.lemma == "быть" and t.features.get("Tense") == "Fut" for t in tokens
        ):
            return True
    return False
