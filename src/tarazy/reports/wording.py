"""Sentences of reports in Kazakh, Russian and English, made from the templates of ``reports/data``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from string import Formatter
from typing import Any

from babel import Locale
from babel.numbers import format_decimal, format_percent, get_currency_name

from tarazy.actors.registry import is_acronym, registry
from tarazy.codebook.vocabulary import UNITS, is_currency
from tarazy.data_files import toml
from tarazy.records.telling import Telling
from tarazy.reports.declension import cased, kazakh, particle, russian_gender

_LONG = 20
"""Letters from which on a name gives way to its acronym, where it has one."""
_CASE = ("gen", "dat", "acc", "ins", "loc", "abl", "rel")
_LIST = 8
"""Actors that a sentence names before it says how many more there are."""


@cache
def table(name: str) -> dict[str, Any]:
    """A data file of the reports."""
    return toml("tarazy.reports", name)


@dataclass(frozen=True, slots=True)
class Actors:
    """Ids of actors that a sentence names."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """An ISO date cut to what is known."""

    iso: str


@dataclass(frozen=True, slots=True)
class Noun:
    """A common noun of the language, in the nominative."""

    word: str


class Words:
    """The words of one language (kk, ru, en); ``names`` are the actors' names by id, as people have ruled them."""

    def __init__(self, language: str, names: Mapping[str, str]) -> None:
        self.language = language
        self.telling, self._names = Telling(language, names), names
        self.short_names: dict[str, str] = {}
        self._formatter = _Slots(self)

    def text(self, key: str, **slots: Any) -> str:
        """The template of this key filled in; its first letter is a capital where the template's is."""
        return self.filled(table("words.toml")[key][self.language], slots)

    def filled(self, template: str, slots: Mapping[str, Any]) -> str:
        """A template filled in. Slots: ``{x}``, ``{x:gen}`` (a case), ``{n:claims}`` (a counted noun), ``{x:is|are}`` (agreement)."""
        text = self._formatter.vformat(template, (), slots)
        if self.language == "ru":
            text = re.sub(r"\b([Вв]) (?=[ВФ][бвгджзклмнпрстфхцчшщ])", r"\1о ", text)
            text = re.sub(r"\b([Сс]) (?=[СЗШ][бвгджзклмнпрстфхцчшщ])", r"\1о ", text)
        return text

    def sentence(self, key: str, **slots: Any) -> str:
        """As ``text``, beginning with a capital."""
        return capital(self.text(key, **slots))

    def word(self, group: str, name: str) -> str:
        """A word of a group, such as a domain or an answer; the name itself where the group does not have it."""
        row = table("words.toml")[group].get(name)
        return str(row[self.language]) if row else name

    def name(self, actor: str) -> str:
        """The short name: the acronym of an organisation or state whose name is long."""
        if actor not in self.short_names:
            self.short_names[actor] = _short(actor, self.full_name(actor), self.language)
        return self.short_names[actor]

    def full_name(self, actor: str) -> str:
        """The name."""
        known = None if actor in self._names else registry().get(actor)
        return known.names.get(self.language, actor) if known else self.telling.name(actor)

    def names(self, ids: Sequence[str], case: str = "", limit: int = _LIST) -> str:
        """Names as a list in a case: ``Қазақстан мен Түркия``; the rest as a number."""
        shown = list(dict.fromkeys(ids))
        rest = len(shown) - limit if len(shown) > limit + 1 else 0
        shown = shown[:limit] if rest else shown
        written = [self._named(one) for one in shown]
        if self.language == "kk":
            # Only the last of a list takes the ending.
            written = [*written[:-1], cased(written[-1], case, "kk") if case else written[-1]] if written else []
        elif self.language == "ru" and case:
            written = [cased(one, case, "ru") for one in written]
        if rest:
            others = self.text("and-others", count=rest)
            if self.language == "kk":
                written[-1] = self.name(shown[-1])
                others = cased(others, case, "kk") if case else others
            return f"{', '.join(written)} {others}"
        if len(written) < 2:
            return "".join(written)
        last = particle(written[-2]) if self.language == "kk" and len(written) == 2 else self.text("and")
        return f"{', '.join(written[:-1])} {last} {written[-1]}"

    def telling_who(self, participants: Sequence[Mapping[str, Any]]) -> str:
        """The participants by their roles, short: ``Russia → Kazakhstan``."""
        short = Telling(self.language, {one["actor"]: self.name(one["actor"]) for one in participants})
        return short.who(participants)

    def _named(self, actor: str) -> str:
        name = self.name(actor)
        if self.language != "en":
            return name
        article = table("words.toml")["article"]
        if name in article["without"]:
            return name
        known = registry().get(actor)
        of_kind = known is None or known.kind not in ("company", "person")
        wanted = re.search(article["words"], name) is not None or (is_acronym(name) and " " not in name)
        return f"the {name}" if of_kind and wanted else name

    def count(self, number: int, noun: str) -> str:
        """``3 documents``, ``3 документа``, ``3 құжат``."""
        forms = table("words.toml")["nouns"][noun][self.language]
        form = forms[self._plural(number, len(forms))]
        return form.format(n=self.number(number)) if "{n}" in form else f"{self.number(number)} {form}"

    def _plural(self, number: float, forms: int) -> int:
        form = Locale(self.language).plural_form(Decimal(str(number)))
        order = {"one": 0, "few": 1, "many": 2, "other": 2}
        return min(order[form], forms - 1)

    def number(self, value: float, digits: int = 2) -> str:
        """A number as the language writes it."""
        return str(format_decimal(round(value, digits) if isinstance(value, float) else value, locale=self.language))

    def fixed(self, value: float, digits: int = 1) -> str:
        """A number with so many decimals, also where they are zeros."""
        return str(format_decimal(value, format=f"#,##0.{'0' * digits}", locale=self.language))

    def percent(self, share: float) -> str:
        """``18%``, ``18 %``."""
        return str(format_percent(share, locale=self.language))

    def amount(self, quantity: Mapping[str, Any]) -> str:
        """``2.5 billion US dollars``, ``около 120 чел.``."""
        unit = str(quantity["unit"])
        written = self.telling.amount({**quantity, "unit": "\0"}) if unit != "rank" else self.telling.amount(quantity)
        if unit == "percent":
            return written.replace(" \0", " %" if self.language == "ru" else "%")
        if is_currency(unit):
            return written.replace("\0", get_currency_name(unit, count=5, locale=self.language))
        nouns = table("words.toml")["nouns"]
        if unit in nouns:
            forms = nouns[unit][self.language]
            value = abs(float(quantity["value"]))
            whole = value.is_integer() and value < 1e6
            place = self._plural(int(value), len(forms)) if whole else len(forms) - 1
            return written.replace("\0", forms[place])
        symbol = UNITS[unit].symbol if unit in UNITS else ""
        return written.replace("\0", self.telling.words["units"].get(unit) or symbol or unit)

    def date(self, iso: str) -> str:
        """``10 May 2022``, ``2022 жылғы 10 мамыр``."""
        return self.telling.date(iso)

    def on(self, iso: str) -> str:
        """``on 10 May 2022``, ``10 мая 2022 г.``, ``2022 жылғы 10 мамырда``."""
        level = {4: "year", 7: "month"}.get(len(iso), "day")
        if self.language == "kk":
            return f"{iso[:4]} жылы" if level == "year" else kazakh(self.date(iso), "loc")
        if self.language == "en":
            return f"{'on' if level == 'day' else 'in'} {self.date(iso)}"
        if level == "day":
            return self.date(iso)
        if level == "year":
            return f"в {iso[:4]} г."
        month, _, rest = self.date(iso).partition(" ")
        return f"в {cased(month, 'loc', 'ru')} {rest}"

    def of(self, iso: str) -> str:
        """In Kazakh ``2022 жылғы 10 мамырдағы``, what is of that date; the date itself in other languages."""
        if self.language != "kk":
            return self.date(iso)
        return f"{iso} жылғы" if len(iso) == 4 else kazakh(self.date(iso), "rel")

    def span(self, start: str | None, end: str | None) -> str:
        """A time in words."""
        return self.telling.span(start, end)

    def years(self, first: int, last: int) -> str:
        """``1992–2025``, or one year."""
        return str(first) if first == last else f"{first}–{last}"

    def told_years(self, first: int, last: int) -> str:
        """``1992–2025 гг.``, ``2022 г.``."""
        return self.text("one-year" if first == last else "many-years", years=self.years(first, last))

    def agrees(self, ids: Sequence[str], forms: Sequence[str]) -> str:
        """The form of a verb that agrees with the actors: of two (one, several) or of four (m, f, n, several)."""
        several = len(set(ids)) > 1
        if self.language == "ru" and ids and not several:
            gender = russian_gender(self.name(ids[0])) if is_acronym(self.name(ids[0])) else None
            gender = russian_gender(self.full_name(ids[0])) if gender is None else gender
            several, place = gender == 3, gender
            return forms[-1 if several else place if len(forms) == 4 else 0]
        return forms[-1 if several else 0]


class _Slots(Formatter):
    """Fills the slots of templates by what stands behind the colon."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def format_field(self, value: Any, format_spec: str) -> str:
        words = self.words
        if "|" in format_spec:
            ids = value.ids if isinstance(value, Actors) else ("",) * int(value)
            return words.agrees(ids, format_spec.split("|"))
        if isinstance(value, Actors):
            if format_spec == "bare":
                return ", ".join(map(words.name, value.ids))
            if format_spec == "poss":
                named = words.names(value.ids)
                return f"{named}{'’' if named.endswith('s') else '’s'}"
            return words.names(value.ids, format_spec if format_spec in _CASE else "")
        if isinstance(value, Noun):
            return _noun(value.word, format_spec, words.language)
        if isinstance(value, Day):
            if format_spec == "rel":
                return words.of(value.iso)
            return words.on(value.iso) if format_spec == "on" else words.telling.date(value.iso, format_spec)
        if isinstance(value, str):
            return cased(value, format_spec, words.language) if format_spec in _CASE else value
        if format_spec == "%":
            return words.percent(value)
        if format_spec.isdigit():
            return words.fixed(value, int(format_spec))
        return words.count(int(value), format_spec) if format_spec else words.number(value)


def _noun(word: str, spec: str, language: str) -> str:
    if spec == "a":
        bare = word.split(" ")[0] in table("words.toml")["article"]["mass"] or word.endswith("s")
        return word if bare else f"{'an' if word[0] in 'aeiou' else 'a'} {word}"
    return cased(word, spec, language) if spec in _CASE else word


@cache
def _short(actor: str, name: str, language: str) -> str:
    """The acronym of a known actor where its name in the registry is long."""
    if len(name) <= _LONG:
        return name
    known = registry().get(actor)
    if known is None or known.names.get(language) != name:
        return name
    acronyms = (a.text for a in known.aliases if a.language == language and a.form == "acronym" and "." not in a.text)
    return next((one for one in acronyms if " " not in one), name)


def capital(text: str) -> str:
    """The text beginning with a capital."""
    return text[:1].upper() + text[1:]
