"""What `tarazy evaluate` does: claims of an observatory, or of texts read anew, against a gold standard."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import track

from tarazy.error_analysis import MISSED, SPURIOUS, Error, counts, explain, rules
from tarazy.errors import UsageError
from tarazy.evaluation import Evaluation, Row, Score, evaluate, load_gold
from tarazy.extraction.trace import Trace, trace
from tarazy.reading import read_bytes
from tarazy.terminal.errors import errors_report
from tarazy.terminal.reports import evaluation_report

if TYPE_CHECKING:
    from tarazy.observatory import Observatory


def score(
    console: Console, notes: Console, obs: Path | None, gold: Path, texts: Path | None, errors: int, as_json: bool
) -> None:
    """Print the scores; with ``errors`` the reasons too, and so many cases of each. Notes and progress go to ``notes``.

    The claims are those of ``obs``, or without one those of the ``texts`` (a folder with the gold claims' documents) read anew.
    UsageError where both are missing or a text is.
    """
    standard = load_gold(gold)
    names = sorted({row["document"] for row in standard})
    traces: dict[str, Trace] = {}
    if obs is None:
        if texts is None:
            raise UsageError("evaluate needs an observatory, or a folder of texts to read anew with --texts DIR.")
        traces = _traces(notes, names, texts, None)
        guesses: list[Row] = [claim.to_exchange() for name in names for claim in traces[name].claims]
    else:
        from tarazy.observatory import open as open_observatory
        from tarazy.store.export import exchange

        observatory = open_observatory(obs)
        guesses = [exchange(row) for row in observatory.claims(document=names).iter_rows(named=True)]
    result = evaluate(standard, guesses)
    explained: list[Error] = []
    if errors:
        if obs is not None:
            missing = sorted({row["document"] for row in result.missed})
            traces = _traces(notes, missing, texts, observatory)
            _mention_other_rules(notes, guesses)
        explained = explain(result, standard, guesses, traces)
    if as_json:
        console.print_json(json.dumps(_plain(result, explained, bool(errors)), ensure_ascii=False))
        return
    evaluation_report(console, result)
    if errors:
        errors_report(console, result, explained, errors)


def _traces(
    notes: Console, names: Sequence[str], texts: Path | None, observatory: Observatory | None
) -> dict[str, Trace]:
    """What became of the candidates of each document; a document that an observatory lacks is left out."""
    if observatory is not None:
        known = set(observatory.documents()["name"])
        names = [name for name in names if name in known]
    found: dict[str, Trace] = {}
    for name in track(names, "reading", console=notes, transient=True, disable=not notes.is_terminal):
        for document in read_bytes(*_bytes_of(name, texts, observatory)):
            if document.name == name:
                found[name] = trace(document)
    return found


def _bytes_of(name: str, texts: Path | None, observatory: Observatory | None) -> tuple[bytes, str, str | None]:
    if texts is None and observatory is not None:
        return observatory.text(name).encode("utf-8", "surrogatepass"), name, "text/plain"
    path = (texts or Path()) / name
    if not path.is_file():
        raise UsageError(f"{path} is not there, although the gold claims speak of it: name the folder that holds it.")
    return path.read_bytes(), name, None


def _mention_other_rules(notes: Console, guesses: Iterable[Row]) -> None:
    from tarazy.extraction import rules_version

    if any(row.get("extractor") not in (None, rules_version()) for row in guesses):
        notes.print(
            "Some documents were read by other rules than today's, by which the reasons are told: `tarazy read --again` reads "
            "them anew.",
            soft_wrap=True,
        )


def _plain(result: Evaluation, errors: Sequence[Error], explained: bool) -> dict[str, Any]:
    page: dict[str, Any] = {
        "found": _rates(result.found),
        "exact": _rates(result.exact),
        "slots": result.slots,
        **{
            name: {key: _rates(score) for key, score in getattr(result, name).items()}
            for name in ("by_language", "by_kind", "by_document")
        },
    }
    if explained:
        page["reasons"] = {"missed": dict(_reasons(errors, "missed")), "spurious": dict(_reasons(errors, "spurious"))}
        page["rules"] = {name: {"right": right, "spurious": wrong} for name, (right, wrong) in rules(result).items()}
        page["errors"] = [error.to_json() for error in errors]
    return page


def _reasons(errors: Sequence[Error], side: str) -> Iterator[tuple[str, int]]:
    total = counts(errors, side, "kind")[""]
    yield from ((name, total[name]) for name in (MISSED if side == "missed" else SPURIOUS) if total[name])


def _rates(score: Score) -> dict[str, float]:
    return {
        "f1": score.f1,
        "precision": score.precision,
        "recall": score.recall,
        "hits": score.hits,
        "gold": score.gold,
        "predicted": score.predicted,
    }
