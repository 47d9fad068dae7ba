"""How rarely `Statistics` refuses a right initialiser, and how clearly it refuses wrong ones.

The simulation behind docs/statistics.md, reduced in size. In full, with its tables:

    python tests/references/test_statistics.py 20000 300
"""

import itertools
import math
import sys
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

sys.path.insert(0, str(Path(__file__).parents[2]))  # when run as a script

from helpers.judge.comparing import Seen  # noqa: E402
from helpers.judge.statistics import Statistics  # noqa: E402

WIDTHS = (240, 150, 96, 60)
LIMIT = 6.0
SHAPE_LIMIT = 9.0
SHAPES = {f"W{l}": (WIDTHS[l], WIDTHS[l - 1]) for l in range(1, len(WIDTHS))}
HE = {key: math.sqrt(2 / n_prev) for key, (_, n_prev) in SHAPES.items()}
TENTH = dict.fromkeys(SHAPES, 0.3)


# ------------------------------------------------------------------------- the statistics themselves


def measured(matrices, sigma):
    """Return {name: statistic}, all close to standard normal variables for a right initialiser."""
    u = {key: matrices[key] / sigma[key] for key in sigma}
    found = {}
    for key, v in u.items():
        found[f"mean {key}"] = v.mean() * math.sqrt(v.size)
        found[f"spread {key}"] = (np.mean(v**2) - 1) * math.sqrt(v.size / 2)
        for word, a, b in (("rows", v[1:], v[:-1]), ("columns", v[:, 1:], v[:, :-1])):
            found[f"{word} {key}"] = np.mean(a * b) * math.sqrt(a.size)
    for one, other in itertools.combinations(u, 2):
        k = min(u[one].size, u[other].size)
        product = np.mean(u[one].ravel()[:k] * u[other].ravel()[:k])
        found[f"pair {one} {other}"] = product * math.sqrt(k)
    return found


def bell_shapes(matrices, sigma):
    """Return {key: statistic of the fourth moment}, held to SHAPE_LIMIT."""
    return {
        key: (np.mean((matrices[key] / sigma[key]) ** 4) - 3) * math.sqrt(matrices[key].size / 96)
        for key in sigma
    }


def largest(found):
    """Return the largest statistic in size."""
    return max(abs(value) for value in found.values())


def right(rng, sigma=HE):
    """Return the weights of a right initialiser."""
    return {key: sigma[key] * rng.standard_normal(shape) for key, shape in SHAPES.items()}


# ---------------------------------------------------------------------- wrong initialisers of week 4


def scaled(draw, factor):
    """Return a drawer whose matrix W (n, n_prev) is draw(rng, shape) times factor(n, n_prev)."""
    return lambda rng: {key: factor(*shape) * draw(rng, shape) for key, shape in SHAPES.items()}


def normal(rng, shape):
    return rng.standard_normal(shape)


def he(n, n_prev):
    return math.sqrt(2 / n_prev)


def seeded_in_the_loop(rng):
    seed = int(rng.integers(2**32))
    return {
        key: he(*shape) * np.random.default_rng(seed).standard_normal(shape)
        for key, shape in SHAPES.items()
    }


WRONG = {
    "rand for randn": scaled(lambda rng, shape: rng.random(shape), he),
    "rand - 0.5": scaled(lambda rng, shape: rng.random(shape) - 0.5, he),
    "n[l] for n[l-1]": scaled(normal, lambda n, n_prev: math.sqrt(2 / n)),
    "root missing": scaled(normal, lambda n, n_prev: 2 / n_prev),
    "variance 1/n[l-1]": scaled(normal, lambda n, n_prev: math.sqrt(1 / n_prev)),
    "Glorot's 2/(n[l-1] + n[l])": scaled(normal, lambda n, n_prev: math.sqrt(2 / (n + n_prev))),
    "n[0] everywhere": scaled(normal, lambda n, n_prev: math.sqrt(2 / WIDTHS[0])),
    "sqrt(2)/n[l-1]": scaled(normal, lambda n, n_prev: math.sqrt(2) / n_prev),
    "0.01 everywhere": scaled(normal, lambda n, n_prev: 0.01),
    "seed inside the loop": seeded_in_the_loop,
    "one row repeated": scaled(lambda rng, shape: np.ones(shape) * normal(rng, shape[1]), he),
    "one column repeated": scaled(
        lambda rng, shape: np.ones(shape) * normal(rng, (shape[0], 1)), he
    ),
}
XAVIER = {key: math.sqrt(1 / n_prev) for key, (_, n_prev) in SHAPES.items()}
GLOROT = WRONG["Glorot's 2/(n[l-1] + n[l])"]
UNIFORM = scaled(lambda rng, shape: rng.uniform(-1, 1, shape) * math.sqrt(3), lambda n, n_prev: 0.3)


# ------------------------------------------------------------------------------------ the probabilities


def beyond_normal(limit):
    """P(|x| > limit) of a standard normal variable."""
    return 2 * stats.norm.sf(limit)


def beyond_spread(size, limit):
    """P(|(mean(u^2) - 1) sqrt(N/2)| > limit), exactly: N mean(u^2) is chi-square."""
    reach = limit * math.sqrt(2 * size)
    return stats.chi2.sf(size + reach, size) + stats.chi2.cdf(size - reach, size)


def beyond_bell(size, limit, step=0.5, points=2**19):
    """P(|(mean(u^4) - 3) sqrt(N/96)| > limit), from the distribution of a sum of N fourth powers.

    One fourth power is put on a grid, so that its mean is kept; the sum's distribution is the
    N-fold convolution, by FFT. Sums beyond the grid wrap round: the grid must be long enough.
    """
    edges = step * np.arange(points)
    mass = np.diff(2 * stats.norm.cdf(edges**0.25) - 1, append=1.0)
    # Within a cell, put mass on both ends such that the cell's own mean is kept.
    middle = _mean_of_fourth_power(edges, step) / np.maximum(mass, 1e-300)
    share = np.clip((middle - edges) / step, 0, 1)
    grid = mass * (1 - share) + np.roll(mass * share, 1)
    summed = np.fft.irfft(np.fft.rfft(grid) ** size, points)
    reach = limit * math.sqrt(96 * size)
    outside = np.abs(step * np.arange(points) - 3 * size) > reach
    return float(summed[outside].sum())


def _mean_of_fourth_power(edges, step):
    """The part of E[u^4] that comes from u^4 in each cell [edge, edge + step)."""

    def below(y):
        x = y**0.25  # E[u^4; |u| < x] = 3 (2 Phi(x) - 1) - 2 phi(x) (x^3 + 3x)
        return 3 * (2 * stats.norm.cdf(x) - 1) - 2 * stats.norm.pdf(x) * (x**3 + 3 * x)

    return below(edges + step) - below(edges)


def false_alarms():
    """P(a right call is refused) without and with the bell shape, adding up all statistics."""
    sizes = [rows * columns for rows, columns in SHAPES.values()]
    # Means, neighbours and pairs are normal up to terms of 1e-3 in their fourth cumulant.
    without = 12 * beyond_normal(LIMIT) + sum(beyond_spread(size, LIMIT) for size in sizes)
    return without, without + sum(beyond_bell(size, SHAPE_LIMIT) for size in sizes)


# -------------------------------------------------------------------------------------------- tests


def simulate(calls, seed=1):
    """Return the largest statistic and the largest bell shape of each of `calls` right calls."""
    rng = np.random.default_rng(seed)
    draws = (right(rng) for _ in range(calls))
    return np.array([(largest(measured(w, HE)), largest(bell_shapes(w, HE))) for w in draws])


def smallest_of_wrong(draw, draws, sigma=HE, seed=2):
    """Return the smallest, over the draws, of a wrong initialiser's largest statistic."""
    rng = np.random.default_rng(seed)
    return min(largest(measured(draw(rng), sigma)) for _ in range(draws))


@pytest.mark.parametrize("draw", [right, *WRONG.values()], ids=["right", *WRONG])
def test_the_comparison_refuses_exactly_what_these_statistics_say(draw):
    weights = draw(np.random.default_rng(3))
    edge = largest(measured(weights, HE))
    for limit, refused in ((edge * (1 + 1e-9), False), (edge * (1 - 1e-9), True)):
        comparison = Statistics(sigma=HE, limit=limit)
        assert (comparison.fault(weights, None, "W", Seen()) is not None) == refused


def test_the_bell_shape_is_held_to_its_own_limit():
    weights = right(np.random.default_rng(4))
    edge = largest(bell_shapes(weights, HE))
    for limit, refused in ((edge * (1 + 1e-9), False), (edge * (1 - 1e-9), True)):
        comparison = Statistics(sigma=HE, gaussian=True, shape_limit=limit)
        assert (comparison.fault(weights, None, "W", Seen()) is not None) == refused


def test_right_initialisers_stay_far_below_the_limits():
    seen = simulate(400)
    assert seen[:, 0].max() < 5 < LIMIT
    assert seen[:, 1].max() < 7 < SHAPE_LIMIT


def test_the_statistics_of_right_initialisers_are_distributed_as_the_false_alarm_rate_assumes():
    seen = simulate(400)
    # The largest of 15 standard normal variables in size; 1.95 is the 0.1 % point of the KS statistic.
    expected = stats.kstest(seen[:, 0], lambda x: (2 * stats.norm.cdf(x) - 1) ** 15)
    assert expected.statistic * math.sqrt(len(seen)) < 1.95


def test_a_right_call_is_refused_less_than_once_in_ten_million():
    without, with_bell = false_alarms()
    assert without < 5e-8
    assert with_bell < 1e-7


def test_the_tail_of_the_fourth_moment_agrees_with_draws():
    size = 400
    rng = np.random.default_rng(5)
    found = (np.mean(rng.standard_normal((20_000, size)) ** 4, axis=1) - 3) * math.sqrt(size / 96)
    for limit in (2.0, 3.0, 4.0):
        wanted = beyond_bell(size, limit)
        chance = math.sqrt(wanted / len(found))
        assert abs(np.mean(np.abs(found) > limit) - wanted) < 3.5 * chance


@pytest.mark.parametrize("name", WRONG)
def test_wrong_initialisers_are_refused_by_a_wide_margin(name):
    assert smallest_of_wrong(WRONG[name], 20) > 3 * LIMIT


def test_glorots_rule_is_told_from_xaviers_too():
    assert smallest_of_wrong(GLOROT, 20, XAVIER) > 3 * LIMIT


def test_a_uniform_distribution_of_the_right_spread_fails_by_its_shape_alone():
    rng = np.random.default_rng(6)
    for _ in range(20):
        weights = UNIFORM(rng)
        assert Statistics(sigma=TENTH).fault(weights, None, "W", Seen()) is None
        assert largest(bell_shapes(weights, TENTH)) > 1.5 * SHAPE_LIMIT
        assert Statistics(sigma=TENTH, gaussian=True).fault(weights, None, "W", Seen()) is not None


if __name__ == "__main__":
    calls, wrong_draws = int(sys.argv[1]), int(sys.argv[2])
    seen = simulate(calls)
    print(
        f"{calls} right calls: largest statistic {seen[:, 0].max():.2f}, bell {seen[:, 1].max():.2f}"
    )
    print(
        "computed false alarms a call, without and with bell shape: {:.1e} {:.1e}".format(
            *false_alarms()
        )
    )
    for name, draw in WRONG.items():
        print(f"{name:28} {smallest_of_wrong(draw, wrong_draws):8.1f}")
    print(
        f"{'Glorot where Xavier is asked':28} {smallest_of_wrong(GLOROT, wrong_draws, XAVIER):8.1f}"
    )
    rng = np.random.default_rng(6)
    shapes = [largest(bell_shapes(UNIFORM(rng), TENTH)) for _ in range(wrong_draws)]
    print(f"{'uniform, right spread (bell)':28} {min(shapes):8.1f}")
