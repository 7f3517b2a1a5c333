"""Reports: every statement leads to its sentence, what is no fact or unknown is shown as such, in all languages."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import polars as pl
import pytest
import report_samples
from hypothesis import given
from hypothesis import strategies as st

import tarazy
from tarazy.errors import StoreError, UsageError
from tarazy.reports.citing import Citations
from tarazy.reports.comparison import COMPARISON, rows
from tarazy.reports.document import Bullets, Cite, Figure, Heading, Report, Span, Table, Text, plain
from tarazy.reports.kinds import KINDS

ACTORS = {
    "dossier": ["KAZ"],
    "dyad": ["KAZ", "RUS"],
    "initiative": ["CSTO"],
    "chronology": ["KAZ"],
    "comparison": ["KAZ", "CHN"],
    "conflicts": [],
    "brief": ["KAZ"],
}


@pytest.fixture(scope="module")
def obs(tmp_path_factory: pytest.TempPathFactory) -> tarazy.Observatory:
    return report_samples.observatory(tmp_path_factory.mktemp("reports"))


@pytest.fixture(scope="module")
def reports(obs: tarazy.Observatory) -> Callable[..., Report]:
    """Each kind of report in a language, made once."""
    return cache(lambda name, language="en": obs.report(name, ACTORS[name], language))


@pytest.fixture(scope="module")
def dossier(reports: Callable[..., Report]) -> Report:
    return reports("dossier")


def cites(report: Report) -> list[Cite]:
    return [part for text in report.texts() for part in text if isinstance(part, Cite)]


def chapter(report: Report, title: str) -> list[Text]:
    """The texts below a heading, up to the next one of its rank or higher."""
    found: list[Text] = []
    level = 0
    for block in report.blocks:
        if isinstance(block, Heading):
            if block.text == title:
                level = block.level
            elif level and block.level <= level:
                break
        elif level and isinstance(block, Bullets):
            found += [line for text, below in block.items for line in (text, *below)]
        elif level and isinstance(block, Table):
            found += [cell for row in block.rows for cell in row]
        elif level and not isinstance(block, Figure):
            found.append(block.text)  # type: ignore[union-attr]
    assert level, title
    return found


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
@pytest.mark.parametrize("name", KINDS)
def test_every_number_leads_to_a_sentence_of_its_document(
    obs: tarazy.Observatory, reports: Callable[..., Report], name: str, language: str
) -> None:
    report = reports(name, language)
    numbers = [number for cite in cites(report) for number in cite.numbers]
    assert set(numbers) == {source.number for source in report.sources}
    assert [source.number for source in report.sources] == list(range(1, len(report.sources) + 1))
    assert report.sources
    for source in report.sources:
        assert " ".join(obs.text(source.document)[source.start : source.end].split()) == source.quote
    for text in report.texts():
        written = plain(text)
        assert not any(wrong in written for wrong in ("{", "None", "  ", "..")), written


@pytest.mark.parametrize("name", ["dossier", "chronology", "dyad"])
def test_every_event_is_cited(reports: Callable[..., Report], name: str) -> None:
    report = reports(name)
    items = [text for text in chapter(report, "Chronology") if isinstance(text[0], Span) and text[0].style == "strong"]
    assert items
    assert all(any(isinstance(part, Cite) for part in text) for text in items)


def test_sentences_are_those_of_the_language(reports: Callable[..., Report]) -> None:
    said = {
        "en": "Kazakhstan and Türkiye signed a treaty (defence)",
        "ru": "Казахстан и Турция подписали договор (оборона)",
        "kk": "Қазақстан мен Түркия шартқа қол қойды (қорғаныс)",
    }
    for language, sentence in said.items():
        report = reports("dossier", language)
        assert any(sentence in plain(text) for text in report.texts())


def test_plans_and_denials_stand_apart(dossier: Report) -> None:
    facts = " ".join(plain(text) for text in chapter(dossier, "Chronology"))
    apart = [plain(text) for text in chapter(dossier, "Planned, foretold, denied")]
    assert any("Agreement (planned): Kazakhstan, Uzbekistan" in text for text in apart)
    assert any("Membership (denied): Kazakhstan → NATO" in text for text in apart)
    assert "signed an agreement with Uzbekistan" not in facts and "Kazakhstan joined NATO" not in facts
    assert not any("NATO" in plain(text) for text in chapter(dossier, "Memberships in 2023"))


def test_what_is_unknown_is_called_so(obs: tarazy.Observatory, dossier: Report) -> None:
    memberships = [plain(text) for text in chapter(dossier, "Memberships in 2023")]
    assert "unknown" in memberships and any("last known 2 March 1992" in text for text in memberships)
    balance = " ".join(plain(text) for text in chapter(dossier, "Balance of ties"))
    assert "Nothing is recorded in" in balance and "unknown, not zero" in balance
    carried = obs.report("dossier", "KAZ", on="2000", carry=20)
    assert any(plain(text) == "yes" for text in chapter(carried, "Memberships in 2000"))


def test_intervals_stand_beside_figures(dossier: Report) -> None:
    [table] = [block for block in dossier.blocks if isinstance(block, Table) and "Balance" in block.caption]
    assert all("–" in plain(row[2]) and "–" in plain(row[3]) for row in table.rows)
    assert all(isinstance(row[-1][0], Cite) for row in table.rows)


def test_both_sides_of_a_conflict_are_quoted(reports: Callable[..., Report]) -> None:
    report = reports("conflicts")
    told = " ".join(plain(text) for text in chapter(report, "Conflicts between sources"))
    assert "31.5" in told and "41" in told
    assert "In 2023 trade of Kazakhstan and China was" in told and "торговля Казахстана и Китая" in told


def test_positions_show_the_words_of_their_source(dossier: Report) -> None:
    assert any("«Kazakhstan spoke for the corridor.»" in plain(text) for text in chapter(dossier, "Positions"))


def test_a_signature_alone_brings_nothing_into_force(obs: tarazy.Observatory) -> None:
    report = obs.report("dossier", "KAZ", on="2020-03")
    tables = {block.caption: block.rows for block in report.blocks if isinstance(block, Table)}
    parties = {caption[:18]: [plain(row[0]) for row in rows_] for caption, rows_ in tables.items()}
    assert parties["Agreements in forc"] == ["Kazakhstan, Russia"]
    assert "Kazakhstan, Türkiye" in parties["Agreements of whic"]


def test_a_statement_says_how_many_passages_it_does_not_list(obs: tarazy.Observatory) -> None:
    short, full = (obs.report("dossier", "KAZ", most=most) for most in (1, 0))
    assert all(len(cite.numbers) == 1 for cite in cites(short)) and short.is_cut()
    assert not full.is_cut()
    whole = [len(cite.numbers) for cite in cites(full)]
    assert [len(cite.numbers) + cite.more for cite in cites(short)] == whole


def test_the_limit_leaves_the_rest_named(obs: tarazy.Observatory) -> None:
    text = " ".join(plain(text) for text in chapter(obs.report("chronology", "KAZ", limit=2), "Chronology"))
    assert "2 that most documents tell of are listed" in text
    assert "treaty (defence)" in text  # two documents tell of it


def test_spans_and_domains_bound_a_report(obs: tarazy.Observatory) -> None:
    text = " ".join(plain(text) for text in obs.report("chronology", "KAZ", start="2015", domain="defence").texts())
    assert "treaty (defence)" in text and "United Nations" not in text and "loan" not in text


def test_reports_need_no_resolve(tmp_path: Path) -> None:
    report = report_samples.observatory(tmp_path, resolved=False).report("dossier", "KAZ")
    assert any("have not been brought together yet" in plain(text) for text in report.texts())


def test_an_actor_of_whom_nothing_is_known_gets_a_report(obs: tarazy.Observatory) -> None:
    report = obs.report("dyad", ["AFG", "TUR"])
    assert any("unknown, not none" in plain(text) for text in report.texts())
    assert not report.sources


def test_actors_that_no_document_names_have_their_names_too(obs: tarazy.Observatory) -> None:
    report = obs.report("comparison", ["KAZ", "BRI"], "ru")
    assert report.title == "Казахстан и Один пояс, один путь"


def test_years_end_as_the_language_ends_them(reports: Callable[..., Report]) -> None:
    told = {one: " ".join(map(plain, reports("brief", one).texts())) for one in ("en", "ru", "kk")}
    assert "1992–2023" in told["en"] and "1992–2023 гг. [" in told["ru"] and "1992–2023 жылдар [" in told["kk"]


def test_the_order_of_rows_changes_nothing(obs: tarazy.Observatory) -> None:
    _, claims, members = obs.report_tables()
    ids = claims["claim_id"].sort().to_list()
    told = []
    for seed in (0, 1):
        shuffled = (frame.sample(fraction=1, shuffle=True, seed=seed) for frame in (claims, members))
        rows_, members_ = shuffled
        register = Citations(rows_, obs.documents(), members_, most=3)
        cited = [register.claims(ids), register.claims(ids[:2]), register.records(members["record_id"].unique())]
        told.append((cited, register.sources()))
    assert told[0] == told[1]


def test_citations_spread_over_documents(obs: tarazy.Observatory) -> None:
    _, claims, members = obs.report_tables()
    register = Citations(claims, obs.documents(), members, most=3)
    cite = register.claims(claims["claim_id"])
    assert cite and cite.more == claims.height - 3
    assert {source.document for source in register.sources()} == set(report_samples.TEXTS)


@given(st.lists(st.integers(1, 60), min_size=1))
def test_runs_hold_the_numbers(numbers: list[int]) -> None:
    runs = Cite(tuple(numbers)).runs()
    assert [n for a, b in runs for n in range(a, b + 1)] == sorted(set(numbers))
    assert all(b - a != 1 for a, b in runs)


class TestComparison:
    def test_every_cell_leads_to_its_sentences(self, obs: tarazy.Observatory) -> None:
        found = obs.comparison(["KAZ", "CHN"])
        assert found.schema == COMPARISON
        assert found["row"].unique(maintain_order=True).to_list() == list(rows())
        known = found.filter(pl.col("item").is_not_null())
        assert (known["claims"].list.len() > 0).all() and (known["sources"].list.len() > 0).all()
        empty = found.filter(pl.col("item").is_null())
        assert empty.height and (empty["claims"].list.len() == 0).all()
        for source in known.explode("sources")["sources"]:
            assert obs.text(source["document"])[source["start"] : source["end"]] == source["quote"]

    def test_amounts_are_given_as_sources_give_them(self, obs: tarazy.Observatory) -> None:
        items = obs.comparison(["KAZ", "CHN"], rows="amounts").filter(subject="CHN")["item"].to_list()
        assert any("5 billion US dollars" in item for item in items)
        assert any("31.5 billion" in item or "41 billion" in item for item in items)

    def test_periods_are_columns_too(self, obs: tarazy.Observatory) -> None:
        found = obs.comparison("KAZ", rows=["instruments"], periods=[(1992, 2001), (2002, 2025)])
        cells = {key[0]: " ".join(part["item"]) for key, part in found.group_by("subject")}
        assert "Agreements: 1" in cells["1992–2001"] and "Investment and credit: 1" in cells["2002–2025"]

    def test_a_report_has_the_same_items(self, obs: tarazy.Observatory) -> None:
        found = obs.comparison(["KAZ", "CHN"], language="kk")
        text = " ".join(plain(text) for text in obs.report("comparison", ["KAZ", "CHN"], "kk").texts())
        assert [item for item in found["item"].drop_nulls() if item not in text] == []

    @pytest.mark.parametrize(
        ("asked", "said"),
        [
            ({"actor": "KAZ"}, "needs two columns"),
            ({"actor": ["KAZ", "CHN"], "rows": "aims"}, "row 'aims' is unknown"),
            ({"actor": "KAZ", "periods": [(2000, 1990), (1991, 1992)]}, "ends before it begins"),
        ],
    )
    def test_errors(self, obs: tarazy.Observatory, asked: dict[str, object], said: str) -> None:
        with pytest.raises(UsageError, match=said):
            obs.comparison(**asked)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("arguments", "settings", "said"),
    [
        (("novel", "KAZ"), {}, "report 'novel' is unknown: choose from dossier"),
        (("dossier",), {}, "about 1 actor"),
        (("dyad", "KAZ"), {}, "about 2 actor"),
        (("dossier", "QQQ"), {}, "actor 'QQQ' is unknown"),
        (("dossier", "KAZ", "de"), {}, "language 'de' is unknown"),
        (("dossier", "KAZ"), {"start": "soon"}, "'soon' is no date"),
        (("dossier", "KAZ"), {"start": 2020, "end": 2010}, "exchange them"),
        (("dossier", "KAZ"), {"domain": "magic"}, "domain 'magic' is unknown"),
        (("dossier", "KAZ"), {"limit": -1}, "at least 0"),
        (("dossier", "KAZ"), {"colour": "red"}, "no setting 'colour'"),
        (("dossier", "KAZ"), {"output": "x.odt"}, "no suffix of a report"),
    ],
)
def test_errors_name_the_argument(
    obs: tarazy.Observatory, arguments: tuple[str, ...], settings: dict[str, object], said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        obs.report(*arguments, **settings)  # type: ignore[arg-type]


def test_a_folder_that_is_not_there_is_named(obs: tarazy.Observatory, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="make the folder first"):
        obs.report("dossier", "KAZ", output=tmp_path / "nowhere" / "x.pdf")


@pytest.mark.parametrize("name", ["dossier", "dyad", "initiative", "brief", "chronology", "comparison"])
def test_every_number_about_the_world_is_cited(reports: Callable[..., Report], name: str) -> None:
    report = reports(name)
    section = ""
    for block in report.blocks:
        if isinstance(block, Heading):
            section = block.text if block.level == 1 else section
        elif section in ("Who it is", "Coverage, and what is unknown"):
            continue
        elif isinstance(block, Table):
            for row in block.rows:
                assert _is_cited([part for cell in row for part in cell]), row
        elif isinstance(block, Bullets):
            for text, _ in block.items:
                assert _is_cited(list(text)) or plain(text).startswith("As of"), text
        elif not getattr(block, "faint", False):
            text = block.caption if isinstance(block, Figure) else block.text
            assert _is_cited(list(text)), text


def _is_cited(parts: list[Span | Cite]) -> bool:
    """Whether there is a citation, where there is a figure."""
    figures = any(char.isdigit() for part in parts if isinstance(part, Span) for char in part.text)
    return not figures or any(isinstance(part, Cite) for part in parts)
