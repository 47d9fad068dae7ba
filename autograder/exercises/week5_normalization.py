"""How week 5 is examined: normalization of inputs and of layers, conditioning, learning rates.

Tolerances: gradients follow GRADIENT, everything else the default relative 1e-6. The eigenvalues
of the cases differ by at most 1e4 where numbers are compared after a general eigensolver, so that
two solvers agree to 1e-11; a larger ratio (1e10) is asked of a diagonal matrix only.
"""

import numpy as np

from autograder.exercise import (
    Alternative,
    Close,
    Exercise,
    Misconception,
    Part,
    Question,
    Result,
    Unchanged,
    Week,
    call,
    distinct_sizes,
)

GRADIENT = Close(rtol=1e-5, scale=1e-9)


def _features(rng, n, m):
    """Return features with means and spreads of their own, means not small beside the spreads."""
    return rng.normal(rng.uniform(1, 4, (n, 1)), rng.uniform(0.3, 3, (n, 1)), (n, m))


def _centred(rng, n, m):
    X = _features(rng, n, m)
    return X - X.mean(axis=1, keepdims=True)


# ------------------------------------------------------------------------------ fit_normalizer


def ordinary_features(rng):
    n, m = distinct_sizes(rng, 2, 3, 6)
    yield call("fit_normalizer", _features(rng, n, m))
    n, m = distinct_sizes(rng, 2, 3, 6)
    X = _features(rng, n, m)
    # Added to this spread, even 1e-8 can be seen; and it lies between the usual thresholds for
    # "constant", 1e-8 and 1e-7, so that the visible and the hidden cases agree about each.
    X[1] *= rng.uniform(3e-8, 9e-8) / X[1].std()
    X[2] *= 1e4
    yield call("fit_normalizer", X).with_(note="the spreads differ by many powers of ten")


def constant_features(rng):
    n, m = distinct_sizes(rng, 2, 3, 6)
    X = _features(rng, n, m)
    X[0] = float(rng.integers(2, 9))
    X[2] = 0.0
    yield call("fit_normalizer", X).with_(note="the first and the third feature are constant")
    counts = rng.integers(0, 9, (4, 7))
    counts[1] = 6
    counts[2, :2] = (0, 8)
    yield call("fit_normalizer", counts).with_(note="integers; the second feature is constant")


FIT_NORMALIZER = Exercise(
    "fit_normalizer",
    parts=(
        Part("mu", 3, ordinary_features, select=(0,)),
        Part("sigma", 3, ordinary_features, select=(1,)),
        Part("constant features", 3, constant_features),
        Part("X stays as it was", 1, ordinary_features, Unchanged()),
    ),
    misconceptions=(
        Misconception(
            "axis",
            code="""
            def fit_normalizer(X):
                mu = np.mean(X, axis=0, keepdims=True)
                sigma = np.std(X, axis=0, keepdims=True)
                return mu, np.where(sigma == 0, 1.0, sigma)
            """,
            title="statistics along the wrong axis",
            hint="A feature is a row, an example is a column. You averaged the features of each "
            "example; what should be averaged is each feature over the examples.",
        ),
        Misconception(
            "axis_and_keepdims",
            code="""
            def fit_normalizer(X):
                mu = np.mean(X, axis=0)
                sigma = np.std(X, axis=0)
                return mu, np.where(sigma == 0, 1.0, sigma)
            """,
            title="statistics along the wrong axis, and the axis of size 1 lost",
            hint="A feature is a row: average over the examples, along a row. Then look at the "
            "shape that the docstring promises.",
        ),
        Misconception(
            "keepdims",
            code="""
            def fit_normalizer(X):
                mu = np.mean(X, axis=1)
                sigma = np.std(X, axis=1)
                return mu, np.where(sigma == 0, 1.0, sigma)
            """,
            title="the axis of size 1 lost",
            hint="A mean along an axis removes that axis. A shape (n_x,) would later be "
            "subtracted from the wrong axis of X, without an error if n_x = m. Which argument "
            "keeps it?",
        ),
        Misconception(
            "one_for_all",
            code="""
            def fit_normalizer(X):
                n = X.shape[0]
                return np.full((n, 1), np.mean(X)), np.full((n, 1), np.std(X) or 1.0)
            """,
            title="one mean and one deviation for all features together",
            hint="Every feature has its own unit, so every row needs its own mean and deviation.",
        ),
        Misconception(
            "variance",
            change=(("np.std(X, axis=1, keepdims=True)", "np.var(X, axis=1, keepdims=True)"),),
            title="the variance in place of the standard deviation",
            hint="Sigma should carry the feature's own unit; the variance carries its square. "
            "Which step is missing?",
        ),
        Misconception(
            "ddof",
            change=(
                ("np.std(X, axis=1, keepdims=True)", "np.std(X, axis=1, keepdims=True, ddof=1)"),
            ),
            title="division by m - 1",
            hint="Statisticians divide by m - 1 to estimate the spread of a population. The "
            "docstring asks for the mean squared deviation of these examples.",
        ),
        Misconception(
            "sum_of_squares",
            change=(
                (
                    "np.std(X, axis=1, keepdims=True)",
                    "np.sqrt(np.sum((X - mu) ** 2, axis=1, keepdims=True))",
                ),
            ),
            title="the root of the sum of squares, not of their mean",
            hint="With twice as many examples of the same kind, should sigma grow?",
        ),
        Misconception(
            "about_zero",
            change=(
                (
                    "np.std(X, axis=1, keepdims=True)",
                    "np.sqrt(np.mean(X**2, axis=1, keepdims=True))",
                ),
            ),
            title="the root mean square about zero, not about the mean",
            hint="Sigma measures how far a feature strays from its own mean. Was mu subtracted "
            "before squaring?",
        ),
        Misconception(
            "plus_eps",
            change=(("np.where(sigma == 0, 1.0, sigma)", "sigma + 1e-8"),),
            title="a small number added to sigma",
            hint="It changes every sigma a little and leaves a constant feature with a tiny one, "
            "so that a new value of that feature is blown up. The docstring asks for 1 there.",
        ),
        Misconception(
            "constant_left_zero",
            change=(("sigma = np.where(sigma == 0, 1.0, sigma)", "pass"),),
            title="constant features keep sigma = 0",
            hint="What happens when normalize divides by it? Read the last line of Returns.",
        ),
        Misconception(
            "floor_of_one",
            change=(("np.where(sigma == 0, 1.0, sigma)", "np.maximum(sigma, 1.0)"),),
            title="every sigma below 1 raised to 1",
            hint="Only a feature that is constant gets 1. A feature with a small spread has a "
            "small sigma, and needs it.",
        ),
        Misconception(
            "threshold",
            change=(("sigma == 0,", "sigma < 1e-4,"),),
            title="a feature with small numbers taken for a constant one",
            hint="In other units a spread may be 1e-7 and still hold all there is to know. "
            "Constant means that the spread is 0.",
        ),
        Misconception(
            "one_if_for_all",
            change=(
                (
                    "sigma = np.where(sigma == 0, 1.0, sigma)",
                    "sigma = 1.0 if sigma == 0 else sigma",
                ),
            ),
            title="one `if` for a whole array",
            hint="An array of comparisons is not one truth value. Choose entry by entry.",
        ),
        Misconception(
            "all_ones_if_one_is_constant",
            change=(
                (
                    "sigma = np.where(sigma == 0, 1.0, sigma)",
                    "sigma = np.ones_like(sigma) if np.any(sigma == 0) else sigma",
                ),
            ),
            title="every sigma set to 1 as soon as one feature is constant",
            hint="The other features still have their own spreads. Replace only the entries that "
            "are 0.",
        ),
        Misconception(
            "kind_of_x",
            code="""
            def fit_normalizer(X):
                mu, sigma = np.zeros_like(X[:, :1]), np.zeros_like(X[:, :1])
                for i in range(X.shape[0]):
                    mu[i], sigma[i] = np.mean(X[i]), np.std(X[i])
                    if sigma[i] == 0:
                        sigma[i] = 1
                return mu, sigma
            """,
            title="results kept in an array of whole numbers, which cuts off their fractions",
            hint="np.zeros_like(X) makes an array of the same kind as X. When X holds whole numbers, "
            "a mean of 2.7 is stored as 2. np.zeros((n, 1)) keeps fractions.",
        ),
        Misconception(
            "order",
            change=(("return mu, sigma", "return sigma, mu"),),
            title="mu and sigma returned in the wrong order",
            hint="The numbers are there. Compare your return line with the docstring.",
        ),
        Misconception(
            "divided_by_features",
            code="""
            def fit_normalizer(X):
                n = X.shape[0]
                mu = np.sum(X, axis=1, keepdims=True) / n
                sigma = np.sqrt(np.sum((X - mu) ** 2, axis=1, keepdims=True) / n)
                return mu, np.where(sigma == 0, 1.0, sigma)
            """,
            title="division by the number of features",
            hint="You add up the examples of a row. How many are there?",
        ),
        Misconception(
            "min_max",
            code="""
            def fit_normalizer(X):
                mu = np.min(X, axis=1, keepdims=True)
                sigma = np.max(X, axis=1, keepdims=True) - mu
                return mu, np.where(sigma == 0, 1.0, sigma)
            """,
            title="minimum and range in place of mean and standard deviation",
            hint="That is another way to scale features, one that a single outlier decides. Here "
            "the mean and the standard deviation are asked for.",
        ),
        Misconception(
            "changes_x",
            code="""
            def fit_normalizer(X):
                mu = np.mean(X, axis=1, keepdims=True)
                X = X.astype(float, copy=False)
                X -= mu
                sigma = np.sqrt(np.mean(X**2, axis=1, keepdims=True))
                return mu, np.where(sigma == 0, 1.0, sigma)
            """,
            title="X centred in place",
            hint="The caller still needs X as it was. Compute X - mu into a new name.",
        ),
    ),
    alternatives=(
        Alternative(
            "row by row",
            code="""
            def fit_normalizer(X):
                n, m = X.shape
                mu, sigma = np.zeros((n, 1)), np.ones((n, 1))
                for i in range(n):
                    total = 0.0
                    for value in X[i]:
                        total += value
                    mu[i, 0] = total / m
                    spread = sum((value - mu[i, 0]) ** 2 for value in X[i]) / m
                    if spread > 0:
                        sigma[i, 0] = spread ** 0.5
                return mu, sigma
            """,
        ),
        Alternative(
            "matrix products and assignment",
            code="""
            def fit_normalizer(X):
                m = X.shape[1]
                ones = np.ones((m, 1))
                mu = np.dot(X, ones) / m
                centred = X - mu
                sigma = np.sqrt(np.einsum("ij,ij->i", centred, centred) / m).reshape(-1, 1)
                sigma[sigma == 0] = 1
                return mu, sigma
            """,
        ),
        Alternative(
            "transposed twice",
            code="""
            def fit_normalizer(X):
                mu = X.T.mean(0)[:, None]
                sigma = X.T.std(0)[:, np.newaxis]
                return [mu, sigma + (sigma == 0)]
            """,
        ),
    ),
)


# ------------------------------------------------------------------------------ normalize


def with_its_own_statistics(rng):
    n, m = distinct_sizes(rng, 2, 3, 6)
    X = _features(rng, n, m)
    yield call("normalize", X, X.mean(axis=1, keepdims=True), X.std(axis=1, keepdims=True))


def with_other_statistics(rng):
    n, m = distinct_sizes(rng, 2, 3, 6)
    X = _features(rng, n, m)
    mu, sigma = rng.uniform(1, 4, (n, 1)), rng.uniform(0.3, 3, (n, 1))
    yield call("normalize", X, mu, sigma).with_(note="mu and sigma of another set of examples")


def one_example(rng):
    n = int(rng.integers(3, 6))
    X = _features(rng, n, 1)
    mu, sigma = rng.uniform(1, 4, (n, 1)), rng.uniform(0.3, 3, (n, 1))
    yield call("normalize", X, mu, sigma).with_(note="a single example")


NORMALIZE = Exercise(
    "normalize",
    parts=(
        Part("the examples that mu and sigma come from", 3, with_its_own_statistics),
        Part("other examples", 2, with_other_statistics),
        Part("a single example", 2, one_example),
        Part("X stays as it was", 1, with_other_statistics, Unchanged()),
    ),
    misconceptions=(
        Misconception(
            "own_statistics",
            code="""
            def normalize(X, mu, sigma):
                mu = np.mean(X, axis=1, keepdims=True)
                sigma = np.std(X, axis=1, keepdims=True)
                sigma = np.where(sigma == 0, 1.0, sigma)
                return (X - mu) / sigma
            """,
            title="X's own statistics in place of the mu and sigma that were given",
            hint="The function is called with test examples too, and then mu and sigma are those "
            "of the training set. Use the arguments.",
        ),
        Misconception(
            "own_statistics_unguarded",
            code="""
            def normalize(X, mu, sigma):
                return (X - X.mean(axis=1, keepdims=True)) / X.std(axis=1, keepdims=True)
            """,
            title="X's own statistics in place of the mu and sigma that were given",
            hint="The function is called with test examples too, and then mu and sigma are those "
            "of the training set; a single example has no spread at all. Use the arguments.",
        ),
        Misconception(
            "variance",
            change=(("/ sigma", "/ sigma**2"),),
            title="division by the variance",
            hint="A feature in millilitres minus its mean is in millilitres. What has to stand "
            "below it to leave no unit?",
        ),
        Misconception(
            "root_of_sigma",
            change=(("/ sigma", "/ np.sqrt(sigma)"),),
            title="division by the root of sigma",
            hint="Sigma is the standard deviation already, not the variance.",
        ),
        Misconception(
            "mean_only",
            change=(("(X - mu) / sigma", "X - mu"),),
            title="the mean subtracted, the scale left as it was",
            hint="The features now have mean 0 but still spread differently. What makes every "
            "spread 1?",
        ),
        Misconception(
            "scale_only",
            change=(("(X - mu) / sigma", "X / sigma"),),
            title="the scale divided out, the mean left in",
            hint="The spreads are 1 now, but the features are not centred.",
        ),
        Misconception(
            "precedence",
            change=(("(X - mu) / sigma", "X - mu / sigma"),),
            title="brackets missing: only mu is divided by sigma",
            hint="Division binds more tightly than subtraction. What should be divided?",
        ),
        Misconception(
            "multiplied",
            change=(("/ sigma", "* sigma"),),
            title="multiplication by sigma",
            hint="A feature with a wide spread should become narrower.",
        ),
        Misconception(
            "sign",
            change=(("(X - mu)", "(mu - X)"),),
            title="mu - X in place of X - mu",
            hint="A value above the mean should stay above 0.",
        ),
        Misconception(
            "exchanged",
            change=(("(X - mu) / sigma", "(X - sigma) / mu"),),
            title="mu and sigma exchanged",
            hint="One of the two is subtracted, the other divides. Which is the mean?",
        ),
        Misconception(
            "min_max",
            code="""
            def normalize(X, mu, sigma):
                low, high = X.min(axis=1, keepdims=True), X.max(axis=1, keepdims=True)
                return (X - low) / (high - low)
            """,
            title="minimum and range in place of mu and sigma",
            hint="That is another way to scale features. Use the arguments mu and sigma.",
        ),
        Misconception(
            "in_place",
            code="""
            def normalize(X, mu, sigma):
                X -= mu
                X /= sigma
                return X
            """,
            title="X changed in place",
            hint="After the call the caller's X is no longer the data that was measured. Make a "
            "new array.",
        ),
    ),
    alternatives=(
        Alternative(
            "ufuncs",
            code="""
            def normalize(X, mu, sigma):
                return np.divide(np.subtract(X, mu), sigma)
            """,
        ),
        Alternative(
            "loops",
            code="""
            def normalize(X, mu, sigma):
                X_norm = np.zeros(X.shape)
                for i in range(X.shape[0]):
                    for j in range(X.shape[1]):
                        X_norm[i, j] = (X[i, j] - mu[i, 0]) / sigma[i, 0]
                return X_norm
            """,
        ),
        Alternative(
            "copy, then in place",
            code="""
            def normalize(X, mu, sigma):
                X = X.copy()
                X -= mu
                X *= 1 / sigma
                return X
            """,
        ),
        Alternative(
            "guarded by a tiny number",
            code="""
            def normalize(X, mu, sigma):
                return (X - mu) / (sigma + 1e-8)
            """,
        ),
    ),
)


# ------------------------------------------------------------------------------ hessian_of_mse


def centred_features(rng):
    yield call("hessian_of_mse", _centred(rng, 3, int(rng.integers(5, 8)))).with_(
        note="every feature has mean 0"
    )


def more_features_than_examples(rng):
    n, m = int(rng.integers(4, 6)), int(rng.integers(2, 4))
    yield call("hessian_of_mse", _centred(rng, n, m)).with_(note="every feature has mean 0")


def features_with_means(rng):
    n, m = distinct_sizes(rng, 2, 3, 6)
    yield call("hessian_of_mse", _features(rng, n, m))


HESSIAN = Exercise(
    "hessian_of_mse",
    parts=(
        Part("centred features", 4, centred_features),
        Part("more features than examples", 3, more_features_than_examples),
        Part("features that are not centred", 3, features_with_means),
    ),
    misconceptions=(
        Misconception(
            "factor_two",
            change=(("X @ X.T / m", "2 * X @ X.T / m"),),
            title="a factor 2 too much",
            hint="The cost has 1/(2m). What does the 2 of the square's derivative do with it?",
        ),
        Misconception(
            "half",
            change=(("X @ X.T / m", "X @ X.T / (2 * m)"),),
            title="the 1/2 of the cost kept",
            hint="Differentiate (w x - y)^2 / 2 twice with respect to w, with one weight. What is"
            " left of the 1/2?",
        ),
        Misconception(
            "missing_1_m",
            change=(("X @ X.T / m", "X @ X.T"),),
            title="missing 1/m",
            hint="The cost is a mean over the examples, so its second derivative is a mean too.",
        ),
        Misconception(
            "m_minus_1",
            change=(("X @ X.T / m", "X @ X.T / (m - 1)"),),
            title="division by m - 1",
            hint="That is how statisticians estimate a covariance. Here nothing is estimated: the "
            "cost has 1/(2m), so its second derivatives have 1/m.",
        ),
        Misconception(
            "divided_by_features",
            change=(("m = X.shape[1]", "m = X.shape[0]"),),
            title="division by the number of features",
            hint="m counts examples. In which direction of X do they lie?",
        ),
        Misconception(
            "gram",
            change=(("X @ X.T / m", "X.T @ X / m"),),
            title="X^T X in place of X X^T",
            hint="There is one second derivative for each pair of weights, so H is (n_x, n_x). "
            "The books that write X^T X keep one example a row.",
        ),
        Misconception(
            "gram_bare",
            change=(("X @ X.T / m", "X.T @ X"),),
            title="X^T X in place of X X^T, and no 1/m",
            hint="There is one second derivative for each pair of weights, so H is (n_x, n_x); "
            "and the cost is a mean over the examples.",
        ),
        Misconception(
            "centred",
            change=(("X @ X.T / m", "np.cov(X, bias=True)"),),
            title="the covariance: X was centred first",
            hint="The cost is a function of X as it is, so its Hessian is too. The two agree only"
            " for features of mean 0; that the means matter is a point of this week.",
        ),
        Misconception(
            "np_cov",
            change=(("X @ X.T / m", "np.cov(X)"),),
            title="np.cov, which centres X and divides by m - 1",
            hint="Write the cost with its sum over the examples and differentiate twice. Nothing "
            "in it subtracts a mean.",
        ),
        Misconception(
            "elementwise",
            change=(("X @ X.T / m", "np.diag(np.sum(X * X, axis=1) / m)"),),
            title="only the diagonal: mixed second derivatives left out",
            hint="How does the slope along w_1 change when w_2 is moved? That is entry (1, 2).",
        ),
        Misconception(
            "star",
            change=(("X @ X.T / m", "X * X.T / m"),),
            title="`*` in place of the matrix product",
            hint="`*` multiplies entry by entry. Every pair of features has to meet, summed over "
            "the examples.",
        ),
        Misconception(
            "divided_by_all",
            change=(("m = X.shape[1]", "m = X.size"),),
            title="division by the number of entries of X",
            hint="The cost is a mean over the m examples only.",
        ),
        Misconception(
            "correlations",
            change=(("X @ X.T / m", "np.corrcoef(X)"),),
            title="the correlations in place of the Hessian",
            hint="Correlations have no unit; the second derivatives of the cost do. Write J for "
            "one weight and differentiate twice.",
        ),
        Misconception(
            "inverse",
            change=(("X @ X.T / m", "np.linalg.pinv(X @ X.T / m)"),),
            title="the inverse of the Hessian",
            hint="Newton's method uses the inverse. The Hessian itself is asked for.",
        ),
    ),
    alternatives=(
        Alternative(
            "einsum",
            code="""
            def hessian_of_mse(X):
                return np.einsum("ik,jk->ij", X, X) / X.shape[1]
            """,
        ),
        Alternative(
            "sum of outer products",
            code="""
            def hessian_of_mse(X):
                n, m = X.shape
                H = np.zeros((n, n))
                for k in range(m):
                    x = X[:, k:k+1]
                    H += np.dot(x, x.T)
                return H / m
            """,
        ),
        Alternative(
            "differences of the gradient",
            code="""
            def hessian_of_mse(X):
                n, m = X.shape
                def gradient(w):
                    return X @ (w.T @ X).T / m
                return np.hstack([gradient(np.eye(n)[:, [i]]) for i in range(n)])
            """,
        ),
    ),
)


# ------------------------------------------------------------- condition number, learning rate


def _symmetric(rng, eigenvalues):
    n = len(eigenvalues)
    Q, _ = np.linalg.qr(rng.normal(size=(n, n)))
    H = Q @ np.diag(eigenvalues) @ Q.T
    return (H + H.T) / 2


def _spectrum(rng, n):
    """Return eigenvalues at a distance from each other, from about 0.1 to some hundreds."""
    return np.cumprod(rng.uniform(2.5, 6, n)) * rng.uniform(0.05, 0.2)


def round_and_long_bowls(rng):
    small, middle, large = _spectrum(rng, 3)
    yield call("condition_number", np.diag([middle, small, large])).with_(note="a diagonal matrix")
    for n in (2, 4):
        yield call("condition_number", _symmetric(rng, _spectrum(rng, n)))


def flat_directions(rng):
    # Diagonal, so that what a wrong answer makes of the tiny eigenvalue is the same everywhere.
    yield call(
        "condition_number", np.diag([rng.uniform(2, 5), rng.uniform(2, 5) * 1e-17, 1.0])
    ).with_(note="rounding left a tiny number where an eigenvalue is zero")
    yield call("condition_number", np.diag([rng.uniform(2, 5) * 1e-14, rng.uniform(1, 2)])).with_(
        note="the ratio is below 1e-12"
    )


def nearly_flat(rng):
    yield call("condition_number", np.diag(rng.uniform(1, 3, 3) * [1e6, 1e-3, 1.0]))
    yield call("condition_number", np.diag(rng.uniform(1, 3, 2) * [1e-13, 1e-16])).with_(
        note="a small matrix, but not a flat one"
    )


CONDITION_NUMBER = Exercise(
    "condition_number",
    parts=(
        Part("largest over smallest eigenvalue", 2, round_and_long_bowls),
        Part("infinity where a direction is flat", 2, flat_directions, beside=True),
        Part("large, but not infinite", 2, nearly_flat),
    ),
    misconceptions=(
        Misconception(
            "cond_of_x",
            change=(("float(largest / smallest)", "float(np.sqrt(largest / smallest))"),),
            title="the root of the ratio, which is the condition number of X and not that of H",
            hint="H = X X^T / m holds X twice, so its eigenvalues are squares of X's singular "
            "values. Gradient descent feels H.",
        ),
        Misconception(
            "inverted",
            change=(("float(largest / smallest)", "float(smallest / largest)"),),
            title="smallest over largest",
            hint="A condition number is 1 for a round bowl and grows as the bowl gets longer.",
        ),
        Misconception(
            "difference",
            change=(("float(largest / smallest)", "float(largest - smallest)"),),
            title="the difference of the eigenvalues, not their ratio",
            hint="If all data are given in other units, H is multiplied by a number. Should the "
            "shape of the bowl change?",
        ),
        Misconception(
            "largest_only",
            change=(("float(largest / smallest)", "float(largest)"),),
            title="the largest eigenvalue alone",
            hint="A bowl may be steep everywhere and still round. Compare with the flattest "
            "direction.",
        ),
        Misconception(
            "diagonal_entries",
            change=(("np.linalg.eigvalsh(H)", "np.sort(np.diag(H))"),),
            title="entries of the diagonal in place of eigenvalues",
            hint="They agree for a diagonal matrix only. When features are correlated, the bowl's"
            " axes are tilted.",
        ),
        Misconception(
            "unsorted",
            change=(("np.linalg.eigvalsh(H)", "np.linalg.eigvals(H)"),),
            title="first and last eigenvalue of a list that is not sorted",
            hint="np.linalg.eigvals promises no order. Take the minimum and the maximum, or a "
            "function for symmetric matrices, which sorts.",
        ),
        Misconception(
            "eigenvectors",
            change=(
                ("eigenvalues = np.linalg.eigvalsh(H)", "eigenvalues = np.linalg.eigh(H)[1]"),
                (
                    "smallest, largest = eigenvalues[0], eigenvalues[-1]",
                    "smallest, largest = eigenvalues.min(), eigenvalues.max()",
                ),
            ),
            title="eigenvectors taken for eigenvalues",
            hint="np.linalg.eigh returns two things: first the eigenvalues, then the matrix of the "
            "eigenvectors.",
        ),
        Misconception(
            "absolute_threshold",
            change=(("smallest <= 1e-12 * largest", "smallest <= 1e-12"),),
            title="1e-12 taken as a number and not as a share of the largest eigenvalue",
            hint="In other units all eigenvalues shrink together; flat is flat compared with the "
            "steepest direction.",
        ),
        Misconception(
            "no_infinity",
            change=(("smallest <= 1e-12 * largest", "False"),),
            title="no infinity for a direction that is flat up to rounding",
            hint="An eigenvalue that should be zero comes out as rounding noise, sometimes even "
            "negative. The docstring says from where on to call it zero.",
        ),
        Misconception(
            "threshold_too_large",
            change=(("1e-12 * largest", "1e-8 * largest"),),
            title="infinity too early",
            hint="Compare the threshold with the docstring: raw data do reach condition numbers "
            "of 1e8.",
        ),
    ),
    alternatives=(
        Alternative(
            "eig and max, min",
            code="""
            def condition_number(H):
                values, vectors = np.linalg.eig(H)
                values = values.real
                if values.min() <= 1e-12 * values.max():
                    return np.inf
                return values.max() / values.min()
            """,
        ),
        Alternative(
            "singular values",
            code="""
            def condition_number(H):
                s = np.linalg.svd(H, compute_uv=False)
                return np.array(np.inf) if s[-1] <= 1e-12 * s[0] else np.array([s[0] / s[-1]])
            """,
        ),
        Alternative(
            "the library's cond",
            code="""
            def condition_number(H):
                kappa = np.linalg.cond(H)
                if kappa >= 1e12:
                    kappa = float("inf")
                return kappa
            """,
        ),
    ),
)


def one_weight(rng):
    yield call("largest_stable_learning_rate", np.array([[rng.uniform(0.2, 9)]]))


def uncorrelated_features(rng):
    # Neither the first nor the last is the largest or the smallest of all: unsorted lists show.
    for order in ([1, 2, 0], [0, 3, 1, 2]):
        H = np.diag(_spectrum(rng, len(order))[order])
        yield call("largest_stable_learning_rate", H).with_(note="a diagonal Hessian")


def correlated_features(rng):
    for n in (2, 3):
        H = _symmetric(rng, _spectrum(rng, n))
        yield call("largest_stable_learning_rate", H)


LARGEST_RATE = Exercise(
    "largest_stable_learning_rate",
    parts=(
        Part("one weight", 2, one_weight),
        Part("features that are not correlated", 3, uncorrelated_features),
        Part("features that are correlated", 3, correlated_features),
    ),
    misconceptions=(
        Misconception(
            "one_over_lambda",
            change=(("2 / np.max", "1 / np.max"),),
            title="1/lambda in place of 2/lambda",
            hint="At 1/lambda the steepest component is zero after one step. How far can you go "
            "beyond it before the error, now of opposite sign, is as large as before?",
        ),
        Misconception(
            "half_lambda",
            change=(("2 / np.max(np.linalg.eigvalsh(H))", "np.max(np.linalg.eigvalsh(H)) / 2"),),
            title="lambda/2 in place of 2/lambda",
            hint="Should a steeper bowl allow longer or shorter steps?",
        ),
        Misconception(
            "two_lambda",
            change=(("2 / np.max", "2 * np.max"),),
            title="2 times lambda in place of 2/lambda",
            hint="Should a steeper bowl allow longer or shorter steps?",
        ),
        Misconception(
            "smallest",
            change=(("np.max(", "np.min("),),
            title="the smallest eigenvalue in place of the largest",
            hint="Every component has to shrink. Which of them leaves first when alpha grows?",
        ),
        Misconception(
            "trace",
            change=(("np.max(np.linalg.eigvalsh(H))", "np.trace(H)"),),
            title="the trace in place of the largest eigenvalue",
            hint="The trace is the sum of all eigenvalues: 2/trace is safe, but it is not the "
            "limit.",
        ),
        Misconception(
            "best_rate",
            change=(
                (
                    "np.max(np.linalg.eigvalsh(H))",
                    "(np.max(np.linalg.eigvalsh(H)) + np.min(np.linalg.eigvalsh(H)))",
                ),
            ),
            title="the fastest rate, 2/(largest + smallest), in place of the limit",
            hint="That rate converges soonest. The limit is where the steepest component just "
            "stops shrinking.",
        ),
        Misconception(
            "largest_entry",
            change=(("np.max(np.linalg.eigvalsh(H))", "np.max(H)"),),
            title="the largest entry of H in place of its largest eigenvalue",
            hint="They agree for a diagonal H only. Along a tilted axis the bowl is steeper than "
            "along any feature.",
        ),
        Misconception(
            "norm",
            change=(("np.max(np.linalg.eigvalsh(H))", "np.linalg.norm(H)"),),
            title="the Frobenius norm in place of the largest eigenvalue",
            hint="np.linalg.norm adds up the squares of all eigenvalues. Only one of them decides.",
        ),
        Misconception(
            "condition",
            change=(("np.max(np.linalg.eigvalsh(H))", "np.linalg.cond(H)"),),
            title="2 over the condition number",
            hint="The condition number says how many steps are needed. How long a step may be is "
            "decided by the steepest direction alone.",
        ),
        Misconception(
            "all_eigenvalues",
            change=(("float(2 / np.max(np.linalg.eigvalsh(H)))", "2 / np.linalg.eigvalsh(H)"),),
            title="one limit for each eigenvalue",
            hint="Each direction has its own limit, but all directions share one learning rate. "
            "Which of the limits is reached first?",
        ),
        Misconception(
            "unsorted",
            change=(("np.max(np.linalg.eigvalsh(H))", "np.linalg.eigvals(H)[-1]"),),
            title="the last eigenvalue of a list that is not sorted",
            hint="np.linalg.eigvals promises no order; the last one need not be the largest.",
        ),
    ),
    alternatives=(
        Alternative(
            "eig",
            code="""
            def largest_stable_learning_rate(H):
                eigenvalues, _ = np.linalg.eig(H)
                return 2.0 / max(eigenvalues)
            """,
        ),
        Alternative(
            "spectral norm",
            code="""
            def largest_stable_learning_rate(H):
                return np.array([[2 / np.linalg.norm(H, 2)]])
            """,
        ),
        Alternative(
            "power iteration",
            code="""
            def largest_stable_learning_rate(H):
                v = np.arange(1.0, len(H) + 1).reshape(-1, 1)
                for _ in range(200):
                    v = H @ v
                    v = v / np.linalg.norm(v)
                return 2 / float(np.squeeze(v.T @ H @ v))
            """,
        ),
    ),
)


# ------------------------------------------------------------------------------ batchnorm


def _batch(rng, mode):
    n, m = distinct_sizes(rng, 2, 3, 6)
    X = _features(rng, n, m)
    gamma, beta = rng.uniform(0.4, 2.5, (n, 1)), rng.normal(0, 1, (n, 1))
    bn_param = {
        "mode": mode,
        "eps": 0.3,
        "momentum": 0.8,
        "running_mean": rng.uniform(1, 4, (n, 1)),
        "running_var": rng.uniform(0.3, 5, (n, 1)),
    }
    return X, gamma, beta, bn_param


def _forward(X, gamma, beta, bn_param):
    return call("batchnorm_forward", X, gamma, beta, bn_param).with_(watch=("bn_param",))


def training_batches(rng):
    yield _forward(*_batch(rng, "train"))
    X, gamma, beta, bn_param = _batch(rng, "train")
    X[1] = 4.0
    yield _forward(X, gamma, beta, bn_param).with_(note="one unit gives 4 for every example")


def test_batches(rng):
    yield _forward(*_batch(rng, "test"))
    X, gamma, beta, bn_param = _batch(rng, "test")
    yield _forward(X[:, :1].copy(), gamma, beta, bn_param).with_(note="a single example")


def batches_of_both_modes(rng):
    yield _forward(*_batch(rng, "train"))
    yield _forward(*_batch(rng, "train"))
    yield _forward(*_batch(rng, "test"))


FORWARD_BODY = """
def batchnorm_forward(X, gamma, beta, bn_param):
    eps, keep = bn_param["eps"], bn_param["momentum"]
    if bn_param["mode"] == "train":
        {statistics}
        bn_param["running_mean"] = keep * bn_param["running_mean"] + (1 - keep) * mean
        bn_param["running_var"] = keep * bn_param["running_var"] + (1 - keep) * var
    else:
        mean, var = bn_param["running_mean"], bn_param["running_var"]
    X_centred = X - mean
    std = np.sqrt(var + eps)
    X_hat = X_centred / std
    out = gamma * X_hat + beta
    return out, {{"X_hat": X_hat, "X_centred": X_centred, "std": std, "gamma": gamma}}
"""


def _with_statistics(statistics):
    return FORWARD_BODY.format(statistics=statistics)


BATCHNORM_FORWARD = Exercise(
    "batchnorm_forward",
    parts=(
        Part("out in mode train", 5, training_batches, select=(0,)),
        Part("out in mode test", 4, test_batches, select=(0,)),
        Part("running mean", 3, batches_of_both_modes, select=("@bn_param", "running_mean")),
        Part("running variance", 3, batches_of_both_modes, select=("@bn_param", "running_var")),
        Part("cache", 2, training_batches, select=(1,)),
        Part("X stays as it was", 1, test_batches, Unchanged()),
    ),
    may_change=("bn_param",),
    misconceptions=(
        Misconception(
            "axis",
            code=_with_statistics(
                "mean, var = X.mean(axis=0, keepdims=True), X.var(axis=0, keepdims=True)"
            ),
            title="statistics along the wrong axis",
            hint="A row is a unit, a column is an example. You averaged over the units of each "
            "example (axis 0); batch normalization averages each unit over the examples (axis 1).",
        ),
        Misconception(
            "keepdims",
            code=_with_statistics("mean, var = X.mean(axis=1), X.var(axis=1)"),
            title="the axis of size 1 lost in mean and variance",
            hint="X is (n, m), so mean and variance must be (n, 1) to be subtracted from each "
            "row. Which argument keeps the axis?",
        ),
        Misconception(
            "one_for_all",
            code=_with_statistics("mean, var = X.mean(), X.var()"),
            title="one mean and one variance for the whole batch",
            hint="Every unit is normalised by itself: mean and variance are (n, 1).",
        ),
        Misconception(
            "eps_outside",
            change=(('np.sqrt(var + bn_param["eps"])', 'np.sqrt(var) + bn_param["eps"]'),),
            title="eps added outside the root",
            hint="The docstring adds eps to the variance, before the root is taken.",
        ),
        Misconception(
            "eps_forgotten",
            change=(('np.sqrt(var + bn_param["eps"])', "np.sqrt(var)"),),
            title="eps forgotten",
            hint="A unit that is constant in a batch has variance 0. What keeps the division "
            "alive?",
        ),
        Misconception(
            "eps_fixed",
            change=(('bn_param["eps"]', "1e-5"),),
            title="a fixed eps in place of bn_param's",
            hint='The caller chooses eps: it is in bn_param["eps"].',
        ),
        Misconception(
            "no_root",
            change=(('np.sqrt(var + bn_param["eps"])', 'var + bn_param["eps"]'),),
            title="division by the variance: the root is missing",
            hint="X and its standard deviation carry the same unit; the variance carries its "
            "square.",
        ),
        Misconception(
            "running_in_train",
            code="""
            def batchnorm_forward(X, gamma, beta, bn_param):
                if bn_param["mode"] == "train":
                    keep = bn_param["momentum"]
                    mean, var = X.mean(axis=1, keepdims=True), X.var(axis=1, keepdims=True)
                    bn_param["running_mean"] = keep * bn_param["running_mean"] + (1 - keep) * mean
                    bn_param["running_var"] = keep * bn_param["running_var"] + (1 - keep) * var
                std = np.sqrt(bn_param["running_var"] + bn_param["eps"])
                X_centred = X - bn_param["running_mean"]
                X_hat = X_centred / std
                cache = {"X_hat": X_hat, "X_centred": X_centred, "std": std, "gamma": gamma}
                return gamma * X_hat + beta, cache
            """,
            title="running statistics used in mode train",
            hint="While training, each batch is normalised with its own mean and variance; the "
            "running ones are only kept for later.",
        ),
        Misconception(
            "batch_in_test",
            code="""
            def batchnorm_forward(X, gamma, beta, bn_param):
                mean, var = X.mean(axis=1, keepdims=True), X.var(axis=1, keepdims=True)
                if bn_param["mode"] == "train":
                    keep = bn_param["momentum"]
                    bn_param["running_mean"] = keep * bn_param["running_mean"] + (1 - keep) * mean
                    bn_param["running_var"] = keep * bn_param["running_var"] + (1 - keep) * var
                std = np.sqrt(var + bn_param["eps"])
                X_hat = (X - mean) / std
                cache = {"X_hat": X_hat, "X_centred": X - mean, "std": std, "gamma": gamma}
                return gamma * X_hat + beta, cache
            """,
            title="the batch's own statistics used in mode test",
            hint="At test time an answer must not depend on which other examples come along. What"
            " was kept during training for this moment?",
        ),
        Misconception(
            "mode_ignored",
            code="""
            def batchnorm_forward(X, gamma, beta, bn_param):
                keep = bn_param["momentum"]
                mean, var = X.mean(axis=1, keepdims=True), X.var(axis=1, keepdims=True)
                bn_param["running_mean"] = keep * bn_param["running_mean"] + (1 - keep) * mean
                bn_param["running_var"] = keep * bn_param["running_var"] + (1 - keep) * var
                std = np.sqrt(var + bn_param["eps"])
                X_hat = (X - mean) / std
                cache = {"X_hat": X_hat, "X_centred": X - mean, "std": std, "gamma": gamma}
                return gamma * X_hat + beta, cache
            """,
            title="the mode is not looked at: mode test does what mode train does",
            hint="In mode test the running statistics are used, and nothing is changed.",
        ),
        Misconception(
            "updated_in_test",
            code="""
            def batchnorm_forward(X, gamma, beta, bn_param):
                keep, train = bn_param["momentum"], bn_param["mode"] == "train"
                mean, var = X.mean(axis=1, keepdims=True), X.var(axis=1, keepdims=True)
                old_mean, old_var = bn_param["running_mean"], bn_param["running_var"]
                bn_param["running_mean"] = keep * old_mean + (1 - keep) * mean
                bn_param["running_var"] = keep * old_var + (1 - keep) * var
                if not train:
                    mean, var = old_mean, old_var
                std = np.sqrt(var + bn_param["eps"])
                X_hat = (X - mean) / std
                cache = {"X_hat": X_hat, "X_centred": X - mean, "std": std, "gamma": gamma}
                return gamma * X_hat + beta, cache
            """,
            title="running statistics updated in mode test too",
            hint="Test examples must leave no trace in the model. Update in mode train only.",
        ),
        Misconception(
            "not_updated",
            code="""
            def batchnorm_forward(X, gamma, beta, bn_param):
                running_mean, running_var = bn_param["running_mean"], bn_param["running_var"]
                if bn_param["mode"] == "train":
                    keep = bn_param["momentum"]
                    mean, var = X.mean(axis=1, keepdims=True), X.var(axis=1, keepdims=True)
                    running_mean = keep * running_mean + (1 - keep) * mean
                    running_var = keep * running_var + (1 - keep) * var
                else:
                    mean, var = running_mean, running_var
                std = np.sqrt(var + bn_param["eps"])
                X_hat = (X - mean) / std
                cache = {"X_hat": X_hat, "X_centred": X - mean, "std": std, "gamma": gamma}
                return gamma * X_hat + beta, cache
            """,
            title="running statistics not written into bn_param",
            hint="A new value under a local name is gone when the function returns. Where does "
            "the next call look for it?",
        ),
        Misconception(
            "train_never_taken",
            code="""
            def batchnorm_forward(X, gamma, beta, bn_param):
                mean, var = bn_param["running_mean"], bn_param["running_var"]
                std = np.sqrt(var + bn_param["eps"])
                X_hat = (X - mean) / std
                cache = {"X_hat": X_hat, "X_centred": X - mean, "std": std, "gamma": gamma}
                return gamma * X_hat + beta, cache
            """,
            title="mode train treated like mode test",
            hint="Does your code ever take the branch for training? The word in bn_param is "
            '"train".',
        ),
        Misconception(
            "momentum_reversed",
            change=(('keep = bn_param["momentum"]', 'keep = 1 - bn_param["momentum"]'),),
            title="momentum and 1 - momentum exchanged",
            hint="Here momentum is the share of the old value that is kept. (Some libraries call "
            "the other share momentum.)",
        ),
        Misconception(
            "last_batch_only",
            code=_with_statistics(
                "mean, var = X.mean(axis=1, keepdims=True), X.var(axis=1, keepdims=True); keep = 0"
            ),
            title="the last batch overwrites the running statistics",
            hint="A running statistic is a slow average: it keeps a share momentum of what it was.",
        ),
        Misconception(
            "summed_squares",
            code=_with_statistics(
                "mean = X.mean(axis=1, keepdims=True); "
                "var = np.sum((X - mean) ** 2, axis=1, keepdims=True)"
            ),
            title="the sum of the squared deviations in place of their mean",
            hint="A batch of twice as many examples of the same kind should have the same variance.",
        ),
        Misconception(
            "batch_added_whole",
            change=(("+ (1 - keep) * mean", "+ mean"), ("+ (1 - keep) * var", "+ var")),
            title="the factor 1 - momentum missing in the running statistics",
            hint="An average of two numbers has shares that add up to 1. If every batch had mean 3, "
            "where would your running mean settle?",
        ),
        Misconception(
            "running_mean_in_variance",
            change=(('keep * bn_param["running_var"]', 'keep * bn_param["running_mean"]'),),
            title="the running mean in the update of the running variance",
            hint="Read that line once more: a copied line easily keeps a name of the line before.",
        ),
        Misconception(
            "unbiased",
            code=_with_statistics(
                "mean, var = X.mean(axis=1, keepdims=True), X.var(axis=1, keepdims=True, ddof=1)"
            ),
            title="variance divided by m - 1",
            hint="The docstring divides by m. The backward pass that you will derive does, too.",
        ),
        Misconception(
            "unbiased_running",
            change=(
                (
                    "(1 - keep) * var",
                    "(1 - keep) * np.var(X, axis=1, keepdims=True, ddof=1)",
                ),
            ),
            title="the running variance divided by m - 1",
            hint="PyTorch does so for the running variance; here the docstring divides by m "
            "everywhere.",
        ),
        Misconception(
            "running_std",
            change=(
                (
                    "(1 - keep) * var",
                    "(1 - keep) * np.sqrt(var)",
                ),
            ),
            title="the standard deviation averaged into the running variance",
            hint="In mode test the root is taken of running_var plus eps, so running_var has to "
            "hold variances.",
        ),
        Misconception(
            "running_var_with_eps",
            change=(
                (
                    "(1 - keep) * var",
                    '(1 - keep) * (var + bn_param["eps"])',
                ),
            ),
            title="eps added into the running variance",
            hint="Mode test adds eps itself; then it would be there twice.",
        ),
        Misconception(
            "gamma_forgotten",
            change=(("gamma * X_hat + beta", "X_hat + beta"),),
            title="gamma forgotten",
            hint="After normalising, the unit may choose a scale of its own. Which argument is it?",
        ),
        Misconception(
            "beta_forgotten",
            change=(("gamma * X_hat + beta", "gamma * X_hat"),),
            title="beta forgotten",
            hint="After normalising, the unit may choose a mean of its own. Which argument is it?",
        ),
        Misconception(
            "scaled_after_shift",
            change=(("gamma * X_hat + beta", "gamma * (X_hat + beta)"),),
            title="beta scaled by gamma",
            hint="The mean of each row of out should be beta. Scale first, shift after.",
        ),
        Misconception(
            "exchanged",
            change=(("gamma * X_hat + beta", "beta * X_hat + gamma"),),
            title="gamma and beta exchanged",
            hint="gamma is the scale, beta is the shift.",
        ),
        Misconception(
            "gamma_matrix",
            change=(("gamma * X_hat + beta", "gamma.T @ X_hat + beta"),),
            title="a matrix product with gamma",
            hint="Each unit has its own scale and they do not mix: multiply entry by entry.",
        ),
        Misconception(
            "cache_std_without_eps",
            change=(('"std": std,', '"std": np.sqrt(np.var(X, axis=1, keepdims=True)),'),),
            title="eps missing in the std of the cache",
            hint="out is right. But the way back needs the same std by which the way forward "
            "divided, eps included.",
        ),
        Misconception(
            "cache_variance_as_std",
            change=(('"std": std,', '"std": std**2,'),),
            title="the variance in the cache under the name std",
            hint="out is right. The docstring wants the root of variance plus eps in the cache.",
        ),
        Misconception(
            "cache_out_as_x_hat",
            change=(('"X_hat": X_hat,', '"X_hat": out,'),),
            title="out in the cache under the name X_hat",
            hint="X_hat is the normalised X before gamma and beta: the gradient of gamma needs it.",
        ),
        Misconception(
            "cache_x_uncentred",
            change=(('"X_centred": X_centred,', '"X_centred": X,'),),
            title="X in the cache in place of X minus its mean",
            hint="X_centred is what stands above the fraction bar: X minus the mean.",
        ),
        Misconception(
            "changes_x",
            change=(("X_centred = X - mean", "X -= mean; X_centred = X"),),
            title="X centred in place",
            hint="X belongs to the caller, here to the layer before. `X_centred = X - mean` makes a "
            "new array.",
        ),
        Misconception(
            "no_cache",
            code="""
            def batchnorm_forward(X, gamma, beta, bn_param):
                if bn_param["mode"] == "train":
                    keep = bn_param["momentum"]
                    mean, var = X.mean(axis=1, keepdims=True), X.var(axis=1, keepdims=True)
                    bn_param["running_mean"] = keep * bn_param["running_mean"] + (1 - keep) * mean
                    bn_param["running_var"] = keep * bn_param["running_var"] + (1 - keep) * var
                else:
                    mean, var = bn_param["running_mean"], bn_param["running_var"]
                return gamma * (X - mean) / np.sqrt(var + bn_param["eps"]) + beta
            """,
            title="only out is returned",
            hint="The function returns two things, out and cache.",
        ),
    ),
    alternatives=(
        Alternative(
            "every step by hand",
            code="""
            def batchnorm_forward(X, gamma, beta, bn_param):
                n, m = X.shape
                momentum = bn_param["momentum"]
                if bn_param["mode"] == "test":
                    factor = (bn_param["running_var"] + bn_param["eps"]) ** -0.5
                    X_hat = (X - bn_param["running_mean"]) * factor
                    return np.multiply(gamma, X_hat) + beta, None
                mean = np.dot(X, np.ones((m, 1))) / m
                X_centred = X - mean
                var = np.einsum("ij,ij->i", X_centred, X_centred).reshape(n, 1) / m
                std = np.sqrt(var + bn_param["eps"])
                X_hat = X_centred / std
                bn_param.update(
                    running_mean=bn_param["running_mean"] * momentum + mean * (1 - momentum),
                    running_var=bn_param["running_var"] * momentum + var * (1 - momentum),
                )
                cache = {"X_hat": X_hat, "X_centred": X_centred, "std": std, "gamma": gamma}
                return gamma * X_hat + beta, cache
            """,
        ),
        Alternative(
            "unit by unit",
            code="""
            def batchnorm_forward(X, gamma, beta, bn_param):
                out, X_hat, X_centred = np.zeros_like(X), np.zeros_like(X), np.zeros_like(X)
                std = np.zeros((X.shape[0], 1))
                for i in range(X.shape[0]):
                    mean, var = bn_param["running_mean"][i, 0], bn_param["running_var"][i, 0]
                    if bn_param["mode"] == "train":
                        batch_mean, batch_var = np.mean(X[i]), np.var(X[i])
                        share = 1 - bn_param["momentum"]
                        bn_param["running_mean"][i, 0] += share * (batch_mean - mean)
                        bn_param["running_var"][i, 0] += share * (batch_var - var)
                        mean, var = batch_mean, batch_var
                    std[i] = np.sqrt(var + bn_param["eps"])
                    X_centred[i] = X[i] - mean
                    X_hat[i] = X_centred[i] / std[i]
                    out[i] = gamma[i] * X_hat[i] + beta[i]
                return out, {"X_hat": X_hat, "X_centred": X_centred, "std": std, "gamma": gamma}
            """,
        ),
        Alternative(
            "mean of squares minus square of mean",
            code="""
            def batchnorm_forward(X, gamma, beta, bn_param):
                mode, eps = bn_param.get("mode"), bn_param.get("eps", 1e-5)
                momentum = bn_param.get("momentum", 0.9)
                assert mode in ("train", "test")
                mean, var = bn_param["running_mean"], bn_param["running_var"]
                if mode == "train":
                    mean_of_batch = X.mean(1)[:, None]
                    var_of_batch = (X ** 2).mean(1)[:, None] - mean_of_batch ** 2
                    bn_param["running_mean"] = momentum * mean + (1.0 - momentum) * mean_of_batch
                    bn_param["running_var"] = momentum * var + (1.0 - momentum) * var_of_batch
                    mean, var = mean_of_batch, var_of_batch
                std = np.sqrt(var + eps)
                X_centred = X - mean
                cache = dict(X_hat=X_centred / std, X_centred=X_centred, std=std, gamma=gamma)
                return [X_centred * (gamma / std) + beta, cache]
            """,
        ),
    ),
)


def gradients_of_batches(rng):
    for _ in range(2):
        X, gamma, beta, bn_param = _batch(rng, "train")
        dout = rng.normal(0.4, 1, X.shape)
        yield _backward(X, gamma, beta, bn_param, dout)
    X, gamma, beta, bn_param = _batch(rng, "train")
    X[2] = 4.0
    dout = rng.normal(0.4, 1, X.shape)
    yield _backward(X, gamma, beta, bn_param | {"eps": 0.01}, dout).with_(
        note="one unit gave 4 for every example"
    )


def _backward(X, gamma, beta, bn_param, dout):
    forward = call("batchnorm_forward", X, gamma, beta, bn_param)
    return forward.then("batchnorm_backward", dout, Result(0, 1))


BATCHNORM_BACKWARD = Exercise(
    "batchnorm_backward",
    parts=(
        Part("dX", 12, gradients_of_batches, GRADIENT, select=(0,)),
        Part("dgamma", 5, gradients_of_batches, GRADIENT, select=(1,)),
        Part("dbeta", 5, gradients_of_batches, GRADIENT, select=(2,)),
    ),
    depends_on=("batchnorm_forward",),
    misconceptions=(
        Misconception(
            "constants",
            change=(("(dX_hat - through_mean - through_std) / std", "dX_hat / std"),),
            title="mean and variance taken as constants",
            hint="If one entry of a row grows, the row's mean and variance move, and with them "
            "every X_hat of that row. Two paths of the graph are missing.",
        ),
        Misconception(
            "mean_constant",
            change=(("(dX_hat - through_mean - through_std)", "(dX_hat - through_std)"),),
            title="the mean taken as a constant",
            hint="Add the same number to a whole row of X: out does not change. So what should "
            "each row of dX add up to?",
        ),
        Misconception(
            "variance_constant",
            change=(("(dX_hat - through_mean - through_std)", "(dX_hat - through_mean)"),),
            title="the variance taken as a constant",
            hint="If one entry of a row moves away from the mean, std grows and every X_hat of "
            "the row shrinks. Follow that path of the graph too.",
        ),
        Misconception(
            "missing_1_m",
            change=(
                (
                    "np.sum(dX_hat, axis=1, keepdims=True) / m",
                    "np.sum(dX_hat, axis=1, keepdims=True)",
                ),
                (
                    "np.sum(dX_hat * X_hat, axis=1, keepdims=True) / m",
                    "np.sum(dX_hat * X_hat, axis=1, keepdims=True)",
                ),
            ),
            title="missing 1/m on the way through mean and variance",
            hint="By how much does the mean of m numbers move when one of them grows by 1?",
        ),
        Misconception(
            "missing_1_m_mean",
            change=(
                (
                    "np.sum(dX_hat, axis=1, keepdims=True) / m",
                    "np.sum(dX_hat, axis=1, keepdims=True)",
                ),
            ),
            title="missing 1/m on the way through the mean",
            hint="By how much does the mean of m numbers move when one of them grows by 1?",
        ),
        Misconception(
            "missing_1_m_std",
            change=(
                (
                    "np.sum(dX_hat * X_hat, axis=1, keepdims=True) / m",
                    "np.sum(dX_hat * X_hat, axis=1, keepdims=True)",
                ),
            ),
            title="missing 1/m on the way through the variance",
            hint="The variance is a mean of squares, too. Where is its 1/m?",
        ),
        Misconception(
            "divided_by_units",
            change=(("m = dout.shape[1]", "m = dout.shape[0]"),),
            title="division by the number of units, not of examples",
            hint="Mean and variance were taken over the examples. In which direction of dout do "
            "they lie?",
        ),
        Misconception(
            "gamma_dropped",
            change=(("dX_hat = gamma * dout", "dX_hat = dout"),),
            title="gamma dropped",
            hint="out = gamma * X_hat + beta. What is the derivative of out with respect to X_hat?",
        ),
        Misconception(
            "std_dropped",
            change=(
                (
                    "(dX_hat - through_mean - through_std) / std",
                    "(dX_hat - through_mean - through_std)",
                ),
            ),
            title="the division by std dropped",
            hint="X_hat = X_centred / std. What does one more unit of X_centred do to X_hat?",
        ),
        Misconception(
            "std_on_the_direct_path_only",
            change=(
                (
                    "(dX_hat - through_mean - through_std) / std",
                    "dX_hat / std - through_mean - through_std",
                ),
            ),
            title="the division by std on the direct path only",
            hint="All three paths pass through x hat = x tilde / s, so each of them is divided by s.",
        ),
        Misconception(
            "gamma_on_the_direct_path_only",
            change=(
                ("np.sum(dX_hat, axis=1", "np.sum(dout, axis=1"),
                ("np.sum(dX_hat * X_hat", "np.sum(dout * X_hat"),
            ),
            title="gamma on the direct path only",
            hint="What flows back into X_hat is gamma * dout, on every path, not on the direct one "
            "alone.",
        ),
        Misconception(
            "axis_left_out",
            change=(
                ("np.sum(dX_hat, axis=1, keepdims=True) / m", "np.mean(dX_hat)"),
                ("np.sum(dX_hat * X_hat, axis=1, keepdims=True) / m", "np.mean(dX_hat * X_hat)"),
            ),
            title="one mean over all units on the way through mean and variance",
            hint="Each unit has a mean and a variance of its own, so what flows back through them "
            "stays in its row.",
        ),
        Misconception(
            "one_m_too_many",
            change=(
                (
                    "np.sum(dX_hat, axis=1, keepdims=True) / m",
                    "np.mean(dX_hat, axis=1, keepdims=True) / m",
                ),
                (
                    "np.sum(dX_hat * X_hat, axis=1, keepdims=True) / m",
                    "np.mean(dX_hat * X_hat, axis=1, keepdims=True) / m",
                ),
            ),
            title="1/m taken twice on the way through mean and variance",
            hint="np.mean divides by m already. Test: each row of dX should add up to zero.",
        ),
        Misconception(
            "gamma_lost_in_std",
            change=(("np.sum(dX_hat * X_hat", "np.sum(dout * X_hat"),),
            title="gamma lost on the way through the variance",
            hint="What flows back into X_hat is gamma * dout, on every path, not on the direct one "
            "alone.",
        ),
        Misconception(
            "gamma_lost_in_mean",
            change=(("np.sum(dX_hat, axis=1", "np.sum(dout, axis=1"),),
            title="gamma lost on the way through the mean",
            hint="What flows back into X_hat is gamma * dout, on every path, not on the direct one "
            "alone.",
        ),
        Misconception(
            "std_squared",
            change=(("through_std) / std", "through_std) / std**2"),),
            title="division by the variance in place of std",
            hint="Which of the two did the forward pass divide by?",
        ),
        Misconception(
            "signs",
            change=(
                ("(dX_hat - through_mean - through_std)", "(dX_hat + through_mean + through_std)"),
            ),
            title="the two paths added, not subtracted",
            hint="The mean is subtracted in the forward pass: when it grows, X_hat shrinks.",
        ),
        Misconception(
            "std_sign",
            change=(
                ("(dX_hat - through_mean - through_std)", "(dX_hat - through_mean + through_std)"),
            ),
            title="the wrong sign on the way through std",
            hint="std stands below the fraction bar: when it grows, X_hat gets closer to 0. What "
            "is the derivative of 1/std?",
        ),
        Misconception(
            "x_hat_lost_in_std",
            change=(
                (
                    "through_std = X_hat * np.sum(dX_hat * X_hat",
                    "through_std = np.sum(dX_hat * X_hat",
                ),
            ),
            title="the factor X_hat missing on the way through the variance",
            hint="The variance moves with an entry in proportion to that entry's distance from "
            "the mean. The path's derivative differs from example to example.",
        ),
        Misconception(
            "axis",
            code="""
            def batchnorm_backward(dout, cache):
                X_hat, std, gamma = cache["X_hat"], cache["std"], cache["gamma"]
                m = dout.shape[0]
                dbeta = np.sum(dout, axis=0, keepdims=True)
                dgamma = np.sum(dout * X_hat, axis=0, keepdims=True)
                dX_hat = gamma * dout
                through_mean = np.sum(dX_hat, axis=0, keepdims=True) / m
                through_std = X_hat * np.sum(dX_hat * X_hat, axis=0, keepdims=True) / m
                return (dX_hat - through_mean - through_std) / std, dgamma, dbeta
            """,
            title="sums along the wrong axis",
            hint="gamma and beta are (n, 1): each unit's gradient is a sum over the examples, "
            "along its row.",
        ),
        Misconception(
            "keepdims",
            change=(
                ("np.sum(dout, axis=1, keepdims=True)", "np.sum(dout, axis=1)"),
                ("np.sum(dout * X_hat, axis=1, keepdims=True)", "np.sum(dout * X_hat, axis=1)"),
            ),
            title="the axis of size 1 lost in dgamma and dbeta",
            hint="A gradient has the shape of what it belongs to; gamma and beta are (n, 1).",
        ),
        Misconception(
            "averaged",
            change=(
                ("np.sum(dout, axis=1, keepdims=True)", "np.mean(dout, axis=1, keepdims=True)"),
                (
                    "np.sum(dout * X_hat, axis=1, keepdims=True)",
                    "np.mean(dout * X_hat, axis=1, keepdims=True)",
                ),
            ),
            title="a 1/m in dgamma and dbeta",
            hint="dout is the derivative of the cost itself, so the cost's 1/m is in it already.",
        ),
        Misconception(
            "dgamma_with_x",
            change=(
                (
                    "np.sum(dout * X_hat, axis=1, keepdims=True)",
                    'np.sum(dout * cache["X_centred"], axis=1, keepdims=True)',
                ),
            ),
            title="dgamma computed with X_centred in place of X_hat",
            hint="out = gamma * X_hat + beta. What does gamma multiply?",
        ),
        Misconception(
            "dgamma_with_gamma",
            change=(
                (
                    "np.sum(dout * X_hat, axis=1, keepdims=True)",
                    "np.sum(gamma * dout * X_hat, axis=1, keepdims=True)",
                ),
            ),
            title="gamma left in its own gradient",
            hint="The derivative of gamma * X_hat with respect to gamma no longer holds gamma.",
        ),
        Misconception(
            "not_summed",
            change=(
                ("dbeta = np.sum(dout, axis=1, keepdims=True)", "dbeta = dout"),
                ("dgamma = np.sum(dout * X_hat, axis=1, keepdims=True)", "dgamma = dout * X_hat"),
            ),
            title="dgamma and dbeta not summed over the examples",
            hint="One gamma serves every example of its row: its gradient gathers all of them.",
        ),
        Misconception(
            "summed_over_units",
            change=(
                ("dbeta = np.sum(dout, axis=1, keepdims=True)", "dbeta = np.sum(dout)"),
                (
                    "dgamma = np.sum(dout * X_hat, axis=1, keepdims=True)",
                    "dgamma = np.sum(dout * X_hat)",
                ),
            ),
            title="dgamma and dbeta summed over the units too",
            hint="Each unit has a gamma and a beta of its own: add up the examples of a row, and "
            "leave the rows apart.",
        ),
        Misconception(
            "dgamma_matrix_product",
            change=(("np.sum(dout * X_hat, axis=1, keepdims=True)", "dout @ X_hat.T"),),
            title="a matrix product in dgamma",
            hint="dout @ X_hat.T pairs every unit with every other. Each gamma belongs to one "
            "unit: multiply entry by entry, then add up each row.",
        ),
        Misconception(
            "power_of_std",
            change=((" - through_std) / std", " - through_std * std**2) / std"),),
            title="a wrong power of std on the way through the variance",
            hint="Write X_hat = X_centred * var**(-1/2) and differentiate with respect to var: "
            "the exponent becomes -3/2, so std appears to the power -3.",
        ),
        Misconception(
            "factor_of_the_square",
            change=(
                (
                    "X_hat * np.sum(dX_hat * X_hat, axis=1, keepdims=True) / m",
                    "X_hat * np.sum(dX_hat * X_hat, axis=1, keepdims=True) / (2 * m)",
                ),
            ),
            title="a factor 2 lost on the way through the variance",
            hint="The variance is a mean of squares. The root brings a 1/2; what brings the 2?",
        ),
        Misconception(
            "gamma_and_std_dropped",
            change=(
                ("dX_hat = gamma * dout", "dX_hat = dout"),
                (
                    "(dX_hat - through_mean - through_std) / std",
                    "dX_hat - through_mean - through_std",
                ),
            ),
            title="gamma and the division by std dropped",
            hint="The directions are right, the size is not. What does each row of the forward "
            "pass get multiplied by?",
        ),
        Misconception(
            "order",
            change=(("return dX, dgamma, dbeta", "return dX, dbeta, dgamma"),),
            title="dgamma and dbeta returned in the wrong order",
            hint="Compare your return line with the docstring.",
        ),
    ),
    alternatives=(
        Alternative(
            "node by node through the graph",
            code="""
            def batchnorm_backward(dout, cache):
                X_hat, X_centred = cache["X_hat"], cache["X_centred"]
                std, gamma = cache["std"], cache["gamma"]
                n, m = dout.shape
                dbeta = dout.sum(axis=1).reshape(n, 1)
                dgamma = (dout * X_hat).sum(axis=1).reshape(n, 1)
                dX_hat = dout * gamma
                dinverse = np.sum(dX_hat * X_centred, axis=1, keepdims=True)
                dstd = dinverse * (-1.0 / std ** 2)
                dvar = dstd * 0.5 / std
                dsquared = np.ones((n, m)) * dvar / m
                dX_centred = dX_hat / std + 2 * X_centred * dsquared
                dmean = -np.sum(dX_centred, axis=1, keepdims=True)
                dX = dX_centred + np.ones((n, m)) * dmean / m
                return dX, dgamma, dbeta
            """,
        ),
        Alternative(
            "the paper's formulas",
            code="""
            def batchnorm_backward(dout, cache):
                xc, std = cache["X_centred"], cache["std"]
                m = dout.shape[1]
                dxh = dout * cache["gamma"]
                dvar = np.sum(dxh * xc * -0.5 * std ** -3, axis=1, keepdims=True)
                dmu = np.sum(dxh * -1 / std, axis=1, keepdims=True)
                dmu = dmu + dvar * np.mean(-2 * xc, axis=1, keepdims=True)
                dX = dxh / std + dvar * 2 * xc / m + dmu / m
                dgamma = np.sum(dout * cache["X_hat"], axis=1, keepdims=True)
                return dX, dgamma, np.sum(dout, 1)[:, None]
            """,
        ),
        Alternative(
            "one formula from dgamma and dbeta",
            code="""
            def batchnorm_backward(dout, cache):
                X_hat, m = cache["X_hat"], dout.shape[-1]
                dbeta = dout @ np.ones((m, 1))
                dgamma = np.einsum("ij,ij->i", dout, X_hat)[:, None]
                dX = cache["gamma"] / (m * cache["std"]) * (m * dout - dbeta - X_hat * dgamma)
                return dX, dgamma, dbeta
            """,
        ),
        Alternative(
            "the Jacobian of each row",
            code="""
            def batchnorm_backward(dout, cache):
                X_hat, std, gamma = cache["X_hat"], cache["std"], cache["gamma"]
                n, m = dout.shape
                dX = np.zeros((n, m))
                for i in range(n):
                    row = X_hat[i]
                    J = (np.eye(m) - np.full((m, m), 1 / m) - np.outer(row, row) / m) / std[i]
                    dX[i] = gamma[i] * (dout[i] @ J)
                dgamma = np.sum(dout * X_hat, axis=1, keepdims=True)
                return dX, dgamma, np.sum(dout, axis=1, keepdims=True)
            """,
        ),
    ),
)


# ------------------------------------------------------------------------------ fold_batchnorm


def _layer(rng, n, n_prev):
    return (
        rng.normal(0, 1, (n, n_prev)),
        rng.normal(0, 1, (n, 1)),
        rng.uniform(0.4, 2.5, (n, 1)) * np.where(np.arange(n)[:, None] % 2, -1, 1),
        rng.normal(0, 1, (n, 1)),
        rng.uniform(1, 4, (n, 1)),
        rng.uniform(0.3, 5, (n, 1)),
        0.3,
    )


def layers(rng):
    for _ in range(2):
        n, n_prev = distinct_sizes(rng, 2, 2, 5)
        yield call("fold_batchnorm", *_layer(rng, n, n_prev))


def square_layers(rng):
    n = int(rng.integers(3, 5))
    yield call("fold_batchnorm", *_layer(rng, n, n)).with_(note="as many units as inputs")


FOLD_BATCHNORM = Exercise(
    "fold_batchnorm",
    parts=(
        Part("W_folded", 4, layers, select=(0,)),
        Part("b_folded", 4, layers, select=(1,)),
        Part("W_folded where n = n_prev", 3, square_layers, select=(0,)),
        Part("W and b stay as they were", 1, layers, Unchanged()),
    ),
    misconceptions=(
        Misconception(
            "b_unscaled",
            change=(("scale * (b - running_mean) + beta", "b - scale * running_mean + beta"),),
            title="b not scaled",
            hint="Batch normalization multiplies all of W A + b by its factor, not W A alone.",
        ),
        Misconception(
            "b_left",
            change=(("scale * (b - running_mean) + beta", "b"),),
            title="b left as it was",
            hint="Write gamma ((W A + b) - mean) / std + beta and collect everything without A.",
        ),
        Misconception(
            "b_forgotten",
            change=(("scale * (b - running_mean) + beta", "beta - scale * running_mean"),),
            title="b forgotten",
            hint="b does nothing while the batch's own mean is subtracted. Here the mean is a fixed "
            "number that already holds b, and b has to be there to meet it.",
        ),
        Misconception(
            "mean_forgotten",
            change=(("scale * (b - running_mean) + beta", "scale * b + beta"),),
            title="the running mean forgotten",
            hint="Batch normalization subtracts the running mean before it scales. Where does it "
            "go?",
        ),
        Misconception(
            "mean_unscaled",
            change=(("scale * (b - running_mean) + beta", "scale * b - running_mean + beta"),),
            title="the running mean not scaled",
            hint="The mean is subtracted first and scaled afterwards, together with b.",
        ),
        Misconception(
            "mean_added",
            change=(("(b - running_mean)", "(b + running_mean)"),),
            title="the running mean added",
            hint="Which sign does the mean have in (Z - mean) / std?",
        ),
        Misconception(
            "beta_forgotten",
            change=(("scale * (b - running_mean) + beta", "scale * (b - running_mean)"),),
            title="beta forgotten",
            hint="Batch normalization ends with + beta. Where does it go?",
        ),
        Misconception(
            "beta_scaled",
            change=(("scale * (b - running_mean) + beta", "scale * (b - running_mean + beta)"),),
            title="beta scaled",
            hint="beta is added last, after the scaling.",
        ),
        Misconception(
            "eps_dropped",
            change=(("np.sqrt(running_var + eps)", "np.sqrt(running_var)"),),
            title="eps dropped",
            hint="The folded layer should give exactly what batchnorm_forward gives in mode test,"
            " eps included.",
        ),
        Misconception(
            "eps_outside",
            change=(("np.sqrt(running_var + eps)", "(np.sqrt(running_var) + eps)"),),
            title="eps added outside the root",
            hint="Compare with your batchnorm_forward: to what is eps added?",
        ),
        Misconception(
            "root_dropped",
            change=(("np.sqrt(running_var + eps)", "(running_var + eps)"),),
            title="the root dropped",
            hint="Batch normalization divides by the standard deviation, not by the variance.",
        ),
        Misconception(
            "gamma_dropped",
            change=(("gamma / np.sqrt(running_var + eps)", "1 / np.sqrt(running_var + eps)"),),
            title="gamma dropped",
            hint="Batch normalization multiplies by gamma after it divides by the standard "
            "deviation.",
        ),
        Misconception(
            "gamma_under_the_root",
            change=(
                ("gamma / np.sqrt(running_var + eps)", "np.sqrt(gamma / (running_var + eps))"),
            ),
            title="gamma under the root",
            hint="Only the variance stands under the root. A gamma below zero would give nan there.",
        ),
        Misconception(
            "order",
            change=(("return W_folded, b_folded", "return b_folded, W_folded"),),
            title="W_folded and b_folded returned in the wrong order",
            hint="Compare your return line with the docstring.",
        ),
        Misconception(
            "columns_scaled",
            change=(("scale * W", "W * scale.T"),),
            title="the columns of W scaled, not its rows",
            hint="A row of W belongs to a unit of this layer, and so does an entry of gamma. With"
            " n = n_prev no error warns you.",
        ),
        Misconception(
            "mean_from_w",
            change=(
                ("scale * W", "scale * (W - running_mean)"),
                ("scale * (b - running_mean) + beta", "scale * b + beta"),
            ),
            title="the running mean subtracted from W",
            hint="The mean is subtracted from W A + b, once for each unit. It has nothing to do "
            "with A: which of the two, W or b, takes it in?",
        ),
        Misconception(
            "matrix_product",
            change=(("W_folded = scale * W", "W_folded = scale.T @ W"),),
            title="a matrix product with the scales",
            hint="Each row of W is multiplied by its own number; the rows do not mix.",
        ),
        Misconception(
            "w_unscaled",
            change=(("W_folded = scale * W", "W_folded = W"),),
            title="W left as it was",
            hint="Write gamma ((W A + b) - mean) / std + beta. What multiplies A?",
        ),
        Misconception(
            "in_place",
            code="""
            def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps):
                scale = gamma / np.sqrt(running_var + eps)
                W *= scale
                b -= running_mean
                b *= scale
                b += beta
                return W, b
            """,
            title="W and b changed in place",
            hint="The caller may still train the unfolded layer. Make new arrays.",
        ),
    ),
    alternatives=(
        Alternative(
            "diagonal matrix",
            code="""
            def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps):
                D = np.diag((gamma / np.sqrt(running_var + eps)).ravel())
                return D @ W, D @ (b - running_mean) + beta
            """,
        ),
        Alternative(
            "asked of the layer itself",
            code="""
            def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps):
                def layer(A):
                    return gamma * (W @ A + b - running_mean) / np.sqrt(running_var + eps) + beta
                b_folded = layer(np.zeros((W.shape[1], 1)))
                W_folded = layer(np.eye(W.shape[1])) - b_folded
                return W_folded, b_folded
            """,
        ),
        Alternative(
            "unit by unit",
            code="""
            def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps):
                W, b = W.copy(), b.copy()
                for i in range(W.shape[0]):
                    factor = float(gamma[i, 0]) * float(running_var[i, 0] + eps) ** -0.5
                    W[i, :] *= factor
                    b[i] = factor * b[i] + (beta[i] - factor * running_mean[i])
                return W, b
            """,
        ),
    ),
)

TRAINING_STATISTICS = Question(
    "training_statistics",
    rubric=(
        (
            2,
            "The claim: mu and sigma are part of the model, like the weights. The same wine must "
            "get the same input, and so the same answer, whichever wines are tested with it; and "
            "test data must not influence the model that they judge.",
        ),
        (
            2,
            "The reason, with a formula: the weights were fitted to x_norm = (x - mu)/sigma with "
            "the training mu and sigma. With the batch's own mean mu' the score changes by "
            "w^T((mu - mu')/sigma) (for equal sigma), the same for every example: it hides any "
            "shift that the batch really has. A single example becomes x - mu' = 0.",
        ),
        (
            2,
            "Evidence from a named figure of this notebook, with its numbers: for instance "
            "Figure 11, accuracy against the share of cultivar 1, where a crate of "
            "cultivar 1 alone is judged at 1.00 with the training statistics and at about 0.35 "
            "with its own.",
        ),
    ),
)

WEEK = Week(
    "week5_normalization",
    "Normalization",
    exercises=(
        FIT_NORMALIZER,
        NORMALIZE,
        HESSIAN,
        CONDITION_NUMBER,
        LARGEST_RATE,
        BATCHNORM_FORWARD,
        BATCHNORM_BACKWARD,
        FOLD_BATCHNORM,
    ),
    questions=(TRAINING_STATISTICS,),
)
