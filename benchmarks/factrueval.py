"""Deals and meetings of FactRuEval-2016: precision, recall and F1 of Russian extraction by that benchmark's own rules.

Usage: ``python benchmarks/factrueval.py DEVSET [--details]``: the folder ``devset`` of https://github.com/dialogue-evaluation/factRuEval-2016
(122 documents of news, MIT). Claims are read with ``participants="persons"`` and made into facts so:

- A claim of the kinds agreement, trade, transfer or investment is a Deal where its frame tells of a transaction between its
  participants; ``TYPES`` gives the type that the benchmark asks for. Frames of the same kinds that tell of a state of things (turnover, shares, tariffs,
  treaties in force, diplomatic relations) give none. A fine is a Deal there, and coercion in the codebook: it is counted, and left out in a line of its own.
- A claim of the kind meeting is a Meeting where its frame tells of talks, and its participants are the persons named.
- Each participant is given by the words of the text; one for which the sentence has no name, by its name elsewhere in the document. A fact needs two. Of
  two facts of one document of which one has no participant beyond the other's, the one with the more telling type, else the larger stays.
- A person in a participant's ``via`` is the participant.

What counts as right is in `factrueval_comparator`, with its sources. The frames were written with the first, third, fifth … document
at hand ("seen"); of the others ("unseen") the lists of deals and meetings and single names had been looked at, not the texts.
"""

from __future__ import annotations

# ruff: noqa: E402 (the pools are set before numpy is imported)
import os

for pool in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ[pool] = "1"

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from factrueval_comparator import Argument, Fact, Score, Standard, compare, load, normal
from rich.console import Console
from rich.table import Table

from tarazy.codebook.claim import Claim, Participant
from tarazy.extraction import extract
from tarazy.reading import read_bytes

BUY, LOAN, INVEST = "купля/продажа", "займ/возвращение займа", "инвестиции"
SERVICE, FINE = "услуги", "наложение/выплата штрафа"
TYPES = {
    "agreement.contract": SERVICE,
    "agreement.deal": SERVICE,
    "trade.buy": BUY,
    "trade.sell": BUY,
    "trade.purchase": BUY,
    "trade.contract": BUY,
    "transfer.order": BUY,
    "transfer.purchase": BUY,
    "transfer.supply": BUY,
    "investment.acquire": BUY,
    "investment.acquisition": BUY,
    "investment.sell-company": BUY,
    "investment.sell-to": BUY,
    "investment.merger": BUY,
    "investment.put-in": INVEST,
    "investment.invest": INVEST,
    "investment.lend": LOAN,
    "investment.borrow": LOAN,
    "investment.debt-of": LOAN,
    "investment.owe": LOAN,
    "investment.owe-sum": LOAN,
    "investment.attract": LOAN,
    "investment.finance": LOAN,
    "coercion.fine": FINE,
}
TALKS = ("meeting.meet", "meeting.talks", "meeting.receive", "meeting.call-on", "meeting.signing", "meeting.discussion")
BEST_SYSTEMS = {"deal": 0.30, "meeting": 0.24}

Key = tuple[str, frozenset[str]]


def facts_of(claims: Sequence[Claim]) -> list[tuple[Fact, Claim]]:
    """The facts of one document's claims, each with the claim from which it is made."""
    names = _names(claims)
    found: dict[Key, tuple[str, Claim]] = {}
    for claim in claims:
        rule = claim.rule.partition(".")[2]
        kind = "meeting" if rule in TALKS else "deal" if rule in TYPES else ""
        own = frozenset(_actor(p) for p in claim.participants if kind == "deal" or _actor(p).startswith("person:"))
        if not kind or len(own) < 2:
            continue
        type_ = TYPES.get(rule, "")
        like = [key for key in found if key[0] == kind and (key[1] <= own or own <= key[1])]
        if any(type_ in (SERVICE, found[key][0]) or own < key[1] for key in like):
            continue
        for key in like:
            del found[key]
        found[kind, own] = (type_, claim)
    return [(_fact(kind, own, type_, claim, names), claim) for (kind, own), (type_, claim) in found.items()]


def _actor(participant: Participant) -> str:
    return participant.via or participant.actor


def _fact(kind: str, own: frozenset[str], type_: str, claim: Claim, names: dict[str, str]) -> Fact:
    said = {_actor(p): p.surface or "" for p in claim.participants}
    words = [said[a] if _is_name(said[a]) else names[a] for a in sorted(own)]
    arguments = [Argument("participant", frozenset([normal(each)])) for each in words]
    return Fact(kind, [*arguments, *([Argument("type", frozenset([type_]))] if type_ else [])])


def _is_name(surface: str) -> bool:
    return surface != surface.lower()


def _names(claims: Sequence[Claim]) -> dict[str, str]:
    """The first name by which the document's claims call each actor; «компания» only where there is none."""
    names: dict[str, str] = {}
    for claim in claims:
        for p in claim.participants:
            surface = p.surface or p.actor
            if _actor(p) not in names or (_is_name(surface) and not _is_name(names[_actor(p)])):
                names[_actor(p)] = surface
    return names


def claims_of(document: Standard) -> list[Claim]:
    """The claims of one document, persons and companies as participants."""
    read = read_bytes(document.text.encode(), f"{document.name}.ru.txt")
    return [claim for each in read for claim in extract(each, participants="persons")]


def lines(
    documents: Sequence[Standard], answers: Sequence[list[tuple[Fact, Claim]]]
) -> Iterator[tuple[str, str, Score, float | None]]:
    """Each line of the table: what is scored, in which mode, the score, the best system's F1 where it can be compared."""
    halves = {"": slice(None), ", documents seen": slice(0, None, 2), ", documents unseen": slice(1, None, 2)}
    for kind in ("deal", "meeting"):
        for name, part in halves.items():
            score = _score(kind, documents[part], answers[part])
            yield f"{kind.capitalize()}{name}", "easy", score, None if name else BEST_SYSTEMS[kind]
        yield kind.capitalize(), "hard", _score(kind, documents, answers, hard=True), None
        if kind == "deal":
            yield "Deal, fines left out on both sides", "easy", _score(kind, documents, answers, fines=False), None


def _score(
    kind: str,
    documents: Sequence[Standard],
    answers: Sequence[list[tuple[Fact, Claim]]],
    hard: bool = False,
    fines: bool = True,
) -> Score:
    total = Score()
    for document, own in zip(documents, answers, strict=True):
        asked = [f for f in document.facts if f.kind == kind and (fines or not _is_fine(f))]
        given = [f for f, _ in own if f.kind == kind and (fines or not _is_fine(f))]
        total.add(compare(asked, given, hard))
    return total


def _is_fine(fact: Fact) -> bool:
    return any(a.name == "type" and FINE in a.values for a in fact.arguments)


def main() -> None:
    """Read the documents, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("devset", type=Path, help="the folder with book_*.txt, .facts and so on")
    parser.add_argument("--details", action="store_true", help="print each fact found, with its rule and its sentence")
    given = parser.parse_args()
    documents = list(load(given.devset))
    if not documents:
        sys.exit(f"{given.devset} holds no book_*.facts: give the folder devset of factRuEval-2016.")
    answers = [facts_of(claims_of(document)) for document in documents]
    console = Console(width=None if sys.stdout.isatty() else 120)
    if given.details:
        for document, own in zip(documents, answers, strict=True):
            for fact, claim in own:
                words = " · ".join(value for argument in fact.arguments for value in argument.values)
                console.print(f"{document.name} {claim.rule}: {words}\n    {claim.evidence.quote}", markup=False)
    table = Table(title=f"FactRuEval-2016, {len(documents)} documents of the devset")
    for column in ("facts", "mode", "precision", "recall", "F1", "asked", "answered", "best of 2016"):
        table.add_column(column, justify="left" if column in ("facts", "mode") else "right")
    for name, mode, score, best in lines(documents, answers):
        figures = (f"{score.precision:.3f}", f"{score.recall:.3f}", f"{score.f1:.3f}", f"{score.standard}")
        table.add_row(name, mode, *figures, f"{score.response}", f"{best:.2f}" if best else "")
    console.print(table)


if __name__ == "__main__":
    main()
