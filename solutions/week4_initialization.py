"""Week 4: where training starts, and why one number decides whether a deep network can learn."""

import numpy as np

from solutions.week3_deep_net import (
    linear_activation_backward,
    linear_activation_forward,
    linear_backward,
)


def forward_statistics(X, parameters, activation):
    """Return, for each hidden layer, in what state its activations are.

    Arguments:
        X -- examples as columns, array (n_0, m)
        parameters -- dictionary with "W1", "b1", ..., "WL", "bL", and nothing else
        activation -- of the hidden layers 1 to L - 1: "sigmoid", "tanh" or "relu". The output
            layer L has no part in the result

    Returns:
        statistics -- list of L - 1 dictionaries, layer 1 first, with three numbers each:
            "mean" -- of all entries of A[l], over units and examples together
            "std" -- standard deviation of all these entries (divided by their number, as np.std does)
            "saturated" -- tanh: share of entries with abs(A) > 0.99;
                sigmoid: share of entries with A < 0.01 or A > 0.99;
                relu: share of units (not of entries) that are zero for every example
    """
    L = len(parameters) // 2
    statistics = []
    # Step 1: start with A = X. Go through the hidden layers with linear_activation_forward of
    #         week 3; it returns A and a cache.
    # Step 2: compute the share that the activation calls for.
    # Step 3: append the dictionary of the layer.
    ### BEGIN SOLUTION
    A = X
    for l in range(1, L):
        A, _ = linear_activation_forward(A, parameters[f"W{l}"], parameters[f"b{l}"], activation)
        if activation == "tanh":
            saturated = np.mean(np.abs(A) > 0.99)
        elif activation == "sigmoid":
            saturated = np.mean((A < 0.01) | (A > 0.99))
        else:
            saturated = np.mean(np.all(A == 0, axis=1))
        statistics.append(
            {"mean": float(A.mean()), "std": float(A.std()), "saturated": float(saturated)}
        )
    ### END SOLUTION
    return statistics


def depth_until_vanishing(weight_scale, tolerance):
    """Return after how many layers a signal is lost when each layer multiplies it by weight_scale.

    Arguments:
        weight_scale -- the factor of each layer, a positive number
        tolerance -- a number between 0 and 1, neither of them

    Returns:
        depth -- for weight_scale < 1 the smallest whole number L with weight_scale^L < tolerance;
            for weight_scale > 1 the smallest whole number L with weight_scale^L > 1 / tolerance;
            for weight_scale = 1 infinity, np.inf (a loop would never end there)
    """
    ### BEGIN SOLUTION
    if weight_scale == 1:
        return np.inf
    if weight_scale < 1:
        exact = np.log(tolerance) / np.log(weight_scale)
    else:
        exact = np.log(1 / tolerance) / np.log(weight_scale)
    depth = int(np.floor(exact)) + 1
    ### END SOLUTION
    return depth


def initialize_parameters_xavier(layers_dims):
    """Return random weights for layers without activation, and zero biases.

    Arguments:
        layers_dims -- list of numbers of units [n0, n1, ..., nL]; n0 counts the inputs

    Returns:
        parameters -- dictionary with "W1", "b1", ..., "WL", "bL":
            Wl -- array (n[l], n[l-1]); every entry is drawn on its own from a normal distribution
                with mean 0. Its variance, one for each layer, is such that the mean square stays:
                when z = W[l] a, the expected mean square of z is that of a
            bl -- array (n[l], 1) of zeros

    The numbers themselves are not compared with anybody's, so a fixed seed of your own is fine.
    """
    parameters = {}
    # Step 1: make one generator, before the loop: np.random.default_rng(4), say.
    # Step 2: draw standard normal numbers of the right shape. Which factor gives them the variance?
    # Step 3: a column of zeros.
    ### BEGIN SOLUTION
    rng = np.random.default_rng(4)
    for l in range(1, len(layers_dims)):
        n, n_prev = layers_dims[l], layers_dims[l - 1]
        parameters[f"W{l}"] = rng.standard_normal((n, n_prev)) * np.sqrt(1 / n_prev)
        parameters[f"b{l}"] = np.zeros((n, 1))
    ### END SOLUTION
    return parameters


def initialize_parameters_he(layers_dims):
    """Return random weights for layers of relu units, and zero biases.

    Arguments:
        layers_dims -- list of numbers of units [n0, n1, ..., nL]; n0 counts the inputs

    Returns:
        parameters -- dictionary with "W1", "b1", ..., "WL", "bL":
            Wl -- array (n[l], n[l-1]); every entry is drawn on its own from a normal distribution
                with mean 0. Its variance, one for each layer, is such that the mean square stays:
                the expected mean square of relu(W[l] a) is that of a
            bl -- array (n[l], 1) of zeros
    """
    parameters = {}
    # Step 1: make one generator, before the loop.
    # Step 2: draw standard normal numbers of the right shape. Which factor gives them the variance?
    # Step 3: a column of zeros.
    ### BEGIN SOLUTION
    rng = np.random.default_rng(4)
    for l in range(1, len(layers_dims)):
        n, n_prev = layers_dims[l], layers_dims[l - 1]
        parameters[f"W{l}"] = rng.standard_normal((n, n_prev)) * np.sqrt(2 / n_prev)
        parameters[f"b{l}"] = np.zeros((n, 1))
    ### END SOLUTION
    return parameters


def leaky_relu_gain(alpha):
    """Return the g for which weights of variance g / n[l-1] keep the mean square under leaky relu.

    Arguments:
        alpha -- slope of the leaky relu below zero, a number; 0 is relu, 1 is no activation at all

    Returns:
        gain -- the factor g of the variance, a number (libraries call its square root the gain)
    """
    ### BEGIN SOLUTION
    gain = 2 / (1 + alpha**2)
    ### END SOLUTION
    return gain


def mean_cosine(A):
    """Return how alike the examples look to a layer: the mean cosine between two of its columns.

    Arguments:
        A -- activations, array (n, m): a column for each of m examples, m > 1, none of them zero

    Returns:
        cosine -- the mean, over all pairs of different columns, of the cosine of the angle between
            the two, a number from -1 to 1. It is 1 when all columns have one direction
    """
    # Step 1: give every column the length 1.
    # Step 2: the inner products of all columns with all columns, at once.
    # Step 3: the mean over the pairs of different columns. How many are there?
    ### BEGIN SOLUTION
    unit = A / np.linalg.norm(A, axis=0)
    m = A.shape[1]
    cosine = float((np.sum(unit.T @ unit) - m) / (m * (m - 1)))
    ### END SOLUTION
    return cosine


def gradient_norms(X, Y, parameters, activation):
    """Return how large the gradient of each layer's weights is.

    The hidden layers 1 to L - 1 have `activation`, the output layer L has sigmoid. The cost is the
    cross-entropy, added up over the outputs and averaged over the examples.

    Arguments:
        X -- examples as columns, array (n_0, m)
        Y -- labels 0 or 1, array (n_L, m)
        parameters -- dictionary with "W1", "b1", ..., "WL", "bL", and nothing else
        activation -- of the hidden layers: "sigmoid", "tanh" or "relu"

    Returns:
        norms -- list of L numbers, layer 1 first: the Frobenius norm of dW[l], the root of the sum
            of its squared entries
    """
    L = len(parameters) // 2
    norms = []
    # Step 1: forward, with linear_activation_forward of week 3; keep the cache of each layer,
    #         the tuple ((A_prev, W, b), Z).
    # Step 2: the output layer: dZ = A[L] - Y, then linear_backward(dZ, (A_prev, W, b)), which
    #         returns dA_prev, dW, db and has the 1/m in it.
    # Step 3: the hidden layers, L - 1 first: linear_activation_backward(dA, cache, activation).
    # Step 4: the norm of each dW, in the right order.
    ### BEGIN SOLUTION
    A, caches = X, []
    for l in range(1, L + 1):
        kind = activation if l < L else "sigmoid"
        A, cache = linear_activation_forward(A, parameters[f"W{l}"], parameters[f"b{l}"], kind)
        caches.append(cache)
    dA, dW, _ = linear_backward(A - Y, caches[-1][0])
    norms.append(float(np.linalg.norm(dW)))
    for cache in reversed(caches[:-1]):
        dA, dW, _ = linear_activation_backward(dA, cache, activation)
        norms.insert(0, float(np.linalg.norm(dW)))
    ### END SOLUTION
    return norms


def update_to_weight_ratio(parameters, grads, learning_rate):
    """Return, for each layer, how large the next step of gradient descent is beside the weights.

    Arguments:
        parameters -- dictionary with "W1", "b1", ..., "WL", "bL", in any order, and nothing else
        grads -- dictionary with "dW1", "db1", ..., "dWL", "dbL", in any order, perhaps with more
        learning_rate -- of the step

    Returns:
        ratios -- list of L numbers, layer 1 first: the Frobenius norm of what the step takes from
            W[l], divided by the Frobenius norm of W[l]. The biases have no part in it
    """
    ratios = []
    ### BEGIN SOLUTION
    for l in range(1, len(parameters) // 2 + 1):
        step = learning_rate * grads[f"dW{l}"]
        ratios.append(float(np.linalg.norm(step) / np.linalg.norm(parameters[f"W{l}"])))
    ### END SOLUTION
    return ratios


def dead_units(A):
    """Return which units of a layer are exactly zero for every example.

    Arguments:
        A -- activations of a layer, array (n, m). Mostly relu's; but entries may be negative too

    Returns:
        dead -- array (n,) of booleans, one a unit
    """
    ### BEGIN SOLUTION
    dead = np.all(A == 0, axis=1)
    ### END SOLUTION
    return dead


def revive(parameters, X, rng):
    """Return parameters in which no hidden relu unit is dead on X.

    Arguments:
        parameters -- dictionary with "W1", "b1", ..., "WL", "bL", and nothing else; it and its arrays
            stay as they are. The layers 1 to L - 1 have relu; layer L, the output, is left alone
        X -- examples as columns, array (n_0, m)
        rng -- the generator to draw from

    Returns:
        parameters -- a new dictionary. Going from the input on, each hidden unit that is zero for
            every column of X gets a new row of W[l], drawn as initialize_parameters_he draws the
            rows of that layer, and the bias 0; the row is drawn again, at most 100 times, until
            the unit fires for some column. Every other entry stays exactly as it was.
            A layer is looked at with the layers before it already revived.
    """
    L = len(parameters) // 2
    # Step 1: copy the dictionary and its arrays.
    # Step 2: for each hidden layer compute A from the A before, with linear_activation_forward,
    #         and find its dead units.
    # Step 3: draw for each of them until it fires.
    # Step 4: compute the layer's A again: it is the input of the next layer.
    ### BEGIN SOLUTION
    parameters = {key: value.copy() for key, value in parameters.items()}
    A_prev = X
    for l in range(1, L):
        W, b = parameters[f"W{l}"], parameters[f"b{l}"]
        A, _ = linear_activation_forward(A_prev, W, b, "relu")
        for unit in np.flatnonzero(dead_units(A)):
            b[unit] = 0.0
            for _ in range(100):
                W[unit] = rng.standard_normal(W.shape[1]) * np.sqrt(2 / W.shape[1])
                if np.any(W[unit] @ A_prev > 0):
                    break
        A_prev, _ = linear_activation_forward(A_prev, W, b, "relu")
    ### END SOLUTION
    return parameters
