"""Week 0: arrays and gates, what a network is made of before there is a network."""

import numpy as np


def as_column(a):
    """Return the numbers of a as a column, with two axes.

    Arguments:
        a -- array of n numbers, of shape (n,), (1, n) or (n, 1); it keeps its shape

    Returns:
        column -- array (n, 1), the same numbers in the same order
    """
    ### BEGIN SOLUTION
    column = a.reshape(-1, 1)
    ### END SOLUTION
    return column


def broadcast_shape(shape_a, shape_b):
    """Return the shape of a + b, worked out from the shapes of a and b alone.

    Arguments:
        shape_a -- the shape of a, a tuple of none, one or several whole numbers of 1 or more
        shape_b -- the shape of b, another one

    Returns:
        shape -- tuple, the shape that numpy gives to a + b; None where numpy refuses to add
    """
    # Step 1: write ones in front of the shorter shape until both are equally long.
    # Step 2: look at the two sizes of each axis. When do they fit, and which size comes out?
    # Step 3: None as soon as one axis does not fit, else the tuple of all sizes.
    ### BEGIN SOLUTION
    length = max(len(shape_a), len(shape_b))
    padded_a = (1,) * (length - len(shape_a)) + tuple(shape_a)
    padded_b = (1,) * (length - len(shape_b)) + tuple(shape_b)
    shape = ()
    for size_a, size_b in zip(padded_a, padded_b):
        if size_a != size_b and size_a != 1 and size_b != 1:
            return None
        shape = shape + (max(size_a, size_b),)
    ### END SOLUTION
    return shape


def center_rows(X):
    """Return X with the mean of each row subtracted from that row.

    Arguments:
        X -- array (n, m) of floats; it stays as it is

    Returns:
        centered -- a new array (n, m), each of whose rows has the mean 0
    """
    ### BEGIN SOLUTION
    centered = X - np.mean(X, axis=1, keepdims=True)
    ### END SOLUTION
    return centered


def pairwise_distances(A, B):
    """Return the distance of each point of A to each point of B, without a loop.

    The distance of two points is the root of the sum of their squared differences.

    Arguments:
        A -- p points as columns, array (n, p)
        B -- q points as columns, array (n, q)

    Returns:
        D -- array (p, q); D[i, j] is the distance of column i of A to column j of B
    """
    # Step 1: give A and B a third axis, so that A - B broadcasts to all differences at once.
    # Step 2: square, add up over the axis of the coordinates, take the root.
    ### BEGIN SOLUTION
    differences = A[:, :, np.newaxis] - B[:, np.newaxis, :]
    D = np.sqrt(np.sum(differences**2, axis=0))
    ### END SOLUTION
    return D


def dot_loop(a, b):
    """Return the sum of all products a[i] * b[i], in a Python loop.

    Arguments:
        a -- array (n,)
        b -- array (n,)

    Returns:
        total -- a number
    """
    total = 0.0
    ### BEGIN SOLUTION
    for i in range(len(a)):
        total = total + float(a[i] * b[i])
    ### END SOLUTION
    return total


def dot_vectorized(a, b):
    """Return the sum of all products a[i] * b[i], without any loop or comprehension.

    Arguments:
        a -- array (n,)
        b -- array (n,)

    Returns:
        total -- a number
    """
    ### BEGIN SOLUTION
    total = float(a @ b)
    ### END SOLUTION
    return total


def add_backward(upstream):
    """Return the gradients at the two inputs of the gate q = x + y.

    Arguments:
        upstream -- the gradient at q: how much the output grows for each unit of q, a number

    Returns:
        dx -- the gradient at x, a number
        dy -- the gradient at y, a number
    """
    ### BEGIN SOLUTION
    dx = upstream
    dy = upstream
    ### END SOLUTION
    return dx, dy


def multiply_backward(x, y, upstream):
    """Return the gradients at the two inputs of the gate q = x * y.

    Arguments:
        x -- the gate's first input, a number
        y -- its second input, a number
        upstream -- the gradient at q, a number

    Returns:
        dx -- the gradient at x, a number
        dy -- the gradient at y, a number
    """
    ### BEGIN SOLUTION
    dx = y * upstream
    dy = x * upstream
    ### END SOLUTION
    return dx, dy


def sigmoid_backward(z, upstream):
    """Return the gradient at the input of the gate a = sigmoid(z).

    Arguments:
        z -- the gate's input, a number
        upstream -- the gradient at a, a number

    Returns:
        dz -- the gradient at z, a number
    """
    # Step 1: the gate's output a.
    # Step 2: its local slope, and with it dz.
    ### BEGIN SOLUTION
    a = 1 / (1 + np.exp(-z))
    dz = float(a * (1 - a) * upstream)
    ### END SOLUTION
    return dz


def sigmoid_neuron(w, x):
    """Return the output of a neuron and its gradients, f = sigmoid(w0 x0 + w1 x1 + w2).

    Arguments:
        w -- array (3, 1): the two weights, and the bias as the last entry
        x -- array (2, 1): the two inputs

    Returns:
        f -- the output, a number
        dw -- array (3, 1): the derivatives of f by w0, w1 and w2
        dx -- array (2, 1): the derivatives of f by x0 and x1
    """
    # Step 1: forward: the score z, then f. The bias is a weight whose input is always 1.
    # Step 2: backward through the sigmoid: nothing stands behind f, so its upstream is 1.
    # Step 3: backward through the sum and the products.
    ### BEGIN SOLUTION
    inputs = np.vstack([x, [[1.0]]])
    z = float(np.sum(w * inputs))
    f = float(1 / (1 + np.exp(-z)))
    dz = sigmoid_backward(z, 1.0)
    dw = inputs * dz
    dx = w[:2] * dz
    ### END SOLUTION
    return f, dw, dx


def backpropagate(tape, values, output):
    """Return the derivative of one value of a computation by each of its values.

    A tape lists the gates of a computation in the order in which they were computed. Each entry
    is a triple (gate, inputs, name), for instance ("add", ("x", "y"), "q") for q = x + y:

        gate -- "add" or "multiply", with two inputs, which may be the same name twice;
                "exp", "reciprocal" (q = 1 / x) or "sigmoid", with one input
        inputs -- tuple of the names of its inputs: given numbers, or results of entries before
        name -- the name of its result; no name is computed twice

    Arguments:
        tape -- list of such triples
        values -- dictionary: the number that belongs to each name, given and computed ones
        output -- the name of the value whose derivatives are wanted; entries that stand behind it
            on the tape have no influence on it

    Returns:
        gradients -- dictionary with, for each name in values, the derivative of output by it: 1 for
            the output itself, 0 for what it does not depend on
    """
    # Step 1: which gradients are known before the first gate is looked at?
    # Step 2: gate by gate: what arrives at it (upstream), and what it hands to its inputs.
    # Step 3: a name may be the input of several gates. All of them have something to hand to it.
    ### BEGIN SOLUTION
    gradients = {name: 0.0 for name in values}
    gradients[output] = 1.0
    for gate, inputs, name in reversed(tape):
        upstream, result = gradients[name], values[name]
        if gate == "add":
            downstream = add_backward(upstream)
        elif gate == "multiply":
            downstream = multiply_backward(values[inputs[0]], values[inputs[1]], upstream)
        elif gate == "exp":
            downstream = (result * upstream,)
        elif gate == "reciprocal":
            downstream = (-(result**2) * upstream,)
        else:
            downstream = (result * (1 - result) * upstream,)
        for source, gradient in zip(inputs, downstream):
            gradients[source] += gradient
    ### END SOLUTION
    return gradients
