"""Is it a fact of the source, or a plan, a proposal, a recommendation, a forecast, a denial, a condition?"""

from __future__ import annotations

from tarazy.extraction.closing import closing, coming, conditional
from tarazy.extraction.negation import negated
from tarazy.extraction.patterns import Hit
from tarazy.extraction.scope import Scope, climb, governs, is_to, reported, words
from tarazy.extraction.sentence import Sentence

# A cue of an earlier group wins over one of a later group over the same trigger.
ORDER = ("hypothetical", "recommended", "proposed", "planned", "forecast")

# What an actor plans or proposes is his stance already; a figure or a danger that lies ahead is a forecast, not a plan.
FACTUAL = {"stance": ("planned", "proposed", "hypothetical")}
AHEAD = frozenset(["indicator", "trade", "threat", "conflict"])
# What happens to these is said by the verb that they are the subject of.
CARRIED = frozenset(["indicator", "trade"])
# Who agrees to do something has come to an agreement, who promises money has pledged it.
AGREED = ("agree", "договор", "соглас", "келіс", "уағдалас", "мәміле")
PLEDGED = ("pledg", "promis", "commit", "обещ", "пообещ", "обяз", "готов", "уәде", "міндеттен", "дайын", *AGREED)
DONE = {"agreement": AGREED, "aid": PLEDGED, "investment": PLEDGED}
UNMEANT = frozenset(["threat", "conflict"])
# "potential reserves", "a possible danger" are as much stated as reserves and a danger.
ESTIMATED = frozenset(["indicator", "threat", "stance"])
# The trigger of these may be a cue and no plan: "agree" is an agreement, a pledge is aid pledged.
OWN_WORD = frozenset(["stance", "agreement", "aid", "investment", "meeting", "threat"])
SHALL = {
    "en": frozenset(["will", "shall", "'ll"]),
    "ru": frozenset(["будет", "будут", "будем", "буду"]),
    "kk": frozenset[str](),
}
AUXILIARY_CUES = frozenset(["hypothetical", "recommended", "forecast"])


def modality(
    sentence: Sentence,
    kind: str,
    clause: tuple[int, int],
    trigger: tuple[int, int],
    stated: str | None,
    negative: bool = False,
) -> str:
    """The modality of a claim of ``kind`` whose trigger is at tokens ``trigger`` in ``clause``; ``stated`` is the frame's own;
    ``negative`` frames are not denied by their own negation. A position refused is a position, so a stance is never denied."""
    scope = scope_of(sentence, kind, trigger)
    if kind != "stance" and not negative and negated(sentence, trigger, scope):
        return "denied"
    if stated:
        return stated
    for name in (n for n in ORDER if n not in FACTUAL.get(kind, ())):
        hits = sentence.hits.get(f"modality:{name}", ())
        if any(_over(sentence, kind, clause, trigger, scope, hit, name) for hit in hits):
            return "forecast" if name == "planned" and kind in UNMEANT else name
    if sentence.language == "kk" and kind != "stance" and conditional(sentence, trigger, scope):
        return "hypothetical"
    if kind != "stance" and _future(sentence, trigger, scope):
        return "forecast" if kind in AHEAD else "planned"
    return "asserted"


def scope_of(sentence: Sentence, kind: str, trigger: tuple[int, int]) -> Scope:
    """The words that stand over a trigger."""
    if sentence.language == "kk":
        return closing(sentence.tokens, trigger, words(sentence, "circumstance"))
    known = {name: words(sentence, name) for name in ("happen", "enter")}
    carries = kind in CARRIED or sentence.tokens[trigger[0]].pos == "PROPN"
    return climb(sentence.tokens, sentence.language, trigger, known, carries, kind == "stance")


def _over(
    sentence: Sentence, kind: str, clause: tuple[int, int], trigger: tuple[int, int], scope: Scope, hit: Hit, name: str
) -> bool:
    """True where a cue says it of the trigger."""
    tokens = sentence.tokens
    if tokens[hit.first].pos == "PROPN":
        return False
    if name == "planned" and tokens[hit.first].text.lower().startswith(DONE.get(kind, "\n")):
        return False
    if any(v.first <= hit.last and hit.first <= v.last for v in sentence.hits.get("scope:void", ())):
        return False
    if trigger[0] <= hit.first <= trigger[1]:
        impersonal = tokens[hit.first].pos != "VERB" or tokens[hit.first].text.lower() == "ұсынылады"
        return kind not in OWN_WORD or (name == "recommended" and impersonal)
    if sentence.language != "kk":
        if (
            name == "hypothetical"
            and kind in ESTIMATED
            and tokens[hit.first].pos == "ADJ"
            and tokens[hit.first].dep == "amod"
        ):
            return False
        if tokens[hit.first].text.lower() == "would" and reported(tokens, hit.first):
            return False
        if kind == "stance" and name == "recommended" and _said(sentence, hit):
            return False
        return governs(tokens, scope, hit, trigger)
    if kind == "stance" and name == "recommended" and _said(sentence, hit):
        return False
    if hit.last in scope.region or hit.first in scope.region:
        return not scope.crossed or name in AUXILIARY_CUES
    if not clause[0] <= hit.first <= hit.last < trigger[0]:
        return False
    if tokens[hit.last].pos in ("ADV", "CCONJ", "SCONJ", "PART"):
        return tokens[hit.last].text.lower() != "егер"
    if name == "forecast" and hit.last > hit.first:
        return True
    attribute = trigger[0] - hit.last <= 2 and (
        tokens[hit.last].pos == "ADJ" or tokens[hit.last].features.get("VerbForm") == "Part"
    )
    if name == "proposed" and not tokens[hit.last].text.lower().startswith("ұсыныл"):
        return False
    return attribute and name != "recommended" and kind not in ESTIMATED


def _said(sentence: Sentence, hit: Hit) -> bool:
    """«заявил о необходимости»: that it is needed is the holder's stance."""
    head = sentence.tokens[hit.first].head
    told = [h for name in ("verb", "told") for h in sentence.hits.get(f"speech:{name}", ())]
    if sentence.language == "kk":
        return any(0 < h.first - hit.last <= 3 for h in told)
    return sentence.tokens[hit.first].pos == "NOUN" and any(h.first <= head <= h.last for h in told)


def _future(sentence: Sentence, trigger: tuple[int, int], scope: Scope) -> bool:
    tokens = sentence.tokens
    at = scope.predicate
    if sentence.language == "kk":
        return coming(sentence, trigger, scope)
    told = {at, *scope.marked} - {-1}
    for i in told:
        if tokens[i].features.get("Tense") == "Fut" or (tokens[i].dep == "xcomp" and is_to(tokens, i)):
            return True
        for child in (t for t in tokens if t.head == i and t.dep.startswith("aux")):
            if child.text.lower() in SHALL[sentence.language]:
                return True
            if child.lemma == "would" and reported(tokens, tokens.index(child)):
                return True
    return False
