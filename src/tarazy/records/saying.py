"""A finding as one plain sentence in English, Russian or Kazakh, from the templates of ``findings.toml``."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from babel.dates import format_date, format_skeleton

from tarazy.records.rulebook import rules, table

_LOCALES = {"en": "en_GB", "ru": "ru", "kk": "kk"}
_ABOUT = {"=": "", "~": "≈ ", ">": "> ", "<": "< "}
_SHOWN = 4
"""Values and actors that a sentence names before it breaks off."""
Values = Mapping[str, Any]


@cache
def _tables() -> dict[str, Any]:
    return table("findings.toml")


def sentence(finding: Mapping[str, Any], language: str = "en", names: Mapping[str, str] | None = None) -> str:
    """One sentence about a row of FINDINGS: what it is about, and the numbers, dates or actors that do not fit.

    ``language`` is en, ru or kk; ``names`` gives actors' names by id (``Observatory.actor_names(language)``).
    """
    values = json.loads(finding["values"])
    speaker = _Speaker(language, names or {}, values)
    said = rules()[finding["rule"]].wording[language].format_map(_Lazy(speaker.slot))
    about = speaker.about(finding["actors"] or ())
    line = f"{about}: {said}."
    if settled := values.get("settled"):
        line = f"{line[:-1]} ({speaker.word('settled').format(who=settled['who'], value=_plain(settled['value']))})."
    return line[0].upper() + line[1:]


class _Lazy(dict[str, str]):
    """Only the slots that a template names are worked out."""

    def __init__(self, slot: Callable[[str], str]) -> None:
        super().__init__()
        self.slot = slot

    def __missing__(self, name: str) -> str:
        return self.slot(name)


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


class _Speaker:
    def __init__(self, language: str, names: Mapping[str, str], values: Values) -> None:
        self.language, self.names, self.values = language, names, values

    def word(self, key: str) -> Any:
        return _tables()["words"][self.language][key]

    def term(self, name: str) -> str:
        return str(_tables()["terms"].get(name, {}).get(self.language, name))

    def about(self, actors: Sequence[str]) -> str:
        kind = str(self.values.get("kind", ""))
        named = str(_tables()["kinds"].get(kind, {}).get(self.language, kind))
        shown = ", ".join(map(self.actor, actors[:_SHOWN])) + (" …" if len(actors) > _SHOWN else "")
        return f"{named} ({shown})" if shown else named

    def actor(self, actor: str) -> str:
        return self.names.get(actor) or actor.partition(":")[2].replace("-", " ").title() or actor

    def slot(self, name: str) -> str:
        """The words for a slot of a template."""
        filled = getattr(self, f"_{name}", None)
        return str(filled()) if filled is not None else self._other(name)

    def _other(self, name: str) -> str:
        value = self.values[name]
        if isinstance(value, str):
            return self.date(value) if value[:4].isdigit() else self.term(value)
        return self.number(float(value))

    def _sources(self) -> str:
        count = int(self.values["documents"])
        if count < 3:
            return str(self.word("one-source" if count == 1 else "two-sources"))
        few = 2 <= count % 10 <= 4 and not 12 <= count % 100 <= 14
        return str(self.word("few-sources" if few else "many-sources")).format(n=count)

    def _side(self, name: str, at: str) -> str:
        count = next(int(one["documents"]) for one in self.values["values"] if one["value"] == at)
        forms = self.word(name)
        return str(forms[0] if count == 1 else forms[1]).format(n=count)

    def _asserting(self) -> str:
        return self._side("asserting", "asserted")

    def _denying(self) -> str:
        return self._side("denying", "denied")

    def _values(self) -> str:
        given = [one["value"] for one in self.values["values"]]
        shown = self._amounts(given) if "unit" in self.values else [self._value(value) for value in given]
        cut = shown[:_SHOWN] + ["…"] * (len(shown) > _SHOWN)
        return f" {self.word('and')} ".join([", ".join(cut[:-1]), cut[-1]])

    def _value(self, value: Any) -> str:
        if isinstance(value, str):
            return " – ".join(map(self.date, value.split("/"))) if value[:4].isdigit() else self.term(value)
        if "roles" in self.values:
            return " → ".join(map(self.actor, value))
        return ", ".join(map(self.actor, value))

    def _amounts(self, groups: Sequence[Sequence[Mapping[str, Any]]]) -> list[str]:
        """Amounts of one unit; those of one size share scale word and unit: "400 and 450 million USD"."""
        written = ["–".join(self._parts(one)[0] for one in group) for group in groups]
        tails = [self._parts(group[-1])[1] for group in groups]
        if len(set(tails)) == 1:
            return [*written[:-1], f"{written[-1]}{tails[-1]}"]
        return [head + tail for head, tail in zip(written, tails, strict=True)]

    def _parts(self, one: Mapping[str, Any]) -> tuple[str, str]:
        value, unit = float(one["value"]), str(one["unit"])
        if unit == "km3" and 0 < abs(value) < 0.001:
            value, unit = value * 1e9, "m3"
        named = str(_tables()["units"].get(unit, {}).get(self.language, unit))
        for size, scale in _tables()["scales"][self.language]:
            if abs(value) >= size:
                return f"{_ABOUT[one['relation']]}{self.number(value / size)}", f" {scale} {named}"
        if unit == "rank":
            return f"№ {self.number(value)}", ""
        return (
            f"{_ABOUT[one['relation']]}{self.number(value)}",
            f"{'' if named == '%' and self.language == 'en' else ' '}{named}",
        )

    def amount(self, one: Mapping[str, Any]) -> str:
        return "".join(self._parts(one))

    def number(self, value: float) -> str:
        plain = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.6g}"
        return plain if self.language == "en" else plain.replace(",", " ").replace(".", ",")

    def date(self, date: str) -> str:
        """``2022-05-10`` as the language writes it; cut dates as far as they go."""
        parts = date.split("-")
        try:
            whole = datetime.date(*(int(part) for part in [*parts, "1", "1"][:3]))
        except ValueError:
            return date
        locale = _LOCALES[self.language]
        if len(parts) == 1:
            return date
        return str(
            format_date(whole, "long", locale=locale)
            if len(parts) == 3
            else format_skeleton("yMMMM", whole, locale=locale)
        )

    def _period(self) -> str:
        period = self.values.get("period")
        if not period:
            return ""
        return str(self.word("in")).format(period=" – ".join(self.date(p) for p in period.split("/") if p))

    def _percent(self, share: float) -> str:
        return self.amount({"value": round(share, 1), "unit": "percent", "relation": "="})

    def _at(self, place: int) -> str:
        return self.amount(self.values["numbers"][place])

    def _before(self) -> str:
        return self._at(0)

    def _after(self) -> str:
        return self._at(1)

    def _part(self) -> str:
        return self._at(0)

    def _whole(self) -> str:
        return self._at(1)

    def _true(self) -> str:
        true = float(self.values["true"])
        if "numbers" in self.values and isinstance(self.values.get("stated"), str):
            true *= 100
        return f"{'+' if true > 0 and 'stated' in self.values else ''}{self._percent(true)}"

    def _stated(self) -> str:
        stated = self.values.get("stated")
        if isinstance(stated, str):
            return stated
        return self._percent(stated) if stated is not None else self._at(2)

    def _numbers(self) -> str:
        return ", ".join(map(self.amount, self.values["numbers"][: 2 * _SHOWN]))

    def _sum(self) -> str:
        first = self.values["numbers"][0]
        return self.amount({"value": self.values["sum"], "unit": first["unit"], "relation": "="})

    def _total(self) -> str:
        if "rank" not in self.values:
            return self._at(0)
        total = self.values["total"]
        return "" if total is None else str(self.word("of")).format(total=self.number(float(total)))

    def _movement(self) -> str:
        return str(self.word("rise" if self.values["rises"] else "fall"))

    def _years(self) -> str:
        return ", ".join(self.values["years"])

    def _actor(self) -> str:
        return self.actor(self.values["actor"])

    def _limits(self) -> str:
        written = []
        for key, name in (("least", "less"), ("most", "more")):
            if self.values.get(key) is not None:
                limit = self.amount({"value": self.values[key], "unit": self.values["unit"], "relation": "="})
                written.append(str(self.word(name)).format(limit=limit))
        return ", ".join(written)
