"""S, π and κ: the published definitions on small tables, an independent oracle, symmetry and bounds."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from sklearn.metrics import cohen_kappa_score

from tarazy.errors import UsageError
from tarazy.measures.similarity import COEFFICIENTS, dyads, similarity, similarity_table, tie_matrix

ATOP = Path(__file__).parents[2] / "shared" / "data" / "atop"
ORDINAL = arrays.arrays(
    np.float64, st.tuples(st.integers(2, 6), st.integers(1, 12)), elements=st.sampled_from([0.0, 1.0, 2.0, 3.0])
)


def test_the_oracle_of_2012() -> None:
    if not ATOP.exists():
        pytest.skip("../shared/data/atop is not there")
    states = pl.read_csv(ATOP / "states-2012.csv")
    code = dict(states.select(pl.col("ccode").cast(pl.Int64), "stateabb").rows())
    oracle = pl.read_csv(ATOP / "oracle-2012.csv")
    iso = {"KZK": "KAZ", "RUS": "RUS", "CHN": "CHN", "USA": "USA", "TUR": "TUR", "UZB": "UZB"}
    iso |= {"KYR": "KGZ", "TAJ": "TJK", "TKM": "TKM"}
    actors = [iso.get(name, f"cow:{name}") for name in code.values()]
    pacts = pl.read_csv(ATOP / "alliance-dyads-2012.csv").select(
        source=pl.col("ccode1").cast(pl.Int64).replace_strict(dict(zip(code, actors, strict=True))),
        target=pl.col("ccode2").cast(pl.Int64).replace_strict(dict(zip(code, actors, strict=True))),
        weight=pl.when((pl.col("atop_defense") == 1) | (pl.col("atop_offense") == 1))
        .then(3.0)
        .when((pl.col("atop_neutral") == 1) | (pl.col("atop_consul") == 1))
        .then(2.0)
        .when(pl.col("atop_nonagg") == 1)
        .then(1.0)
        .otherwise(0.0),
    )
    matrix = tie_matrix(pacts, actors, absent=0, own=3)
    found = oracle.join(similarity_table(matrix, actors, scale=(0, 3)), on=["a", "b"], how="left")
    assert found.height == 20
    for ours, theirs in (
        ("s_valued", "s_valued_absolute"),
        ("s_binary", "s_binary_absolute"),
        ("kappa", "kappa_binary"),
        ("pi", "pi_binary"),
    ):
        assert found[ours].round(4).to_list() == found[theirs].to_list(), ours


def test_a_known_table() -> None:
    # Scott's and Cohen's example form: 20 both, 5 and 10 one of them, 15 neither.
    x = np.repeat([[1, 1, 0, 0], [1, 0, 1, 0]], [20, 5, 10, 15], axis=1)
    assert similarity(x, "kappa")[0, 1] == pytest.approx(0.4)
    assert similarity(x, "pi")[0, 1] == pytest.approx((0.7 - 0.505) / (1 - 0.505))
    assert similarity(x, "s")[0, 1] == pytest.approx(0.4)


@given(ORDINAL)
def test_kappa_is_that_of_another_implementation(x: np.ndarray) -> None:
    ours = {
        None: similarity(x, "kappa", "nominal"),
        "linear": similarity(x, "kappa", "absolute"),
        "quadratic": similarity(x, "kappa", "squared"),
    }
    for weights, found in ours.items():
        if np.isnan(found[0, 1]):
            assert len(set(x[0]) | set(x[1])) == 1
        else:
            theirs = cohen_kappa_score(x[0], x[1], labels=[0, 1, 2, 3], weights=weights)
            assert found[0, 1] == pytest.approx(theirs, abs=1e-9)


@given(ORDINAL, st.sampled_from(COEFFICIENTS), st.sampled_from(["absolute", "squared", "nominal"]))
def test_symmetric_one_with_itself_and_bounded(x: np.ndarray, coefficient: str, distance: str) -> None:
    found = similarity(x, coefficient, distance, scale=(0, 3))
    assert np.array_equal(found, found.T, equal_nan=True)
    assert np.nanmax(found, initial=-1) <= 1 + 1e-9
    own = np.diag(found)
    assert np.allclose(own[~np.isnan(own)], 1)
    if coefficient == "s":
        assert (found >= -1 - 1e-9).all()
    if distance == "nominal" and coefficient == "kappa":
        assert np.nanmin(found, initial=1) >= -1 - 1e-9


@given(ORDINAL, st.integers(0, 2**32 - 1))
def test_a_column_of_double_weight_counts_twice(x: np.ndarray, seed: int) -> None:
    times = np.random.default_rng(seed).integers(1, 4, x.shape[1])
    for coefficient in COEFFICIENTS:
        weighted = similarity(x, coefficient, weights=times, scale=(0, 3))
        repeated = similarity(np.repeat(x, times, axis=1), coefficient, scale=(0, 3))
        assert np.allclose(weighted, repeated, equal_nan=True)


@given(ORDINAL, st.integers(0, 2**32 - 1))
def test_unknown_ties_are_left_out_of_the_pair(x: np.ndarray, seed: int) -> None:
    holes = x.copy()
    holes[np.random.default_rng(seed).random(x.shape) < 0.3] = np.nan
    both = ~np.isnan(holes[0]) & ~np.isnan(holes[1])
    for coefficient in COEFFICIENTS:
        found = similarity(holes, coefficient, scale=(0, 3))[0, 1]
        if both.any():
            alone = similarity(holes[:2][:, both], coefficient, scale=(0, 3))[0, 1]
            assert np.isclose(found, alone, equal_nan=True)
        else:
            assert np.isnan(found)


def test_many_values_go_the_same_way_as_few() -> None:
    x = np.random.default_rng(3).normal(size=(5, 40))
    by_hand = 1 - 2 * np.abs(x[0] - x[1]).sum() / (40 * (x.max() - x.min()))
    assert similarity(x, "s")[0, 1] == pytest.approx(by_hand)


def test_undirected_ties_hold_both_ways_and_absent_ones_are_unknown_unless_told() -> None:
    ties = pl.DataFrame({"source": ["KAZ"], "target": ["RUS"], "weight": [2.0]})
    unknown = tie_matrix(ties, ["KAZ", "RUS", "CHN"])
    assert unknown[1, 0] == 2 and np.isnan(unknown[0, 2])
    assert tie_matrix(ties, ["KAZ", "RUS"], absent=0, own=3).tolist() == [[3, 2], [2, 3]]
    assert tie_matrix(ties, ["RUS", "KAZ"], absent=0, directed=True).tolist() == [[0, 0], [2, 0]]


def test_what_is_undefined_is_null() -> None:
    table = dyads(["KAZ", "RUS"], kappa=similarity([[1, 1], [1, 1]], "kappa"))
    assert table.rows() == [("KAZ", "RUS", None), ("RUS", "KAZ", None)]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"ties": [1, 2]}, "matrix"),
        ({"ties": [[1, 2], [0, 1]], "weights": [1]}, "one weight a column"),
        ({"ties": [[1, 2], [0, 1]], "weights": [1, -1]}, "not negative"),
        ({"ties": [[1, 4]], "scale": (0, 3)}, "outside the scale"),
    ],
)
def test_bad_arguments_get_a_sentence(given: dict, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        similarity(**given)
