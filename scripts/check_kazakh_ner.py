"""Checks the Kazakh entity model and the linker on texts that are no news: how many of the claims' participants they find.

usage: python scripts/check_kazakh_ner.py [--model FILE] [--missed N] [TEXTS_DIR CLAIMS_DIR …]

The reference are the participants of claims annotated by hand (JSON Lines in the exchange format) in ``*.kk.txt``: those of the training
texts and of the sample, unless folders are named. In the sentences of a claim's evidence

- *known*: a participant of the registry counts as found where a mention is linked to it ("its country" is named by no surface and stays out
  of reach of names, so that 100 % cannot be had);
- *unknown*: a participant with a slug (``org:``, ``person:``, ``place:``, ``group:``) counts as found where a mention of its type has its slug
  or no other participant's;
- *surfaces*: each surface that is linked to a participant counts as found by the model where an entity of a fitting class covers it.

``--model`` takes another CRF file; ``--missed N`` prints N surfaces that the model passed over and N participants without a mention.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tarazy.actors.linker import Linker
from tarazy.actors.mention import Mention
from tarazy.actors.registry import registry
from tarazy.evaluation import Row, load_gold
from tarazy.extraction.citations import citations
from tarazy.language.base import Analysis, Entity
from tarazy.language.kk import KazakhPack
from tarazy.reading import read_bytes

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = [
    (ROOT / "training" / "texts", ROOT / "training" / "claims"),
    (ROOT / "examples" / "central-asia", ROOT / "tests" / "data" / "sample_claims"),
]
FITTING = {
    "state": {"LOC", "NORP", "ORG", "POSITION", "EVENT", "LAW", "PROJECT"},
    "place": {"LOC", "EVENT", "LAW", "PROJECT"},
    "region": {"LOC", "NORP", "ORG", "EVENT"},
    "person": {"PER"},
}
OF_BODIES = {"ORG", "PROJECT", "PRODUCT", "LOC", "EVENT", "ART", "NORP", "LAW"}
NAMES = ("name", "acronym", "capital", "leader", "provisional")


@dataclass(slots=True)
class Tally:
    """Found and all by group, and what was passed over."""

    found: Counter[str] = field(default_factory=Counter)
    all: Counter[str] = field(default_factory=Counter)
    missed: dict[str, list[str]] = field(default_factory=dict)

    def add(self, group: str, found: bool, name: str) -> None:
        self.all[group] += 1
        self.found[group] += found
        if not found:
            self.missed.setdefault(group, []).append(name)


@dataclass(frozen=True, slots=True)
class Read:
    """A sentence of a text as given ``[start:end]``, analysed and linked."""

    start: int
    end: int
    analysis: Analysis
    mentions: list[Mention]


def sentences(text: Path, kazakh: KazakhPack, linker: Linker) -> Iterator[Read]:
    """The Kazakh sentences of a text."""
    for document in read_bytes(text.read_bytes(), text.name):
        passages = [p for p in document.passages if p.language == "kk" and p.kind != "reference"]
        for passage, analysis in zip(passages, kazakh.analyse([p.text for p in passages]), strict=True):
            yield Read(passage.start, passage.end, analysis, linker.link(analysis))


def check(claims: Sequence[Row], read: list[Read], tally: Tally) -> None:
    """Count the participants of one text's claims."""
    known = registry().actors
    for claim in claims:
        start, end = claim["evidence"]["start"], claim["evidence"]["end"]
        here = [r for r in read if start < r.end and r.start < end]
        mentions = [m for r in here for m in r.mentions]
        for actor in sorted({p["actor"] for p in claim["participants"]}):
            kind = known[actor].kind if actor in known else actor.partition(":")[0]
            if actor in known:
                group = kind if kind in FITTING else "organisation, company, group"
                tally.add(
                    f"known: {group}", any(actor in (m.actor, m.via) for m in mentions), f"{actor}  {_quote(claim)}"
                )
            else:
                fits = [m for m in mentions if m.actor == actor or (not m.known and m.actor.startswith(f"{kind}:"))]
                tally.add(f"unknown: {kind}", bool(fits), f"{actor}  {_quote(claim)}")
            for r in here:
                for mention in r.mentions:
                    if actor in (mention.actor, mention.via) and mention.known and mention.form in NAMES:
                        fitting = FITTING.get("person" if mention.via else kind, OF_BODIES)
                        covered = any(_covers(e, mention) and e.label in fitting for e in r.analysis.entities)
                        tally.add(f"surfaces: {mention.form}", covered, f"{mention.surface}  ({r.analysis.text[:100]})")


def _covers(entity: Entity, mention: Mention) -> bool:
    return entity.start < mention.end and mention.start < entity.end


def _quote(claim: Row) -> str:
    return " ".join(claim["evidence"]["quote"].split())[:100]


def unknown_names(read: list[Read]) -> Counter[str]:
    """Provisional actors by type; authors in citations, whom extraction leaves out, apart from the others."""
    counter: Counter[str] = Counter()
    for r in read:
        cited = citations(r.analysis.text)
        for mention in r.mentions:
            if not mention.known:
                inside = any(c.start <= mention.start and mention.end <= c.end for c in cited)
                counter["author of a cited work" if inside else mention.actor.partition(":")[0]] += 1
    return counter


def report(tally: Tally, names: Counter[str], words: int, texts: int) -> Iterator[str]:
    """The table in Markdown."""
    yield f"| recall on {texts} Kazakh texts, {words:,} words | found | of | |\n|---|---|---|---|"
    groups = sorted(tally.all)
    for prefix in ("known", "unknown", "surfaces"):
        own = [g for g in groups if g.startswith(prefix)]
        for group in (*own, prefix):
            found, of = (
                sum(counter[g] for g in (own if group == prefix else [group])) for counter in (tally.found, tally.all)
            )
            title = f"**{prefix}, all**" if group == prefix else group
            yield f"| {title} | {found:,} | {of:,} | {found / max(of, 1):.1%} |"
    yield f"\nunknown names in the texts: {', '.join(f'{kind} {number:,}' for kind, number in names.most_common())}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, help="TEXTS_DIR CLAIMS_DIR, any number of pairs")
    parser.add_argument("--model", type=Path, help="another CRF than the package's")
    parser.add_argument("--missed", type=int, default=0, metavar="N")
    arguments = parser.parse_args()
    if len(arguments.folders) % 2:
        parser.error("name folders in pairs: texts, then their claims")
    folders = list(zip(arguments.folders[::2], arguments.folders[1::2], strict=True)) or FOLDERS
    if arguments.model and not arguments.model.is_file():
        sys.exit(f"{arguments.model}: no such file; name a CRF that scripts/train_kazakh_ner.py wrote")
    kazakh = KazakhPack(arguments.model)
    linker, tally, names = Linker(), Tally(), Counter[str]()
    words = texts = 0
    for text_folder, claim_folder in folders:
        for text in sorted(text_folder.glob("*.kk.txt")):
            claims = claim_folder / f"{text.stem}.jsonl"
            if not claims.is_file():
                continue
            read = list(sentences(text, kazakh, linker))
            check(load_gold(claims), read, tally)
            names += unknown_names(read)
            words += sum(len(r.analysis.text.split()) for r in read)
            texts += 1
    if not texts:
        sys.exit("no *.kk.txt with claims of the same name there: name the folders of both")
    for line in report(tally, names, words, texts):
        print(line)
    for group, passed in sorted(tally.missed.items()):
        if arguments.missed:
            print(f"\n{group}: passed over")
            print("\n".join(f"  {name}" for name in passed[: arguments.missed]))


if __name__ == "__main__":
    main()
