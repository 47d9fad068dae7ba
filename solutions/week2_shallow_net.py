"""Week 2: a shallow net, one hidden layer."""

import numpy as np

from solutions.week1_logistic_regression import sigmoid


def activate(Z, activation, alpha=0.1):
    """Return the activation g(Z) of every entry of Z.

    Arguments:
        Z -- array of any shape
        activation -- "sigmoid", "tanh", "relu", "leaky_relu" or "elu"
        alpha -- the slope of leaky_relu below zero, and the factor in elu's alpha (exp(z) - 1);
            a number from 0 on, below 1

    Returns:
        A -- a new array of the shape of Z; Z stays as it was
    """
    # Step 1: sigmoid is at hand from week 1, tanh is numpy's.
    # Step 2: relu, leaky_relu and elu are Z above zero; below zero they differ.
    ### BEGIN SOLUTION
    below = np.minimum(Z, 0.0)
    values = {
        "sigmoid": lambda: sigmoid(Z),
        "tanh": lambda: np.tanh(Z),
        "relu": lambda: np.maximum(Z, 0.0),
        "leaky_relu": lambda: np.where(Z > 0, Z, alpha * Z),
        "elu": lambda: np.where(Z > 0, Z, alpha * (np.exp(below) - 1)),
    }
    A = values[activation]()
    ### END SOLUTION
    return A


def activation_derivative(Z, activation, alpha=0.1):
    """Return the derivative g'(Z) of an activation, for every entry of Z.

    Arguments:
        Z -- array of any shape: the input of the activation, not its output
        activation -- "sigmoid", "tanh", "relu", "leaky_relu" or "elu"
        alpha -- as in activate

    Returns:
        dA_dZ -- array of the shape of Z; where the derivative jumps, any value will do
    """
    # Step 1: for sigmoid and tanh, make a = g(Z) first: their slopes are short in terms of a.
    # Step 2: for relu, leaky_relu and elu, the slope above zero and the slope below it.
    ### BEGIN SOLUTION
    A = activate(Z, activation, alpha)
    values = {
        "sigmoid": lambda: A * (1 - A),
        "tanh": lambda: 1 - A**2,
        "relu": lambda: np.where(Z > 0, 1.0, 0.0),
        "leaky_relu": lambda: np.where(Z > 0, 1.0, alpha),
        "elu": lambda: np.where(Z > 0, 1.0, A + alpha),
    }
    dA_dZ = values[activation]()
    ### END SOLUTION
    return dA_dZ


def maxout(X, W1, b1, W2, b2):
    """Return the elementwise maximum of two affine maps of X.

    Arguments:
        X -- examples as columns, array (n_x, m)
        W1, W2 -- weights, arrays (n, n_x)
        b1, b2 -- biases, arrays (n, 1)

    Returns:
        A -- array (n, m); each entry is the larger one of the two maps' entries at its place
    """
    ### BEGIN SOLUTION
    A = np.maximum(W1 @ X + b1, W2 @ X + b2)
    ### END SOLUTION
    return A


def layer_sizes(X, Y, n_h=4):
    """Return the number of units of each layer.

    Arguments:
        X -- examples as columns, array (n_x, m)
        Y -- labels as columns, array (n_y, m); n_y may be more than 1
        n_h -- number of hidden units

    Returns:
        n_x, n_h, n_y -- three integers
    """
    ### BEGIN SOLUTION
    n_x = X.shape[0]
    n_y = Y.shape[0]
    ### END SOLUTION
    return n_x, n_h, n_y


def initialize_parameters(n_x, n_h, n_y):
    """Return small random weights and zero biases.

    Arguments:
        n_x, n_h, n_y -- number of inputs, hidden units and outputs

    Returns:
        parameters -- dictionary with "W1" (n_h, n_x), "b1" (n_h, 1), "W2" (n_y, n_h), "b2" (n_y, 1);
            every weight drawn from a normal distribution with mean 0 and standard deviation 0.01,
            every bias 0
    """
    # Step 1: make one generator with np.random.default_rng() and draw both matrices from it.
    # Step 2: make the biases.
    ### BEGIN SOLUTION
    rng = np.random.default_rng()
    W1 = 0.01 * rng.standard_normal((n_h, n_x))
    b1 = np.zeros((n_h, 1))
    W2 = 0.01 * rng.standard_normal((n_y, n_h))
    b2 = np.zeros((n_y, 1))
    parameters = {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
    ### END SOLUTION
    return parameters


def forward_propagation(X, parameters):
    """Return the output of the network and what the way back will need.

    Arguments:
        X -- examples as columns, array (n_x, m)
        parameters -- dictionary with "W1", "b1", "W2", "b2"

    Returns:
        A2 -- output of the sigmoid, array (n_y, m)
        cache -- dictionary with "Z1", "A1" (n_h, m) and "Z2", "A2" (n_y, m)
    """
    # Step 1: hidden layer, with tanh.
    # Step 2: output layer, with the sigmoid.
    # Step 3: keep all four arrays.
    ### BEGIN SOLUTION
    Z1 = parameters["W1"] @ X + parameters["b1"]
    A1 = np.tanh(Z1)
    Z2 = parameters["W2"] @ A1 + parameters["b2"]
    A2 = activate(Z2, "sigmoid")
    cache = {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}
    ### END SOLUTION
    return A2, cache


def compute_cost(A2, Y):
    """Return the mean cross-entropy.

    Arguments:
        A2 -- activations between 0 and 1, array (1, m)
        Y -- labels 0 or 1, array (1, m)

    Returns:
        cost -- a number; finite also where an activation is exactly 0 or 1
    """
    # Step 1: keep A2 away from 0 and from 1 by a tiny margin, such as 1e-15.
    # Step 2: the loss of each example, then the mean.
    ### BEGIN SOLUTION
    m = Y.shape[1]
    P = np.clip(A2, 1e-15, 1 - 1e-15)
    cost = float(-np.sum(Y * np.log(P) + (1 - Y) * np.log(1 - P)) / m)
    ### END SOLUTION
    return cost


def backward_propagation(parameters, cache, X, Y):
    """Return the gradients of the cost with respect to all parameters.

    Arguments:
        parameters -- dictionary with "W1", "b1", "W2", "b2"
        cache -- dictionary with "Z1", "A1", "Z2", "A2" of forward_propagation
        X -- examples as columns, array (n_x, m)
        Y -- labels as columns, array (n_y, m); n_y may be more than 1

    Returns:
        grads -- dictionary with "dW1", "db1", "dW2", "db2", each of its parameter's shape. The cost
            is the cross-entropy, summed over outputs and averaged over examples.
    """
    # Step 1: dZ2 from A2 and Y, then dW2 and db2.
    # Step 2: dA1, then dZ1 through tanh, then dW1 and db1.
    ### BEGIN SOLUTION
    m = X.shape[1]
    dZ2 = cache["A2"] - Y
    dW2 = dZ2 @ cache["A1"].T / m
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    dZ1 = parameters["W2"].T @ dZ2 * (1 - cache["A1"] ** 2)
    dW1 = dZ1 @ X.T / m
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m
    grads = {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
    ### END SOLUTION
    return grads


def maxout_backward(dA, X, W1, b1, W2, b2):
    """Return the gradients of the cost with respect to the parameters of a maxout layer.

    Arguments:
        dA -- gradient of the loss with respect to the output of maxout, array (n, m), a column for
            each example
        X -- the input that maxout was given, array (n_x, m)
        W1, W2 -- weights of the two maps, arrays (n, n_x)
        b1, b2 -- biases of the two maps, arrays (n, 1)

    Returns:
        grads -- dictionary with "dW1", "db1", "dW2", "db2", each of its parameter's shape, averaged
            over the examples; where the two maps are equal, either may count as the larger one
    """
    ### BEGIN SOLUTION
    m = X.shape[1]
    first_wins = W1 @ X + b1 > W2 @ X + b2
    dZ1 = np.where(first_wins, dA, 0.0)
    dZ2 = np.where(first_wins, 0.0, dA)
    grads = {
        "dW1": dZ1 @ X.T / m,
        "db1": np.sum(dZ1, axis=1, keepdims=True) / m,
        "dW2": dZ2 @ X.T / m,
        "db2": np.sum(dZ2, axis=1, keepdims=True) / m,
    }
    ### END SOLUTION
    return grads


def update_parameters(parameters, grads, learning_rate=1.2):
    """Return the parameters after one step of gradient descent.

    Arguments:
        parameters -- dictionary with "W1", "b1", "W2", "b2"; it and its arrays stay as they are
        grads -- dictionary with "dW1", "db1", "dW2", "db2"
        learning_rate -- factor on each gradient

    Returns:
        updated -- a new dictionary with new arrays "W1", "b1", "W2", "b2"
    """
    ### BEGIN SOLUTION
    updated = {
        name: value - learning_rate * grads["d" + name] for name, value in parameters.items()
    }
    ### END SOLUTION
    return updated


def nn_model(X, Y, n_h, num_iterations=10000):
    """Return the parameters of a network after training.

    Arguments:
        X -- examples as columns, array (n_x, m)
        Y -- labels as columns, array (n_y, m)
        n_h -- number of hidden units
        num_iterations -- number of steps, each with the default learning rate of update_parameters

    Returns:
        parameters -- dictionary with "W1", "b1", "W2", "b2" after the last step
    """
    # Step 1: get the start from layer_sizes and initialize_parameters. Call them, once.
    # Step 2: in each iteration go forward, go backward, update.
    ### BEGIN SOLUTION
    parameters = initialize_parameters(*layer_sizes(X, Y, n_h))
    for _ in range(num_iterations):
        _, cache = forward_propagation(X, parameters)
        grads = backward_propagation(parameters, cache, X, Y)
        parameters = update_parameters(parameters, grads)
    ### END SOLUTION
    return parameters


def predict(parameters, X):
    """Return a label, 0 or 1, for each output and example.

    Arguments:
        parameters -- dictionary with "W1", "b1", "W2", "b2"
        X -- examples as columns, array (n_x, m)

    Returns:
        predictions -- array (n_y, m), 1 where the output is above 0.5, else 0
    """
    ### BEGIN SOLUTION
    A2, _ = forward_propagation(X, parameters)
    predictions = (A2 > 0.5).astype(int)
    ### END SOLUTION
    return predictions


def collapse_linear_network(W1, b1, W2, b2):
    """Return the one layer that equals two layers without an activation between them.

    Arguments:
        W1, b1 -- first layer, arrays (n_h, n_x) and (n_h, 1)
        W2, b2 -- second layer, arrays (n_y, n_h) and (n_y, 1)

    Returns:
        W, b -- arrays (n_y, n_x) and (n_y, 1) with W x + b = W2 (W1 x + b1) + b2 for every x
    """
    ### BEGIN SOLUTION
    W = W2 @ W1
    b = W2 @ b1 + b2
    ### END SOLUTION
    return W, b
