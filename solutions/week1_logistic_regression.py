"""Week 1: logistic regression, a network of one neuron."""

import numpy as np


def image_to_columns(images):
    """Return a stack of images as columns, one image a column.

    Arguments:
        images -- array (m, h, w), or (m, h, w, c) for images with c colours

    Returns:
        X -- array (h*w*c, m), also when m is 1. Column i holds all numbers of image i, in the
             order in which they lie in the image: row after row, and the c numbers of a pixel
             next to each other. The numbers themselves are not changed.
    """
    # Step 1: make one row of numbers for each image.
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
        a -- the same shape as z, every entry from 0 to 1
    """
    ### BEGIN SOLUTION
    z = np.asarray(z, dtype=float)
    small = np.exp(-np.abs(z))
    a = np.where(z >= 0, 1 / (1 + small), small / (1 + small))
    ### END SOLUTION
    return a


def compute_cost(A, Y):
    """Return the cross-entropy cost, the mean loss over the examples.

    Arguments:
        A -- activations, array (1, m), every entry from 0 to 1, both included
        Y -- labels 0 or 1, array (1, m)

    Returns:
        cost -- a number. It is finite for every A: where A is exactly 0 or 1, take a number very
                close to it (such as 1e-12 or 1 - 1e-12) instead, so that no logarithm of 0 is taken.
    """
    # Step 1: keep A a little away from 0 and from 1.
    # Step 2: compute the loss of each example, then their mean.
    ### BEGIN SOLUTION
    A = np.clip(A, 1e-12, 1 - 1e-12)
    losses = -(Y * np.log(A) + (1 - Y) * np.log(1 - A))
    cost = float(np.mean(losses))
    ### END SOLUTION
    return cost


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
    # Step 2: forward. Compute the cost with your compute_cost.
    # Step 3: backward. Compute dZ, array (1, m), then dw and db.
    ### BEGIN SOLUTION
    m = X.shape[1]
    A = sigmoid(w.T @ X + b)
    cost = compute_cost(A, Y)
    dZ = A - Y
    dw = X @ dZ.T / m
    db = float(np.sum(dZ)) / m
    grads = {"dw": dw, "db": db}
    ### END SOLUTION
    return grads, cost


def initialize_with_zeros(dim):
    """Return parameters to start from, all zero.

    Arguments:
        dim -- number of inputs n_x

    Returns:
        w -- array (dim, 1) of zeros
        b -- the number 0
    """
    ### BEGIN SOLUTION
    w = np.zeros((dim, 1))
    b = 0.0
    ### END SOLUTION
    return w, b


def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009):
    """Return the parameters after gradient descent, the last gradients and the course of the cost.

    Arguments:
        w -- weights to start from, array (n_x, 1)
        b -- bias to start from, a number
        X -- examples as columns, array (n_x, m)
        Y -- labels 0 or 1, array (1, m)
        num_iterations -- number of steps, 1 or more
        learning_rate -- the factor on the gradient in each step

    Returns:
        params -- dictionary with "w" and "b" after the last step
        grads -- dictionary with "dw" and "db" as the last step used them
        costs -- list of the costs before the update of iterations 0, 100, 200, ...
    """
    # Step 1: in each iteration, get grads and cost from propagate.
    # Step 2: keep the cost when the iteration's number is a multiple of 100.
    # Step 3: move w and b against their gradients.
    ### BEGIN SOLUTION
    costs = []
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        if i % 100 == 0:
            costs.append(cost)
        w = w - learning_rate * grads["dw"]
        b = b - learning_rate * grads["db"]
    params = {"w": w, "b": b}
    ### END SOLUTION
    return params, grads, costs


def predict(w, b, X):
    """Return a label, 0 or 1, for each example.

    Arguments:
        w -- weights, array (n_x, 1)
        b -- bias, a number
        X -- examples as columns, array (n_x, m)

    Returns:
        Y_prediction -- array (1, m): 1 where the activation is greater than 0.5, else 0
                        (an activation of exactly 0.5 gives 0)
    """
    # Step 1: compute the activations A, array (1, m).
    # Step 2: turn each activation into a label.
    ### BEGIN SOLUTION
    A = sigmoid(w.T @ X + b)
    Y_prediction = (A > 0.5).astype(int)
    ### END SOLUTION
    return Y_prediction


def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5):
    """Train logistic regression, from zeros, on the training examples; return all that came out.

    Arguments:
        X_train -- examples to learn from, array (n_x, m_train)
        Y_train -- their labels 0 or 1, array (1, m_train)
        X_test -- examples to be judged by, array (n_x, m_test)
        Y_test -- their labels, array (1, m_test); nothing may be learned from them
        num_iterations -- number of steps
        learning_rate -- the factor on the gradient in each step

    Returns:
        result -- dictionary with
            "w", "b" -- the trained parameters
            "costs" -- list of the costs at iterations 0, 100, 200, ... of the training
            "Y_prediction_train" -- predicted labels, array (1, m_train)
            "Y_prediction_test" -- predicted labels, array (1, m_test)
            "learning_rate", "num_iterations" -- as they were given
    """
    # Step 1: initialize the parameters.
    # Step 2: optimize them on the training examples.
    # Step 3: predict the labels of both sets.
    # Step 4: collect everything in a dictionary.
    ### BEGIN SOLUTION
    w, b = initialize_with_zeros(X_train.shape[0])
    params, grads, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate)
    w, b = params["w"], params["b"]
    result = {
        "w": w,
        "b": b,
        "costs": costs,
        "Y_prediction_train": predict(w, b, X_train),
        "Y_prediction_test": predict(w, b, X_test),
        "learning_rate": learning_rate,
        "num_iterations": num_iterations,
    }
    ### END SOLUTION
    return result


def forward_loop(w, b, X):
    """Return the activations of all examples, computed number by number in Python loops.

    Arguments:
        w -- weights, array (n_x, 1)
        b -- bias, a number
        X -- examples as columns, array (n_x, m)

    Returns:
        A -- activations, array (1, m)
    """
    # Step 1: make an array (1, m) of zeros for the results.
    # Step 2: for each example, add up w_j * x_j over the inputs j, starting from b.
    # Step 3: store the sigmoid of this sum.
    ### BEGIN SOLUTION
    n_x, m = X.shape
    A = np.zeros((1, m))
    for i in range(m):
        z = b
        for j in range(n_x):
            z = z + w[j, 0] * X[j, i]
        A[0, i] = sigmoid(z)
    ### END SOLUTION
    return A


def forward_vectorized(w, b, X):
    """Return the same activations, with no loop and no comprehension in the code.

    Arguments:
        w -- weights, array (n_x, 1)
        b -- bias, a number
        X -- examples as columns, array (n_x, m)

    Returns:
        A -- activations, array (1, m)
    """
    ### BEGIN SOLUTION
    A = sigmoid(w.T @ X + b)
    ### END SOLUTION
    return A
