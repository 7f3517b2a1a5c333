"""Shapley's value, the nucleolus, Nash's division and the core: games of three players worked out by hand, and what holds in any game."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tarazy.scenarios.water.sharing import excess, in_core, least_excess, members, nash, nucleolus, shapley


def game(
    one: float, two: float, three: float, one_two: float, one_three: float, two_three: float, all_: float
) -> np.ndarray:  # type: ignore[type-arg]
    return np.array([0, one, two, one_two, three, one_three, two_three, all_], dtype=float)


def test_members_are_the_bits_of_a_coalition() -> None:
    assert members(3)[5].tolist() == [1, 0, 1] and members(3)[0].sum() == 0 and members(3)[-1].sum() == 3


def test_three_partners_by_hand() -> None:
    """Pairs make 4, 3 and 2, all make 6.

    Shapley: 4/6 + 3/6 + 4/3, 4/6 + 2/6 + 3/3, 3/6 + 2/6 + 2/3. The excesses of the pairs sum to 9 − 12, so that the greatest is −1 at least: all three are at (3, 2, 1).
    """
    partners = game(0, 0, 0, 4, 3, 2, 6)
    assert shapley(partners) == pytest.approx([2.5, 2.0, 1.5])
    assert nucleolus(partners) == pytest.approx([3, 2, 1])
    assert least_excess(partners) == pytest.approx(-1)
    assert nash(partners, np.ones(3)) == pytest.approx([2, 2, 2]) and nash(
        partners, np.array([3, 2, 1])
    ) == pytest.approx([3, 2, 1])
    assert in_core(partners, shapley(partners)) and in_core(partners, np.array([4.0, 2.0, 0.0]))
    assert not in_core(partners, np.array([4.5, 1.5, 0.0])) and not in_core(partners, np.array([3.0, 2.0, 0.5]))


def test_one_left_glove_and_two_right_ones() -> None:
    """Shapley: the left glove is worth something in four orders of six. In the core it takes all, for two hold what one needs."""
    gloves = game(0, 0, 0, 1, 1, 0, 1)
    assert shapley(gloves) == pytest.approx([2 / 3, 1 / 6, 1 / 6])
    assert nucleolus(gloves) == pytest.approx([1, 0, 0])
    assert in_core(gloves, np.array([1.0, 0.0, 0.0])) and not in_core(gloves, shapley(gloves))
    assert least_excess(gloves) == pytest.approx(0)


def test_a_majority_of_three_has_no_core() -> None:
    """Two of three take all: the three pairs claim 3, and 2 is there for them."""
    majority = game(0, 0, 0, 1, 1, 1, 1)
    assert shapley(majority) == pytest.approx([1 / 3] * 3) and nucleolus(majority) == pytest.approx([1 / 3] * 3)
    assert least_excess(majority) == pytest.approx(1 / 3)
    assert not in_core(majority, np.full(3, 1 / 3))


@pytest.mark.parametrize(
    ("estate", "shares"),
    [(100, [100 / 3, 100 / 3, 100 / 3]), (200, [50, 75, 75]), (300, [50, 100, 150])],
)
def test_the_nucleolus_of_the_talmud_s_estates(estate: float, shares: list[float]) -> None:
    """Claims of 100, 200 and 300 on an estate (Aumann and Maschler 1985)."""
    claims = np.array([100.0, 200.0, 300.0])
    found = np.array([max(0.0, estate - claims @ (1 - inside)) for inside in members(3)])
    assert nucleolus(found) == pytest.approx(shares)


def equal_awards(limits: np.ndarray, total: float) -> np.ndarray:  # type: ignore[type-arg]
    """As much to each, nobody above the limit."""
    found = np.zeros(len(limits))
    for place, one in enumerate(np.argsort(limits)):
        found[one] = min(limits[one], (total - found.sum()) / (len(limits) - place))
    return found


@settings(max_examples=25)
@given(st.lists(st.integers(1, 400), min_size=2, max_size=5), st.floats(0.05, 0.95))
def test_the_nucleolus_of_any_estate_is_the_talmud_s_rule(claimed: list[int], part: float) -> None:
    """Up to half of all claims equal awards up to half of each claim, beyond it equal losses in the same way (Aumann and Maschler 1985)."""
    claims = np.array(claimed, dtype=float)
    estate = part * claims.sum()
    found = np.array([max(0.0, estate - claims @ (1 - inside)) for inside in members(len(claims))])
    half, rest = claims / 2, claims.sum() - estate
    rule = equal_awards(half, estate) if part <= 0.5 else claims - equal_awards(half, rest)
    assert nucleolus(found) == pytest.approx(rule, abs=1e-4)


def test_where_all_together_lose_nobody_need_have_as_much_as_alone() -> None:
    """Alone 2 each, all together 3: each gives up as much."""
    worse = game(2, 2, 2, 4, 4, 4, 3)
    assert nucleolus(worse) == pytest.approx([1, 1, 1]) and nash(worse, np.ones(3)) == pytest.approx([1, 1, 1])
    assert not in_core(worse, nucleolus(worse))


GAMES = arrays(float, 7, elements=st.floats(0, 100).map(lambda value: round(value, 2)))


@settings(max_examples=40)
@given(GAMES, st.floats(0.5, 3), st.floats(-5, 5))
def test_what_holds_in_any_game(worths: np.ndarray, scale: float, shift: float) -> None:  # type: ignore[type-arg]
    whole = np.concatenate([[0.0], worths])
    whole[7] = max(whole[7], whole[1] + whole[2] + whole[4] + 1)
    for way in (shapley, nucleolus):
        shares = way(whole)
        assert shares.sum() == pytest.approx(whole[7])
        # Other units, and something that the first player has anyway, change nothing else.
        moved = scale * whole + shift * members(3)[:, 0]
        assert way(moved) == pytest.approx(scale * shares + [shift, 0, 0], abs=1e-4)
        # Names do not matter.
        turned = whole[[sum(1 << (bit + 1) % 3 for bit in range(3) if one >> bit & 1) for one in range(8)]]
        assert np.roll(way(turned), 1) == pytest.approx(shares, abs=1e-4)
    assert excess(whole, nucleolus(whole))[1:-1].max() >= least_excess(whole) - 1e-6


@settings(max_examples=25)
@given(GAMES)
def test_the_nucleolus_is_in_the_core_where_there_is_one(worths: np.ndarray) -> None:  # type: ignore[type-arg]
    whole = np.concatenate([[0.0], worths])
    assume(abs(least_excess(whole)) > 1e-4)
    assert in_core(whole, nucleolus(whole)) == (least_excess(whole) < 0)
