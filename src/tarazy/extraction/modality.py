"""Is it a fact of the source, or a plan, a proposal, a recommendation, a forecast, a denial, a condition?"""

from __future__ import annotations

from tarazy.extraction.sentence import Sentence

# A cue of an earlier group wins over one of a later group in the same clause.
ORDER = ("hypothetical", "recommended", "proposed", "planned", "forecast")


# A stance is itself what is planned or proposed; a figure or a danger that lies ahead is a forecast, not a plan.
FACTUAL = {"stance": ("planned", "proposed")}
AHEAD = ("indicator", "trade", "threat", "conflict")


def modality(
    sentence: Sentence,
    kind: str,
    clause: tuple[int, int],
    trigger: tuple[int, int],
    stated: str | None,
    negative: bool = False,
) -> str:
    """The modality of a claim of ``kind`` whose trigger is at tokens ``trigger`` in ``clause``; ``stated`` is the frame's own;
    ``negative`` frames are not denied by their own negation."""
    if not negative and negated(sentence, trigger, clause):
        return "denied"
    found = _found(sentence, clause, trigger, stated, FACTUAL.get(kind, ()))
    return "forecast" if found == "planned" and kind in AHEAD else found


def _found(
    sentence: Sentence, clause: tuple[int, int], trigger: tuple[int, int], stated: str | None, ignored: tuple[str, ...]
) -> str:
    if stated:
        return stated
    first, last = clause
    for name in (n for n in ORDER if n not in ignored):
        for hit in sentence.hits.get(f"modality:{name}", ()):
            if sentence.tokens[hit.first].pos == "PROPN":
                continue
            if first <= hit.first and hit.last <= last and not (trigger[0] <= hit.first and hit.last <= trigger[1]):
                return name
    return "planned" if "planned" not in ignored and _future(sentence, trigger) else "asserted"


def negated(sentence: Sentence, trigger: tuple[int, int], clause: tuple[int, int]) -> bool:
    """True where the trigger, or the verb that carries a nominal trigger, is negated.

    «не подписал», "did not sign", «қол қойған жоқ», «қолдамайды», «соглашение не было подписано».
    """
    tokens = sentence.tokens
    first, last = trigger
    if sentence.language == "kk":
        carriers = [i for i in range(clause[0], clause[1] + 1) if tokens[i].pos == "VERB"]
        nominal = tokens[last].pos != "VERB"
        at = carriers[-1] if nominal and carriers and carriers[-1] > last else last
        if any(tokens[i].features.get("Polarity") == "Neg" for i in {*range(first, last + 1), at}):
            return True
        return any(t.text.lower() in ("жоқ", "емес") for t in tokens[at + 1 : at + 3])
    if any(tokens[i].features.get("Polarity") == "Neg" for i in range(first, last + 1)):
        return True
    head = tokens[first].head
    if tokens[first].dep.startswith(("nsubj", "obj", "dobj", "attr")) and clause[0] <= head <= clause[1]:
        return tokens[head].features.get("Polarity") == "Neg"
    words = {"ru": ("не", "ни", "нет"), "en": ("not", "n't", "never", "no")}[sentence.language]
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
