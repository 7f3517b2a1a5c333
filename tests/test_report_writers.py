"""Writers: HTML, PDF, DOCX and Markdown of one report, whose links resolve and whose letters are those of Kazakh."""

import io
import re
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
import report_samples
from command_line import run
from lxml import etree, html

import tarazy
from tarazy.errors import UsageError
from tarazy.reports.document import Cite, Figure, Heading, Labels, Paragraph, Report, Source, Span, Table, plain
from tarazy.reports.figures import intervals
from tarazy.reports.writers import FORMATS, rendered, write
from tarazy.reports.writers.typesetting import pixels

AWKWARD = 'Қ"ә"<b>ғ</b> #1 $x$ \\ `n` *ө* _ұ_ [һ] | і & @y'


@pytest.fixture(scope="module")
def obs(tmp_path_factory: pytest.TempPathFactory) -> tarazy.Observatory:
    return report_samples.observatory(tmp_path_factory.mktemp("writers"))


@pytest.fixture(scope="module")
def report(obs: tarazy.Observatory) -> Report:
    return obs.report("dossier", "KAZ", "kk", most=3)


@pytest.fixture(scope="module")
def small() -> Report:
    """A report of awkward letters."""
    source = Source(1, "a.txt", "", (), "2020-05", "", "", 3, 9, AWKWARD, "kk", 0.5)
    labels = Labels(
        "Sources", "Table {n}", "Figure {n}", "+N", "Contents", "characters {start}–{end}", "no date", "by {speaker}"
    )
    blocks = (
        Heading(AWKWARD),
        Paragraph((Span(AWKWARD, "strong"), Cite((1,), 2), Span("."))),
        Table(AWKWARD, ("", AWKWARD), (((Span(AWKWARD),), (Cite((1,)),)),), right=(0,), widths=(1, 2)),
    )
    return Report("brief", "kk", AWKWARD, "s", "b", blocks, (source,), labels)


def page_of(report: Report) -> Any:
    return html.document_fromstring(rendered(report, ".html")["report.html"].decode())


def text_of(data: bytes) -> str:
    pages = pypdfium2.PdfDocument(data)
    return " ".join(page.get_textpage().get_text_range() for page in pages)


def test_html_needs_nothing_else_and_its_links_resolve(report: Report) -> None:
    page = page_of(report)
    assert page.get("lang") == "kk" and page.findtext(".//h1") == "Қазақстан"
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    links = page.xpath("//a/@href")
    assert links and all(link.startswith("#") and link[1:] in ids for link in links)
    assert {f"s{source.number}" for source in report.sources} <= {link[1:] for link in links}
    assert not page.xpath("//script|//link|//img|//*[@src]")
    text = etree.tostring(page, encoding="unicode")
    assert "url(http" not in text and "@import" not in text
    figures = sum(isinstance(block, Figure) for block in report.blocks)
    assert len(page.xpath("//figure")) == figures > 1
    assert all(drawn.get("aria-label") for drawn in page.xpath("//figure/*[1]"))


def test_html_shows_signs_as_they_are(small: Report) -> None:
    page = page_of(small)
    assert page.findtext(".//h1") == AWKWARD and page.xpath("//td")[0].text_content() == AWKWARD
    assert not page.xpath("//b")


def test_pdf_has_kazakh_letters_bookmarks_and_one_font(report: Report) -> None:
    data = rendered(report, ".pdf")["report.pdf"]
    assert data.startswith(b"%PDF")
    text = " ".join(text_of(data).split())
    for word in ("Қазақстан мен Түркия", "теңгерімі", "Дереккөздер", "белгісіз"):
        assert word in text
    headings = [block.text for block in report.headings()]
    outline = [item.get_title() for item in pypdfium2.PdfDocument(data).get_toc()]
    assert set(headings) <= set(outline)
    assert b"LibertinusSerif" in data


def test_pdf_shows_signs_as_they_are(small: Report) -> None:
    text = " ".join(text_of(rendered(small, ".pdf")["report.pdf"]).split())
    assert text.count(" ".join(AWKWARD.split())) >= 4


def test_docx_has_headings_tables_captions_and_links(report: Report) -> None:
    made = docx.Document(io.BytesIO(rendered(report, ".docx")["report.docx"]))
    headings = [p.text for p in made.paragraphs if p.style.name.startswith("Heading")]
    assert headings == [*(block.text for block in report.headings()), report.labels.sources]
    tables = [block for block in report.blocks if isinstance(block, Table)]
    assert len(made.tables) == len(tables)
    for given, written in zip(tables, made.tables, strict=True):
        last = [cell.text for cell in written.rows[-1].cells]
        assert [re.sub(r"\s", "", plain(text)) for text in given.rows[-1]] == [re.sub(r"\s", "", one) for one in last]
    captions = [p.text for p in made.paragraphs if p.style.name == "Caption"]
    figures = [block for block in report.blocks if isinstance(block, Figure)]
    assert len(captions) == len(tables) + len(figures) and captions[0].startswith("1-кесте.")
    body = made.element.body
    anchors = set(body.xpath(".//w:hyperlink/@w:anchor"))
    assert anchors and anchors <= set(body.xpath(".//w:bookmarkStart/@w:name"))
    assert len(made.inline_shapes) == len(figures)
    assert all(body.xpath(".//wp:docPr/@descr"))


def test_docx_shows_signs_as_they_are(small: Report) -> None:
    made = docx.Document(io.BytesIO(rendered(small, ".docx")["report.docx"]))
    assert made.tables[0].rows[1].cells[0].text == AWKWARD
    assert made.paragraphs[1].text == AWKWARD


def test_markdown_has_anchors_and_its_figures_beside_it(report: Report, tmp_path: Path) -> None:
    written = write(report, tmp_path / "kaz dossier.md")
    text = written[0].read_text("utf-8")
    for number in re.findall(r"\]\(#s(\d+)\)", text):
        assert f'<a id="s{number}"></a>' in text
    shown = re.findall(r"!\[.*\]\((.+\.svg)\)", text)
    assert [tmp_path / name.replace("%20", " ") for name in shown] == written[1:] and shown
    for path in written[1:]:
        etree.fromstring(path.read_bytes())
    for line in text.splitlines():
        if line.startswith("|"):
            assert line.endswith("|")


def test_markdown_shows_signs_as_they_are(small: Report) -> None:
    text = rendered(small, ".md")["report.md"].decode()
    escaped = 'Қ"ә"\\<b>ғ\\</b> #1 $x$ \\\\ \\`n\\` \\*ө\\* \\_ұ\\_ \\[һ] | і & @y'
    assert f"# {escaped}" in text and f"**{escaped}**" in text
    assert f"| {escaped.replace('|', chr(92) + '|')} |" in text


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_same_report_is_the_same_file(obs: tarazy.Observatory, suffix: str) -> None:
    first, second = (rendered(obs.report("brief", "KAZ"), suffix) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_report_of_nothing_is_written_too(obs: tarazy.Observatory, suffix: str) -> None:
    assert all(rendered(obs.report("brief", ["AFG", "TUR"]), suffix).values())


def test_figures_mark_what_is_unknown() -> None:
    import polars as pl

    frame = pl.DataFrame(
        {"period": ["1992–1996", "1997–2001"], "value": [2.5, None], "low": [2.0, None], "high": [3.0, None]}
    )
    drawn = intervals(frame, "тиімді сан", ("жылдар",), "белгісіз")
    root = etree.fromstring(drawn.encode())
    texts = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "тиімді сан" in texts and texts.count("?") == 1
    assert pixels(drawn).startswith(b"\x89PNG")


def test_unknown_suffixes_are_named(report: Report, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"end it in \.html, \.pdf, \.docx, \.md"):
        write(report, tmp_path / "x.odt")


def test_the_command_writes_each_format(
    obs: tarazy.Observatory, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for suffix in FORMATS:
        target = tmp_path / f"brief{suffix}"
        code, out, err = run(capfd, "report", obs.path, "brief", "KAZ", "--language", "ru", "--output", target)
        assert (code, out) == (0, "") and target.stat().st_size > 1000
        assert str(target) in err and "sources" in err
    code, out, _ = run(capfd, "report", obs.path, "conflicts", "--language", "kk")
    assert code == 0 and out.startswith("# Дереккөздердегі қайшылықтар")


def test_the_command_compares(obs: tarazy.Observatory, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    asked = ("compare", obs.path, "KAZ", "CHN", "--rows", "instruments,amounts")
    code, out, _ = run(capfd, *asked)
    assert code == 0 and "Investment and credit: 1" in out and "one.en.txt" in out
    code, out, _ = run(capfd, *asked, "--format", "csv")
    assert code == 0 and out.splitlines()[0] == "row,subject,item,records,claims,sources"
    code, _, _ = run(capfd, *asked, "--format", "json", "--output", tmp_path / "c.json")
    assert code == 0 and '"subject": "CHN"' in (tmp_path / "c.json").read_text("utf-8")
    code, out, _ = run(capfd, "compare", obs.path, "KAZ", "--periods", "1992-2001,2002-2025", "--rows", "balance")
    assert code == 0 and "1992–2001" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("report", "dossier", "KAZ", "--output", "x.odt"), "no suffix of a report"),
        (("report", "dossier"), "about 1 actor"),
        (("compare", "KAZ"), "needs two columns"),
        (("compare", "KAZ", "--periods", "once"), "'once' is no period"),
    ],
)
def test_errors_are_one_sentence(
    obs: tarazy.Observatory, capfd: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    name, *rest = arguments
    code, out, err = run(capfd, name, obs.path, *rest)
    assert code == 2 and out == "" and said in err and err.count("\n") == 1
