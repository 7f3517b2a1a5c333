"""The linker: every way a sentence names an actor, in any case form of Kazakh, Russian and English → mentions."""

from __future__ import annotations

import re
import unicodedata

import ahocorasick

from tarazy.actors.folding import WORD, visible
from tarazy.actors.guards import Guards
from tarazy.actors.kazakh import chain
from tarazy.actors.mention import Mention
from tarazy.actors.patterns import CAPITAL, EXACT, Pattern, compile_patterns
from tarazy.actors.people import extend_leader, is_title
from tarazy.actors.provisional import with_provisional
from tarazy.actors.registry import Registry, registry
from tarazy.actors.words import Candidate, Words
from tarazy.language.base import Analysis

_HYPHENS = "-‑–—"
_SUFFIX_MARKS = "-‑–’'ʼ`"
_GAP = re.compile(r"""(?:\s*[«»"“”„'’‘ʼ`(]?\s*|[-–‑—]|-\s|\s?&\s?)""")
_LOOSE_GAP = re.compile(r"[«»\"“”]?\s*[-–‑—,]?\s*[«»\"“”]?")
_PUNCTUATED = re.compile(r"[,–—]")
_NOT_LETTERS = re.compile(r"[\W_]+")


class Linker:
    """Finds the actors of sentences; made once for a registry, and then used for any number of sentences."""

    def __init__(self, book: Registry | None = None) -> None:
        self.registry = book if book is not None else registry()
        patterns, self._leaders = compile_patterns(self.registry)
        self._guards = Guards()
        self._automaton = ahocorasick.Automaton()
        for key, entries in patterns.items():
            loose = any(_PUNCTUATED.search(entry.text) for entry in entries)
            self._automaton.add_word(f" {key}", (len(key) + 1, key.count(" "), loose, key, entries))
        self._automaton.make_automaton()

    def link(self, analysis: Analysis, provisional: bool = True) -> list[Mention]:
        """Mentions of a sentence, in order, never overlapping; the longest reading wins.

        Needs only ``analysis.text`` and ``language``; ``entities`` add provisional actors (``provisional=False`` leaves them out).
        """
        text, origins = visible(analysis.text)
        words = Words.of(text)
        chosen = self._choose(words, analysis.language)
        mentions = [
            Mention(
                c.start, c.end, c.pattern.actor, c.form, text[c.start : c.end],
                self._leaders[c.pattern.leader].person if c.pattern.leader >= 0 else None,
            )
            for c in chosen
            if c.form != "phrase"
        ]  # fmt: skip
        if origins is not None:
            mentions = [_moved(mention, origins, analysis.text) for mention in mentions]
        mentions = [mention for mention in mentions if not self._another_person(mention, mentions, analysis)]
        if provisional:
            mentions = with_provisional(analysis, mentions, self.registry)
        return sorted(mentions, key=lambda m: m.start)

    def resolve(self, surface: str, language: str | None = None) -> str | None:
        """The actor that one surface form names in any case form, or None; a leader gives the state."""
        bare = surface.strip().strip('«»"“”„()[],;:').strip()
        for attempt in dict.fromkeys((bare, bare[:1].upper() + bare[1:])):
            covered = re.sub(r"^(?:the|The)\s+|(?:['’]s?|-led|-backed|[.\-–])$", "", attempt).strip()
            mentions = self.link(Analysis(attempt, language or "", []), provisional=False)
            if any(len(mention.surface) >= len(covered) for mention in mentions):
                return max(mentions, key=lambda m: len(m.surface)).actor
            if (
                mentions
                and mentions[0].start == 0
                and mentions[-1].end >= len(covered)
                and attempt[mentions[0].end] in _HYPHENS
            ):
                return mentions[0].actor
        return None

    def _another_person(self, mention: Mention, mentions: list[Mention], analysis: Analysis) -> bool:
        """True where the language's model sees a longer person's name (Michael Jordan, another Nazarbayev) around the mention.

        Not so where the name before it is a leader's («Дж. Картер Мысыр мен Израильді …»).
        """
        if mention.via is None and mention.form != "name":
            return False
        for entity in analysis.entities:
            if entity.label == "PER" and entity.start < mention.start and entity.end >= mention.end:
                if any(other.via and entity.start <= other.start and other.end <= mention.start for other in mentions):
                    continue
                before = WORD.findall(analysis.text[entity.start : mention.start])
                if any(len(word) > 1 and word[0].isupper() for word in before) and not any(is_title(w) for w in before):
                    return True
        return False

    def _choose(self, words: Words, language: str) -> list[Candidate]:
        candidates = self._candidates(words, language)
        candidates.sort(key=lambda c: (c.start - c.end, c.rest, c.pattern.rank))
        taken: set[int] = set()
        chosen: list[Candidate] = []
        for candidate in candidates:
            span = range(candidate.first, candidate.last + 1)
            if taken.isdisjoint(span):
                taken.update(span)
                chosen.append(candidate)
        return chosen

    def _candidates(self, words: Words, language: str) -> list[Candidate]:
        joined, at, spans, text = words.joined, words.at, words.spans, words.text
        kazakh = language in ("kk", "")
        found: list[Candidate] = []
        for position, (length, gaps, loose, key, entries) in self._automaton.iter(joined):
            after = position + 1
            first = at[after - length]
            last = first + gaps
            rest = "" if joined[after] == " " else joined[after : joined.index(" ", after)]
            if rest and not kazakh and language != "ru":
                continue
            if gaps and not self._joined_up(words, first, last, entries[0].gaps, loose):
                continue
            for pattern in entries:
                form: str | None = pattern.form
                if rest:
                    if not pattern.harmony or not (kazakh or pattern.form == "leader"):
                        continue
                    form = self._suffixed(pattern, rest)
                elif pattern.vowel or (pattern.russian and language == "kk"):
                    continue
                if form is None or not self._well_written(pattern, words, first, last, bool(rest)):
                    continue
                candidate = Candidate(first, last, len(rest), form, pattern, spans[first][0], spans[last][1])
                if pattern.leader >= 0 and not extend_leader(candidate, words, self._leaders[pattern.leader]):
                    continue
                if self._guards.reject(key, candidate.form, text, candidate.start, candidate.end):
                    continue
                self._extend(candidate, words, kazakh)
                found.append(candidate)
                if pattern.leader < 0:
                    break
        return found

    @staticmethod
    def _suffixed(pattern: Pattern, rest: str) -> str | None:
        if pattern.vowel and rest[0] not in "ыі":
            return None
        kind = chain(rest, pattern.harmony)
        if kind is None or pattern.form == "leader":
            return pattern.form if kind in ("case", "plural") else None
        if kind in ("adjective", "people") and pattern.form in ("name", "capital", "acronym"):
            return "adjective" if kind == "adjective" else "demonym"
        if kind == "plural" and pattern.form == "adjective":
            return "demonym"
        return pattern.form

    @staticmethod
    def _joined_up(words: Words, first: int, last: int, special: str, loose: bool) -> bool:
        """True where the marks between the words may stand within one name; ``loose`` names have commas or dashes of their own."""
        for offset, index in enumerate(range(first, last)):
            gap = words.gap(index)
            if special and offset < len(special) and special[offset] != " ":
                if special[offset] not in gap:
                    return False
            elif not _GAP.fullmatch(gap) and not (loose and _LOOSE_GAP.fullmatch(gap)):
                a, b = words.spans[index]
                if b - a > 3 or not gap.startswith(".") or len(gap) > 2:
                    return False
        return True

    @staticmethod
    def _well_written(pattern: Pattern, words: Words, first: int, last: int, suffixed: bool) -> bool:
        start, end = words.spans[first][0], words.spans[last][1]
        text = words.text
        if pattern.combining and text[end : end + 1] not in _HYPHENS:
            return False
        if pattern.combining and not text[end : end + 1]:
            return False
        if pattern.writing == CAPITAL:
            return text[words.spans[first + pattern.capital][0]].isupper()
        if pattern.writing == EXACT:
            letters = _NOT_LETTERS.sub("", text[start:end])
            model = _NOT_LETTERS.sub("", pattern.text)
            if suffixed:
                letters = letters[: len(model)]
            return letters == model or letters == model.upper()
        return True

    def _extend(self, candidate: Candidate, words: Words, kazakh: bool) -> None:
        """Take in a Kazakh suffix after a hyphen or an apostrophe (АҚШ-тың), and the last dot of U.S."""
        text, end = words.text, candidate.end
        if (
            candidate.pattern.gaps.startswith(".")
            and text[end : end + 1] == "."
            and candidate.pattern.text.endswith(".")
        ):
            candidate.end += 1
            return
        following = candidate.last + 1
        if following >= len(words.spans) or not kazakh or text[end] not in _SUFFIX_MARKS:
            return
        a, b = words.spans[following]
        if a == end + 1 and b - a <= 8 and text[a].islower():
            kind = chain(words.folded(following), "either")
            if kind is not None:
                candidate.last, candidate.end = following, b
                if kind in ("adjective", "people") and candidate.form in ("name", "acronym"):
                    candidate.form = "adjective" if kind == "adjective" else "demonym"


def _moved(mention: Mention, origins: list[int], given: str) -> Mention:
    start, end = origins[mention.start], origins[mention.end - 1] + 1
    while end < len(given) and unicodedata.combining(given[end]):
        end += 1
    return Mention(start, end, mention.actor, mention.form, given[start:end], mention.via, mention.known)
