"""Judges of week 8, for answers that are random or that learn (see comparing.Custom), and what cases build."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from helpers.judge.comparing import Seen
from helpers.judge.values import describe

# Beyond so many standard deviations a count is not chance: about one right answer in 10^10.
LIMIT = 6.5
# What `gaps` is below for 400 independent numbers in less than one of 10^9 cases (7 deviations).
LEAST_GAPS = 1.4
# By so much a score of the same setting differs from call to call, at most.
FOR_CALLS = 1e-3
# Of independent numbers hardly one is a bound itself.
MOST_ON_A_BOUND = 0.02


# ------------------------------------------------------------------------- sets of examples


def sets_of_examples(
    got: Any, expected: Any, name: str, seen: Seen, look: str, allowance: float = 0
) -> str | None:
    """Return what is wrong with a list of pairs (X_part, Y_part) cut out of the arguments X and Y.

    look: "sizes" (expected: list of sizes, each met within `allowance` unless all are whole
    numbers), "once" or "labels".
    """
    X, Y = (np.asarray(seen.arguments[key]) for key in "XY")
    fault = _pairs(got, X, Y, name)
    if fault:
        return fault
    if look == "sizes":
        return _sizes(got, expected, name, allowance)
    places = [_places(part, X) for part, _ in got]
    for number, found in enumerate(places):
        if np.any(found < 0):
            return (
                f"{name}[{number}][0] has a column that is no column of X: an example is a whole column, "
                "and its numbers stay together and in their order."
            )
    if look == "labels":
        for number, ((_, labels), found) in enumerate(zip(got, places, strict=True)):
            apart = np.flatnonzero(np.any(np.asarray(labels) != Y[:, found], axis=0))
            if apart.size:
                return (
                    f"In {name}[{number}], column {apart[0]} of X_part is column {found[apart[0]]} of X, "
                    "but the label beside it belongs to another example."
                )
        return None
    counts = np.bincount(np.concatenate(places), minlength=X.shape[1])
    missing, several = np.sum(counts == 0), np.sum(counts > 1)
    if missing or several:
        return (
            f"Of {X.shape[1]} examples, {missing} are in no part and {several} more than once; each "
            "should be there exactly once."
        )
    return None


def mixed(got: Any, expected: Any, name: str, seen: Seen) -> str | None:
    """Return what is wrong with the order of the examples in the results of three calls, or None.

    got: three lists of pairs, made from the same X by two generators and by one that is seeded as the
    first is. Neighbours of X should lie in the same part no more often than chance would have it;
    the first two calls should differ, the first and the third agree.
    """
    X, Y = (np.asarray(seen.arguments[key]) for key in "XY")
    members = []
    for parts in got:
        fault = _pairs(parts, X, Y, name)
        if fault:
            return fault
        part_of = np.full(X.shape[1], -1)
        for number, (part, _) in enumerate(parts):
            places = _places(part, X)
            part_of[places[places >= 0]] = number
        members.append(part_of)
    if np.array_equal(members[0], members[1]):
        return (
            "Two calls with two generators put the same examples together: the order should be drawn "
            "from the generator that is given, anew in each call."
        )
    if not np.array_equal(members[0], members[2]):
        return (
            "Two calls with generators of the same seed put other examples together: the order should "
            "be drawn from the generator that is given, and from nothing else."
        )
    m = X.shape[1]
    for part_of in members:
        shares = np.bincount(part_of[part_of >= 0]) / m
        chance = float(np.sum(shares**2))
        together = int(np.sum((part_of[1:] == part_of[:-1]) & (part_of[1:] >= 0)))
        room = LIMIT * math.sqrt((m - 1) * chance * (1 - chance)) + 2
        if abs(together - (m - 1) * chance) > room:
            return (
                f"Of {m - 1} pairs of neighbours in X, {together} came into the same part; in a random "
                f"order about {(m - 1) * chance:.0f} do. The order of the examples is not random."
            )
    return None


def _pairs(got: Any, X: np.ndarray, Y: np.ndarray, name: str) -> str | None:
    """Return in which way a result is not a list of pairs of arrays with as many columns each."""
    if not isinstance(got, (list, tuple)) or not got:
        return f"{name} should be a list of pairs (X_part, Y_part); it is {describe(got)[:80]}."
    for number, pair in enumerate(got):
        label = f"{name}[{number}]"
        if not isinstance(pair, (list, tuple)) or len(pair) != 2:
            return f"{label} should be a pair (X_part, Y_part); it is {describe(pair)[:80]}."
        for part, whole, letter in zip(pair, (X, Y), "XY", strict=True):
            shape = np.shape(part)
            if len(shape) != 2 or shape[0] != whole.shape[0]:
                return (
                    f"{label}'s {letter}_part has shape {shape}; expected {len(whole)} rows, as {letter} "
                    "has, and a column for each example."
                )
        if np.shape(pair[0])[1] != np.shape(pair[1])[1]:
            return (
                f"{label} has {np.shape(pair[0])[1]} columns of X and {np.shape(pair[1])[1]} of Y."
            )
    return None


def _sizes(got: Sequence[Any], expected: list[int], name: str, allowance: float) -> str | None:
    sizes = [np.shape(part)[1] for part, _ in got]
    if all(float(wanted).is_integer() for wanted in expected):
        allowance = 0
    if len(sizes) == len(expected) and all(
        abs(size - wanted) <= allowance for size, wanted in zip(sizes, expected, strict=True)
    ):
        return None
    about = "about " if allowance else ""
    text = f"{name} has parts of {_listed(sizes)} examples; expected {about}{_listed(expected)}."
    if len(sizes) == len(expected) and abs(sum(sizes) - sum(expected)) > 0.5:
        text += (
            " A part begins where the one before it ends, and holds as many more as is its share."
        )
    return text


def _listed(sizes: Sequence[float]) -> str:
    return ", ".join(f"{size:g}" for size in sizes) or "no"


def _places(part: Any, X: np.ndarray) -> np.ndarray:
    """Return which column of X each column of a part is, -1 for none."""
    of = {column.tobytes(): place for place, column in enumerate(X.T.astype(float))}
    columns = np.asarray(part, dtype=float).T
    return np.array([of.get(np.ascontiguousarray(c).tobytes(), -1) for c in columns], dtype=int)


# ------------------------------------------------------------------------- state of an optimizer


def one_added() -> Callable[..., Any]:
    """Return a function that adds 1 to each array of the first of two dictionaries, in place.

    It returns both, so that a case sees whether they share arrays.
    """

    def add_one_to_v(averages: Any) -> list[dict[str, np.ndarray]]:
        v, s = averages
        for array in v.values():
            array += 1
        return [dict(v), dict(s)]

    return add_one_to_v


# ------------------------------------------------------------------------- random numbers


def log_uniform(got: Any, expected: Any, name: str, seen: Seen, look: str) -> str | None:
    """Return what is wrong with numbers whose logarithm should be uniform from low to high, or None.

    look: "form" (shape and bounds), "spread" (uniform in the logarithm) or "fresh", where got is a
    list of two results, of two generators.
    """
    low, high, size = (seen.arguments[key] for key in ("low", "high", "size"))
    if look == "fresh":
        return _fresh(got, size, name)
    fault = _numbers(got, size, name)
    if fault:
        return fault
    values = np.asarray(got, dtype=float)
    if look == "form":
        outside = values[(values < low * (1 - 1e-9)) | (values > high * (1 + 1e-9))]
        if outside.size:
            return f"{name} has {outside[0]:.4g} among its numbers; expected {low:g} to {high:g}."
        return None
    if np.any(values <= 0):
        return f"{name} has numbers that are not positive; expected {low:g} to {high:g}."
    on_a_bound = float(
        np.mean(np.isclose(values, low, rtol=1e-9) | np.isclose(values, high, rtol=1e-9))
    )
    if on_a_bound > MOST_ON_A_BOUND and size > 100:
        return (
            f"Of {size} numbers, {on_a_bound:.0%} are one of the bounds themselves: what was drawn outside is "
            "moved there. Draw so that nothing lies outside."
        )
    heights = (np.log(values) - math.log(low)) / (math.log(high) - math.log(low))
    if uniform_distance(heights) > 3.2:
        return _uneven(values, low, high)
    return None


def _uneven(values: np.ndarray, low: float, high: float) -> str:
    """Return below which of the quarters of the orders of magnitude too many numbers lie, or too few."""
    middle = math.sqrt(low * high)
    share = float(np.mean(values < middle))
    text = f"Of {len(values)} numbers between {low:g} and {high:g}, "
    if abs(share - 0.5) > 0.1:
        return (
            f"{text}{share:.0%} lie below {middle:.3g}, the middle of the orders of magnitude; expected "
            "about half, and as even a spread at every scale."
        )
    inner = float(np.mean(np.abs(np.log(values / middle)) < math.log(high / middle) / 2))
    if abs(inner - 0.5) < 0.05:
        return f"{text}more lie at some scales than at others; expected as even a spread at every scale."
    return (
        f"{text}{inner:.0%} lie in the inner half of the orders of magnitude, from "
        f"{math.sqrt(low * middle):.3g} to {math.sqrt(middle * high):.3g}; expected about half, and as even a "
        "spread at every scale."
    )


def _numbers(got: Any, size: int, name: str) -> str | None:
    if np.shape(got) != (size,):
        return f"{name} has shape {np.shape(got)}; expected {(size,)}."
    if np.asarray(got).dtype.kind not in "iuf" or not np.all(np.isfinite(got)):
        return f"{name} should hold finite numbers; it is {describe(got)[:80]}."
    return None


def _fresh(got: Sequence[Any], size: int, name: str) -> str | None:
    """Return in which way the numbers of two calls are not drawn from the generators, or None."""
    for values in got:
        fault = _numbers(values, size, name)
        if fault:
            return fault
    first, second = (np.asarray(values, dtype=float) for values in got)
    name = "the result" if name == "The result" else name
    if np.allclose(first, second):
        return (
            "Two calls with two generators return the same numbers: draw them from the generator "
            "that is given."
        )
    u = (first - first.mean()) / (first.std() or 1)
    if abs(float(np.mean(u[1:] * u[:-1]))) * math.sqrt(size) > LIMIT:
        return f"Neighbours in {name} are alike: draw every number independently of the others."
    if len(np.unique(first)) < 0.9 * size:
        return f"In {name} stand the same numbers again and again; between the bounds any number may come."
    if gaps(np.log(first[first > 0])) < LEAST_GAPS:
        return (
            f"The numbers in {name} keep even distances from each other, in their logarithms. Where each "
            "is drawn independently of the others, some come close together by chance."
        )
    return None


def gaps(heights: np.ndarray) -> float:
    """Return the mean square of the gaps between sorted numbers, in units of their squared mean.

    Of n independent uniform numbers it is 2, give or take 2 / sqrt(n); of evenly placed ones it is 1.
    """
    between = np.diff(np.sort(heights))
    return float(np.mean(between**2) / np.mean(between) ** 2) if between.sum() > 0 else 2.0


def uniform_distance(heights: np.ndarray) -> float:
    """Return Kolmogorov's distance from uniform on [0, 1], times the root of the number of heights.

    It is above 3.2 with a probability of about 2 exp(-2 * 3.2^2), 3e-9.
    """
    ordered, n = np.sort(np.asarray(heights, dtype=float)), len(heights)
    steps = np.arange(1, n + 1) / n
    distance = max(np.max(steps - ordered), np.max(ordered - steps + 1 / n))
    return float(distance * math.sqrt(n))


# ------------------------------------------------------------------------- random search


def from_a_table() -> Callable[..., np.ndarray]:
    """Return a stand-in for sample_log_uniform, so that random_search is judged without it."""

    def sample_log_uniform(low: float, high: float, size: int, rng: Any) -> np.ndarray:
        return rng.choice(np.geomspace(low, high, 2_001), size)

    return sample_log_uniform


def score_of(offset: float) -> Callable[[Mapping[str, Any]], float]:
    """Return a score of settings: `worth` of the setting, and a little for the number of the call."""
    calls = [0]

    def score(setting: Mapping[str, Any]) -> float:
        calls[0] += 1
        return offset + worth(setting) + _for_call(calls[0])

    return score


def worth(setting: Mapping[str, Any]) -> float:
    """Return a number from -1 to 1 that depends on every value of a setting, and on its name."""
    total = 0.0
    for name, value in setting.items():
        # How numpy prints an array is anybody's to set.
        value = value.tolist() if isinstance(value, np.ndarray) else value
        text = f"{name} {value:.12g}" if isinstance(value, float) else f"{name} {value}"
        total += math.sin(sum((k + 1) * ord(letter) for k, letter in enumerate(text)) / 7)
    return total / max(len(setting), 1)


def _for_call(number: int) -> float:
    return FOR_CALLS * math.sin(number)


def searched(
    got: Any, expected: Any, name: str, seen: Seen, look: str, offset: float
) -> str | None:
    """Return what is wrong with the result of a random search whose score was `score_of(offset)`.

    look: "tried", "best", "ranges" or "lists".
    """
    if not isinstance(got, (list, tuple)) or len(got) != 3:
        return f"The function should return best, best_score and tried; it returned {describe(got)[:80]}."
    best, best_score, tried = got
    space, trials = seen.arguments["space"], seen.arguments["trials"]
    fault = _tried(tried, space, trials)
    if fault:
        return fault
    if look == "ranges":
        return _ranges(tried, space)
    if look == "lists":
        return _lists(tried, space)
    if look == "tried":
        return _scores(tried, offset)
    return _best(best, best_score, tried)


def _tried(tried: Any, space: Mapping[str, Any], trials: int) -> str | None:
    """Return in which way the list of what was tried is not made as promised, or None."""
    if not isinstance(tried, (list, tuple)) or len(tried) != trials:
        has = f"{len(tried)} entries" if isinstance(tried, (list, tuple)) else describe(tried)
        return f"tried should be a list with a pair for each of {trials} trials; it has {has[:80]}."
    for number, pair in enumerate(tried):
        if not isinstance(pair, (list, tuple)) or len(pair) != 2:
            return (
                f"tried[{number}] should be a pair (setting, score); it is {describe(pair)[:80]}."
            )
        if not isinstance(pair[0], Mapping) or set(pair[0]) != set(space):
            return (
                f"The setting in tried[{number}] should be a dictionary with a value for each of "
                f"{', '.join(space)}; it is {describe(pair[0])[:100]}."
            )
        for key, values in space.items():
            value = _plain(pair[0][key])
            if isinstance(values, list):
                if not any(_same(value, item) for item in values):
                    return (
                        f"In tried[{number}], {key!r} is {describe(value)[:60]}, which is no item of the "
                        f"list {describe(values)[:80]}."
                    )
            elif not _between(value, *values):
                return (
                    f"In tried[{number}], {key!r} is {describe(value)[:60]}; expected one number from "
                    f"{values[0]:g} to {values[1]:g}."
                )
    return None


def _scores(tried: Sequence[Any], offset: float) -> str | None:
    for number, (setting, result) in enumerate(tried, 1):
        plain = {key: _plain(value) for key, value in setting.items()}
        if not _near(result, offset + worth(plain) + _for_call(number)):
            wrapped = [key for key, value in setting.items() if isinstance(value, np.ndarray)]
            if wrapped:
                return (
                    f"In tried[{number - 1}], {wrapped[0]!r} is an array of shape "
                    f"{np.shape(setting[wrapped[0]])}; expected one number. `[0]` takes the first entry."
                )
            holds = f"tried[{number - 1}] holds the score {describe(result)[:40]}"
            turn = _in_another_order(tried, offset)
            if turn:
                return (
                    f"{holds}, which `score` gave in its call number {turn[number - 1]}. Each setting has its "
                    "own score beside it, and the pairs stand in another order: the list should hold them in "
                    "the order in which they were tried."
                )
            later = range(number + 1, 4 * len(tried) + 2)
            calls = [n for n in later if _near(result, offset + worth(plain) + _for_call(n))]
            if calls:
                return (
                    f"{holds}, which `score` gave in its call number {calls[0]}; that setting is number "
                    f"{number}. So `score` was called more than once for a setting, and two calls may differ."
                )
            return (
                f"{holds}, which is not what `score` gave for this setting in its call number {number}. "
                "Is the setting in the list still the one that was scored?"
            )
    return None


def _in_another_order(tried: Sequence[Any], offset: float) -> list[int]:
    """Return for each pair in which call it was scored, if each was in one of its own, else nothing."""
    calls: list[int] = []
    for setting, result in tried:
        height = offset + worth({key: _plain(value) for key, value in setting.items()})
        numbers = range(1, len(tried) + 1)
        calls += [n for n in numbers if n not in calls and _near(result, height + _for_call(n))][:1]
    return calls if len(calls) == len(tried) else []


def _best(best: Any, best_score: Any, tried: Sequence[Any]) -> str | None:
    values = [float(np.squeeze(result)) for _, result in tried]
    place = int(np.argmax(values))
    setting = tried[place][0]
    if not _near(best_score, values[place]):
        text = f"best_score is {describe(best_score)[:60]}; the highest score in tried is {values[place]:.6g}."
        if best is None and isinstance(best_score, (int, float)) and best_score > values[place]:
            text += (
                " No score is as high as that. If best_score begins there, no score below it ever takes its "
                "place: what should it begin with, so that the first score does?"
            )
        elif _is_scored_again(best, best_score, tried):
            text += (
                " It stands in no pair of tried, and is near what `score` gave for this setting before: was "
                "`score` called again? Two calls may differ: keep what the first one gave."
            )
        return text
    if not _is_setting(best, setting):
        return (
            f"best is {describe(best)[:100]}; the setting with the highest score is "
            f"{describe(dict(setting))[:100]}."
        )
    return None


def _is_scored_again(best: Any, best_score: Any, tried: Sequence[Any]) -> bool:
    """Return whether a score is what another call gave for a setting that was tried."""
    if not isinstance(best, Mapping) or any(_near(best_score, result) for _, result in tried):
        return False
    given = _plain(best_score)
    if not isinstance(given, (int, float)):
        return False
    same = [float(np.squeeze(score)) for setting, score in tried if _is_setting(best, setting)]
    return any(abs(given - score) <= 2 * FOR_CALLS for score in same)


def _is_setting(best: Any, setting: Mapping[str, Any]) -> bool:
    """Return whether a setting that is given as the best is one that was tried."""
    return isinstance(best, Mapping) and all(
        key in best and _same(_plain(best[key]), _plain(setting[key])) for key in setting
    )


def _ranges(tried: Sequence[Any], space: Mapping[str, Any]) -> str | None:
    for key, values in space.items():
        if isinstance(values, list):
            continue
        logs = np.log([float(np.squeeze(setting[key])) for setting, _ in tried])
        low, high = map(math.log, values)
        if uniform_distance((logs - low) / (high - low)) > 3.2:
            below = float(np.mean(logs < (low + high) / 2))
            return (
                f"Of {len(tried)} values of {key!r}, drawn between {values[0]:g} and {values[1]:g}, "
                f"{below:.0%} lie below {math.sqrt(values[0] * values[1]):.3g}, the middle of the orders "
                "of magnitude; expected about half, and no value again and again."
            )
    return None


def _lists(tried: Sequence[Any], space: Mapping[str, Any]) -> str | None:
    for key, values in space.items():
        if not isinstance(values, list):
            continue
        n, chance = len(tried), 1 / len(values)
        for item in values:
            count = sum(_same(_plain(setting[key]), item) for setting, _ in tried)
            if abs(count - n * chance) > LIMIT * math.sqrt(n * chance * (1 - chance)) + 1:
                return (
                    f"In {n} trials, {key!r} was {describe(item)} {count} times; with {len(values)} items "
                    f"that are equally likely it would be about {n * chance:.0f} times."
                )
    return None


def _plain(value: Any) -> Any:
    """Return a single number or text as Python's own; whatever else is left as it is."""
    if isinstance(value, (np.generic, np.ndarray)) and np.size(value) == 1:
        return np.asarray(value).reshape(-1)[0].item()
    return value


def _same(value: Any, item: Any) -> bool:
    """Return whether a value is an item of a list, be it a tuple that became a list."""
    if isinstance(item, (tuple, list)):
        return isinstance(value, (tuple, list, np.ndarray)) and list(value) == list(item)
    if isinstance(value, (tuple, list, np.ndarray)):
        return False
    return bool(value == item)


def _between(value: Any, low: float, high: float) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return low * (1 - 1e-9) <= value <= high * (1 + 1e-9)


def _near(value: Any, wanted: float) -> bool:
    value = _plain(value)
    return isinstance(value, (int, float)) and abs(value - wanted) <= 1e-9 * (1 + abs(wanted))


# ------------------------------------------------------------------------- capstone


def classes_named(got: Any, expected: Mapping[str, Any], name: str, seen: Seen) -> str | None:
    """Return in which way an answer is not one class number for each picture, or None."""
    count = np.size(expected["labels"])
    if np.shape(got) not in ((1, count), (count,)):
        more = ""
        if np.shape(got) == (10, count):
            more = (
                " A column of ten numbers is a score for each class: in which row is the largest?"
            )
        return f"`predict` returned {_shape(got)}; expected {(1, count)}, a class for each picture.{more}"
    answers = np.asarray(got)
    if answers.dtype.kind not in "iuf" or not np.all(np.isin(answers, range(10))):
        return f"`predict` returned {describe(answers)[:100]}; expected integers from 0 to 9."
    return None


def better_than_guessing(
    got: Any, expected: Mapping[str, Any], name: str, seen: Seen
) -> str | None:
    """Return in which way an answer is no class for each picture, or only guessed, or None."""
    fault = classes_named(got, expected, name, seen)
    if fault is None and share_right(got, expected) < 0.3:
        return (
            f"{share_right(got, expected):.1%} of the pictures are named rightly; guessing gives 10.0%. Does "
            "the cost go down, and does each label stay with its picture?"
        )
    return fault


def same_form(got: Any, other: Any) -> bool:
    """Return whether two wrong answers of `predict` are of one form, whatever was learned."""
    both = got, other
    if any(np.shape(item) == () for item in both):
        return type(got) is type(other)
    kinds = [(np.shape(item), np.asarray(item).dtype.kind) for item in both]
    return kinds[0] == kinds[1]


def generalizes(
    got: Any, expected: Mapping[str, Any], name: str, seen: Seen, above: float
) -> str | None:
    """Return that fewer of the answers are right than is asked for, and what may help, or None.

    expected: "labels" (k,); "linear", the share that the best of many linear softmaxes got right; "base",
    from which on points rise. above: how far above that this part begins.
    """
    fault = classes_named(got, expected, name, seen)
    if fault:
        return fault
    share, linear, asked = share_right(got, expected), expected["linear"], expected["base"] + above
    if share >= asked:
        return None
    text = f"{share:.1%} of the pictures are named rightly; this part asks for {asked:.1%}."
    if share < linear - 0.03:
        return (
            f"{text} The best linear softmax reaches {linear:.1%}: is the training long enough, or too "
            "fast? Does `predict` do to the pictures what the training did to them?"
        )
    if share < linear + 0.003:
        return f"{text} That is what a linear softmax reaches. What can you do that it cannot?"
    return text


def capstone_told(got: Any, expected: Mapping[str, Any], seen: Seen) -> str | None:
    """Return how many pictures were named rightly, how sure that is, and what of the budget was used."""
    if classes_named(got, expected, "", seen):
        return None
    count = np.size(expected["labels"])
    share = share_right(got, expected)
    room = 2 * math.sqrt(share * (1 - share) / count)
    shape = ""
    if np.ndim(got) == 1:
        shape = f" `predict` returned {_shape(got)}; the docstring asks for {(1, count)}."
    return (
        f"{expected['whose']}: {share:.1%} of {count} named rightly (give or take {room:.1%}; the best "
        f"linear softmax has {expected['linear']:.1%}). "
        f"CPU used: {_in_quarters(seen.cpu / seen.budget)} the budget of {seen.budget:g} seconds.{shape}"
    )


def _in_quarters(share: float) -> str:
    """Return a share in words, coarse enough to be the same from run to run."""
    names = ("less than a quarter of", "less than half of", "less than three quarters of", "nearly")
    if share >= 1:
        return f"{share:.1f} times"
    return names[int(4 * share)]


def share_right(got: Any, expected: Mapping[str, Any]) -> float:
    """Return the share of the answers that are the labels."""
    return float(np.mean(np.ravel(got) == np.ravel(expected["labels"])))


def _shape(got: Any) -> str:
    return f"an array of shape {np.shape(got)}" if np.shape(got) else describe(got)[:80]
