"""The words that close a Kazakh clause after a trigger: they say whether what it announces has happened."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from tarazy.extraction.clauses import LINKS
from tarazy.extraction.scope import Scope
from tarazy.extraction.sentence import Sentence
from tarazy.language.base import Token

AFTER_VERB = 2
# A participle before these is the predicate: «келіскен жөн», «болған дұрыс».
PREDICATIVE = frozenset(
    ["жоқ", "емес", "жөн", "абзал", "дұрыс", "орынды", "ләзім", "лазым", "мақұл", "болар", "шығар", "екен", "тиіс"]
)
# «жасауы мүмкін», «жасау керек»: the clause ends here.
CLOSERS = frozenset(["мүмкін", "керек", "қажет", "тиіс", "ықтимал", "жоқ", "емес", "жөн", "абзал"])
NEXT = frozenset(["келесі", "алдағы", "таяудағы", "ертең", "биыл", "жақында"])
THEREFORE = frozenset(["сондықтан", "дегенмен", "ендеше", "әйтсе", "сөйтіп", "демек", "сонда", "сонымен"])
YEARLY = frozenset(["сайын", "әдетте", "үнемі", "жиі", "дәстүрлі", "тұрақты"])
# With a year and a verb in -ады: «2030 жылға дейін салады».
UNTIL = frozenset(["дейін", "қарай"])
OCCURS = ("өт", "ұйымдастыр", "бол", "ашылу", "ашу", "кездес", "жина", "кел", "бар", "қатыс")


def closing(tokens: Sequence[Token], trigger: tuple[int, int], shut: Collection[int]) -> Scope:
    """The words after a Kazakh trigger up to the verb that closes its clause, through converbs; nothing where it is closed before.

    ``shut`` are the tokens of postpositions that make a clause or noun a circumstance: «кейін», «барысында».
    """
    last = trigger[1]
    scope = Scope(list(range(trigger[0], last + 1)), region=range(last + 1, last + 1))
    if _attributive(tokens, last) or (tokens[last].pos == "NOUN" and tokens[last].case in ("Loc", "Abl")):
        return scope
    verb = tokens[last].pos == "VERB"
    at, joined = last, False
    if verb and tokens[last].features.get("VerbForm") == "Fin":
        scope.predicate = last
        scope.region = range(last + 1, min(last + 1 + AFTER_VERB, len(tokens)))
        return scope
    if verb and tokens[last].features.get("VerbForm") == "Conv":
        scope.crossed = not _verbal(tokens, last + 1)
    while (at := at + 1) < len(tokens):
        token = tokens[at]
        if token.text in (";", ":") or (tokens[at - 1].text == "," and token.text.lower() in LINKS["kk"] | THEREFORE):
            break
        if token.pos in ("CCONJ", "PUNCT"):
            joined = True
        if at in shut and at - last <= 3 and scope.predicate < 0 and not joined:
            return scope
        if token.text.lower() in CLOSERS and scope.predicate >= 0 and _ends(tokens, at + 1):
            break
        if token.pos != "VERB":
            continue
        form = token.features.get("VerbForm", "")
        if _attributive(tokens, at):
            if scope.predicate < 0 and not verb and at - last <= 1:
                return scope
            continue
        if at + 1 < len(tokens) and at + 1 in shut:
            return scope
        if form == "Conv":
            if not _verbal(tokens, at + 1):
                scope.crossed = scope.crossed or (at + 1 < len(tokens) and tokens[at + 1].text == ",")
            continue
        if scope.predicate < 0 or form == "Fin":
            scope.predicate = at
        if form == "Fin" or token.features.get("Mood") or (form == "Part" and not token.case.strip("Nom")):
            break
    end = min(at + 1 + AFTER_VERB, len(tokens))
    for i in range(last + 1, end):
        if tokens[i].text == ";" or (i > at and tokens[i].text == ","):
            end = i
            break
    scope.region = range(last + 1, end)
    return scope


def _attributive(tokens: Sequence[Token], at: int) -> bool:
    """A participle before a noun: «қол қойылған келісім», «арасындағы»."""
    token = tokens[at]
    if token.features.get("Adnominal") == "Yes":
        return True
    if token.features.get("VerbForm") != "Part" or token.features.get("Mood") == "Des" or token.case not in ("", "Nom"):
        return False
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    return after is not None and after.pos in ("NOUN", "PROPN", "ADJ", "NUM") and after.text.lower() not in PREDICATIVE


def _ends(tokens: Sequence[Token], at: int) -> bool:
    """Nothing of the clause follows but the words that report it: «мүмкін екенін айтты»."""
    return (
        at >= len(tokens)
        or tokens[at].pos in ("PUNCT", "AUX", "CCONJ")
        or tokens[at].lemma in ("екен", "деу", "еді", "болу")
    )


def _verbal(tokens: Sequence[Token], at: int) -> bool:
    """A converb before a verb makes one predicate with it: «болып қала бермек»."""
    return at < len(tokens) and tokens[at].pos in ("AUX", "VERB")


def conditional(sentence: Sentence, trigger: tuple[int, int], scope: Scope) -> bool:
    """«егер қол қойса», «егер … тоқтаса, зардап шегеді»: the trigger stands in a condition, or follows from one."""
    tokens = sentence.tokens
    own = {*range(trigger[0], trigger[1] + 1)} | ({scope.predicate} if scope.predicate >= 0 else set())
    if any(_condition(tokens, i) for i in own):
        return True
    at = scope.predicate
    if (
        at < 0
        or tokens[at].features.get("Tense") not in ("Fut", "Pres")
        or tokens[at].features.get("VerbForm") == "Part"
    ):
        return False
    start = next((b for a, b in reversed(sentence.clauses) if b < trigger[0]), -1)
    return start >= 1 and any(_condition(tokens, i) for i in range(max(0, start - 2), start + 1))


def _condition(tokens: Sequence[Token], at: int) -> bool:
    """A verb in -са after «егер»: alone, «біреулері қолдаса, екіншілері қарсы» only sets two facts side by side."""
    token = tokens[at]
    if token.features.get("Mood") != "Cnd" or token.text.lower().endswith(("сақ", "сек")):
        return False
    after = tokens[at + 1].text.lower() if at + 1 < len(tokens) else ""
    if after in ("да", "де", "та", "те", "дағы", "дегі", "керек", "болды", "болар", "ше"):
        return False
    return any(t.text.lower() in ("егер", "егерде") for t in tokens[:at])


def coming(sentence: Sentence, trigger: tuple[int, int], scope: Scope) -> bool:
    """True for what lies ahead: «бармақ», «қосылатынын жариялады», «келесі жылы өткізеді», «2030 жылы өтеді»."""
    tokens = sentence.tokens
    at = scope.predicate
    own = {*range(trigger[0], trigger[1] + 1)} | ({at} if at >= 0 and not scope.crossed else set())
    if any(tokens[i].features.get("Tense") == "Fut" for i in own):
        return True
    for i in own:
        features = tokens[i].features
        if features.get("VerbForm") == "Part" and features.get("Tense") == "Pres" and tokens[i].case == "Acc":
            return True
        after = tokens[i + 1].text.lower() if i + 1 < len(tokens) else ""
        if (
            features.get("VerbForm") == "Part"
            and features.get("Tense") == "Pres"
            and after in ("болады", "боламыз", "болды")
        ):
            return True
    if at < 1 or tokens[at].features.get("Tense") != "Pres" or tokens[at].features.get("VerbForm") != "Fin":
        return False
    if tokens[at - 1].features.get("VerbForm") == "Conv":
        return False
    first, last = sentence.clauses[sentence.clause_of(trigger[0])] if sentence.clauses else (0, len(tokens) - 1)
    inside = {t.text.lower() for t in tokens[first : last + 1]}
    if inside & YEARLY:
        return False
    if inside & NEXT:
        return True
    start, end = sentence.span(first, last)
    dated = any(start <= t.start and t.end <= end for t in sentence.times)
    return dated and (bool(inside & UNTIL) or tokens[at].lemma.startswith(OCCURS))
