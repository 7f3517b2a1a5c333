"""A small observatory in three languages for tests of the page, and clients that ask its service."""

import atexit
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient
from small_reading import plain

import tarazy
from tarazy.codebook.claim import Claim, Evidence, Participant, Quantity, ValidTime
from tarazy.reading.document import Document, Passage
from tarazy.web.app import create_app
from tarazy.web.settings import Person, Settings

ADDRESS = "http://127.0.0.1:8765"
READER, REVIEWER = "a-token-for-reading", "a-token-for-ruling"

Row = dict[str, Any]
DOCUMENTS: dict[str, list[tuple[str, Row | None]]] = {
    "corridor.en.txt": [
        ("The Middle Corridor 🚂 and its partners", None),
        (
            "Kazakhstan and Türkiye signed an agreement on the corridor in May 2022.",
            {
                "kind": "agreement",
                "who": "KAZ:party TUR:party",
                "time": "2022-05",
                "stage": "signed",
                "sure": 0.9,
                "domain": "transport",
                "object": "agreement, corridor",
            },
        ),
        (
            "Trade of Kazakhstan and China reached 31 billion dollars in 2023.",
            {"kind": "trade", "who": "KAZ:partner CHN:partner", "time": "2023", "sure": 0.8, "money": 31e9},
        ),
        (
            "Russia delivered aircraft to Kazakhstan in 2015.",
            {
                "kind": "transfer",
                "who": "RUS:supplier KAZ:recipient",
                "time": "2015",
                "stage": "delivered",
                "sure": 0.6,
                "object": "aircraft",
            },
        ),
        (
            "Uzbekistan may join the union.",
            {"kind": "membership", "who": "UZB:member EAEU:organisation", "modality": "forecast", "sure": 0.3},
        ),
    ],
    "соглашение.ru.txt": [
        (
            "10 мая 2022 г. Казахстан и Турция подписали соглашение о коридоре.",
            {
                "kind": "agreement",
                "who": "KAZ:party TUR:party",
                "time": "2022-05-10",
                "stage": "signed",
                "sure": 0.85,
                "domain": "transport",
                "object": "соглашение, коридор",
            },
        ),
        (
            "В 2023 г. торговля Казахстана с Китаем составила 41 млрд долл.",
            {"kind": "trade", "who": "KAZ:partner CHN:partner", "time": "2023", "sure": 0.7, "money": 41e9},
        ),
        (
            "С 2003 г. Россия держит базу в Кыргызстане.",
            {
                "kind": "presence",
                "who": "RUS:guest KGZ:host",
                "time": "2003/",
                "stage": "active",
                "sure": 0.95,
                "domain": "defence",
                "object": "base",
            },
        ),
    ],
    "су.kk.txt": [
        ("👩‍🌾 Су туралы келісімдер ё é", None),
        (
            "Қазақстан мен Өзбекстан 1998 жылы су туралы келісімге қол қойды.",
            {
                "kind": "agreement",
                "who": "KAZ:party UZB:party",
                "time": "1998",
                "stage": "signed",
                "sure": 0.75,
                "domain": "water",
                "object": "agreement, water",
            },
        ),
        (
            "Қырғызстан Қазақстанға электр қуатын сатады.",
            {
                "kind": "trade",
                "who": "KGZ:exporter KAZ:importer",
                "sure": 0.45,
                "domain": "energy",
                "object": "electricity",
            },
        ),
    ],
}


def reader(data: bytes, name: str, media_type: str | None = None) -> list[Document]:
    text = data.decode()
    language = name.rsplit(".", 2)[1]
    passages, at = [], 0
    for number, line in enumerate(text.split("\n")):
        passages.append(Passage(line, language, at, at + len(line), at, number))
        at += len(line) + 1
    return [plain(text, name, passages, language, title=passages[0].text, date="2024-03")]


def extractor(document: Document) -> list[Claim]:
    rows = [row for _, row in DOCUMENTS[document.name]]
    return [_claim(document, passage, row) for passage, row in zip(document.passages, rows, strict=True) if row]


def _claim(document: Document, passage: Passage, row: Row) -> Claim:
    start, separator, end = row.get("time", "").partition("/")
    people = [one.split(":") for one in row["who"].split()]
    return Claim(
        document=document.name,
        kind=row["kind"],
        participants=tuple(Participant(actor, role) for actor, role in people),
        evidence=Evidence(passage.start, passage.end, passage.text),
        time=ValidTime(start or None, (end or None) if separator else start or None),
        quantities=(Quantity(row["money"], "USD"),) if "money" in row else (),
        object=row.get("object"),
        stage=row.get("stage"),
        modality=row.get("modality", "asserted"),
        domain=row.get("domain"),
        language=passage.language,
        rule="test.line",
        confidence=row["sure"],
        document_id=document.id,
    )


def observatory(folder: Path) -> tarazy.Observatory:
    """The small observatory, resolved, in a new folder below ``folder``: a copy of the first that was made."""
    if not _MADE:
        _MADE.append(_made(Path(tempfile.mkdtemp(prefix="tarazy-page-"))))
        atexit.register(shutil.rmtree, _MADE[0], ignore_errors=True)
    shutil.copytree(_MADE[0], folder, dirs_exist_ok=True)
    return tarazy.open(folder / "small")


_MADE: list[Path] = []


def _made(folder: Path) -> Path:
    texts = folder / "texts"
    texts.mkdir()
    for name, lines in DOCUMENTS.items():
        (texts / name).write_text("\n".join(line for line, _ in lines), encoding="utf-8", newline="")
    made = tarazy.create(folder / "small")
    made.read(texts, reader=reader, extractor=extractor, rules="r1")
    made.resolve()
    return folder


def client(path: Path, tokens: bool = False, static: Path | None = None, **settings: Any) -> TestClient:
    """A client of the service of the observatory at ``path``; with ``tokens``, READER and REVIEWER are those that it knows."""
    people = {READER: Person("Reader", "read"), REVIEWER: Person("Aigül", "review")} if tokens else {}
    given = Settings(path, tokens=people, **settings)
    app = create_app(given) if static is None else create_app(given, static)
    return TestClient(app, base_url=ADDRESS, raise_server_exceptions=False)


def ask(page: TestClient, address: str, status: Any = 200, **query: Any) -> Any:
    """What an address below ``/api/`` answers, and that it does so with ``status``."""
    answer = page.get(f"/api/{address}", params=query)
    assert answer.status_code == status, answer.text
    return answer.json()


def ended(page: TestClient, begun: Any, seconds: int = 30) -> dict[str, Any]:
    """The job that an answer began, once it has ended, which it does within so many ``seconds``."""
    assert begun.status_code == 200, begun.text
    number = begun.json()["job_id"]
    for _ in range(20 * seconds):
        job: dict[str, Any] = next(one for one in page.get("/api/jobs").json()["jobs"] if one["job_id"] == number)
        if job["state"] in ("done", "stopped", "failed"):
            return job
        time.sleep(0.05)
    raise AssertionError(job)
