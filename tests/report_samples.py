"""A small observatory for tests of reports: sentences with the claims that a reader takes from them, so that nothing hangs on extraction."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import small_reading

import tarazy
from tarazy.codebook.claim import Claim, Evidence, Participant, Quantity, ValidTime
from tarazy.reading.document import Document

Said = dict[str, dict[str, Any]]


def of(kind: str, roles: str, start: str | None = None, **others: Any) -> dict[str, Any]:
    """``of("agreement", "KAZ:party TUR:party", "2018", stage="signed")``."""
    pairs = [pair.rsplit(":", 1) for pair in roles.split()]
    end = others.pop("end", start)
    time = ValidTime(start, end)
    return {"kind": kind, "participants": tuple(Participant(*pair) for pair in pairs), "time": time, **others}


ENGLISH: Said = {
    "Kazakhstan joined the United Nations on 2 March 1992.": of(
        "membership", "KAZ:member UN:organisation", "1992-03-02", stage="joined", domain="diplomacy"
    ),
    "In 2018 Kazakhstan and Türkiye signed a treaty on defence.": of(
        "agreement", "KAZ:party TUR:party", "2018", stage="signed", object="treaty, defence", domain="defence"
    ),
    "The treaty of Kazakhstan and Russia is in force since 15 January 2020.": of(
        "agreement",
        "KAZ:party RUS:party",
        "2020-01-15",
        end=None,
        stage="in-force",
        object="treaty",
        domain="diplomacy",
    ),
    'China lent "5 billion" <b>dollars</b> #1 $x$ \\ to Kazakhstan in 2010.': of(
        "investment",
        "CHN:investor KAZ:recipient",
        "2010",
        stage="made",
        quantities=(Quantity(5e9, "USD"),),
        domain="economy",
        object="loan",
    ),
    "Kazakhstan and Uzbekistan will sign an agreement in 2031.": of(
        "agreement", "KAZ:party UZB:party", "2031", stage="signed", modality="planned", domain="diplomacy"
    ),
    "Kazakhstan does not seek membership of NATO.": of(
        "membership", "KAZ:member NATO:organisation", stage="member", modality="denied", domain="diplomacy"
    ),
    "In 2023 trade of Kazakhstan and China was 31.5 billion dollars.": of(
        "trade", "KAZ:partner CHN:partner", "2023", quantities=(Quantity(31.5e9, "USD"),), object="trade turnover"
    ),
    "The budget of Kazakhstan was 2 billion dollars in 2019.": of(
        "indicator", "KAZ:subject", "2019", quantities=(Quantity(2e9, "USD"),), object="defence budget"
    ),
    "Kazakhstan spoke for the corridor.": of("stance", "KAZ:holder", stage="support", domain="diplomacy"),
}
RUSSIAN: Said = {
    "В 2023 году торговля Казахстана и Китая составила 41 млрд долл.": of(
        "trade", "KAZ:partner CHN:partner", "2023", quantities=(Quantity(41e9, "USD"),), object="trade turnover"
    ),
    "В 2018 году Казахстан и Турция подписали договор об обороне.": of(
        "agreement", "KAZ:party TUR:party", "2018", stage="signed", object="treaty, defence", domain="defence"
    ),
    "С 2015 года Россия поставляет Казахстану вооружения.": of(
        "transfer", "RUS:supplier KAZ:recipient", "2015", end=None, stage="delivered", domain="defence"
    ),
}
KAZAKH: Said = {
    "Қазақстан 2020 жылы Ауғанстанға көмек көрсетті.": of(
        "aid", "KAZ:donor AFG:recipient", "2020", stage="delivered", domain="humanitarian"
    ),
    "Ұжымдық қауіпсіздік туралы шартқа Қазақстан мен Ресей 1992 жылы қол қойды.": of(
        "agreement", "KAZ:party RUS:party CSTO:party", "1992", stage="signed", object="treaty, security"
    ),
}
TEXTS = {"one.en.txt": ("en", ENGLISH), "two.ru.txt": ("ru", RUSSIAN), "three.kk.txt": ("kk", KAZAKH)}


def extractor(document: Document) -> list[Claim]:
    """The claims of the sentences above."""
    language, said = TEXTS[document.name]
    claims = []
    for passage in document.passages:
        given = said[passage.text]
        quote = document.text[passage.start : passage.end]
        claims.append(
            Claim(
                document=document.name,
                evidence=Evidence(passage.start, passage.end, quote),
                language=language,
                rule="test",
                confidence=0.8,
                document_id=document.id,
                **{"stage": None, **given},
            )
        )
    return claims


def observatory(folder: Path, resolved: bool = True) -> tarazy.Observatory:
    """The observatory of these texts."""
    texts = folder / "texts"
    texts.mkdir()
    for name, (_, said) in TEXTS.items():
        (texts / name).write_text("\n".join(said) + "\n", "utf-8")
    made = tarazy.create(folder / "obs")
    made.read(texts, reader=small_reading.reader, extractor=extractor, rules="r1")
    if resolved:
        made.resolve()
    return made
