"""Is what a trigger announces denied? «не подписал», "did not sign", «қол қойған жоқ»."""

from __future__ import annotations

from tarazy.extraction.scope import Scope, deprives, words
from tarazy.extraction.sentence import Sentence
from tarazy.language.base import Token

WORDS = {"ru": frozenset(["не", "ни", "нет"]), "en": frozenset(["not", "n't", "never", "no", "neither", "nor"])}
ABSENT = frozenset(["жоқ", "емес"])
CIRCUMSTANTIAL = frozenset(["Abl", "Loc", "Ins"])


def negated(sentence: Sentence, trigger: tuple[int, int], scope: Scope) -> bool:
    """True where the trigger, or the verb that carries a nominal trigger, is negated.

    «не подписал», "did not sign", «қол қойған жоқ», «соглашение не было подписано»; but not "not only", not «неурегулированный
    конфликт», and not «конфликт не завершён», which says that it goes on.
    """
    tokens = sentence.tokens
    if sentence.language == "kk":
        return _kazakh(sentence, trigger, scope)
    if any(deprives(tokens, scope, hit, trigger) for hit in sentence.hits.get("scope:denied", ())):
        return True
    limited, unended = words(sentence, "only"), words(sentence, "unended")
    own = any(tokens[i].text.lower() in WORDS[sentence.language] for i in range(trigger[0], trigger[1] + 1))
    carriers = [i for i in (*scope.chain[:1], scope.predicate, *scope.chain[1:3]) if i >= 0]
    for at in dict.fromkeys(carriers):
        if at in unended or (own and trigger[0] <= at <= trigger[1]):
            continue
        if any(_denies(tokens, i, at, sentence.language) and i not in limited for i in _beneath(tokens, at)):
            return True
    return False


def _beneath(tokens: list[Token], at: int) -> list[int]:
    near = range(max(0, at - 6), min(len(tokens), at + 7))
    objects = {i for i in near if tokens[i].head == at and tokens[i].dep in ("dobj", "obj")}
    return [i for i in near if tokens[i].head == at or (tokens[i].head in objects and tokens[i].text.lower() == "no")]


def _denies(tokens: list[Token], word: int, at: int, language: str) -> bool:
    token = tokens[word]
    if token.text.lower() not in WORDS[language]:
        return False
    if tokens[at].dep in ("amod", "acl", "nsubj") and tokens[at].features.get("VerbForm") == "Part":
        return False
    return token.dep in ("advmod", "neg", "det", "discourse", "preconj", "cc", "root", "conj") or token.dep.startswith(
        "aux"
    )


def _kazakh(sentence: Sentence, trigger: tuple[int, int], scope: Scope) -> bool:
    tokens = sentence.tokens
    limited, unended = words(sentence, "only"), words(sentence, "unended")
    verbal = tokens[trigger[1]].pos == "VERB"
    if verbal and any(tokens[i].features.get("Polarity") == "Neg" for i in range(trigger[0], trigger[1] + 1)):
        return True
    if scope.crossed:
        return False
    for hit in sentence.hits.get("scope:denied", ()):
        if hit.last in scope.region and tokens[hit.last].features.get("Polarity") != "Neg":
            return True
    at = scope.predicate
    absent = any(i > at and i not in limited and tokens[i].text.lower() in ABSENT for i in scope.region)
    if at < 0:
        return absent
    if at in unended or tokens[trigger[1]].case in CIRCUMSTANTIAL:
        return False
    own = at in scope.region or at == trigger[1]
    finite = tokens[at].features.get("VerbForm") != "Vnoun"
    return absent or (own and finite and tokens[at].features.get("Polarity") == "Neg")
