"""Writes docs/codebook.md from the vocabulary in src/tarazy/codebook/data.

usage: python scripts/write_codebook.py
"""

from collections.abc import Iterator
from pathlib import Path

from tarazy.codebook.vocabulary import DOMAINS, KINDS, MODALITIES, UNITS

PAGE = Path(__file__).parent.parent / "docs" / "codebook.md"

INTRODUCTION = """\
# Codebook

<!-- Written by scripts/write_codebook.py from src/tarazy/codebook/data: change the data, then run the script. -->

A **claim** is one proposition that a source makes about one tie, event, quantity or judgement in international relations,
with its evidence: the characters of the source that carry it. This page lists the vocabulary of claims. It is data in
`src/tarazy/codebook/data`; the checks, the command line and this page all read it from there.

## The exchange format

`tarazy export OBS claims --format jsonl` writes one JSON object a line:

| field | what it is |
|---|---|
| `id` | a hash of what the claim says and where |
| `document` | the file's name; `volume.zip!/name.txt` inside an archive |
| `part` | the paper of a volume, where the document is one |
| `kind` | one of the kinds below |
| `participants` | who takes part: `actor` (an id), `role`, and where known `via` (the person who acts for it) and `surface` (the words of the text) |
| `time` | when it held: `start` and `end`, ISO dates cut to what is known; equal for a point, one left out for an open span, none where the text gives none |
| `quantities` | numbers: `value`, `unit`, and `relation` where it is not `=`: `~` about, `>` more than, `<` less than |
| `object` | a short English label of the thing |
| `stage` | one of the kind's stages |
| `modality` | how the source puts it |
| `domain` | the domain of the tie |
| `speaker`, `cited` | who says so within the document; the works that the sentence cites |
| `evidence` | `start`, `end` and `quote`: `text[start:end] == quote` in the document's text as given, counted in Unicode characters from 0 |
| `language`, `rule`, `confidence` | of the sentence; which rule made the claim; from 0 to 1 |
| `document_id`, `said`, `recorded`, `extractor` | SHA-256 of the document, its own date, when it was read, by which version of the rules |

An **actor** is an ISO 3166 alpha-3 code for a state (`KAZ`; `SUN` for the Soviet Union), the usual English acronym for an
organisation or programme (`CSTO`), or a type and a slug: `org:`, `group:`, `person:`, `region:`, `place:`.
"""


def page() -> str:
    """The page's text."""
    return INTRODUCTION + "\n" + "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "## Kinds\n"
    yield "| kind | what it records | domain | PLOVER | CAMEO |"
    yield "|---|---|---|---|---|"
    for kind in KINDS.values():
        codes = (", ".join(group) or "–" for group in (kind.plover, kind.cameo))
        yield f"| [`{kind.name}`](#{kind.name}) | {kind.description} | {kind.domain} | {' | '.join(codes)} |"
    yield "\nThe domain is that of a claim whose words name no other. PLOVER and CAMEO, which record events alone, have no"
    yield "counterpart of a threat assessed or of a figure."
    for kind in KINDS.values():
        yield f"\n### {kind.name}\n"
        yield f"{kind.description}.\n"
        yield "| role | who |"
        yield "|---|---|"
        for role in kind.roles.values():
            yield f"| `{role.name}` | {role.description}{'; one or several' if role.many else '; one'} |"
        if kind.stages:
            yield "\n| stage | meaning |"
            yield "|---|---|"
            yield from (f"| `{stage}` | {meaning} |" for stage, meaning in kind.stages.items())
    for title, table in (("Modalities", MODALITIES), ("Domains", DOMAINS)):
        yield f"\n## {title}\n"
        yield f"| {title.lower()[:-1] if title == 'Domains' else 'modality'} | meaning |"
        yield "|---|---|"
        yield from (f"| `{name}` | {meaning} |" for name, meaning in table.items())
    yield "\n## Units\n"
    yield "A unit is an ISO 4217 currency code (`USD`, `KZT`), one of these, or a plain English noun where none fits.\n"
    yield "| unit | measures | what it is |"
    yield "|---|---|---|"
    yield from (f"| `{unit.name}` | {unit.measures} | {unit.description} |" for unit in UNITS.values())


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
    print(f"wrote {PAGE}")
