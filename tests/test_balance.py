"""Balance, shares, leans and dependence: what sums to one, what is bounded, what is unknown, and published figures of SIPRI."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from tie_frames import TIE_FRAMES, tie, tie_frame

from tarazy.errors import UsageError
from tarazy.measures.balance import balance, lean, partner_shares
from tarazy.measures.concentration import FIGURES, figures, quantiles, shares
from tarazy.measures.dependence import dependence, losses, mutual
from tarazy.measures.poles import default_poles, default_weights, read_poles, read_weights
from tarazy.measures.question import Question

DELIVERIES = Path(__file__).parents[2] / "shared" / "data" / "sipri" / "deliveries-central-asia.csv"
ALWAYS = pl.DataFrame({"domain": ["economy"], "start": [1990], "end": [2030]})
CELL = ["actor", "domain", "unit", "start"]


def one(found: pl.DataFrame) -> dict[str, object]:
    assert found.height == 1, found
    return found.row(0, named=True)


def deliveries() -> pl.DataFrame:
    if not DELIVERIES.exists():
        pytest.skip("../shared/data/sipri is not there")
    names = {"Kazakhstan": "KAZ", "Uzbekistan": "UZB", "Kyrgyzstan": "KGZ", "Russia": "RUS", "Spain": "ESP"}
    names |= {"France": "FRA", "Turkiye": "TUR"}
    rows = pl.read_csv(DELIVERIES, skip_rows=11, infer_schema=False).rows(named=True)
    return tie_frame(
        *(
            tie(
                names.get(row["Supplier"], "org:other-" + row["Supplier"].lower().replace(" ", "-")),
                names.get(row["Recipient"], "TJK"),
                float(row["TIV delivery values"]),
                row["Delivery year"],
                domain="defence",
                kind="transfer",
                measure="quantity",
                unit="TIV",
            )
            for row in rows
        )
    )


def test_the_figures_of_sipri() -> None:
    window = pl.DataFrame({"domain": ["defence"], "start": [2000], "end": [2024]})
    asked = Question("quantity", direction="in", periods=[(2014, 2018), (2019, 2023)], coverage=window)
    found = deliveries()
    table = partner_shares(found, ["KAZ", "UZB"], asked)
    share = {(a, s, p): round(v, 3) for a, s, p, v in table.select("actor", "start", "partner", "share").iter_rows()}
    assert share["KAZ", 2019, "RUS"] == 0.940
    assert (share["KAZ", 2014, "RUS"], share["KAZ", 2014, "ESP"]) == (0.862, 0.059)
    assert [share["UZB", 2019, partner] for partner in ("RUS", "FRA", "TUR")] == [0.663, 0.262, 0.070]
    rows = balance(found, ["KAZ", "UZB"], asked).rows(named=True)
    hhi = {(row["actor"], row["start"]): round(row["hhi"], 3) for row in rows}
    assert (hhi["KAZ", 2019], hhi["KAZ", 2014], hhi["UZB", 2019]) == (0.885, 0.748, 0.514)
    # The rows of the data set are certain: no spread.
    assert all(row["hhi_low"] == pytest.approx(row["hhi"]) == row["hhi_high"] for row in rows)
    early = Question("quantity", domain="defence", direction="in", periods=[(2010, 2014)], coverage=window)
    nothing = one(balance(found, ["KGZ"], early))
    assert (nothing["status"], nothing["total"], nothing["hhi"], nothing["top_share"]) == ("none", 0, None, None)
    assert one(partner_shares(found, ["KGZ"], early))["share"] is None


@given(TIE_FRAMES)
@settings(max_examples=60)
def test_shares_sum_to_one_or_are_null(ties: pl.DataFrame) -> None:
    asked = Question(start=2000, end=2006, every=2, draws=20)
    found = partner_shares(ties, ["KAZ"], asked)
    sums = found.group_by("domain", "start").agg(pl.col("share").sum(), known=pl.col("share").is_not_null().all())
    for _, _, share, known in sums.iter_rows():
        assert share == pytest.approx(1) if known else share == 0
    for name in ("share", "share_low", "share_high"):
        assert found[name].drop_nulls().is_between(-1e-9, 1 + 1e-9).all()
    poles = lean(ties, ["KAZ"], asked)
    known = poles.filter(pl.col("share").is_not_null()).group_by("domain", "start").agg(pl.col("share").sum())
    assert np.allclose(known["share"], 1)
    assert poles["lead"].drop_nulls().is_between(-1, 1).all()
    leaders = poles.filter(pl.col("lead") > 0).group_by("domain", "start").len()
    assert (leaders["len"] == 1).all()


@given(TIE_FRAMES)
@settings(max_examples=60)
def test_bounds_of_the_figures(ties: pl.DataFrame) -> None:
    found = balance(ties, ["KAZ"], Question(every=2, draws=20))
    for row in found.filter(status="known").iter_rows(named=True):
        n = row["partners"]
        assert 1 / n - 1e-9 <= row["hhi"] <= 1 + 1e-9
        assert 1 <= row["effective_2"] <= row["effective_1"] + 1e-9 <= n + 1e-6
        assert row["effective_2"] == pytest.approx(1 / row["hhi"])
        assert 0 <= row["balance"] <= 1
        assert row["hhi"] <= row["top_share"] + 1e-9
    for name in FIGURES:
        low, high = found[f"{name}_low"], found[f"{name}_high"]
        assert (low.is_null() == high.is_null()).all()
        assert (low <= found[name] + 1e-9).fill_null(True).all() and (found[name] <= high + 1e-9).fill_null(True).all()


@given(TIE_FRAMES)
@settings(max_examples=40)
def test_a_loss_is_the_balance_of_the_rest(ties: pl.DataFrame) -> None:
    asked = Question(start=2000, end=2006, draws=0)
    for row in losses(ties, ["KAZ"], asked).filter(status="known").iter_rows(named=True):
        rest = ties.filter(pl.col("target") != row["partner"], pl.col("domain") == row["domain"])
        after = balance(rest, ["KAZ"], asked)
        if after.is_empty():
            assert row["hhi_after"] is None and row["change_balance"] is None
        elif row["share"] < 1 - 1e-6:
            for name in ("hhi", "effective_1", "effective_2", "balance"):
                assert row[f"{name}_after"] == pytest.approx(one(after)[name], rel=1e-3, abs=1e-3), name


def test_equal_partners_are_in_balance_and_one_partner_is_not() -> None:
    even = tie_frame(*(tie("KAZ", other) for other in ("RUS", "CHN", "TUR", "UZB")))
    found = one(balance(even, ["KAZ"]))
    assert (found["balance"], found["effective_1"], found["effective_2"]) == pytest.approx((1, 4, 4))
    alone = one(balance(tie_frame(tie("KAZ", "RUS")), ["KAZ"]))
    assert (alone["balance"], alone["hhi"], alone["effective_1"], alone["top"]) == (0, 1, 1, "RUS")


def test_currencies_and_measures_do_not_mix() -> None:
    rows = [tie("KAZ", "RUS", 5, measure="amount", unit=unit) for unit in ("USD", "RUB", "USD")]
    found = balance(tie_frame(*rows, tie("KAZ", "RUS")), ["KAZ"], Question("amount"))
    assert found.select("unit", "total").rows() == [("RUB", 5), ("USD", 10)]


def test_amounts_of_several_years_are_spread_and_counts_are_not() -> None:
    long = {"time": "2018", "end": "2021"}
    ties = tie_frame(tie("KAZ", "RUS", 8, measure="amount", unit="USD", **long), tie("KAZ", "RUS", **long))
    periods = [(2018, 2018), (2019, 2023)]
    assert balance(ties, ["KAZ"], Question("amount", periods=periods))["total"].to_list() == [2, 6]
    assert balance(ties, ["KAZ"], Question(periods=periods))["total"].to_list() == [1, 1]


def test_an_open_tie_is_carried_on_only_as_far_as_told() -> None:
    ties = tie_frame(tie("KAZ", "RUS", time="2009", end=None))
    years = Question(start=2008, end=2012, every=1)
    assert balance(ties, ["KAZ"], years)["ties"].to_list() == [0, 1, 0, 0, 0]
    carried = Question(start=2008, end=2012, every=1, carry=2)
    assert balance(ties, ["KAZ"], carried)["ties"].to_list() == [0, 1, 1, 1, 0]


def test_unknown_none_and_outside_the_coverage() -> None:
    ties = tie_frame(tie("KAZ", "RUS", time="2001"), tie("KAZ", "CHN", time="1985"))
    asked = Question(start=1985, end=2005, every=5)
    assert balance(ties, ["KAZ"], asked)["status"].to_list() == ["known", "unknown", "unknown", "known", "unknown"]
    window = Question(start=1985, end=2005, every=5, coverage=ALWAYS)
    found = balance(ties, ["KAZ"], window)
    assert found["status"].to_list() == ["unknown", "none", "none", "known", "none"]
    assert found["total"].to_list() == [None, 0, 0, 1, 0]
    assert found["hhi"].to_list() == [None, None, None, 1, None]


def test_the_change_is_of_the_period_before_and_of_no_other() -> None:
    rows = [
        tie("KAZ", "RUS", 3, "2001"),
        tie("KAZ", "CHN", 1, "2001"),
        tie("KAZ", "RUS", 1, "2002"),
        tie("KAZ", "TUR", 1, "2002"),
        tie("KAZ", "RUS", 1, "2004"),
    ]
    found = partner_shares(tie_frame(*rows), ["KAZ"], Question(start=2001, end=2004, every=1))
    change = {(row["start"], row["partner"]): row["change"] for row in found.iter_rows(named=True)}
    assert change[2002, "RUS"] == -0.25 and change[2002, "TUR"] == 0.5
    assert change[2001, "RUS"] is None and change[2004, "RUS"] is None
    hhi = balance(tie_frame(*rows), ["KAZ"], Question(start=2001, end=2004, every=1))["change_hhi"].to_list()
    assert hhi == [None, 0.5 - 0.625, None, None]


def test_intervals_come_from_confidence_and_repeat_with_the_seed() -> None:
    rows = [tie("KAZ", other, confidence=0.6) for other in ("RUS", "RUS", "CHN", "TUR", "UZB")]
    first, again = (balance(tie_frame(*rows), ["KAZ"], Question(seed=5)) for _ in range(2))
    assert first.equals(again)
    row = one(first)
    assert row["hhi_low"] < row["hhi"] < row["hhi_high"]
    bare = one(balance(tie_frame(*rows), ["KAZ"], Question(draws=0)))
    assert bare["hhi"] == row["hhi"] and bare["hhi_low"] is None


def test_the_two_ways_of_drawing_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    draw = np.random.default_rng(4)
    rows = [tie("KAZ", other, confidence=draw.uniform(0.4, 0.9)) for other in ("RUS",) * 300 + ("CHN",) * 200]
    exact = one(balance(tie_frame(*rows), ["KAZ"], Question(draws=2000)))
    monkeypatch.setattr("tarazy.measures.partners.EXACT", 0)
    normal = one(balance(tie_frame(*rows), ["KAZ"], Question(draws=2000)))
    for bound in ("top_share_low", "top_share_high"):
        assert normal[bound] == pytest.approx(exact[bound], abs=0.005)


def test_the_composite_weighs_domains_and_says_how() -> None:
    rows = [tie("KAZ", "RUS", 9), tie("KAZ", "CHN", 1), tie("KAZ", "CHN", 1, domain="defence")]
    found = balance(tie_frame(*rows), ["KAZ"], weights={"economy": 1, "defence": 3, "water": 4}).row(-1, named=True)
    assert (found["domain"], found["top"], found["total"]) == ("composite", "CHN", None)
    assert found["top_share"] == pytest.approx((1 * 0.1 + 3 * 1) / 4)
    assert (found["weights"], found["weight_known"]) == ("defence 3, economy 1", 0.5)
    assert sorted(found["records"]) == ["r-0", "r-1", "r-2"]
    assert balance(tie_frame(*rows[:2]), ["KAZ"])["domain"].to_list() == ["economy"]


def test_every_row_leads_to_its_records() -> None:
    rows = [tie("KAZ", "RUS"), tie("RUS", "KAZ"), tie("KAZ", "org:gazprom"), tie("UZB", "RUS")]
    found = partner_shares(tie_frame(*rows), ["KAZ"])
    assert dict(found.select("partner", "records").iter_rows()) == {"RUS": ["r-0", "r-1"], "org:gazprom": ["r-2"]}
    poles = lean(tie_frame(*rows), ["KAZ"]).filter(pole="russia")
    assert poles["records"].to_list() == [["r-0", "r-1", "r-2"]] and poles["share"].to_list() == [1]


def test_partners_of_a_kind_and_kinds_that_are_no_cooperation() -> None:
    rows = [tie("KAZ", "RUS"), tie("KAZ", "EAEU"), tie("RUS", "KAZ", kind="coercion")]
    assert partner_shares(tie_frame(*rows), ["KAZ"], Question(among="state"))["partner"].to_list() == ["RUS"]
    assert one(balance(tie_frame(*rows), ["KAZ"]))["ties"] == 2
    assert one(balance(tie_frame(*rows), ["KAZ"], Question(kind="coercion")))["ties"] == 1


def test_dependence_is_of_what_comes_in() -> None:
    rows = [tie("RUS", "KAZ", 3), tie("CHN", "KAZ", 1), tie("KAZ", "CHN", 50)]
    found = dependence(tie_frame(*rows), ["KAZ"])
    assert found.select("partner", "share").rows() == [("RUS", 0.75), ("CHN", 0.25)]


def test_mutual_dependence_and_its_asymmetry() -> None:
    rows = [tie("KAZ", "RUS", 4), tie("KAZ", "CHN", 4), tie("RUS", "CHN", 12)]
    found = one(mutual(tie_frame(*rows), ["KAZ", "RUS"]))
    assert (found["a_on_b"], found["b_on_a"], found["asymmetry"]) == (0.5, 0.25, 0.25)
    assert found["interdependence"] == pytest.approx((0.5 * 0.25) ** 0.5 * 0.75)
    assert found["records"] == ["r-0"]
    turned = one(mutual(tie_frame(*rows), ["RUS", "KAZ"]))
    assert turned["asymmetry"] == -0.25 and turned["interdependence"] == found["interdependence"]
    apart = one(mutual(tie_frame(tie("KAZ", "CHN"), tie("RUS", "CHN")), ["KAZ", "RUS"]))
    assert (apart["a_on_b"], apart["b_on_a"]) == (0, 0)
    assert mutual(tie_frame(tie("KAZ", "CHN")), ["KAZ", "RUS"]).is_empty()


def test_shares_of_nothing_are_undefined() -> None:
    weights = np.array([[0.0, 1], [0, 3]])
    share = shares(weights, np.array([0]))
    assert np.isnan(share[:, 0]).all() and share[:, 1].tolist() == [0.25, 0.75]
    assert all(np.isnan(value[0, 0]) for value in figures(share, np.array([0])).values())
    low, high = quantiles(np.array([[np.nan, 1, 2, 3], [np.nan] * 4]), 0.5)
    assert (low[0], high[0]) == (1.5, 2.5) and np.isnan(low[1])


def test_no_ties_at_all() -> None:
    for function in (balance, partner_shares, lean, dependence, losses):
        assert function(tie_frame(), ["KAZ"]).is_empty()
        asked = Question(domain="water", start=2001, end=2002, every=1)
        found = function(tie_frame(tie("KAZ", "RUS")), ["KAZ"], asked)
        assert found["status"].to_list() == ["unknown", "unknown"]


def test_poles_are_of_actors_and_their_parents() -> None:
    poles = default_poles()
    assert [poles.of(actor) for actor in ("RUS", "org:gazprom", "NATO", "UZB", "UN")] == [
        "russia",
        "russia",
        "west",
        "region",
        "other",
    ]
    assert set(default_weights().values()) == {1.0}
    own = read_poles('[north]\nmembers = ["RUS"]\n', "mine.toml")
    found = lean(tie_frame(tie("KAZ", "RUS"), tie("KAZ", "CHN")), ["KAZ"], poles=own)
    assert dict(found.select("pole", "share").iter_rows()) == {"north": 0.5, "other": 0.5}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (Question("depth"), "measure of ties"),
        (Question(direction="up"), "direction"),
        (Question(every=0), "at least 1"),
        (Question(level=1.5), "between 0 and 1"),
        (Question(start=2020, end=2010), "exchange them"),
        (Question(periods=[(2000, 2005), (2005, 2010)]), "overlap in 2005"),
        (Question(periods=[(2005, 2000)]), "ends before it begins"),
    ],
)
def test_bad_questions_get_a_sentence(asked: Question, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        balance(tie_frame(tie("KAZ", "RUS")), ["KAZ"], asked)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[a]\nname = 'A'\n", "no list of members"),
        ("[a\n", "no valid TOML"),
        ("[other]\nmembers = ['RUS']\n", "in no pole"),
    ],
)
def test_bad_poles_get_a_sentence(text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read_poles(text, "mine.toml")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[weights]\nspace = 1\n", "space"),
        ("[weights]\nwater = -1\n", "not negative"),
        ("[weights]\nwater = 0\n", "all weights"),
        ("", "no table"),
    ],
)
def test_bad_weights_get_a_sentence(text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read_weights(text, "mine.toml")


def test_several_actors_have_the_same_periods() -> None:
    ties = tie_frame(tie("KAZ", "RUS", 1, "1993"), tie("KAZ", "CHN", 1, "2011"), tie("UZB", "RUS", 1, "1998"))
    question = Question(every=10, draws=0)
    for table in (balance, partner_shares, lean):
        found = table(ties, ["KAZ", "UZB"], question)
        spans = {name: set(found.filter(actor=name).select("start", "end").rows()) for name in ("KAZ", "UZB")}
        assert spans["KAZ"] == spans["UZB"] == {(1993, 2002), (2003, 2011)}
        alone = table(ties, ["UZB"], question)
        assert set(alone.select("start", "end").rows()) == {(1998, 1998)}
    told = balance(ties, ["UZB", "KAZ"], question).filter(actor="UZB", start=2003)
    assert one(told)["status"] == "unknown" and one(told)["hhi"] is None
