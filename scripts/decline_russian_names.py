"""Write src/tarazy/actors/data/russian_declension.tsv: case forms of the registry's Russian names by pymorphy3.

Run it after editing names in the registry; the linker works without it, only its first start is slower. Rows that already stand in the
file are kept as they are, so that a wrong form mended by hand stays mended; ``--fresh`` computes all of them again.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tarazy.actors.registry import registry
from tarazy.actors.russian import decline_by_dictionary

TABLE = Path(__file__).parents[1] / "src/tarazy/actors/data/russian_declension.tsv"


def main() -> None:
    """Decline every Russian name, people and capital of the registry that the table lacks."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    header, kept = lines[0], {line.split("\t")[0]: line for line in lines[1:]}
    if "--fresh" in sys.argv[1:]:
        kept = {}
    book = registry()
    aliases = [alias for actor in book.actors.values() if actor.kind != "person" for alias in actor.aliases]
    needed: dict[str, str] = {}
    for alias in [*aliases, *book.phrases]:
        if alias.language == "ru" and alias.declined and alias.form != "adjective" and not alias.text.isascii():
            head, forms = decline_by_dictionary(alias.text)
            needed[head] = kept.get(head) or "\t".join([head, *forms])
    TABLE.write_text("\n".join([header, *(needed[head] for head in sorted(needed))]) + "\n", encoding="utf-8")
    print(f"{len(needed)} rows in {TABLE.name}")


if __name__ == "__main__":
    main()
