"""Week 1: logistic regression, a network of one neuron."""

import numpy as np


def image_to_columns(images):
    """Return a stack of images as columns, one image a column.

    Arguments:
        images -- array (m, h, w), or (m, h, w, c) for images with c colours

    Returns:
        X -- array (h*w*c, m); column i holds all pixels of image i, row by row
    """
    # Step 1: make one row of pixels for each image.
    # Step 2: turn rows into columns.
    ### BEGIN SOLUTION
    rows = images.reshape(images.shape[0], -1)
    X = rows.T
    ### END SOLUTION
    return X


def sigmoid(z):
    """Return the sigmoid of z, 1 / (1 + exp(-z)).

    Arguments:
        z -- a number or an array of any shape

    Returns:
        a -- the same shape as z, every entry between 0 and 1
    """
    ### BEGIN SOLUTION
    z = np.asarray(z, dtype=float)
    small = np.exp(-np.abs(z))
    a = np.where(z >= 0, 1 / (1 + small), small / (1 + small))
    ### END SOLUTION
    return a


def propagate(w, b, X, Y):
    """Return the gradients of the cost with respect to w and b, and the cost itself.

    Arguments:
        w -- weights, array (n_x, 1)
        b -- bias, a number
        X -- examples as columns, array (n_x, m)
        Y -- labels 0 or 1, array (1, m)

    Returns:
        grads -- dictionary with "dw", array (n_x, 1), and "db", a number
        cost -- the mean cross-entropy, a number
    """
    # Step 1: forward. Compute the activations A, array (1, m), with your sigmoid.
    # Step 2: forward. Compute the cost from A and Y.
    # Step 3: backward. Compute dZ, then dw and db.
    ### BEGIN SOLUTION
    m = X.shape[1]
    A = sigmoid(w.T @ X + b)
    cost = -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m
    dZ = A - Y
    dw = X @ dZ.T / m
    db = np.sum(dZ) / m
    grads = {"dw": dw, "db": db}
    ### END SOLUTION
    return grads, cost


def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009):
    """Return the parameters after gradient descent, the last gradients and the course of the cost.

    Arguments:
        w -- weights to start from, array (n_x, 1)
        b -- bias to start from, a number
        X -- examples as columns, array (n_x, m)
        Y -- labels 0 or 1, array (1, m)
        num_iterations -- number of steps
        learning_rate -- factor on the gradient in each step

    Returns:
        params -- dictionary with "w" and "b" after the last step
        grads -- dictionary with "dw" and "db" of the last step
        costs -- list of the cost before the update of steps 0, 100, 200, ...
    """
    # Step 1: in each iteration, get grads and cost from propagate.
    # Step 2: keep the cost when the iteration's number is a multiple of 100.
    # Step 3: move w and b against their gradients.
    ### BEGIN SOLUTION
    costs = []
    grads = {}
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        if i % 100 == 0:
            costs.append(cost)
        w = w - learning_rate * grads["dw"]
        b = b - learning_rate * grads["db"]
    params = {"w": w, "b": b}
    ### END SOLUTION
    return params, grads, costs
