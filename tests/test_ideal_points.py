"""Ideal points are found again from votes whose positions are known; errors say how far off they are; the sign is the anchor's."""

from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from roll_call_frames import RollCalls, published_file, roll_calls, states_of, votes_file, walked

import tarazy
from tarazy.errors import UsageError
from tarazy.measures.chains import Chain
from tarazy.measures.ideal_points import compared
from tarazy.measures.item_response import Fit, fit, informative
from tarazy.measures.ordinal_votes import Calls, ballots, curvature


@cache
def assembly() -> tuple[RollCalls, Fit]:
    """193 states over 10 sessions of 50 roll calls, with late members, abstentions and absences."""
    draw = np.random.default_rng(11)
    made = roll_calls(walked(193, 10, draw), 50, draw)
    return made, fit(made.votes)


def paired(made: RollCalls, found: Fit) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Estimates turned to the truth, the standardised truth, and the standard errors."""
    known = ~np.isnan(found.position) & ~np.isnan(made.truth)
    truth = (made.truth[known] - made.truth[known].mean()) / made.truth[known].std()
    point = found.position[known]
    return point * np.sign(np.corrcoef(point, truth)[0, 1]), truth, np.sqrt(found.variance[known])


def test_the_votes_are_like_those_of_the_assembly() -> None:
    made, _ = assembly()
    cast = np.concatenate([votes.ravel() for votes in made.votes])
    assert made.truth.shape[1] >= 190 and (cast >= 0).sum() > 70_000 and np.isnan(made.truth).any()
    assert 0.05 < (cast == 1).mean() < 0.4 and 0.08 < (cast == -1).mean() < 0.3


def test_known_positions_are_found_again() -> None:
    made, found = assembly()
    point, truth, _ = paired(made, found)
    assert found.converged and np.corrcoef(point, truth)[0, 1] > 0.975
    sign = np.sign(np.corrcoef(point, truth)[0, 1]) * np.sign(np.nansum(found.position * made.truth))
    for one, other in zip(found.position, made.truth, strict=True):
        both = ~np.isnan(one) & ~np.isnan(other)
        assert sign * np.corrcoef(one[both], other[both])[0, 1] > 0.95
    assert found.walk == pytest.approx(0.15, rel=0.25)


def test_standard_errors_say_how_far_off_the_points_are() -> None:
    made, found = assembly()
    point, truth, error = paired(made, found)
    within = np.mean(np.abs(point - truth) < 1.645 * error)
    assert 0.85 < within < 0.95
    assert np.sqrt(np.mean((point - truth) ** 2)) == pytest.approx(float(error.mean()), rel=0.2)
    cast = np.stack([(votes >= 0).sum(1) for votes in made.votes])
    inside = ~np.isnan(found.position)
    few, many = inside & (cast < 25), inside & (cast > 40)
    assert few.any() and found.variance[few].mean() > 1.2 * found.variance[many].mean()


def test_positions_are_standardised_and_states_outside_have_none() -> None:
    made, found = assembly()
    inside = ~np.isnan(found.position)
    assert found.position[inside].mean() == pytest.approx(0, abs=1e-9)
    assert found.position[inside].std() == pytest.approx(1, abs=1e-9)
    absent = np.stack([(votes < 0).all(1) for votes in made.votes])
    late = absent.cumprod(axis=0).astype(bool)
    assert np.isnan(found.position[late]).all() and late.any()


def test_the_order_of_states_and_roll_calls_does_not_matter() -> None:
    draw = np.random.default_rng(5)
    made = roll_calls(walked(40, 3, draw), 25, draw)
    order = draw.permutation(40)
    one = fit(made.votes)
    other = fit([votes[order][:, draw.permutation(votes.shape[1])] for votes in made.votes])
    sign = np.sign(np.nansum(one.position[:, order] * other.position))
    np.testing.assert_allclose(one.position[:, order], sign * other.position, atol=0.01, equal_nan=True)


def test_one_session_and_two_categories_are_enough() -> None:
    draw = np.random.default_rng(2)
    made = roll_calls(walked(80, 1, draw), 60, draw, missing=0.05)
    votes = made.votes[0].copy()
    votes[votes == 1] = 0
    found = fit([votes])
    point, truth, _ = paired(made, found)
    assert np.corrcoef(point, truth)[0, 1] > 0.93


def test_roll_calls_that_say_nothing_change_nothing() -> None:
    draw = np.random.default_rng(4)
    made = roll_calls(walked(30, 2, draw), 20, draw)
    unanimous = np.where(made.votes[0][:, :1] >= 0, 2, -1).astype(np.int8)
    more = [np.concatenate([made.votes[0], unanimous], axis=1), made.votes[1]]
    assert not informative(unanimous).any()
    np.testing.assert_array_equal(fit(more).position, fit(made.votes).position)


@pytest.mark.filterwarnings("error")
def test_sessions_with_hardly_a_roll_call_are_bridged() -> None:
    draw = np.random.default_rng(6)
    made = roll_calls(walked(40, 3, draw), 30, draw)
    one, none = made.votes[1][:, :1], made.votes[1][:, :0]
    for votes in (
        [made.votes[0], none, made.votes[2]],
        [none, *made.votes[1:]],
        [*made.votes[:2], one],
        made.votes[:1],
    ):
        found = fit(votes)
        cast = np.stack([(part >= 0).any(1) for part in votes])
        assert found.converged and not np.isnan(found.position[cast]).any()
    between = fit([made.votes[0], none, made.votes[2]])
    known = ~np.isnan(between.position).any(axis=0)
    assert (between.variance[1, known] > between.variance[[0, 2]][:, known].min(axis=0)).all()


@given(st.integers(0, 10_000))
@settings(max_examples=10)
def test_derivatives_are_those_of_the_likelihood(seed: int) -> None:
    draw = np.random.default_rng(seed)
    votes = draw.integers(-1, 3, (7, 5)).astype(np.int8)
    votes[:, 0] = np.where(votes[:, 0] == 1, 2, votes[:, 0])
    votes[:3] = np.arange(3)[:, None]
    votes[1, 0] = 0
    given_votes = ballots(votes)
    x = draw.normal(size=7)
    low = draw.normal(-1, 0.5, 5)
    cut = np.stack([low, np.where(given_votes.two, low, low + 0.3 + draw.random(5))])
    at = Calls(draw.normal(size=5), cut)
    found, step = curvature(x, given_votes, at), 1e-6

    def value(x: np.ndarray, slope: np.ndarray, cut: np.ndarray) -> float:
        return curvature(x, given_votes, Calls(slope, cut)).value

    for i in range(7):
        moved = np.eye(7)[i] * step
        rise = (value(x + moved, at.slope, at.cut) - value(x - moved, at.slope, at.cut)) / 2 / step
        assert found.state[i] == pytest.approx(rise, abs=1e-4)
    for j in range(5):
        moved = np.eye(5)[j] * step
        rise = (value(x, at.slope + moved, at.cut) - value(x, at.slope - moved, at.cut)) / 2 / step
        assert found.call[j, 0] == pytest.approx(rise, abs=1e-4)
        both = np.stack([moved, moved if given_votes.two[j] else 0 * moved])
        rise = (value(x, at.slope, at.cut + both) - value(x, at.slope, at.cut - both)) / 2 / step
        assert found.call[j, 1] == pytest.approx(rise, abs=1e-4)


@given(st.integers(0, 10_000), st.integers(1, 5), st.integers(1, 4))
@settings(max_examples=20)
def test_chains_solve_like_dense_systems(seed: int, periods: int, states: int) -> None:
    draw = np.random.default_rng(seed)
    blocks = []
    for _ in range(periods):
        root = draw.normal(size=(states, states))
        blocks.append(root @ root.T + 3 * np.eye(states))
    couplings = [-draw.random(states) for _ in range(periods - 1)]
    dense = np.zeros((periods * states, periods * states))
    for t, block in enumerate(blocks):
        dense[t * states : (t + 1) * states, t * states : (t + 1) * states] = block
    for t, link in enumerate(couplings):
        a, b = np.arange(states) + t * states, np.arange(states) + (t + 1) * states
        dense[a, b] = dense[b, a] = link
    right = draw.normal(size=(periods, states, 2))
    chain = Chain(blocks, couplings)
    np.testing.assert_allclose(
        chain.solve(right).reshape(-1, 2), np.linalg.solve(dense, right.reshape(-1, 2)), atol=1e-9
    )
    inverse = np.linalg.inv(dense)
    own, next_to = chain.variances()
    np.testing.assert_allclose(own.ravel(), np.diag(inverse), atol=1e-9)
    for t in range(periods - 1):
        np.testing.assert_allclose(
            next_to[t], [inverse[t * states + i, (t + 1) * states + i] for i in range(states)], atol=1e-9
        )


@pytest.fixture(scope="module")
def obs(tmp_path_factory: pytest.TempPathFactory) -> tarazy.Observatory:
    """Made-up votes of 60 states in three sessions, and the positions behind them as if they had been published."""
    folder = tmp_path_factory.mktemp("votes")
    draw, states = np.random.default_rng(8), states_of(60)
    truth = walked(len(states), 3, draw)
    truth *= np.sign(np.nanmean(truth[:, [name for name, _ in states].index("USA")]))
    made = roll_calls(truth, 40, draw)
    (folder / "UNVotes.csv").write_text(votes_file(made, states, 2018), "utf-8")
    (folder / "Idealpointestimates.csv").write_text(published_file(made.truth, states, 2018), "utf-8")
    observatory = tarazy.create(folder / "obs")
    observatory.import_data("un-votes", folder / "UNVotes.csv")
    observatory.import_data("un-ideal-points", folder / "Idealpointestimates.csv")
    return observatory


def test_imported_votes_give_points_beside_published_ones(obs: tarazy.Observatory) -> None:
    found = obs.measure("ideal-points")
    assert found["start"].unique().sort().to_list() == [2018, 2019, 2020]
    assert (found["correlation"] > 0.95).all()
    whole = compared(found)
    assert whole is not None and whole > 0.95
    one = found.filter(actor="KAZ", start=2019).row(0, named=True)
    assert one["point_low"] < one["point"] < one["point_high"]
    assert one["point_high"] - one["point"] == pytest.approx(1.645 * one["error"], rel=0.01)
    ranks = found.filter(start=2019).sort("point", descending=True)["rank"].to_list()
    assert ranks == list(range(1, len(ranks) + 1))
    claims = obs.behind(one["records"])
    assert claims.height == one["votes"] and set(claims["rule"]) == {"un-votes"}
    # The spring belongs to the session that began in the autumn before.
    assert set(claims["time_start"]) == {"2019-11-20", "2020-03-15"}


def test_the_anchor_turns_the_scale(obs: tarazy.Observatory) -> None:
    for anchor in ("USA", "RUS"):
        points = obs.measure("ideal-points", anchor, anchor=anchor)["point"]
        assert points.mean() > 0, anchor
    one, other = (obs.measure("ideal-points", "KAZ", anchor=anchor)["point"].to_numpy() for anchor in ("USA", "RUS"))
    assert np.allclose(np.abs(one), np.abs(other))
    with pytest.raises(UsageError, match="anchor: ZZZ has no votes"):
        obs.measure("ideal-points", "KAZ", anchor="ZZZ")
    with pytest.raises(UsageError, match="walk is 3"):
        obs.measure("ideal-points", "KAZ", walk=3)


def test_years_and_periods_are_those_asked_for(obs: tarazy.Observatory) -> None:
    assert obs.measure("ideal-points", "KAZ", start=2019)["start"].to_list() == [2019, 2020]
    both = obs.measure("ideal-points", "KAZ", every=3)
    assert both.select("start", "end").rows() == [(2018, 2020)]
    with pytest.raises(UsageError, match="no setting 'domain'"):
        obs.measure("ideal-points", "KAZ", domain="defence")


def test_published_points_of_real_states_are_found_again(tmp_path: Path) -> None:
    given_file = Path(__file__).parents[2] / "shared/data/un-ideal-points/IdealpointestimatesAll_Apr2020.csv"
    if not given_file.exists():
        pytest.skip("../shared/data/un-ideal-points is not there")
    table = pl.read_csv(given_file, null_values=["NA"], encoding="utf8-lossy").filter(
        pl.col("session").is_between(65, 69)
    )
    codes = sorted(table["ccode"].unique())
    truth = np.full((5, len(codes)), np.nan)
    for code, session, point in table.select("ccode", "session", "IdealPoint").drop_nulls().iter_rows():
        truth[session - 65, codes.index(code)] = point
    draw = np.random.default_rng(1)
    states = [(str(code), code) for code in codes]
    (tmp_path / "UNVotes.csv").write_text(votes_file(roll_calls(truth, 50, draw), states, 2010), "utf-8")
    observatory = tarazy.create(tmp_path / "obs")
    observatory.import_data("un-votes", tmp_path / "UNVotes.csv")
    observatory.import_data("un-ideal-points", given_file)
    found = observatory.measure("ideal-points")
    whole = compared(found)
    assert len(codes) >= 190 and found["published"].null_count() == 0
    assert whole is not None and whole > 0.95 and found["correlation"].min() > 0.95
