"""Week 8: optimization, from the batch to the step to the search, and a network of your own design."""

import numpy as np

from helpers.weeks.week8.networks import cost_and_gradients, initialize_network, scores, shifted


def random_mini_batches(X, Y, mini_batch_size, rng):
    """Return the examples in random order, cut into batches: each example is in exactly one.

    Arguments:
        X -- examples as columns, array (n_x, m)
        Y -- labels, array (n_y, m); column i of Y belongs to column i of X, in every batch too
        mini_batch_size -- number of examples in a batch, at least 1
        rng -- generator, such as np.random.default_rng(1); the order is drawn from it, so another
            call with the same generator gives another order

    Returns:
        batches -- list of pairs (X_batch, Y_batch), arrays (n_x, size) and (n_y, size). size is
            mini_batch_size, but for the last batch, which holds what is left over and may be smaller;
            it is never empty
    """
    m = X.shape[1]
    # Step 1: a random order of the numbers 0 ... m - 1.
    # Step 2: cut it into pieces of mini_batch_size; the last piece may be shorter.
    # Step 3: for each piece take these columns of X and of Y.
    ### BEGIN SOLUTION
    order = rng.permutation(m)
    batches = []
    for start in range(0, m, mini_batch_size):
        columns = order[start : start + mini_batch_size]
        batches.append((X[:, columns], Y[:, columns]))
    ### END SOLUTION
    return batches


def initialize_velocity(parameters):
    """Return the velocity before the first step: zeros, an array for each parameter.

    Arguments:
        parameters -- dictionary with "W1", "b1", ..., "WL", "bL"; arrays of floats

    Returns:
        v -- dictionary with "dW1", "db1", ..., "dWL", "dbL": zeros, shaped as the parameters
    """
    ### BEGIN SOLUTION
    v = {"d" + name: np.zeros(array.shape) for name, array in parameters.items()}
    ### END SOLUTION
    return v


def initialize_adam(parameters):
    """Return both averages of Adam before the first step: zeros, an array for each parameter.

    Arguments:
        parameters -- dictionary with "W1", "b1", ..., "WL", "bL"; arrays of floats

    Returns:
        v -- dictionary with "dW1", "db1", ..., "dWL", "dbL": zeros, shaped as the parameters
        s -- another such dictionary. No array of s is an array of v: who changes one of them leaves
            the other as it is
    """
    ### BEGIN SOLUTION
    v = initialize_velocity(parameters)
    s = initialize_velocity(parameters)
    ### END SOLUTION
    return v, s


def momentum_step(parameters, grads, v, beta, learning_rate):
    """Take one step of gradient descent with momentum.

    The velocity is a running average of the gradients: it keeps the share beta of what it was, and
    the gradient makes up the rest. The parameters then move against the new velocity.

    Arguments:
        parameters -- dictionary with "W1", "b1", ..., "WL", "bL"
        grads -- dictionary with "dW1", "db1", ..., "dWL", "dbL"
        v -- the velocity, a dictionary with the same keys and shapes as grads
        beta -- the share that is kept, from 0 to less than 1
        learning_rate -- a number

    Returns:
        parameters -- the parameters after the step
        v -- the velocity after the step

    The dictionaries returned may be new ones or those that were given, as you like.
    """
    # Step 1: the new velocity of each parameter.
    # Step 2: the new value of each parameter.
    ### BEGIN SOLUTION
    v = {key: beta * v[key] + (1 - beta) * grads[key] for key in v}
    parameters = {name: array - learning_rate * v["d" + name] for name, array in parameters.items()}
    ### END SOLUTION
    return parameters, v


def adam_step(
    parameters, grads, v, s, t, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    """Take one step of Adam, as section 5 derives it.

    v averages the gradients with the share beta1, s averages their squares, entry by entry, with
    the share beta2. For the step, and only for the step, both are freed of their bias towards zero.
    epsilon is added to the root, outside of it.

    Arguments:
        parameters -- dictionary with "W1", "b1", ..., "WL", "bL"
        grads -- dictionary with "dW1", "db1", ..., "dWL", "dbL"
        v, s -- both averages before the step: dictionaries with the same keys and shapes as grads
        t -- number of this step: 1 for the first
        learning_rate, beta1, beta2, epsilon -- numbers

    Returns:
        parameters -- the parameters after the step
        v, s -- both averages after the step, as they are: not freed of their bias

    The dictionaries returned may be new ones or those that were given, as you like.
    """
    # Step 1: the new averages v and s.
    # Step 2: what they would be without the bias towards zero, kept under other names.
    # Step 3: the new value of each parameter.
    ### BEGIN SOLUTION
    v = {key: beta1 * v[key] + (1 - beta1) * grads[key] for key in v}
    s = {key: beta2 * s[key] + (1 - beta2) * grads[key] ** 2 for key in s}
    moved = {}
    for name, array in parameters.items():
        v_corrected = v["d" + name] / (1 - beta1**t)
        s_corrected = s["d" + name] / (1 - beta2**t)
        moved[name] = array - learning_rate * v_corrected / (np.sqrt(s_corrected) + epsilon)
    parameters = moved
    ### END SOLUTION
    return parameters, v, s


def decayed_learning_rate(alpha0, epoch, decay_rate):
    """Return the learning rate of an epoch: in epoch 1 / decay_rate it is half of alpha0.

    Arguments:
        alpha0 -- the learning rate of epoch 0
        epoch -- number of the epoch, counted from 0
        decay_rate -- how fast it shrinks, a number from 0 on; with 0 it stays alpha0

    Returns:
        alpha -- alpha0 divided by something that is 1 in epoch 0 and grows by decay_rate with each
            epoch; a number
    """
    ### BEGIN SOLUTION
    alpha = alpha0 / (1 + decay_rate * epoch)
    ### END SOLUTION
    return alpha


def sample_log_uniform(low, high, size, rng):
    """Return random numbers whose order of magnitude is uniform, from low to high.

    Between 0.001 and 0.01 lie as many of them, on average, as between 0.01 and 0.1.

    Arguments:
        low, high -- the bounds, 0 < low < high
        size -- how many numbers
        rng -- generator that they are drawn from

    Returns:
        values -- array (size,), independent numbers between low and high
    """
    # Step 1: what of these numbers is uniform, and between which bounds? Draw that.
    # Step 2: from there back to the numbers themselves.
    ### BEGIN SOLUTION
    values = np.exp(rng.uniform(np.log(low), np.log(high), size))
    ### END SOLUTION
    return values


def split(X, Y, fractions, rng):
    """Return the examples at random in several sets, such as training, validation and test.

    Arguments:
        X -- examples as columns, array (n_x, m), perhaps sorted by class
        Y -- labels, array (n_y, m)
        fractions -- list of shares, such as [0.6, 0.2, 0.2], which add up to 1
        rng -- generator that the order is drawn from

    Returns:
        sets -- list of pairs (X_part, Y_part), one for each share and in the same order. Each example
            is in exactly one set, with its label. Set i holds fractions[i] * m examples; where that is no
            whole number, it may be rounded either way
    """
    m = X.shape[1]
    # Step 1: a random order of all examples.
    # Step 2: where does each set end? What the shares before it add up to tells you.
    # Step 3: take the columns of each set.
    ### BEGIN SOLUTION
    order = rng.permutation(m)
    ends = np.round(np.cumsum(fractions) * m).astype(int)
    pieces = np.split(order, ends[:-1])
    sets = [(X[:, columns], Y[:, columns]) for columns in pieces]
    ### END SOLUTION
    return sets


def random_search(score, space, trials, rng):
    """Return the best of several settings drawn at random.

    Call sample_log_uniform for ranges.

    Arguments:
        score -- function that takes a setting, a dictionary with a value for each name in space, and
            returns its validation score, a number: the higher, the better. It may take long, and two
            calls may differ: call it once for each setting
        space -- dictionary from a name to what its values may be: a tuple (low, high) for a positive
            number, drawn uniformly in its order of magnitude, or a list, of which every item is
            equally likely. The items may be anything (text, numbers, tuples of layer sizes) and are
            handed on as they are
        trials -- how many settings to try, at least 1
        rng -- generator that all is drawn from

    Returns:
        best -- the setting with the highest score
        best_score -- its score
        tried -- list of all pairs (setting, score), in the order in which they were tried
    """
    best, best_score, tried = None, None, []
    # Step 1: for each trial draw a setting, a value for each name.
    # Step 2: its score, once; note both.
    # Step 3: is it the best so far?
    ### BEGIN SOLUTION
    for _ in range(trials):
        setting = {}
        for name, values in space.items():
            if isinstance(values, tuple):
                low, high = values
                setting[name] = float(sample_log_uniform(low, high, 1, rng)[0])
            else:
                setting[name] = values[rng.integers(len(values))]
        result = score(setting)
        tried.append((setting, result))
        if best is None or result > best_score:
            best, best_score = setting, result
    ### END SOLUTION
    return best, best_score, tried


def capstone(X_train, Y_train, X_valid, Y_valid, rng):
    """Train a network of your own design; return the function that it answers with.

    The budget is 20 seconds of CPU. On the machine that grades, it is stopped after 60.

    Arguments:
        X_train -- pictures of clothes as columns, array (784, m) of numbers from 0 to 1
        Y_train -- their classes, array (10, m): 1 in the row of the class, else 0
        X_valid, Y_valid -- further pictures for choosing: when to stop, for instance; (784, k), (10, k)
        rng -- generator, for all that is random

    Returns:
        predict -- function that takes pictures as X_train has them, array (784, k) for any k, and
            returns their class numbers, array (1, k) of integers from 0 to 9
    """
    ### BEGIN SOLUTION
    parameters = initialize_network((784, 128, 10), rng)
    velocity = {name: np.zeros(array.shape) for name, array in parameters.items()}
    mean, spread = np.mean(X_train, axis=1, keepdims=True), 0.35
    best, best_accuracy, m = parameters, 0.0, X_train.shape[1]

    def answers(parameters, X):
        return np.argmax(scores(parameters, (X - mean) / spread), axis=0).reshape(1, -1)

    for epoch in range(30):
        rate = 0.2 / (1 + 0.1 * epoch)
        X_new = (shifted(X_train, rng) - mean) / spread  # each picture somewhere else each time
        for columns in np.split(rng.permutation(m), range(64, m, 64)):
            _, grads = cost_and_gradients(parameters, X_new[:, columns], Y_train[:, columns])
            for name in parameters:
                velocity[name] = 0.9 * velocity[name] + 0.1 * grads["d" + name]
            parameters = {name: array - rate * velocity[name] for name, array in parameters.items()}
        accuracy = np.mean(answers(parameters, X_valid) == np.argmax(Y_valid, axis=0))
        if accuracy > best_accuracy:
            best, best_accuracy = parameters, accuracy

    def predict(X):
        return answers(best, X)

    ### END SOLUTION
    return predict
