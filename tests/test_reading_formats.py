"""Every format gives the same sentences; text as given is what the format holds."""

from __future__ import annotations

import io
import pickle
import sys
from pathlib import Path

import pytest
from reading_samples import archive, docx, pdf

from tarazy.reading import Document, ReadFailure, Source, find_files, read_bytes, read_path

RUSSIAN = "В 2019 году стороны подписали соглашение о совместных учениях. Объём помощи составил 2,5 млн долларов."
KAZAKH = "Қазақстан мен Өзбекстан 2022 жылы шарт жасасты. Құжатты екі елдің министрлері әзірледі."
ENGLISH = "The two ministers signed the agreement in May 2021. It entered into force a year later."


def sentences(document: Document) -> list[str]:
    return [p.text for p in document.passages if p.kind == "sentence"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
@pytest.mark.parametrize("text", [RUSSIAN, KAZAKH, ENGLISH])
def test_unicode_encodings(text: str, encoding: str) -> None:
    document = read_bytes(text.encode(encoding), "a.txt")[0]
    assert document.text.removeprefix("\ufeff") == text
    assert len(sentences(document)) == 2
    if encoding == "utf-8-sig":
        assert document.text == text.encode(encoding).decode("utf-8"), "the mark stays in the text as given"
        assert document.passages[0].start == 1


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "cp866"])
def test_one_byte_russian(encoding: str) -> None:
    document = read_bytes(RUSSIAN.encode(encoding), "a.txt")[0]
    assert document.text == RUSSIAN
    assert document.encoding is not None


def test_one_byte_kazakh() -> None:
    document = read_bytes(KAZAKH.encode("ptcp154"), "a.txt")[0]
    assert document.text == KAZAKH
    assert document.languages == ("kk",)


def test_line_ends_stay_as_they_are() -> None:
    text = RUSSIAN.replace(" учениях", "\r\nучениях") + "\r\n\r\n" + ENGLISH
    document = read_bytes(text.encode(), "a.txt")[0]
    assert document.text == text
    for p in document.passages:
        assert document.text[p.start : p.end].replace("\r\n", " ") == p.text
    assert {p.language for p in document.passages} == {"ru", "en"}


def test_pdf_pages() -> None:
    pages = [["ВЕСТНИК СОТРУДНИЧЕСТВА", "Стороны провели переговоры о поставке зерна и под-", "писали протокол, который"],
             ["ВЕСТНИК СОТРУДНИЧЕСТВА", "вступил в силу 12 мая 2020 года."], ["ВЕСТНИК СОТРУДНИЧЕСТВА", "Второй протокол подписан позже."]]  # fmt: skip
    document = read_bytes(pdf(pages), "a.pdf")[0]
    assert document.media_type == "application/pdf"
    assert (
        "Стороны провели переговоры о поставке зерна и подписали протокол, который вступил в силу 12 мая 2020 года."
        in sentences(document)
    )
    assert "\f" in document.text
    for p in document.passages:
        assert document.offsets.to_given(p.clean_start, p.clean_start + len(p.text)) == (p.start, p.end)


def test_pdf_facts() -> None:
    document = read_bytes(
        pdf(
            [["The parties met in Geneva and signed nothing."]],
            info="/Title (Report on the talks) /Author (Jane Roe) /CreationDate (D:20200512)",
        ),
        "a.pdf",
    )[0]
    assert (document.title, document.authors) == ("Report on the talks", ("Jane Roe",))
    assert document.date is None, "when a file was made is not the document's date"
    assert document.notes == ("the file was made on 2020-05-12",)


def test_docx_paragraphs_and_table() -> None:
    document = read_bytes(
        docx(
            [RUSSIAN, KAZAKH],
            [["Страна", "2020", "2021"], ["Казахстан", "1 200", "1 350"]],
            title="Обзор",
            author="А. Б. Иванов",
        ),
        "a.docx",
    )[0]
    assert sentences(document) == [*RUSSIAN.replace(". О", ".|О").split("|"), *KAZAKH.replace(". Қ", ".|Қ").split("|")]
    assert [p.text for p in document.passages if p.kind == "row"] == ["Страна 2020 2021", "Казахстан 1 200 1 350"]
    assert (document.title, document.authors) == ("Обзор", ("А. Б. Иванов",))


PAGE = f"""<!DOCTYPE html><html><head><meta charset="windows-1251"><title>Договор о дружбе подписан | Газета</title>
<meta property="article:published_time" content="2023-04-05T10:00:00+06:00"><meta name="author" content="Айгуль Сериковна">
<script>var a = "Казахстан подписал 100 договоров.";</script></head><body>
<nav><ul><li><a href="/">Главная</a></li><li><a href="/n">Новости</a></li></ul></nav>
<div class="share-buttons"><a>Поделиться</a> <a>Telegram</a></div>
<article><h1>Договор о дружбе подписан</h1><p>{RUSSIAN}</p>
<ul><li>стороны откроют два консульства;</li><li>стороны отменят визы.</li></ul>
<table><tr><th>Год</th><th>Оборот, млн</th></tr><tr><td>2021</td><td>310</td></tr></table>
<div class="text"><p>{KAZAKH}</p>Строка без абзаца тоже относится к статье.</div></article>
<div id="poll"><p>Какая угроза важнее?</p><label>Первая 228 (66.67%)</label></div>
<aside class="related"><a href="/x">Другая статья о встрече министров</a></aside><footer>Все права защищены</footer></body></html>"""


def test_saved_page() -> None:
    document = read_bytes(PAGE.replace("windows-1251", "utf-8").encode(), "a.html")[0]
    kept = [p.text for p in document.passages]
    for sentence in (
        *RUSSIAN.replace(". О", ".|О").split("|"),
        *KAZAKH.replace(". Қ", ".|Қ").split("|"),
        "Строка без абзаца тоже относится к статье.",
    ):
        assert sentence in kept
    assert "стороны отменят визы." in [p.text for p in document.passages if p.kind == "item"]
    assert "2021 310" in [p.text for p in document.passages if p.kind == "row"]
    for gone in ("Поделиться", "Главная", "угроза", "Другая статья", "права защищены", "100 договоров"):
        assert gone not in document.text
    assert (document.title, document.authors, document.date) == (
        "Договор о дружбе подписан",
        ("Айгуль Сериковна",),
        "2023-04-05",
    )


def test_saved_page_in_windows_1251() -> None:
    page = PAGE.replace(KAZAKH, "").encode("cp1251")
    assert RUSSIAN in read_bytes(page, "a.htm")[0].text


def test_article_in_a_block_that_is_named_like_furniture_is_kept() -> None:
    page = (
        "<html><body><div class='comments'>"
        + "".join(f"<p>{RUSSIAN} {ENGLISH} {i}.</p>" for i in range(4))
        + "</div></body></html>"
    )
    assert read_bytes(page.encode(), "a.html")[0].text.count("соглашение") == 4


def test_short_article_in_a_block_that_is_named_like_furniture_is_kept() -> None:
    page = f"<html><body><ul><li><a href='/'>Home</a></li><li><a href='/n'>News</a></li></ul><div class='social'><p>{RUSSIAN} {ENGLISH}</p></div></body></html>"
    text = read_bytes(page.encode(), "a.html")[0].text
    assert RUSSIAN in text
    assert "Home" not in text


def test_archive_members_carry_the_archive_name(tmp_path: Path) -> None:
    inner = archive({"c.txt": ENGLISH.encode()})
    (tmp_path / "volume.zip").write_bytes(
        archive(
            {"a.txt": RUSSIAN.encode(), "том/b.docx": docx([KAZAKH]), "in.zip": inner, "__MACOSX/._a.txt": b"\x00\x05"}
        )
    )
    found = [s for s in find_files(tmp_path) if isinstance(s, Source)]
    assert [s.name for s in found] == ["volume.zip!/a.txt", "volume.zip!/том/b.docx", "volume.zip!/in.zip!/c.txt"]
    for source in found:
        again = pickle.loads(pickle.dumps(source))
        documents = again.read()
        assert [d.name for d in documents] == [source.name]
        assert documents[0].id == source.digest()
        assert len(sentences(documents[0])) == 2
    assert [d.name for d in read_bytes((tmp_path / "volume.zip").read_bytes(), "volume.zip")] == [s.name for s in found]


def test_folders_are_searched_through(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "b.txt").write_text(RUSSIAN)
    (tmp_path / "sub" / "a.txt").write_text(ENGLISH)
    (tmp_path / "page_files").mkdir()
    (tmp_path / "page_files" / "style.css").write_text("p {}")
    (tmp_path / ".hidden.txt").write_text("no")
    (tmp_path / "table.xlsx").write_bytes(b"PK")
    found = list(find_files([tmp_path]))
    assert [s.name for s in found] == ["b.txt", "sub/a.txt", "table.xlsx"]
    assert isinstance(found[2], ReadFailure) and ".xlsx" in found[2].message


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    for data in (KAZAKH.encode(), docx([KAZAKH]), archive({"a.txt": KAZAKH.encode()})):
        monkeypatch.setattr(sys, "stdin", type("Input", (), {"buffer": io.BytesIO(data)})())
        documents = list(read_path("-"))
        assert len(documents) == 1 and isinstance(documents[0], Document)
        assert len(sentences(documents[0])) == 2


def test_media_type_overrules_the_name() -> None:
    assert (
        read_bytes(b"<p>The parties signed a treaty.</p>", "page", "text/html; charset=utf-8")[0].text
        == "The parties signed a treaty."
    )
