"""Week 3: a deep network, built layer by layer, forward and backward."""

import numpy as np

from solutions.week2_shallow_net import (
    activate,
    activation_derivative,
    compute_cost,
    update_parameters,
)


def parameter_shapes(layer_dims):
    """Return the shape of every weight matrix and every bias of a network.

    Arguments:
        layer_dims -- list of numbers of units [n0, n1, ..., nL]; n0 counts the inputs

    Returns:
        shapes -- dictionary with a tuple for each of "W1", "b1", "W2", "b2", ..., "WL", "bL",
            and nothing else: "Wl" maps layer l - 1 to layer l, "bl" is a column
    """
    shapes = {}
    # Step 1: go through the layers that have weights. The inputs, layer 0, have none.
    # Step 2: note the shapes of W and of b of each.
    ### BEGIN SOLUTION
    for l in range(1, len(layer_dims)):
        shapes[f"W{l}"] = (layer_dims[l], layer_dims[l - 1])
        shapes[f"b{l}"] = (layer_dims[l], 1)
    ### END SOLUTION
    return shapes


def initialize_parameters_deep(layer_dims):
    """Return random weights and zero biases for a network of any depth.

    Arguments:
        layer_dims -- list of numbers of units [n0, n1, ..., nL]; n0 counts the inputs

    Returns:
        parameters -- dictionary with "W1", "b1", ..., "WL", "bL":
            Wl -- array (n[l], n[l-1]); every entry is drawn on its own from a normal distribution
                with mean 0; its standard deviation is such that Wl @ A has the same mean square as
                A, on average: section 1 of the notebook derives it
            bl -- array (n[l], 1) of zeros

    The numbers themselves are not compared with anybody's, so a fixed seed of your own is fine.
    """
    parameters = {}
    # Step 1: make one generator, before the loop: np.random.default_rng(3), say.
    # Step 2: for each layer draw standard normal numbers of the right shape, and scale them.
    # Step 3: for each layer make a column of zeros.
    ### BEGIN SOLUTION
    rng = np.random.default_rng(3)
    for l in range(1, len(layer_dims)):
        n, n_prev = layer_dims[l], layer_dims[l - 1]
        parameters[f"W{l}"] = rng.standard_normal((n, n_prev)) / np.sqrt(n_prev)
        parameters[f"b{l}"] = np.zeros((n, 1))
    ### END SOLUTION
    return parameters


def linear_forward(A, W, b):
    """Return the linear part of a layer, Z = W A + b, and what its backward pass will need.

    Arguments:
        A -- activations of the layer before (or the inputs), array (n_prev, m)
        W -- weights, array (n, n_prev)
        b -- biases, array (n, 1)

    Returns:
        Z -- array (n, m)
        cache -- the tuple (A, W, b), as they were given
    """
    ### BEGIN SOLUTION
    Z = W @ A + b
    cache = (A, W, b)
    ### END SOLUTION
    return Z, cache


def linear_activation_forward(A_prev, W, b, activation):
    """Return the activations of one layer, and what its backward pass will need.

    Arguments:
        A_prev -- activations of the layer before (or the inputs), array (n_prev, m)
        W -- weights, array (n, n_prev)
        b -- biases, array (n, 1)
        activation -- "sigmoid", "relu", "tanh" or "leaky_relu" (slope 0.1 below zero)

    Returns:
        A -- array (n, m)
        cache -- the tuple (linear_cache, Z) of linear_forward's cache (A_prev, W, b) and its Z
    """
    # Step 1: the linear part, with linear_forward.
    # Step 2: the activation of every entry. activate(Z, activation) of week 2 does it.
    # Step 3: the cache.
    ### BEGIN SOLUTION
    Z, linear_cache = linear_forward(A_prev, W, b)
    A = activate(Z, activation)
    cache = (linear_cache, Z)
    ### END SOLUTION
    return A, cache


def L_model_forward(X, parameters):
    """Return the output of a network of L layers, and the caches of all of them.

    The layers 1 to L - 1 have relu, the last one, L, has sigmoid. L may be 1.

    Arguments:
        X -- examples as columns, array (n_0, m)
        parameters -- dictionary with "W1", "b1", ..., "WL", "bL", and nothing else

    Returns:
        AL -- output of the last layer, array (n_L, m)
        caches -- list of the L caches of linear_activation_forward, layer 1 first; so caches[l - 1]
            is the tuple ((A[l-1], W[l], b[l]), Z[l])
    """
    L = len(parameters) // 2  # every layer has a W and a b
    # Step 1: start with A = X and an empty list.
    # Step 2: relu layers 1 to L - 1: each takes the A of the layer before; keep each cache.
    # Step 3: the sigmoid layer L; keep its cache too.
    ### BEGIN SOLUTION
    A, caches = X, []
    for l in range(1, L):
        A, cache = linear_activation_forward(A, parameters[f"W{l}"], parameters[f"b{l}"], "relu")
        caches.append(cache)
    AL, cache = linear_activation_forward(A, parameters[f"W{L}"], parameters[f"b{L}"], "sigmoid")
    caches.append(cache)
    ### END SOLUTION
    return AL, caches


def linear_backward(dZ, cache):
    """Return the gradients of the linear part of a layer.

    Arguments:
        dZ -- derivative of the loss, summed over the examples, by Z; array (n, m)
        cache -- the tuple (A_prev, W, b) that linear_forward returned

    Returns:
        dA_prev -- derivative of the same summed loss by A_prev, array (n_prev, m)
        dW -- derivative of the cost, the mean loss, by W; array (n, n_prev)
        db -- derivative of the cost by b, array (n, 1)
    """
    A_prev, W, b = cache
    m = A_prev.shape[1]
    # Step 1: dW. Step 2: db. Step 3: dA_prev. Each needs one line.
    ### BEGIN SOLUTION
    dW = dZ @ A_prev.T / m
    db = np.sum(dZ, axis=1, keepdims=True) / m
    dA_prev = W.T @ dZ
    ### END SOLUTION
    return dA_prev, dW, db


def linear_activation_backward(dA, cache, activation):
    """Return the gradients of one layer.

    Arguments:
        dA -- derivative of the loss, summed over the examples, by A; array (n, m)
        cache -- the tuple (linear_cache, Z) that linear_activation_forward returned
        activation -- "sigmoid", "relu", "tanh" or "leaky_relu" (slope 0.1 below zero)

    Returns:
        dA_prev, dW, db -- as in linear_backward. dA itself stays as it was: the caller still needs it.
    """
    linear_cache, Z = cache
    # Step 1: dZ, by the chain rule. activation_derivative(Z, activation) of week 2 is g'(Z).
    # Step 2: the linear part, with linear_backward.
    ### BEGIN SOLUTION
    dZ = dA * activation_derivative(Z, activation)
    dA_prev, dW, db = linear_backward(dZ, linear_cache)
    ### END SOLUTION
    return dA_prev, dW, db


def L_model_backward(AL, Y, caches):
    """Return the gradients of the cross-entropy by all that is in the network.

    Arguments:
        AL -- output of L_model_forward, array (n_L, m)
        Y -- labels 0 or 1, array (n_L, m); with several outputs, the loss adds up over them
        caches -- list of L tuples ((A[l-1], W[l], b[l]), Z[l]), layer 1 first, as L_model_forward
            returns it: relu in the layers 1 to L - 1, sigmoid in layer L

    Returns:
        grads -- dictionary with, for l = 1 ... L,
            "dWl", "dbl" -- derivatives of the cost, shaped as W[l] and b[l]
            "dA(l-1)" -- derivative of the summed loss by A[l-1], shaped as A[l-1]: from "dA0", which
                belongs to X, to "dA" with the number L - 1. The number is that of the activation.
            Further keys do no harm.
    """
    grads = {}
    L = len(caches)
    # Step 1: dAL, the derivative of the loss by AL, entry by entry.
    # Step 2: the sigmoid layer L: "dW", "db" with the number L, "dA" with the number L - 1.
    # Step 3: the relu layers from L - 1 down to 1; each takes the dA that the one above it made.
    ### BEGIN SOLUTION
    dA = -(Y / AL - (1 - Y) / (1 - AL))
    for l in range(L, 0, -1):
        activation = "sigmoid" if l == L else "relu"
        dA, dW, db = linear_activation_backward(dA, caches[l - 1], activation)
        grads[f"dA{l - 1}"], grads[f"dW{l}"], grads[f"db{l}"] = dA, dW, db
    ### END SOLUTION
    return grads


def L_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000):
    """Return the parameters of a network trained by gradient descent on all examples at once.

    Call initialize_parameters_deep once for the parameters to start from; then each iteration
    calls your functions above.

    Arguments:
        X -- examples as columns, array (n_0, m)
        Y -- labels 0 or 1, array (1, m)
        layers_dims -- list of numbers of units [n_0, n_1, ..., 1]
        learning_rate -- factor on the gradients
        num_iterations -- number of steps

    Returns:
        parameters -- dictionary with "W1", "b1", ... after the last step
        costs -- list of the costs before the updates of steps 0, 100, 200, ...
    """
    costs = []
    # Step 1: the parameters to start from.
    # Step 2: in each iteration go forward, then backward, then move the parameters.
    # Step 3: when the iteration's number is a multiple of 100, keep the cost of its forward pass.
    ### BEGIN SOLUTION
    parameters = initialize_parameters_deep(layers_dims)
    for i in range(num_iterations):
        AL, caches = L_model_forward(X, parameters)
        if i % 100 == 0:
            costs.append(compute_cost(AL, Y))
        grads = L_model_backward(AL, Y, caches)
        parameters = update_parameters(parameters, grads, learning_rate)
    ### END SOLUTION
    return parameters, costs


def softmax(Z):
    """Return the softmax of each column: exp(z), divided by the sum of exp(z) over the column.

    Arguments:
        Z -- scores, one row a class, one column an example, array (C, m); entries may be as large
            as 1000 or as small as -1000, and columns may differ by as much

    Returns:
        A -- array (C, m) without nan; each column adds up to 1
    """
    # Step 1: shift each column, so that nothing overflows and the result does not change.
    # Step 2: exp, divided by the sum over the classes.
    ### BEGIN SOLUTION
    powers = np.exp(Z - np.max(Z, axis=0, keepdims=True))
    A = powers / np.sum(powers, axis=0, keepdims=True)
    ### END SOLUTION
    return A


def softmax_cross_entropy(Z, Y):
    """Return the cost of scores under softmax and cross-entropy, and its gradient by the scores.

    Softmax and cross-entropy in one: the loss of an example is -log of the probability that softmax
    gives to its true class.

    Arguments:
        Z -- scores, one row a class, one column an example, array (C, m); entries may be as large
            as 1000 or as small as -1000, and may differ by as much
        Y -- array (C, m); in each column a 1 for the true class, and 0 for the others

    Returns:
        cost -- a number, the mean loss of the examples. It is right for the scores above too: where
            the true class is 1000 behind the best one, the loss is 1000, and not infinite
        dZ -- derivative of the loss, summed over the examples, by Z; array (C, m)
    """
    # Derive both on paper first. What you get decides how many lines it takes.
    ### BEGIN SOLUTION
    shifted = Z - np.max(Z, axis=0, keepdims=True)
    log_sums = np.log(np.sum(np.exp(shifted), axis=0, keepdims=True))
    losses = np.sum(Y * (log_sums - shifted), axis=0)
    cost = float(np.mean(losses))
    dZ = softmax(Z) - Y
    ### END SOLUTION
    return cost, dZ


def tent_network(k):
    """Return the parameters of a relu network that computes the tent map, applied k times.

    The tent map is T(x) = 2 relu(x) - 4 relu(x - 1/2); the network computes T(T(...T(x)...)) for
    every x between 0 and 1. It has one input and one output. All its layers have relu, except the
    last one, which is linear: its output is its Z.

    Arguments:
        k -- how many times the tent map is applied, 1 or more

    Returns:
        parameters -- dictionary with "W1", "b1", ..., "WL", "bL", each b a column. How many layers
            and units there are is up to you; two relu units for each of the k tents are enough.
    """
    # Step 1: one tent: two relu units on x, and what the output makes of them.
    # Step 2: k tents: the next two units take what that output would have been.
    ### BEGIN SOLUTION
    shift, bend = np.array([[0.0], [-0.5]]), np.array([[2.0, -4.0]])
    parameters = {"W1": np.ones((2, 1)), "b1": shift}
    for l in range(2, k + 1):
        parameters[f"W{l}"] = np.ones((2, 1)) @ bend
        parameters[f"b{l}"] = shift
    parameters[f"W{k + 1}"] = bend
    parameters[f"b{k + 1}"] = np.zeros((1, 1))
    ### END SOLUTION
    return parameters
