"""Right cells for the functions that call others, or that are written twice, by style."""

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
    start = initialize_with_zeros(len(X_train))
    params, grads, costs = optimize(*start, X_train, Y_train, num_iterations, learning_rate)
    sets = {"train": X_train, "test": X_test}
    both = {f"Y_prediction_{k}": predict(params["w"], params["b"], v) for k, v in sets.items()}
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
