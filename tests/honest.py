"""Sixty honest ways to write week 1, each right: decorators, classes, generators, own modules, magics...

A style is the cell of one function. Styles of different functions share a notebook.
"""

from __future__ import annotations

from dataclasses import dataclass, field

WEEK = "week1_logistic_regression"


@dataclass(frozen=True)
class Style:
    """One way of writing a function: its cell, and files that lie beside the notebook."""

    name: str
    cell: str
    source: str
    files: dict[str, str] = field(default_factory=dict)


def _styles(cell: str, several: dict[str, str], **files: str) -> list[Style]:
    named = {f"{name}.py": text for name, text in files.items()}
    return [
        Style(
            f"{cell}: {name}",
            cell,
            source.strip("\n") + "\n",
            {file: text for file, text in named.items() if file.removesuffix(".py") in source},
        )
        for name, source in several.items()
    ]


SIGMOID = {
    "np.errstate as a decorator": """
@np.errstate(over="ignore")
def sigmoid(z):
    return 1 / (1 + np.exp(-z))
""",
    "a context manager as a decorator": """
from contextlib import contextmanager

@contextmanager
def quiet():
    with np.errstate(all="ignore"):
        yield

@quiet()
def sigmoid(z):
    return 1 / (1 + np.exp(-z))
""",
    "singledispatch": """
from functools import singledispatch

@singledispatch
def sigmoid(z):
    return 1 / (1 + np.exp(-np.asarray(z, dtype=float)))

@sigmoid.register
def _(z: float):
    return 1 / (1 + np.exp(-z))
""",
    "imported under another name": "from mymath_one import logistic as sigmoid",
    "a decorator of one's own that leaves no trace": """
def rounded_type(function):
    def inner(*args):
        return np.asarray(function(*args))
    return inner

@rounded_type
def sigmoid(z):
    return 1 / (1 + np.exp(-z))
""",
    "a lambda with an annotation": """
from collections.abc import Callable

sigmoid: Callable = lambda z: 1 / (1 + np.exp(-z))
""",
    "an object that can be called": """
class Sigmoid:
    def __call__(self, z):
        return 1 / (1 + np.exp(-z))

sigmoid = Sigmoid()
""",
    "a method": """
class Activations:
    def logistic(self, z):
        return 1 / (1 + np.exp(-z))

sigmoid = Activations().logistic
""",
    "np.vectorize": """
import math

@np.vectorize
def sigmoid(z):
    return 1 / (1 + math.exp(-z)) if z > 0 else math.exp(z) / (1 + math.exp(z))
""",
    "np.frompyfunc": """
import math
_sigmoid = np.frompyfunc(lambda z: 1 / (1 + math.exp(-z)), 1, 1)

def sigmoid(z):
    return np.asarray(_sigmoid(z), dtype=float)
""",
    "typing, with future annotations": """
from __future__ import annotations
from typing import Union

ArrayLike = Union[float, np.ndarray]

def sigmoid(z: ArrayLike, /) -> ArrayLike:
    return 1 / (1 + np.exp(-z))
""",
    "logging": """
import logging

log = logging.getLogger(__name__)
logging.basicConfig(level=logging.DEBUG)

def sigmoid(z):
    log.debug("z has shape %s", np.shape(z))
    return 1 / (1 + np.exp(-z))
""",
    "a cache by content": """
_seen = {}

def sigmoid(z):
    key = (np.shape(z), np.asarray(z, dtype=float).tobytes())
    if key not in _seen:
        _seen[key] = 1 / (1 + np.exp(-z))
    return np.copy(_seen[key])
""",
    "in another language, by np.exp2": """
def sigmoid(z):
    "\u0424\u0443\u043d\u043a\u0446\u0438\u044f \u0441\u0438\u0433\u043c\u043e\u0438\u0434\u0430"
    return 1 / (1 + np.exp2(-np.asarray(z) * np.log2(np.e)))
""",
    "chosen by try": """
try:
    from scipy.special import expit as sigmoid
except ImportError:
    def sigmoid(z):
        return 1 / (1 + np.exp(-z))
""",
}

IMAGES = {
    "a long call chain with a comment of dots": """
# ..........................................................................................................
# ------------------------------------------------------------------------------------------------------------
def image_to_columns(images):
    return images.reshape(images.shape[0], -1).transpose()
""",
    "einops by hand": """
def image_to_columns(images):
    m, *rest = images.shape
    return np.moveaxis(images, 0, -1).reshape(-1, m)
""",
    "a generator of rows": """
def _rows(images):
    for image in images:
        yield image.ravel()

def image_to_columns(images):
    return np.stack(list(_rows(images)), axis=1)
""",
    "column_stack of a comprehension": """
def image_to_columns(images):
    return np.column_stack([image.flatten() for image in images])
""",
    "Fortran order": """
def image_to_columns(images):
    return np.asfortranarray(images.reshape(len(images), -1).T)
""",
    "defined in Portuguese": """
def colunas_de_imagens(imagens):
    \"\"\"Devolve as imagens como colunas.\"\"\"
    quantas = imagens.shape[0]
    return imagens.reshape(quantas, -1).T

image_to_columns = colunas_de_imagens
""",
    "%%time above it": """
%%time
def image_to_columns(images):
    return images.reshape(images.shape[0], -1).T
""",
}

COST = {
    "a sum divided by m": """
def compute_cost(A, Y):
    m = Y.shape[1]
    eps = 1e-12
    A = np.minimum(np.maximum(A, eps), 1 - eps)
    return -1 / m * np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A))
""",
    "dot products, squeezed": """
def compute_cost(A, Y):
    A = np.clip(A, 1e-12, 1 - 1e-12)
    cost = -(np.dot(Y, np.log(A).T) + np.dot(1 - Y, np.log(1 - A).T)) / Y.shape[1]
    return np.squeeze(cost)
""",
    "np.where in place of the product": """
def compute_cost(A, Y):
    A = A.clip(1e-12, 1 - 1e-12)
    return np.where(Y == 1, -np.log(A), -np.log(1 - A)).mean()
""",
    "a loop over examples": """
import math

def compute_cost(A, Y):
    total = 0.0
    for a, y in zip(A[0], Y[0]):
        a = min(max(a, 1e-12), 1 - 1e-12)
        total += -(y * math.log(a) + (1 - y) * math.log(1 - a))
    return total / A.shape[1]
""",
    "a million-th inside the logarithm": """
def compute_cost(A, Y):
    e = 1e-7
    A = np.clip(A, e, 1 - e)
    return float(-np.mean(Y * np.log(A + 1e-7) + (1 - Y) * np.log(1 - A + 1e-7)))
""",
    "a static method": """
class Loss:
    EPS = 1e-12

    @staticmethod
    def cross_entropy(A, Y):
        A = np.clip(A, Loss.EPS, 1 - Loss.EPS)
        return -np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A))

compute_cost = Loss.cross_entropy
""",
    "math.fsum of a generator": """
import math

def compute_cost(A, Y):
    A = np.clip(A, 1e-12, 1 - 1e-12)
    return math.fsum(-math.log(a if y else 1 - a) for a, y in zip(A.flat, Y.flat)) / A.size
""",
}

PROPAGATE = {
    "a MappingProxyType": """
from types import MappingProxyType

def propagate(w, b, X, Y):
    A = sigmoid(w.T @ X + b)
    dZ = A - Y
    grads = {"dw": X @ dZ.T / X.shape[1], "db": dZ.mean()}
    return MappingProxyType(grads), compute_cost(A, Y)
""",
    "a UserDict": """
from collections import UserDict

class Gradients(UserDict):
    pass

def propagate(w, b, X, Y):
    A = sigmoid(w.T @ X + b)
    return Gradients(dw=X @ (A - Y).T / X.shape[1], db=np.mean(A - Y)), compute_cost(A, Y)
""",
    "a data class turned into a dictionary": """
from dataclasses import asdict, dataclass

@dataclass
class Gradients:
    dw: np.ndarray
    db: float

def propagate(w, b, X, Y):
    A = sigmoid(w.T @ X + b)
    dZ = A - Y
    return asdict(Gradients(X @ dZ.T / X.shape[1], float(dZ.mean()))), compute_cost(A, Y)
""",
    "a TypedDict": """
from typing import TypedDict

class Grads(TypedDict):
    dw: np.ndarray
    db: float

def propagate(w, b, X, Y) -> tuple[Grads, float]:
    A = sigmoid(w.T @ X + b)
    return Grads(dw=X @ (A - Y).T / X.shape[1], db=float(np.mean(A - Y))), compute_cost(A, Y)
""",
    "einsum": """
def propagate(w, b, X, Y):
    A = sigmoid(np.einsum("ij,im->jm", w, X) + b)
    dZ = A - Y
    return {"dw": np.einsum("im,jm->ij", X, dZ) / X.shape[1], "db": dZ.sum() / X.shape[1]}, compute_cost(A, Y)
""",
    "a list for the pair": """
def propagate(w, b, X, Y):
    A = sigmoid(np.dot(w.T, X) + b)
    m = X.shape[1]
    return [dict(dw=np.dot(X, (A - Y).T) / m, db=np.sum(A - Y) / m), compute_cost(A, Y)]
""",
}

INITIALIZE = {
    "keyword only and a default": """
def initialize_with_zeros(dim=1, *, dtype=float):
    return np.zeros(shape=(dim, 1), dtype=dtype), 0.0
""",
    "a partial": """
from functools import partial

def _filled(value, dim):
    return np.full((dim, 1), value), float(value)

initialize_with_zeros = partial(_filled, 0.0)
""",
    "a named tuple": """
from collections import namedtuple

Parameters = namedtuple("Parameters", "w b")

def initialize_with_zeros(dim):
    return Parameters(w=np.zeros((dim, 1)), b=0)
""",
    "lru_cache": """
from functools import lru_cache

@lru_cache(maxsize=None)
def initialize_with_zeros(dim):
    return np.zeros((dim, 1)), 0.0
""",
    "with a main guard": """
def initialize_with_zeros(dim):
    w = np.zeros((dim, 1))
    b = 0
    assert w.shape == (dim, 1)
    return w, b

if __name__ == "__main__":
    print(initialize_with_zeros(3))
""",
    "a class method": """
class Start:
    scale = 0.0

    @classmethod
    def zeros(cls, dim):
        return np.ones((dim, 1)) * cls.scale, cls.scale

initialize_with_zeros = Start.zeros
""",
    "the data are looked at first": """
print(train_images.shape)
n_x = train_images[0].size

def initialize_with_zeros(dim):
    return np.zeros((dim, 1)), 0.0
""",
}

OPTIMIZE = {
    "a generator of steps": """
def _steps(w, b, X, Y, rate):
    while True:
        grads, cost = propagate(w, b, X, Y)
        w, b = w - rate * grads["dw"], b - rate * grads["db"]
        yield w, b, grads, cost

def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009):
    costs = []
    for i, (w, b, grads, cost) in zip(range(num_iterations), _steps(w, b, X, Y, learning_rate)):
        if not i % 100:
            costs.append(cost)
    return {"w": w, "b": b}, grads, costs
""",
    "a class with state": """
class Descent:
    def __init__(self, w, b, rate):
        self.w, self.b, self.rate, self.costs = w.copy(), b, rate, []

    def step(self, i, X, Y):
        self.grads, cost = propagate(self.w, self.b, X, Y)
        if i % 100 == 0:
            self.costs.append(cost)
        self.w = self.w - self.rate * self.grads["dw"]
        self.b = self.b - self.rate * self.grads["db"]

def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009):
    descent = Descent(w, b, learning_rate)
    for i in range(num_iterations):
        descent.step(i, X, Y)
    return dict(w=descent.w, b=descent.b), descent.grads, descent.costs
""",
    "timed by a decorator with wraps": """
import time
from functools import wraps

def timed(function):
    @wraps(function)
    def wrapper(*args, **kwargs):
        start = time.perf_counter()
        try:
            return function(*args, **kwargs)
        finally:
            print(f"{function.__name__} took {time.perf_counter() - start:.3f} s")
    return wrapper

@timed
def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009):
    costs = []
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        if i % 100 == 0:
            costs.append(cost)
        w = w - learning_rate * grads["dw"]
        b = b - learning_rate * grads["db"]
    return {"w": w, "b": b}, grads, costs
""",
    "a coroutine that is run": """
import asyncio

async def _optimize(w, b, X, Y, num_iterations, learning_rate):
    costs = []
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        if i % 100 == 0:
            costs.append(cost)
        w, b = w - learning_rate * grads["dw"], b - learning_rate * grads["db"]
    return {"w": w, "b": b}, grads, costs

def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009):
    coroutine = _optimize(w, b, X, Y, num_iterations, learning_rate)
    try:
        coroutine.send(None)
    except StopIteration as done:
        return done.value
""",
    "functools.reduce": """
from functools import reduce

def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009):
    costs = []

    def step(state, i):
        w, b, _ = state
        grads, cost = propagate(w, b, X, Y)
        costs.extend([cost] * (i % 100 == 0))
        return w - learning_rate * grads["dw"], b - learning_rate * grads["db"], grads

    w, b, grads = reduce(step, range(num_iterations), (w, b, None))
    return {"w": w, "b": b}, grads, costs
""",
    "printing and plotting underway": """
import matplotlib.pyplot as plt

def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=True):
    costs, i = [], 0
    while i < num_iterations:
        grads, cost = propagate(w, b, X, Y)
        if i % 100 == 0:
            costs += [cost]
            if print_cost:
                print("Cost after iteration %i: %f" % (i, cost))
        w, b, i = w - learning_rate * grads["dw"], b - learning_rate * grads["db"], i + 1
    return {"w": w, "b": b}, grads, costs

plt.plot([0, 1], [1, 0])
plt.show()
""",
    "a magic and a question mark beside it": """
np.clip?
%matplotlib inline
!ls

def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009):
    costs = []
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        costs = costs + [cost] if i % 100 == 0 else costs
        w, b = w - learning_rate * grads["dw"], b - learning_rate * grads["db"]
    return {"w": w, "b": b}, grads, costs
""",
}

PREDICT = {
    "np.round of a copy": """
def predict(w, b, X):
    A = sigmoid(np.dot(w.T, X) + b)
    labels = np.copy(A)
    labels[A > 0.5], labels[A <= 0.5] = 1, 0
    return labels
""",
    "a loop": """
def predict(w, b, X):
    A = sigmoid(np.dot(w.T, X) + b)
    Y_prediction = np.zeros((1, X.shape[1]))
    for i in range(A.shape[1]):
        Y_prediction[0, i] = 1 if A[0, i] > 0.5 else 0
    return Y_prediction
""",
    "booleans": """
def predict(w, b, X):
    return sigmoid(w.T @ X + b) > 0.5
""",
    "match, walrus and assert": """
def predict(w, b, X):
    assert (m := X.shape[1]) >= 1, "no examples"
    match sigmoid(w.T @ X + b):
        case A if A.shape == (1, m):
            return np.heaviside(A - 0.5, 0).astype(np.int8)
""",
    "n_x and m read from the data above it": """
n_x, m = X_train.shape

def predict(w, b, X):
    assert X.shape[0] == w.shape[0] and n_x == 784
    return (sigmoid(w.T @ X + b) > 0.5).astype(int)
""",
    "with a test class beside it": """
import unittest

def predict(w, b, X):
    return np.where(sigmoid(w.T @ X + b) > 0.5, 1, 0)

class TestPredict(unittest.TestCase):
    def test_shape(self):
        self.assertEqual(predict(np.zeros((2, 1)), 0, np.zeros((2, 3))).shape, (1, 3))

unittest.main(argv=["x"], exit=False, verbosity=0)
""",
    "an array loaded from the bundle": """
with np.load("helpers/data/fashion_mnist.npz") as file:
    print(sorted(file))

def predict(w, b, X):
    return (sigmoid(w.T @ X + b) > 0.5) * 1
""",
}

MODEL = {
    "a class around everything": """
class LogisticRegression:
    def __init__(self, num_iterations, learning_rate):
        self.settings = {"num_iterations": num_iterations, "learning_rate": learning_rate}

    def fit(self, X, Y):
        w, b = initialize_with_zeros(X.shape[0])
        parameters, _, self.costs_ = optimize(w, b, X, Y, **self.settings)
        self.w_, self.b_ = parameters["w"], parameters["b"]
        return self

    def predict(self, X):
        return predict(self.w_, self.b_, X)

def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5):
    m = LogisticRegression(num_iterations, learning_rate).fit(X_train, Y_train)
    return {"w": m.w_, "b": m.b_, "costs": m.costs_, "Y_prediction_train": m.predict(X_train),
            "Y_prediction_test": m.predict(X_test), **m.settings}
""",
    "keyword arguments throughout": """
def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, **unused):
    w, b = initialize_with_zeros(dim=X_train.shape[0])
    params, _grads, costs = optimize(
        w=w, b=b, X=X_train, Y=Y_train, num_iterations=num_iterations, learning_rate=learning_rate
    )
    return dict(
        params,
        costs=costs,
        Y_prediction_train=predict(X=X_train, **params),
        Y_prediction_test=predict(X=X_test, **params),
        learning_rate=learning_rate,
        num_iterations=num_iterations,
    )
""",
    "costs as an array": """
def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5):
    params, grads, costs = optimize(*initialize_with_zeros(len(X_train)), X_train, Y_train, num_iterations, learning_rate)
    both = {f"Y_prediction_{k}": predict(params["w"], params["b"], v) for k, v in {"train": X_train, "test": X_test}.items()}
    return params | both | {"costs": np.array(costs), "learning_rate": learning_rate, "num_iterations": num_iterations}
""",
    "functions within functions": """
def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5):
    def train():
        return optimize(*initialize_with_zeros(X_train.shape[0]), X_train, Y_train, num_iterations, learning_rate)

    def label(X):
        return predict(found["w"], found["b"], X)

    found, _, costs = train()
    return {**found, "costs": costs, "Y_prediction_train": label(X_train), "Y_prediction_test": label(X_test),
            "learning_rate": learning_rate, "num_iterations": num_iterations}
""",
}

LOOP = {
    "over zip": """
def forward_loop(w, b, X):
    result = []
    for x in zip(*X.tolist()):
        z = float(b)
        for wi, xi in zip(w.ravel().tolist(), x):
            z += wi * xi
        result.append(float(sigmoid(z)))
    return np.array([result])
""",
    "ndindex": """
def forward_loop(w, b, X):
    Z = np.full((1, X.shape[1]), b, dtype=float)
    for j, i in np.ndindex(*X.shape):
        Z[0, i] += w[j, 0] * X[j, i]
    return sigmoid(Z)
""",
}

VECTORIZED = {
    "np.add.reduce": """
def forward_vectorized(w, b, X):
    return sigmoid(np.add.reduce(w * X, axis=0, keepdims=True) + b)
""",
    "a variable named map": """
def forward_vectorized(w, b, X):
    map = w.T @ X + b
    return sigmoid(map)
""",
    "defined in an if": """
if True:
    def forward_vectorized(w, b, X):
        return sigmoid(np.dot(w.T, X) + b)
else:
    forward_vectorized = forward_loop
""",
    "a partial of a helper": """
from functools import partial

def _forward(activation, w, b, X):
    return activation(w.T @ X + b)

forward_vectorized = partial(_forward, sigmoid)
""",
    "a method beside one with a loop": """
class Neuron:
    def slow(self, w, b, X):
        return np.array([[sum(wi * xi for wi, xi in zip(w, x)) + b for x in X.T]])

    def fast(self, w, b, X):
        return sigmoid(w.T @ X + b)

forward_vectorized = Neuron().fast
""",
    "an annotated lambda": """
from collections.abc import Callable

forward_vectorized: Callable[..., np.ndarray] = lambda w, b, X: sigmoid(w.T @ X + b)
""",
    "timed by a magic beside it": """
forward_loop?
def forward_vectorized(w, b, X):
    return sigmoid(w.T @ X + b)

taken = %timeit -o -n 1 -r 1 forward_vectorized(np.ones((2, 1)), 0.0, np.ones((2, 3)))
!ls
""",
    "imported from a file": "from mymath_two import fast as forward_vectorized",
    "defined in a try, with a loop after it": """
try:
    forward_vectorized
except NameError:
    def forward_vectorized(w, b, X):
        return sigmoid(np.matmul(w.T, X) + b)

for m in (1, 2):
    print(forward_vectorized(np.ones((2, 1)), 0.0, np.ones((2, m))))
""",
}

STYLES: list[Style] = [
    *_styles(
        "sigmoid",
        SIGMOID,
        mymath_one="import numpy as np\n\n\ndef logistic(z):\n    return 1 / (1 + np.exp(-z))\n",
    ),
    *_styles("image_to_columns", IMAGES),
    *_styles("compute_cost", COST),
    *_styles("propagate", PROPAGATE),
    *_styles("initialize_with_zeros", INITIALIZE),
    *_styles("optimize", OPTIMIZE),
    *_styles("predict", PREDICT),
    *_styles("model", MODEL),
    *_styles("forward_loop", LOOP),
    *_styles(
        "forward_vectorized",
        VECTORIZED,
        mymath_two=(
            "import numpy as np\n\n\ndef fast(w, b, X):\n"
            "    return 1 / (1 + np.exp(-(w.T @ X + b)))\n\n\n"
            "def slow(w, b, X):\n    return [fast(w, b, x) for x in X.T]\n"
        ),
    ),
]


def notebooks() -> list[list[Style]]:
    """Return the styles in as few notebooks as possible: each cell once in a notebook."""
    made: list[list[Style]] = []
    for style in STYLES:
        for several in made:
            if all(style.cell != other.cell for other in several):
                several.append(style)
                break
        else:
            made.append([style])
    return made
