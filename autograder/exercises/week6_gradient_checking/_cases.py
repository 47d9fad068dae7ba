"""What several exercises of week 6 draw from."""

from autograder.examining import Close

FINITE = Close(rtol=1e-4, scale=1e-6)


def away_from_zero(rng, shape, low=0.3, high=1.5):
    """Return numbers of both signs, none of them small."""
    return rng.uniform(low, high, shape) * rng.choice([-1.0, 1.0], shape)


def layout_of(layer_dims):
    layout = []
    for l in range(1, len(layer_dims)):
        layout += [(f"W{l}", (layer_dims[l], layer_dims[l - 1])), (f"b{l}", (layer_dims[l], 1))]
    return layout


def arrays(rng, layout, prefix=""):
    """Return an array of random entries for each name, none of them zero."""
    return {prefix + name: away_from_zero(rng, shape).round(3) for name, shape in layout}


def shuffled(rng, dictionary):
    """Return the dictionary in another order, its first entry no longer first."""
    names = list(dictionary)
    order = [names[i] for i in rng.permutation(len(names))]
    if order[0] == names[0]:
        order = order[1:] + order[:1]
    return {name: dictionary[name] for name in order}


ELEVEN = [2, 1, 3, 2, 1, 2, 3, 1, 2, 1, 3, 2]
