"""The Russian pack: tokens, morphology, syntax, entities and lemmas of sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tarazy.language.base import Analysis, Entity, Function, Token
from tarazy.language.finders import SharedFinders
from tarazy.language.pieces import analyse_in_pieces
from tarazy.language.ru.entities import mended
from tarazy.language.ru.functions import russian_functions
from tarazy.language.ru.lemmas import ContextLemmas
from tarazy.language.ru.model import Taggers

# Universal Dependencies writes the passive, the short form and the rest in the tag; what later stages ask for is kept.
_KEPT = ("Tense", "VerbForm", "Aspect", "Voice", "Polarity", "Number", "Mood", "Animacy", "Gender", "Person", "Degree")


class RussianPack(SharedFinders):
    """Russian behind the interface of `tarazy.language.base.LanguagePack`.

    ``dep`` and ``features`` are those of UD SynTagRus; a negated predicate has ``Polarity=Neg`` from its particle.
    """

    code = "ru"

    def __init__(self) -> None:
        from razdel import tokenize

        self._tokenize = tokenize
        self._taggers = Taggers()
        self._lemmas = ContextLemmas()
        self._tags = [_parse_tag(tag) for tag in self._taggers.morph_tags]

    def analyse(self, texts: Sequence[str]) -> list[Analysis]:
        """Tokens, grammar and entities of sentences, in order, one Analysis for each."""
        return analyse_in_pieces(texts, self._analyse)

    def _analyse(self, texts: Sequence[str]) -> list[Analysis]:
        results = [Analysis(text, self.code, []) for text in texts]
        spans = [[(t.start, t.stop, t.text) for t in self._tokenize(text)] for text in texts]
        full = [i for i, found in enumerate(spans) if found]
        words = [[text for _, _, text in spans[i]] for i in full]
        if not full:
            return results
        tags = self._taggers.morphology(words)
        trees = self._taggers.syntax(words)
        for i, tag_row, tree in zip(full, tags, trees, strict=True):
            results[i].tokens = self._tokens(spans[i], tag_row, tree)
        named = [k for k, i in enumerate(full) if _may_name(results[i].tokens)]
        for k, row in zip(named, self._taggers.entities([words[k] for k in named]), strict=True):
            labels = [self._taggers.entity_tags[tag] for tag in row]
            result = results[full[k]]
            result.entities = mended(result.text, result.tokens, _spans(spans[full[k]], labels))
        return results

    def functions(self, analysis: Analysis, spans: Sequence[tuple[int, int, str]]) -> list[Function]:
        """The grammatical function of each mention; see `tarazy.language.base.LanguagePack`."""
        return russian_functions(analysis, spans)

    def lemma(self, word: str) -> str:
        """The dictionary form of one word, lower case; the word itself, lower case, when unknown."""
        return self._lemmas.of_word(word)

    def _tokens(
        self,
        spans: list[tuple[int, int, str]],
        tags: list[int],
        tree: list[tuple[int, int]],
    ) -> list[Token]:
        tokens = []
        names = self._taggers.morph_tags
        for at, ((start, end, text), tag) in enumerate(zip(spans, tags, strict=True)):
            pos, case, kept, features = self._tags[tag]
            head, dep = tree[at][0] - 1, self._taggers.relations[tree[at][1]]
            if head == at or head < 0:
                head, dep = -1, "root"
            lemma = self._lemmas.of(text, names[tag], pos, features)
            tokens.append(Token(start, end, text, lemma, pos, case, head, dep, dict(kept)))
        for token in tokens:
            if token.lemma == "не" and token.head >= 0:
                tokens[token.head].features["Polarity"] = "Neg"
        return tokens


def _parse_tag(tag: str) -> tuple[str, str, dict[str, str], dict[str, str]]:
    """``NOUN|Case=Gen|Number=Sing`` → POS, case, the features that a token keeps, all features."""
    pos, _, rest = tag.partition("|")
    features = dict(pair.split("=", 1) for pair in rest.split("|")) if rest else {}
    kept = {name: features[name] for name in _KEPT if name in features}
    return pos, features.get("Case", ""), kept, features


def _may_name(tokens: list[Token]) -> bool:
    """False only where no word past the first has a capital and the first is no proper noun or foreign word."""
    if any(token.text != token.text.lower() for token in tokens[1:]):
        return True
    first = tokens[0]
    return first.pos in ("PROPN", "X") or (len(first.text) > 1 and first.text.isupper())


def _spans(spans: Any, labels: list[str]) -> list[Entity]:
    """Entities of a row of BIO labels; an I- that follows another class opens a new one."""
    entities: list[Entity] = []
    open_label, start, end = "", 0, 0
    for (begin, stop, _), label in zip(spans, labels, strict=True):
        part, _, kind = label.partition("-")
        if kind and kind == open_label and part == "I":
            end = stop
            continue
        if open_label:
            entities.append(Entity(start, end, open_label))
        open_label, start, end = kind, begin, stop
    if open_label:
        entities.append(Entity(start, end, open_label))
    return entities
