"""What a question in the search field means: actors by their names in any language, words in any form, slips forgiven."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from threading import Lock

import numpy as np
import polars as pl

from tarazy.actors.folding import fold
from tarazy.actors.linker import Linker
from tarazy.actors.registry import is_acronym, registry
from tarazy.language import CODES
from tarazy.language.base import Analysis
from tarazy.store.rows import WORD, lemma
from tarazy.web.frames import Frames
from tarazy.web.passages import Passages, passages_of
from tarazy.web.spelling import Spelling, slips
from tarazy.web.things import Mask
from tarazy.web.wording import Words

MOST_WORDS = 12
"""Words of a question that are looked for."""
_STEM = 5
_BEGINNING = 4
"""Letters from which a word finds those that begin with it."""
_ACRONYM = 6
_OFTEN = 40
_KEPT = 2
_KAZAKH = frozenset("әғқңөұүһі")
_KAZAKH_STOP_WORDS = frozenset(
    [
        "мен",
        "бен",
        "пен",
        "және",
        "үшін",
        "туралы",
        "арасында",
        "арқылы",
        "бойынша",
        "да",
        "де",
        "та",
        "те",
        "не",
        "немесе",
    ]
)


@cache
def _linker() -> Linker:
    return Linker()


@dataclass(frozen=True)
class Term:
    """A part of a question: its words in lower case, and the actor whom they name."""

    asked: str
    actor: str | None = None


@dataclass(frozen=True)
class Question:
    """The parts of a question; ``mended`` are the words that were taken for others."""

    terms: tuple[Term, ...]
    mended: tuple[tuple[str, str], ...] = ()


@dataclass(eq=False)
class Seeker:
    """Searches one version of an observatory."""

    frames: Frames
    passages: Passages
    _forms: dict[tuple[int, str], tuple[list[int], set[str]]] = field(default_factory=dict)
    _spellings: dict[int, tuple[list[str], list[int], Spelling]] = field(default_factory=dict)

    @cached_property
    def names(self) -> tuple[list[str], list[set[int]]]:
        """Words of the actors' names, folded, each with the places of the actors."""
        found: dict[str, set[int]] = {}
        for place, lines in enumerate(self.frames.actors.called):
            for word in WORD.findall(lines):
                found.setdefault(word, set()).add(place)
        return list(found), list(found.values())

    @cached_property
    def _names_spelt(self) -> Spelling:
        return Spelling(self.names[0])

    @cached_property
    def _whole_names(self) -> dict[str, int]:
        counts = self.counts
        found: dict[str, int] = {}
        for place, lines in enumerate(self.frames.actors.folded):
            for name in lines.split("\n"):
                if name not in found or counts[place] > counts[found[name]]:
                    found[name] = place
        return found

    @cached_property
    def counts(self) -> list[int]:
        """In how many claims each actor takes part."""
        counted: list[int] = self.frames.claims.things.actors.totals.tolist()
        return counted + [0] * (len(self.frames.actors.ids) - len(counted))

    def _spelt(self) -> tuple[list[str], list[int], Spelling]:
        """All words of claims and passages with their frequency."""
        indexes = self.indexes()
        if len(indexes) in self._spellings:
            return self._spellings[len(indexes)]
        parts = [pl.DataFrame({"word": words.vocabulary, "count": words.frequencies}) for words in indexes]
        known = pl.concat(parts).group_by("word").agg(pl.col("count").sum()).sort("word")
        words = known["word"].to_list()
        self._spellings[len(indexes)] = words, known["count"].to_list(), Spelling(words)
        return self._spellings[len(indexes)]

    def warm(self) -> None:
        """Make beforehand what the first question would wait for: the languages' models, and the indexes."""
        for code in CODES:
            lemma(code, "0")
        _ = _linker(), _stop_words()
        self.frames.claims.source.index()
        self.passages.make()

    def ready(self) -> bool:
        """Whether all indexes are there; until then only actors are found."""
        return self.frames.claims.source.indexes() is not None and self.passages.ready()

    def indexes(self) -> list[Words]:
        """The indexes that are ready: of the claims, one below the other, then of the passages."""
        found = list(self.frames.claims.source.indexes() or ())
        return [*found, self.passages.words] if self.passages.ready() else found

    def begun_nearly(self, part: str) -> list[int]:
        """Places of the actors of whose names a word begins nearly so, slips forgiven; the nearest, then those of whom most is said, first."""
        begun: dict[str, set[int]] = {}
        for word, places in zip(*self.names, strict=True):
            if len(word) >= len(part):
                begun.setdefault(word[: len(part)], set()).update(places)
        several = list(begun.values())
        found: dict[int, int] = {}
        for at, off in Spelling(list(begun)).near(part):
            for place in several[at]:
                found[place] = min(off, found.get(place, off))
        return sorted(found, key=lambda place: (found[place], -self.counts[place], place))

    def fitting(self, words: Words, word: str) -> tuple[list[int], set[str]]:
        """Places in a vocabulary of the forms of a word, and the forms: its own, those of the same lemma, those that begin with it."""
        key = id(words), word
        if key not in self._forms:
            codes = [code for code in CODES if word.isascii() == (code == "en")]
            lemmas = {code: lemma(code, word) for code in codes}
            stem = word[: max(3, min(_STEM, len(word) - 2))]
            alike = words.vocabulary.str.starts_with(stem) | words.vocabulary.is_in(sorted({word, *lemmas.values()}))
            places = [
                at for at in np.flatnonzero(alike.to_numpy()).tolist() if _is_form(words.vocabulary[at], word, lemmas)
            ]
            if len(self._forms) > 500:
                self._forms.clear()
            self._forms[key] = places, {words.vocabulary[at] for at in places}
        return self._forms[key]

    def understood(self, asked: str) -> Question:
        """The parts of a question; words that no text and no name has are taken for those that they are near to."""
        words = [part for found in WORD.finditer(asked) for part in self._parts(found[0])][:MOST_WORDS]
        mended: list[tuple[str, str]] = []
        terms = self._terms(words)
        for term in terms:
            if term.actor is None and not self._known(term.asked) and (near := self._near(term.asked)):
                mended.append((term.asked, near))
        if mended:
            taken = dict(mended)
            terms = self._terms([taken.get(word.lower(), word) for word in words])
        telling = [term for term in terms if term.actor is not None or not _says_nothing(term.asked)]
        return Question(tuple(telling or terms), tuple(mended))

    def _parts(self, word: str) -> list[str]:
        """A word, or what hyphens join in it (Китай-Кыргызстан) where it is in no text and no name as a whole."""
        parts = [part for part in word.split("-") if part]
        whole = len(parts) < 2 or (self.indexes() and self._known(word.lower())) or fold(word) in self._whole_names
        return [word] if whole else parts

    def _terms(self, words: list[str]) -> list[Term]:
        terms: list[Term] = []
        at = 0
        named = self._mentions(words)
        while at < len(words):
            end, actor = named.get(at, (at + 1, None))
            text = " ".join(words[at:end]).lower()
            terms.append(Term(text, actor))
            at = end
        return list(dict.fromkeys(terms))

    def _mentions(self, words: list[str]) -> dict[int, tuple[int, str]]:
        """Where actors are named: first word → word after the last, and the actor."""
        found: dict[int, tuple[int, str]] = {}
        taken: set[int] = set()
        lines = self._whole_names
        for length in range(min(6, len(words)), 0, -1):
            for at in range(len(words) - length + 1):
                span = set(range(at, at + length))
                folded = fold(" ".join(words[at : at + length]))
                place = lines.get(folded)
                if place is not None and not span & taken and (len(folded) > 2 or folded.upper() in words):
                    found[at] = at + length, self.frames.actors.ids[place]
                    taken |= span
        for text in (words, [word[:1].upper() + word[1:] for word in words], [_capital(word) for word in words]):
            for first, end, actor in _linked(text):
                span = set(range(first, end))
                if not span & taken:
                    found[first] = end, self.frames.actors.merged.get(actor, actor)
                    taken |= span
        return found

    def _known(self, word: str) -> bool:
        if not self.ready():
            return True
        if any(self.fitting(words, word)[0] for words in self.indexes()):
            return True
        folded = fold(word)
        return len(word) >= _BEGINNING and any(name.startswith(folded) for name in self.names[0])

    def _near(self, word: str) -> str | None:
        """The nearest word of a name or a text: names of actors before others, then the most frequent."""
        if not slips(word):
            return None
        names, places = self.names
        near = [
            (off, 0, -max(self.counts[place] for place in places[at]), names[at])
            for at, off in self._names_spelt.near(fold(word))
        ]
        words, counts, spelling = self._spelt()
        near += [(off, 1, -counts[at], words[at]) for at, off in spelling.near(word)]
        return min(near)[3] if near else None

    def spellings(self, term: Term) -> list[list[str]]:
        """The ways in which a term may stand in a text, each as words that must all be there: as asked, and an actor's names in all languages."""
        ways = [WORD.findall(term.asked)]
        if term.actor is not None and (place := self.frames.actors.by_id.get(term.actor)) is not None:
            row = self.frames.actors.frame.row(place, named=True)
            ways += [WORD.findall(row[f"name_{code}"].lower()) for code in CODES if row.get(f"name_{code}")]
            known = registry().actors.get(term.actor)
            ways += [[one.text.lower()] for one in (known.aliases if known else ()) if is_acronym(one.text)]
        return list(map(list, dict.fromkeys(map(tuple, ways))))

    def having(self, words: Words, ways: Iterable[Sequence[str]]) -> Mask:
        """Which rows of an index have all words of one of the ways."""
        found: Mask | None = None
        for way in ways:
            mask: Mask | None = None
            for word in way:
                one = words.rows_with(self.fitting(words, word)[0])
                mask = one if mask is None else mask & one
            if mask is not None:
                found = mask if found is None else found | mask
        return words.rows_with(()) if found is None else found

    def exactly(self, words: Words, term: Term) -> Mask:
        """Which rows of an index have the words of a term just so."""
        mask: Mask | None = None
        for word in WORD.findall(term.asked):
            places = np.flatnonzero((words.vocabulary == word).to_numpy()).tolist()
            one = words.rows_with(places)
            mask = one if mask is None else mask & one
        return words.rows_with(()) if mask is None else mask

    def claims_exactly(self, term: Term) -> Mask | None:
        """Which claims have the words just so; None while the index is being made."""
        indexes = self.frames.claims.source.indexes()
        return None if indexes is None else np.concatenate([self.exactly(one, term) for one in indexes])

    def claims(self, term: Term) -> Mask:
        """Which claims speak of a term: its actor takes part, or its words stand in the sentence or object."""
        indexes = self.frames.claims.source.indexes()
        if indexes is None:
            mask = np.zeros(self.frames.claims.given.height, dtype=bool)
        else:
            mask = np.concatenate([self.having(one, self.spellings(term)) for one in indexes])
        if term.actor is not None:
            mask = mask | self.frames.claims.things.actors.mask(self.frames.actors.place(term.actor))
        return mask

    def forms(self, question: Question) -> set[str]:
        """The words of the texts that were found, for marking them."""
        return {
            form
            for words in self.indexes()
            for term in question.terms
            for way in self.spellings(term)
            for word in way
            for form in self.fitting(words, word)[1]
        }

    def _attested(self, several: Sequence[str]) -> set[str]:
        """Those of the words that claims or passages have, in the text or as a lemma."""
        asked = pl.Series(several, dtype=pl.String).implode()
        return {one for words in self.indexes() for one in words.vocabulary.filter(words.vocabulary.is_in(asked))}

    def beginning(self, part: str, before: Sequence[str] = ()) -> list[tuple[str, int]]:
        """Words of the texts that begin so, as their lemmas, with how often they stand there beside those ``before``; the most frequent first."""
        found: dict[str, int] = {}
        for words in self.indexes():
            places = np.flatnonzero(words.vocabulary.str.starts_with(part).to_numpy())
            often = places[np.argsort(-words.frequencies[places], kind="stable")[:_OFTEN]]
            beside = self.having(words, [before]) if before else None
            lemmas = [_likely_lemma(words.vocabulary[at]) for at in often.tolist()]
            attested = self._attested(lemmas)
            for at, said in zip(often.tolist(), lemmas, strict=True):
                # A lemma that stands nowhere is of another language than the letters of the word tell.
                word = said if said in attested else words.vocabulary[at]
                count = int(words.frequencies[at])
                if beside is not None:
                    count = int(np.count_nonzero(words.rows_with([at]) & beside))
                if count and word.startswith(part) and len(word) > 2 and word[-1].isalnum():
                    found[word] = max(found.get(word, 0), count)
        return sorted(found.items(), key=lambda one: (-one[1], one[0]))


@cache
def _stop_words() -> frozenset[str]:
    """Words that say nothing of what is looked for (spaCy's lists; it has none for Kazakh)."""
    from spacy.lang.en.stop_words import STOP_WORDS as ENGLISH
    from spacy.lang.ru.stop_words import STOP_WORDS as RUSSIAN

    return frozenset(ENGLISH) | frozenset(RUSSIAN) | _KAZAKH_STOP_WORDS


def _says_nothing(word: str) -> bool:
    return len(word) < 2 or word in _stop_words()


def _is_form(known: str, word: str, lemmas: dict[str, str]) -> bool:
    if known == word or (len(word) >= _BEGINNING and known.startswith(word)):
        return True
    return any(known == one or lemma(code, known) == one for code, one in lemmas.items())


def _likely_lemma(word: str) -> str:
    return lemma("en" if word.isascii() else "kk" if _KAZAKH & set(word) else "ru", word)


def _capital(word: str) -> str:
    return word.upper() if len(word) <= _ACRONYM else word


def _linked(words: list[str]) -> Iterable[tuple[int, int, str]]:
    text, starts = " ".join(words), []
    at = 0
    for word in words:
        starts.append(at)
        at += len(word) + 1
    for mention in _linker().link(Analysis(text, "", []), provisional=False):
        first = max(place for place, start in enumerate(starts) if start <= mention.start)
        last = max(place for place, start in enumerate(starts) if start < mention.end)
        yield first, last + 1, mention.actor


class _Seekers:
    """The seekers asked for last. Each holds its version's tables: kept longer, every ruling would add theirs to the memory."""

    def __init__(self) -> None:
        self._lock, self._kept = Lock(), OrderedDict[Frames, Seeker]()

    def of(self, frames: Frames) -> Seeker:
        with self._lock:
            if frames not in self._kept:
                self._kept[frames] = Seeker(frames, passages_of(frames))
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(frames)
            return self._kept[frames]


seeker_of = _Seekers().of
"""The seeker of some frames."""
