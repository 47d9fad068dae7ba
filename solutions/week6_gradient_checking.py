"""Week 6: gradient checking, how to know that a backward pass is right."""

import numpy as np

from helpers.weeks.week6.three_layer_network import network_cost


def forward_difference(f, x, epsilon):
    """Return the one-sided estimate of the derivative f'(x), from f at x and a step ahead of it.

    Arguments:
        f -- function that takes a number and returns a number
        x -- a number
        epsilon -- the step, a positive number

    Returns:
        slope -- a number
    """
    ### BEGIN SOLUTION
    slope = (f(x + epsilon) - f(x)) / epsilon
    ### END SOLUTION
    return slope


def central_difference(f, x, epsilon):
    """Return the two-sided estimate of the derivative f'(x), from f a step ahead and a step behind.

    Arguments:
        f -- function that takes a number and returns a number
        x -- a number
        epsilon -- the step in each direction, a positive number

    Returns:
        slope -- a number
    """
    ### BEGIN SOLUTION
    slope = (f(x + epsilon) - f(x - epsilon)) / (2 * epsilon)
    ### END SOLUTION
    return slope


def dictionary_to_vector(parameters):
    """Return all parameters in one column, and a layout that says how to take it apart again.

    The order is always W1, b1, W2, b2, ..., WL, bL, whatever the order of the dictionary. Each
    array is read row by row. There may be more than nine layers.

    Arguments:
        parameters -- dictionary with "W1", "b1", ..., "WL", "bL", and nothing else; arrays

    Returns:
        theta -- array (n, 1), where n is the number of all entries
        layout -- list of (name, shape), one for each array in order: [("W1", (n1, n0)), ...]
    """
    L = len(parameters) // 2
    # Step 1: the names in their order.
    # Step 2: the layout: name and shape of each.
    # Step 3: theta: each array as a column, one below the other.
    ### BEGIN SOLUTION
    names = [f"{kind}{l}" for l in range(1, L + 1) for kind in "Wb"]
    layout = [(name, parameters[name].shape) for name in names]
    theta = np.concatenate([parameters[name].reshape(-1, 1) for name in names])
    ### END SOLUTION
    return theta, layout


def vector_to_dictionary(theta, layout):
    """Return the dictionary of arrays that a column and its layout describe.

    Arguments:
        theta -- array (n, 1)
        layout -- list of (name, shape): the arrays one after the other, each row by row; any names,
            any shapes, whose sizes add up to n

    Returns:
        parameters -- dictionary with an array of that shape for each name; the arrays are copies:
            when theta is changed later, they stay as they are. theta and layout themselves are
            left as they were
    """
    parameters = {}
    # Step 1: start at entry 0 of theta.
    # Step 2: for each name and shape take as many entries as it needs, copy them, give them shape.
    ### BEGIN SOLUTION
    start = 0
    for name, shape in layout:
        size = int(np.prod(shape))
        parameters[name] = theta[start : start + size].reshape(shape).copy()
        start += size
    ### END SOLUTION
    return parameters


def gradients_to_vector(gradients, layout):
    """Return gradients in one column, entry for entry in the order of the layout.

    Arguments:
        gradients -- dictionary with, for each name in layout, an array of its shape under the key
            "d" + name, such as "dW1"; further keys, such as "dA1", are not used
        layout -- list of (name, shape)

    Returns:
        grad -- array (n, 1)
    """
    ### BEGIN SOLUTION
    grad = np.concatenate([gradients["d" + name].reshape(-1, 1) for name, _ in layout])
    ### END SOLUTION
    return grad


def numerical_gradient(cost, theta, epsilon=1e-7):
    """Return the gradient of a cost, estimated by a central difference for each entry of theta.

    Arguments:
        cost -- function that takes an array shaped as theta and returns a number
        theta -- array (n, 1) of floats or of integers; after the call it is as it was, to the last
            digit
        epsilon -- how far an entry is moved each way

    Returns:
        gradapprox -- array (n, 1) of floats; entry i estimates the derivative by theta[i, 0]
    """
    gradapprox = np.zeros(theta.shape)
    # Step 1: for each entry, a copy of theta with this entry moved up, and one with it moved down.
    #         The copies must be able to hold theta + epsilon, also when theta holds integers.
    # Step 2: the central difference of the two costs.
    ### BEGIN SOLUTION
    for i in range(len(theta)):
        theta_plus, theta_minus = theta.astype(float), theta.astype(float)
        theta_plus[i, 0] += epsilon
        theta_minus[i, 0] -= epsilon
        gradapprox[i, 0] = (cost(theta_plus) - cost(theta_minus)) / (2 * epsilon)
    ### END SOLUTION
    return gradapprox


def relative_difference(grad, gradapprox):
    """Return the distance of two vectors in relation to their lengths.

    That is ||grad - gradapprox|| / (||grad|| + ||gradapprox||), with the Euclidean norm. It is 0
    for equal vectors and never more than 1.

    Arguments:
        grad -- array (n, 1)
        gradapprox -- array (n, 1)

    Returns:
        difference -- a number; 0 when all entries of both are zero
    """
    # Step 1: numerator and denominator.
    # Step 2: 0 when the denominator is 0, else the quotient.
    ### BEGIN SOLUTION
    numerator = np.linalg.norm(grad - gradapprox)
    denominator = np.linalg.norm(grad) + np.linalg.norm(gradapprox)
    difference = float(numerator / denominator) if denominator > 0 else 0.0
    ### END SOLUTION
    return difference


def verdict(difference):
    """Return what a relative difference says of a backward pass.

    Arguments:
        difference -- a number, possibly nan

    Returns:
        word -- "pass" below 1e-7, "suspicious" from there up to 1e-3, "broken" above; "broken" too
            for nan. The bounds themselves are not examined.
    """
    ### BEGIN SOLUTION
    if difference < 1e-7:
        word = "pass"
    elif difference <= 1e-3:
        word = "suspicious"
    else:
        word = "broken"
    ### END SOLUTION
    return word


def gradient_check_n(parameters, gradients, X, Y, epsilon=1e-7):
    """Return how far the gradients of the supplied three-layer network are from numerical ones.

    The cost of the network is network_cost(parameters, X, Y), with parameters as a dictionary. Call
    your functions above, numerical_gradient among them.

    Arguments:
        parameters -- dictionary with "W1", "b1", ..., "W3", "b3", in any order
        gradients -- dictionary with "dW1", "db1", ..., "dW3", "db3": what a backward pass returned
            for these parameters. Further keys are not used
        X -- examples as columns, array (n_0, m)
        Y -- labels 0 or 1, array (1, m)
        epsilon -- how far an entry is moved each way

    Returns:
        difference -- the relative difference of gradients and numerical gradient, a number
    """
    # Step 1: parameters and gradients as columns.
    # Step 2: the cost as a function of theta alone: a short function that makes a dictionary of
    #         theta and calls network_cost.
    # Step 3: the numerical gradient of that function, and the relative difference.
    ### BEGIN SOLUTION
    theta, layout = dictionary_to_vector(parameters)
    grad = gradients_to_vector(gradients, layout)

    def cost(theta):
        return network_cost(vector_to_dictionary(theta, layout), X, Y)

    gradapprox = numerical_gradient(cost, theta, epsilon)
    difference = relative_difference(grad, gradapprox)
    ### END SOLUTION
    return difference


def locate_bug(grad, gradapprox, layout, tolerance=1e-5):
    """Return where a backward pass goes wrong first, on its way from the output to the input.

    A block is the share of a vector that belongs to one name of the layout. With a and b for the
    block of grad and of gradapprox, it is off when both of these hold:

        norm(a - b) > tolerance * (norm(a) + norm(b))
        norm(a - b) > 1e-6

    The place looked for is in the layer nearest the output, so with the highest number, that has a
    block that is off.

    Arguments:
        grad -- array (n, 1)
        gradapprox -- array (n, 1)
        layout -- list of (name, shape) of W1, b1, W2, b2, ..., WL, bL in this order
        tolerance -- relative difference from which on a block may be called off

    Returns:
        place -- "Wl" or "bl" if only that block of layer l is off, "Zl" if both are, with the number
            for l, such as "W2"; None if no block is off
    """
    a, b = vector_to_dictionary(grad, layout), vector_to_dictionary(gradapprox, layout)
    L = len(layout) // 2
    place = None
    # Step 1: which blocks are off?
    # Step 2: go from layer 1 to layer L; the last layer with a block that is off names the place.
    ### BEGIN SOLUTION
    off = []
    for name in a:
        gap = np.linalg.norm(a[name] - b[name])
        size = np.linalg.norm(a[name]) + np.linalg.norm(b[name])
        if gap > tolerance * size and gap > 1e-6:
            off.append(name)
    for l in range(1, L + 1):
        bad = [name for name in (f"W{l}", f"b{l}") if name in off]
        if bad:
            place = bad[0] if len(bad) == 1 else f"Z{l}"
    ### END SOLUTION
    return place


def find_the_bugs():
    """Return what is wrong with the five backward passes of helpers/weeks/week6/broken_networks.py.

    The layer is the one that locate_bug points at. The fault is one of the ten names in FAULTS.

    Returns:
        bugs -- list of five pairs (layer, fault), for backward_a, backward_b, ..., backward_e in this
            order; for instance [(3, "wrong sign"), (1, "wrong dZ"), (3, "divided twice"),
            (2, "no division"), (2, "missing mask")]
    """
    ### BEGIN SOLUTION
    bugs = [
        (2, "wrong divisor"),
        (3, "wrong activation"),
        (2, "wrong mask"),
        (3, "extra derivative"),
        (1, "missing transpose"),
    ]
    ### END SOLUTION
    return bugs


def check_backward(forward, backward, X, gamma, beta, dout, epsilon=1e-5):
    """Return how far each derivative that a layer's way back gives is from a numerical one.

    A layer has no cost of its own. So it is given one: the sum of dout * out, over all entries. Its
    derivative with respect to out is dout. Call your functions above, numerical_gradient among them.

    Arguments:
        forward -- function of X, gamma and beta that returns out, an array (n, m), and a cache
        backward -- function of dout and a cache that returns dX (n, m), dgamma (n, 1), dbeta (n, 1)
        X -- what enters the layer, array (n, m)
        gamma, beta -- parameters of the layer, arrays (n, 1). X, gamma and beta are left as they were
        dout -- array (n, m)
        epsilon -- how far an entry is moved each way

    Returns:
        differences -- dictionary with "dX", "dgamma", "dbeta": for each the relative difference of
            what backward returns and the numerical gradient, a number
    """
    differences = {}
    # Step 1: the way forward, and the way back with its cache.
    # Step 2: for each of the three arrays, the cost as a function of that array alone, as a column.
    # Step 3: its numerical gradient and the relative difference; both work with columns.
    ### BEGIN SOLUTION
    _, cache = forward(X, gamma, beta)
    returned = backward(dout, cache)
    arrays = [X, gamma, beta]
    for i, name in enumerate(("dX", "dgamma", "dbeta")):

        def cost(column, i=i):
            moved = arrays[:i] + [column.reshape(arrays[i].shape)] + arrays[i + 1 :]
            return np.sum(dout * forward(*moved)[0])

        numerical = numerical_gradient(cost, arrays[i].reshape(-1, 1), epsilon)
        differences[name] = relative_difference(returned[i].reshape(-1, 1), numerical)
    ### END SOLUTION
    return differences


def cost_with_l2(cost, parameters, lambd, m):
    """Return a cost with the L2 penalty added: lambd / (2 m) times the sum of all squared weights.

    Biases are not penalised.

    Arguments:
        cost -- the cost without penalty, a number
        parameters -- dictionary with "W1", "b1", ..., "WL", "bL"
        lambd -- strength of the penalty, a number (`lambda` is a word of Python's own)
        m -- number of examples

    Returns:
        total -- a number
    """
    L = len(parameters) // 2
    ### BEGIN SOLUTION
    squares = sum(np.sum(parameters[f"W{l}"] ** 2) for l in range(1, L + 1))
    total = float(cost + lambd / (2 * m) * squares)
    ### END SOLUTION
    return total


def gradients_with_l2(gradients, parameters, lambd, m):
    """Return the gradients of the cost with the L2 penalty.

    Arguments:
        gradients -- dictionary with "dW1", "db1", ..., "dWL", "dbL": of the cost without penalty
        parameters -- dictionary with "W1", "b1", ..., "WL", "bL"
        lambd -- strength of the penalty, a number
        m -- number of examples

    Returns:
        total -- a new dictionary with the same keys; the arrays that were given stay as they are
    """
    L = len(parameters) // 2
    ### BEGIN SOLUTION
    total = dict(gradients)
    for l in range(1, L + 1):
        total[f"dW{l}"] = gradients[f"dW{l}"] + lambd / m * parameters[f"W{l}"]
    ### END SOLUTION
    return total
