"""Right cells for the functions that compute one thing, by style."""

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
_sigmoid = np.frompyfunc(lambda z: math.exp(min(z, 0)) / (1 + math.exp(-abs(z))), 1, 1)

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
