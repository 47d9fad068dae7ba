"""Examines `locate_bug`: a weight matrix is off, a bias is off, both blocks of a layer are off,
several layers are off, what only seems to be off, the caller's tolerance.
"""

import numpy as np

from autograder.examining import Exercise, Part, call, distinct_sizes
from autograder.exercises.week6_gradient_checking._cases import ELEVEN, arrays, layout_of


def _join(dictionary, names):
    return np.concatenate([dictionary[name].reshape(-1, 1) for name in names])


def _blocks(rng, layer_dims, bad=(), scaled=(), norms=()):
    """Return grad, gradapprox and layout, with the named blocks wrong and others scaled."""
    layout = layout_of(layer_dims)
    right = arrays(rng, layout)
    for name, factor in scaled:
        right[name] = right[name] * factor
    for name, norm in norms:
        right[name] = right[name] * norm / np.linalg.norm(right[name])
    wrong = dict(right)
    for name, factor in bad:
        wrong[name] = right[name] * factor
    names = [name for name, _ in layout]
    noise = {name: value + 1e-9 * rng.normal(size=value.shape) for name, value in right.items()}
    return _join(wrong, names), _join(noise, names), layout


def _three(rng, bad=(), scaled=(), norms=()):
    return _blocks(rng, distinct_sizes(rng, 4, 2, 5), bad, scaled, norms)


def _block(rng, layer):
    return f"{rng.choice(['W', 'b'])}{layer}"


def _low_and_high(rng):
    """Return blocks of two of three layers, that of the lower layer first."""
    return [_block(rng, layer) for layer in np.sort(1 + rng.permutation(3)[:2])]


def _below(rng, layer):
    """Return both blocks of each layer below, one of them further off than all others."""
    bad = [(f"{kind}{l}", rng.uniform(1.2, 1.4)) for l in range(1, layer) for kind in "Wb"]
    worst = rng.integers(len(bad))
    bad[worst] = (bad[worst][0], -1.0)
    return bad


def _one_entry(rng):
    """Return blocks of which one has an entry that is off: the smallest one, so it hardly counts."""
    layout = layout_of([3, 2, 4, 6])
    right = arrays(rng, layout)
    wrong = {name: array.copy() for name, array in right.items()}
    least = np.argmin(np.abs(right["b3"]))
    wrong["b3"][least] += 0.8e-5 * np.linalg.norm(right["b3"])
    names = [name for name, _ in layout]
    return _join(wrong, names), _join(right, names), layout


def _many_entries(rng):
    """Return blocks of which one is off by a little in several places, so that only its norm counts.

    Its entries are off by 0.9e-6 at most, its largest singular value too, and its norm by 1.8e-6.
    """
    layout = layout_of([5, 4, 3, 2])
    right = arrays(rng, layout)
    right["W1"] *= 0.02 / np.linalg.norm(right["W1"])
    wrong = {**right, "W1": right["W1"] + 0.9e-6 * np.eye(4, 5)}
    names = [name for name, _ in layout]
    return _join(wrong, names), _join(right, names), layout


def one_weight(rng):
    for layer in 1 + rng.permutation(3)[:2]:
        yield call("locate_bug", *_three(rng, [(f"W{layer}", 1.5)]))


def one_bias(rng):
    for layer in 1 + rng.permutation(3)[:2]:
        yield call("locate_bug", *_three(rng, [(f"b{layer}", 0.4)]))


def whole_layer(rng):
    for layer in rng.permutation([1, rng.choice([2, 3])]):
        yield call("locate_bug", *_three(rng, [(f"W{layer}", 1.01), (f"b{layer}", -1.0)]))


def several_layers(rng):
    one, both = 2 + rng.permutation(3)[:2]
    for layer, bad in (
        (one, [(_block(rng, one), 1.4)]),
        (both, [(f"W{both}", 1.4), (f"b{both}", 1.5)]),
    ):
        sizes = distinct_sizes(rng, 5, 2, 6)
        yield call("locate_bug", *_blocks(rng, sizes, [*_below(rng, layer), *bad])).with_(
            note=f"layers 1 to {layer} of 4 are off"
        )
    bad = [*_below(rng, 3), (_block(rng, rng.choice([10, 11])), 1.1)]
    yield call("locate_bug", *_blocks(rng, ELEVEN, bad)).with_(note="eleven layers")


def nothing_off(rng):
    yield call("locate_bug", *_three(rng))
    block = _block(rng, rng.integers(1, 4))
    yield call("locate_bug", *_three(rng, [(block, 1.8)], [(block, 1e-8)])).with_(
        note=f"{block} is nearly zero and differs by rounding only"
    )
    block = _block(rng, rng.integers(1, 4))
    yield call("locate_bug", *_three(rng, [(block, 1 + 1e-6)], [(block, 1e3)])).with_(
        note=f"{block} is large, and right to six digits"
    )
    block = _block(rng, rng.integers(1, 4))
    yield call("locate_bug", *_three(rng, [(block, 1 + 1.75e-5)])).with_(
        note=f"{block} is off by less than the tolerance of both norms together"
    )
    block = _block(rng, rng.integers(1, 4))
    yield call("locate_bug", *_three(rng, [(block, 1 + 1.75e-5)], norms=[(block, 0.2)])).with_(
        note=f"{block} is short, and off by less than the tolerance of both norms together"
    )
    block = _block(rng, rng.integers(1, 4))
    yield call("locate_bug", *_three(rng, [(block, 1 + 3e-5)], norms=[(block, 0.2)])).with_(
        note=f"{block} is short, and off by more than the tolerance of both norms together"
    )
    block = _block(rng, rng.integers(1, 4))
    yield call("locate_bug", *_three(rng, [(block, 1 + 5e-4)], norms=[(block, 1e-3)])).with_(
        note=f"{block} is small, and its gap is 5e-7"
    )
    yield call("locate_bug", *_one_entry(rng)).with_(
        note="of b3 one entry is off, by less than the tolerance of a norm"
    )
    yield call("locate_bug", *_many_entries(rng)).with_(
        note="of W1 several entries are off by less than 1e-6, and the whole block by more"
    )
    off, tiny = _low_and_high(rng)
    yield call("locate_bug", *_three(rng, [(tiny, 1.8), (off, 1.3)], [(tiny, 1e-8)])).with_(
        note=f"{tiny} is nearly zero and differs by rounding only; {off} is off"
    )


def other_tolerances(rng):
    off, nearly = _low_and_high(rng)
    yield call("locate_bug", *_three(rng, [(nearly, 1.175), (off, 2.0)]), tolerance=0.1)
    far, near = _low_and_high(rng)
    while near == off:  # else one constant answer would be right twice
        far, near = _low_and_high(rng)
    yield call("locate_bug", *_three(rng, [(far, 1.5), (near, 1 + 4e-6)]), tolerance=1e-7)


def small(rng):
    layout = [("W1", (1, 1)), ("b1", (1, 1)), ("W2", (1, 1)), ("b2", (1, 1))]
    grad = np.array([[1.0], [2.0], [3.0], [4.0]])
    for off, layers in (([1], 1), ([0, 1], 1), ([0, 3], 2), ([0, 2, 3], 2)):
        gradapprox = grad.copy()
        gradapprox[off] += 1
        n = 2 * layers
        yield call("locate_bug", grad[:n], gradapprox[:n], layout[:n])


EXERCISE = Exercise(
    "locate_bug",
    parts=(
        Part("a weight matrix is off", 2, one_weight),
        Part("a bias is off", 2, one_bias),
        Part("both blocks of a layer are off", 2, whole_layer),
        Part("several layers are off", 2, several_layers),
        Part("what only seems to be off", 1, nothing_off),
        Part("the caller's tolerance", 1, other_tolerances),
    ),
    depends_on=("vector_to_dictionary",),
    small=small,
)
