"""Week 7: scores, the hinge loss, regularization and dropout."""

import numpy as np


def linear_scores(X, W, b):
    """Return the score of each class for each example: a weighted sum of the features, plus a bias.

    Arguments:
        X -- examples as columns, array (n_x, m)
        W -- one row of weights for each class, array (C, n_x)
        b -- one bias for each class, array (C, 1)

    Returns:
        scores -- array (C, m); column i holds the C scores of example i
    """
    ### BEGIN SOLUTION
    scores = W @ X + b
    ### END SOLUTION
    return scores


def hinge_loss(scores, y):
    """Return the multiclass hinge loss: what the wrong classes cost that come too near, on average.

    An example with the scores s and the right class y costs the sum, over all classes j other than
    y, of max(0, s_j - s_y + 1).

    Arguments:
        scores -- one example per column, array (C, m)
        y -- the number of the right class of each example, 0 to C - 1, integer array (m,)

    Returns:
        loss -- the mean over the m examples of what each costs, a number
    """
    # Step 1: the score of the right class of each example.
    # Step 2: s_j - s_y + 1 for all classes of all examples; below 0 it counts as 0.
    # Step 3: the right class itself does not count.
    # Step 4: the sum over classes, the mean over examples.
    ### BEGIN SOLUTION
    columns = np.arange(scores.shape[1])
    margins = np.maximum(0, scores - scores[y, columns] + 1)
    margins[y, columns] = 0
    loss = float(np.sum(margins) / scores.shape[1])
    ### END SOLUTION
    return loss


def hinge_gradient(scores, y):
    """Return the derivative of hinge_loss(scores, y) by every score.

    It is the gradient of the number that hinge_loss returns, the mean over examples. At a margin of
    exactly 0, where there is no derivative, nothing is examined.

    Arguments:
        scores -- one example per column, array (C, m)
        y -- the number of the right class of each example, 0 to C - 1, integer array (m,)

    Returns:
        dS -- array (C, m), entry (j, i) is the derivative by the score of class j for example i
    """
    ### BEGIN SOLUTION
    columns = np.arange(scores.shape[1])
    margins = scores - scores[y, columns] + 1
    dS = (margins > 0).astype(float)
    dS[y, columns] = 0
    dS[y, columns] = -np.sum(dS, axis=0)
    dS = dS / scores.shape[1]
    ### END SOLUTION
    return dS


def regularization(W, kind):
    """Return how large the weights are: the number R(W) that is to be paid for them.

    Arguments:
        W -- weights, array (C, n_x)
        kind -- "l2": the sum of the squares of all weights; "l1": the sum of their absolute values

    Returns:
        R -- a number
    """
    ### BEGIN SOLUTION
    if kind == "l2":
        R = float(np.sum(W**2))
    else:
        R = float(np.sum(np.abs(W)))
    ### END SOLUTION
    return R


def regularization_gradient(W, kind):
    """Return the derivative of regularization(W, kind) by every weight.

    Arguments:
        W -- weights, array (C, n_x)
        kind -- "l2" or "l1"; for "l1" the derivative by a weight that is 0 counts as 0

    Returns:
        dR -- array shaped as W; W itself stays as it is
    """
    ### BEGIN SOLUTION
    if kind == "l2":
        dR = 2 * W
    else:
        dR = np.sign(W)
    ### END SOLUTION
    return dR


def total_loss(X, y, W, b, lam, kind):
    """Return what descent makes small, the hinge loss plus lam times R(W), and its gradients.

    Biases are not penalised. Call your functions above.

    Arguments:
        X -- examples as columns, array (n_x, m)
        y -- the number of the right class of each example, integer array (m,)
        W -- weights, array (C, n_x)
        b -- biases, array (C, 1)
        lam -- strength of the penalty, a number
        kind -- "l2" or "l1", as in regularization

    Returns:
        loss -- hinge loss of the linear scores + lam * R(W), a number
        dW -- its derivative by W, array (C, n_x)
        db -- its derivative by b, array (C, 1)
    """
    # Step 1: the scores, and the loss with its penalty.
    # Step 2: the gradient by the scores, and from it those by W and b (dS has its 1/m already).
    # Step 3: the penalty's share of the gradient.
    ### BEGIN SOLUTION
    scores = linear_scores(X, W, b)
    loss = hinge_loss(scores, y) + lam * regularization(W, kind)
    dS = hinge_gradient(scores, y)
    dW = dS @ X.T + lam * regularization_gradient(W, kind)
    db = np.sum(dS, axis=1, keepdims=True)
    ### END SOLUTION
    return loss, dW, db


def loss_along_ray(X, y, W, b, factors, lam):
    """Return the hinge loss at (t W, t b) for several factors t, without and with an L2 penalty.

    Arguments:
        X -- examples as columns, array (n_x, m)
        y -- the number of the right class of each example, integer array (m,)
        W -- weights, array (C, n_x)
        b -- biases, array (C, 1)
        factors -- the numbers t, array (k,)
        lam -- strength of the penalty, a number

    Returns:
        losses -- array (k, 2); for each t a row with two numbers: the hinge loss at (t W, t b), and
            that plus lam times the sum of the squares of t W
    """
    losses = np.zeros((len(factors), 2))
    ### BEGIN SOLUTION
    for i, t in enumerate(factors):
        bare = hinge_loss(linear_scores(X, t * W, t * b), y)
        losses[i] = bare, bare + lam * regularization(t * W, "l2")
    ### END SOLUTION
    return losses


def validation_curve(X_train, y_train, X_valid, y_valid, lambdas, steps, learning_rate):
    """Return how well classifiers do that were trained with different strengths of an L2 penalty.

    For each lam of lambdas W and b start as zeros and make `steps` steps of gradient descent on
    total_loss over the training set, with kind "l2". The number of classes C is the largest label
    of y_train, plus 1. An error is the hinge loss on a set after the last step, without a penalty.

    Arguments:
        X_train, y_train -- the training set, arrays (n_x, m_train) and (m_train,)
        X_valid, y_valid -- the validation set, arrays (n_x, m_valid) and (m_valid,)
        lambdas -- list of k numbers, in any order
        steps -- number of steps
        learning_rate -- a number

    Returns:
        train_errors -- list of k numbers: the error on the training set for each lam
        valid_errors -- list of k numbers: the error on the validation set for each lam
        best -- the lam with the smallest error on the validation set; if there are several, the
            largest of them
    """
    train_errors, valid_errors = [], []
    C = int(np.max(y_train)) + 1
    # Step 1: for each lam train from zeros, then note both errors.
    # Step 2: the best lam.
    ### BEGIN SOLUTION
    for lam in lambdas:
        W, b = np.zeros((C, X_train.shape[0])), np.zeros((C, 1))
        for _ in range(steps):
            _, dW, db = total_loss(X_train, y_train, W, b, lam, "l2")
            W = W - learning_rate * dW
            b = b - learning_rate * db
        train_errors.append(hinge_loss(linear_scores(X_train, W, b), y_train))
        valid_errors.append(hinge_loss(linear_scores(X_valid, W, b), y_valid))
    best = max(lam for lam, error in zip(lambdas, valid_errors) if error == min(valid_errors))
    ### END SOLUTION
    return train_errors, valid_errors, best


def weight_decay_step(W, dW, learning_rate, lam):
    """Return the weights after one step of gradient descent on a loss plus lam times sum W^2.

    Arguments:
        W -- weights, array (C, n_x); they stay as they are
        dW -- gradient of the loss without the penalty, array shaped as W
        learning_rate -- a number
        lam -- strength of the penalty, a number

    Returns:
        W_new -- a new array shaped as W
    """
    ### BEGIN SOLUTION
    W_new = W - learning_rate * (dW + 2 * lam * W)
    ### END SOLUTION
    return W_new


def dropout_forward(A, keep_prob, rng, mode):
    """Return activations some of which are switched off at random, and the mask that says which.

    In training ("train") each entry of A is kept with probability keep_prob, independently of all
    others, and set to 0 otherwise. What is kept is divided by keep_prob, so that in expectation
    every entry is what it was. When the network is used ("test") nothing is dropped and nothing is
    divided.

    Arguments:
        A -- activations, array (n, m); they stay as they are
        keep_prob -- probability that an entry is kept, above 0 and at most 1
        rng -- random generator, as np.random.default_rng returns it: draw from it
        mode -- "train" or "test"

    Returns:
        out -- array (n, m)
        mask -- array (n, m) of ones (kept) and zeros (dropped), not divided; None in mode "test"
    """
    ### BEGIN SOLUTION
    if mode == "test":
        out, mask = A, None
    else:
        mask = (rng.random(A.shape) < keep_prob).astype(float)
        out = A * mask / keep_prob
    ### END SOLUTION
    return out, mask


def dropout_backward(dA, mask, keep_prob):
    """Return the gradient by what dropout_forward was given, from the gradient by what it returned.

    Arguments:
        dA -- gradient by `out`, array (n, m); it stays as it is
        mask -- the mask that dropout_forward returned in training, array (n, m) of ones and zeros;
            it stays as it is
        keep_prob -- the probability that it was given

    Returns:
        dA_prev -- gradient by `A`, a new array (n, m)
    """
    ### BEGIN SOLUTION
    dA_prev = dA * mask / keep_prob
    ### END SOLUTION
    return dA_prev
