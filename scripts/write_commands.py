"""Writes docs/commands.md from the command line itself: each command, its arguments and options, and examples.

usage: python scripts/write_commands.py
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from inspect import Signature, getdoc, signature
from pathlib import Path
from typing import Any, get_args, get_type_hints

from typer.models import ArgumentInfo

from tarazy.cli import app

PAGE = Path(__file__).parent.parent / "docs" / "commands.md"

INTRODUCTION = """\
# Commands

<!-- Written by scripts/write_commands.py from src/tarazy/commands: change the command, then run the script. -->

`tarazy COMMAND --help` shows the same in a terminal. `OBS` is the folder of an [observatory](observatory.md).

Exit codes: 0 when all went well; 1 when something was left out or went wrong; 2 when an argument does not fit; 130 after
Ctrl-C. Every error is one sentence on the error stream that names the file or argument and the mend. `TARAZY_DEBUG=1` in the
environment shows where a fault of the program itself happens. Output goes to a terminal with colours and wrapped lines,
to a file or another program plain and unwrapped.
"""

EXAMPLES = {
    "demo": """\
tarazy demo                                    # the observatory goes to ./central-asia
tarazy demo --output samples/central-asia""",
    "read": """\
tarazy read papers/ volume.zip --into obs --workers 2
pdftotext paper.pdf - | tarazy read - --into obs
tarazy read papers/ --into obs --again         # after the rules have changed
tarazy read papers/ --into obs --second-reader http://localhost:11434/v1 --model qwen2.5:14b""",
    "claims": """\
tarazy claims obs --actor KAZ --kind agreement --from 2018 --to 2025
tarazy claims obs --actor KAZ --actor TUR      # claims in which both take part
tarazy claims obs --text "өзен су" --language kk --explain
tarazy claims obs --modality denied --limit 0""",
    "import": """\
tarazy import --list
tarazy import sipri-deliveries deliveries.csv --into obs
tarazy import --template table > mapping.toml  # then say what your columns mean
tarazy import table figures.csv --mapping mapping.toml --into obs""",
    "resolve": """\
tarazy resolve obs                             # after reading: what is new finds its record
tarazy resolve obs --again                     # after a change of the weights""",
    "conflicts": """\
tarazy conflicts obs
tarazy conflicts obs --type conflict --actor KAZ --kind trade
tarazy conflicts obs --rule change-rate --rule parts-total --language ru
tarazy conflicts obs --limit 0 --format csv > findings.csv""",
    "chronology": """\
tarazy chronology obs --actor KAZ --with TUR
tarazy chronology obs --actor KAZ --domain defence --from 2010 --language ru
tarazy chronology obs --actor KAZ --with TUR --language kk --format markdown --output chronology.md
tarazy chronology obs --actor KAZ --modality all --format json""",
    "standing": """\
tarazy standing obs --on 2022-01-05 --organisation CSTO
tarazy standing obs --on 2010 --actor KAZ --carry 5
tarazy standing obs --on 2018 --agreements --actor KAZ --actor TUR --format json""",
    "measure": """\
tarazy measure obs balance KAZ --from 1992 --to 2025 --every 5
tarazy measure obs shares KAZ --domain defence --explain
tarazy measure obs lean KAZ --poles poles.toml --format csv --output lean.csv
tarazy measure obs dependence KAZ --kind transfer --by quantity --unit TIV
tarazy measure obs loss KAZ --weights defence=2,economy=1
tarazy measure obs similarity KAZ UZB --over membership
tarazy measure obs network --every 10 --roles
tarazy measure obs stages KAZ RUS --stages 1996,2001""",
    "report": """\
tarazy report obs dossier KAZ --language kk --output kazakhstan.pdf
tarazy report obs dyad KAZ TUR --from 1992 --language ru --output kazakhstan-turkiye.docx
tarazy report obs initiative CSTO --on 2022-01-05 --output csto.html
tarazy report obs chronology KAZ --domain defence --limit 0 --output defence.md
tarazy report obs comparison KAZ --periods 1992-2001,2002-2025 --output periods.pdf
tarazy report obs conflicts
tarazy report obs brief KAZ RUS --language kk --output brief.pdf""",
    "compare": """\
tarazy compare obs EU CHN
tarazy compare obs BRI TITR --rows goals,amounts,limits --language ru
tarazy compare obs KAZ --periods 1992-2001,2002-2025 --format csv --output periods.csv""",
    "scenario": """\
tarazy scenario models
tarazy scenario new bargaining --on obs --output my.toml
tarazy scenario run my.toml --on obs --workers 2
tarazy scenario run my.toml --on obs --set runs=1000 --format html --language kk --output page.html
tarazy scenario run my.toml --on obs --set inputs.capability.KAZ=40 --why "after the reform"
tarazy scenario list --on obs
tarazy scenario compare my-1a2b3c4d my-5e6f7a8b --on obs""",
    "serve": """\
tarazy serve obs                               # then open http://127.0.0.1:8765/
tarazy serve obs --open --port 0
tarazy serve obs --read-only
tarazy serve obs --host 0.0.0.0 --tokens tokens.toml --name observatory.example.org""",
    "export": """\
tarazy export obs claims > claims.jsonl        # the exchange format of the codebook
tarazy export obs claims --format csv --output claims.csv
tarazy export obs records --format csv --output records.csv
tarazy export obs actors --format parquet --output actors.parquet
tarazy export obs ties --measure depth --gather --format graphml --output depth.graphml
tarazy export obs records --format jsonld --output records.jsonld
tarazy export obs texts --output texts/        # the texts in which the offsets count""",
    "decide": """\
tarazy decide obs reject 3fa29c01 --why "a draft that was never signed"
tarazy decide obs correct 7c53b45e time=2019-05 stage=ratified "participants=KAZ:party; TUR:party"
tarazy decide obs same 3fa29c01 7c53b45e       # one thing; records likewise
tarazy decide obs merge-actors org:kmg org:kmg-nk org:kazmunaygas
tarazy decide obs name-actor org:alpha "en=Alpha|Alpha Group" kk=Альфа wikidata=Q42
tarazy decide obs list                         # all decisions, with their serials and what became of them
tarazy decide obs undo 3
tarazy decide obs export --output aigul.jsonl
tarazy decide obs import bek.jsonl             # then: tarazy decide obs disputes
tarazy decide obs patch --output names.diff    # names for the registry's data files""",
    "info": """\
tarazy info obs
tarazy info obs --version 3""",
    "evaluate": """\
tarazy read gold/texts --into obs
tarazy evaluate obs --gold gold/claims
tarazy evaluate obs --gold gold/claims --errors 20
tarazy evaluate --gold gold/claims --texts gold/texts --errors --format json""",
}

NOTES = {
    "import": "Which data sets, in which layout, and what their rows become: [data sets](datasets.md).",
    "read": "Files that the observatory has already, known by their SHA-256, are skipped. What is read, and how: "
    "[reading](reading.md). A language model beside the rules, its key "
    "and its cost: [second reader](second-reader.md).",
    "claims": "Options that are given several times: all of several `--actor`, any of several `--kind`, `--language`, "
    "`--document`, `--modality`. `--from` and `--to` keep claims whose valid time touches the span; claims without a date "
    "drop out. `--text` finds any form of a word: «өзен» finds «өзендердің». Kinds and modalities: [codebook](codebook.md).",
    "chronology": "Only what is asserted is shown unless `--modality` names others. Entries without a date stand apart at the end; "
    "`--from` and `--to` leave them out. How dates of several sources become one entry: [chronology](ties.md#chronology).",
    "standing": "A month or a year asks about some day of it. Never more than claims say: what was last known long before is *unknown*, "
    "with its age, unless `--carry` assumes that it lasted. What each answer rests on: [standing](ties.md#standing).",
    "measure": "The measures, their formulas, sources and defaults: [measures](measures.md). In a table figures have their bounds behind them; "
    "in CSV and JSON these are columns of their own. With `--explain` CSV and JSON have the ids of records and claims behind each row.",
    "report": "What is in each report, how to read one, and what the settings do: [reports](reports.md). Every sentence and number is cited to its document "
    "and sentence; what is planned, disputed or unknown is shown as such. Markdown has its figures as files beside it.",
    "compare": "Rows and columns of the frame: [comparisons](reports.md#comparisons). In a table the place of each statement's first sentence stands behind it; "
    "CSV and JSON have all sentences.",
    "scenario": "What a scenario file holds, what the numbers mean, how to add a model: [scenarios](scenarios.md). Without `--on` a file is run that needs "
    "no records, and nothing is kept.",
    "export": "Which format fits which table: [exports](ties.md#exports). Claims as JSON Lines are the exchange format of the [codebook](codebook.md). In CSV lists become text "
    "(`KAZ:party; TUR:party`). `texts` writes one UTF-8 file for each document.",
    "decide": "What each action means, and which of several decisions holds: [decisions](decisions.md). Decisions are only ever added; "
    "an undo is one too.",
    "conflicts": "The observatory must have been resolved: `tarazy resolve` looks for conflicts and faults, this command shows them, the "
    "weightiest first. A conflict on which a person has ruled (`tarazy decide obs prefer`) stays and says so. The rules: [findings](findings.md).",
    "evaluate": "Scores as the codebook defines them: a claim is *found* when kind and evidence agree and at least half of "
    "the participants do; *exact* when participants with roles, years and quantities are all the same. The documents of the "
    "gold claims must have been read into the observatory, or stand in the folder `--texts`. What the reasons of `--errors` mean: "
    "[extraction](extraction.md#what-is-missed-and-why).",
}


def page() -> str:
    """The page's text."""
    return INTRODUCTION + "\n" + "\n".join(_lines()) + "\n"


@dataclass(frozen=True)
class Parameter:
    """An argument or option as the page shows it."""

    shown: str
    help: str
    is_option: bool
    needed: bool


def commands() -> dict[str, tuple[str, list[Parameter]]]:
    """Each command's one-line description and its parameters, in their order."""
    found = {}
    for command in app.registered_commands:
        function = command.callback
        assert function is not None
        hints = get_type_hints(function, include_extras=True)
        parameters = [_parameter(name, hints[name], p.default) for name, p in signature(function).parameters.items()]
        parameters.sort(key=lambda parameter: parameter.is_option)
        found[command.name or function.__name__] = (getdoc(function) or "", parameters)
    return found


def _parameter(name: str, hint: Any, default: Any) -> Parameter:
    kind, info = get_args(hint)[0], get_args(hint)[1]
    kinds = {a for a in (kind, *get_args(kind)) if isinstance(a, type)}
    choices = next((a for a in kinds if issubclass(a, StrEnum)), ())
    plain = "" if bool in kinds else "N" if int in kinds else "|".join(choice.value for choice in choices) or "WORD"
    metavar = info.metavar or plain
    if isinstance(info, ArgumentInfo):
        return Parameter(metavar, info.help or "", False, default is Signature.empty)
    # Within Annotated the name of an option stands first, where a default would otherwise be.
    named = [info.default] if isinstance(info.default, str) else []
    shown = " ".join(filter(None, (*named, *(info.param_decls or ()), metavar)))
    needed = default is Signature.empty
    told = info.help + (" Needed." if needed else "")
    if not needed and default is not None and default is not False:
        told += f" Default: `{getattr(default, 'value', default)}`."
    return Parameter(shown, told, True, needed)


def _lines() -> Iterator[str]:
    for name, (description, parameters) in commands().items():
        needed = " ".join(p.shown for p in parameters if p.needed or not p.is_option)
        optional = " [OPTIONS]" if any(p.is_option and not p.needed for p in parameters) else ""
        yield f"## {name}\n"
        yield f"`{f'tarazy {name} {needed}'.strip()}{optional}`\n"
        yield f"{description}\n"
        if name in NOTES:
            yield f"{NOTES[name]}\n"
        yield "| argument or option | what it does |"
        yield "|---|---|"
        for parameter in parameters:
            yield f"| `{parameter.shown.replace('|', chr(92) + '|')}` | {parameter.help} |"
        yield f"\n```sh\n{EXAMPLES[name]}\n```\n"
    yield "## --version\n"
    yield "`tarazy --version` prints the version and stops."


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"wrote {PAGE}")
