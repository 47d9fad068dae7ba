"""Week 5: normalization of inputs and of layers, and why it makes learning fast."""

import numpy as np


def fit_normalizer(X):
    """Return the mean and the standard deviation of each feature.

    Arguments:
        X -- examples as columns, array (n_x, m)

    Returns:
        mu -- mean of each feature over the examples, array (n_x, 1)
        sigma -- standard deviation of each feature, array (n_x, 1): the root of the mean squared
            deviation (divided by m, not by m - 1); it is 1 for a feature that is constant
    """
    # Step 1: the mean of each row.
    # Step 2: the standard deviation of each row.
    # Step 3: a constant feature has standard deviation 0; give it sigma = 1.
    ### BEGIN SOLUTION
    mu = np.mean(X, axis=1, keepdims=True)
    sigma = np.std(X, axis=1, keepdims=True)
    sigma = np.where(sigma == 0, 1.0, sigma)
    ### END SOLUTION
    return mu, sigma


def normalize(X, mu, sigma):
    """Return the features shifted by mu and divided by sigma.

    Arguments:
        X -- examples as columns, array (n_x, m); these need not be the examples that mu and sigma
            were computed from, and m may be 1
        mu -- array (n_x, 1)
        sigma -- array (n_x, 1), no entry is 0

    Returns:
        X_norm -- a new array (n_x, m); X stays as it was
    """
    ### BEGIN SOLUTION
    X_norm = (X - mu) / sigma
    ### END SOLUTION
    return X_norm


def hessian_of_mse(X):
    """Return the Hessian of the cost J(w) = ||w^T X - Y||^2 / (2m), which has no bias.

    Entry (i, j) is the second derivative of J with respect to w_i and w_j.

    Arguments:
        X -- examples as columns, array (n_x, m), taken as they are

    Returns:
        H -- array (n_x, n_x)
    """
    ### BEGIN SOLUTION
    m = X.shape[1]
    H = X @ X.T / m
    ### END SOLUTION
    return H


def condition_number(H):
    """Return the condition number of a Hessian: its largest eigenvalue over its smallest.

    Arguments:
        H -- symmetric array (n, n); its eigenvalues are not negative, up to rounding

    Returns:
        kappa -- a number; infinity when the smallest eigenvalue is at most 1e-12 times the largest
    """
    # Step 1: the eigenvalues of a symmetric matrix.
    # Step 2: infinity if the smallest is (nearly) zero, else their ratio.
    ### BEGIN SOLUTION
    eigenvalues = np.linalg.eigvalsh(H)
    smallest, largest = eigenvalues[0], eigenvalues[-1]
    if smallest <= 1e-12 * largest:
        kappa = float("inf")
    else:
        kappa = float(largest / smallest)
    ### END SOLUTION
    return kappa


def largest_stable_learning_rate(H):
    """Return the learning rate beyond which gradient descent on a quadratic cost diverges.

    Arguments:
        H -- Hessian of the cost, symmetric array (n, n), its largest eigenvalue positive

    Returns:
        alpha_max -- a number: below it every component of the error shrinks, above it one grows
    """
    ### BEGIN SOLUTION
    alpha_max = float(2 / np.max(np.linalg.eigvalsh(H)))
    ### END SOLUTION
    return alpha_max


def batchnorm_forward(X, gamma, beta, bn_param):
    """Return the batch-normalised X, scaled by gamma and shifted by beta, and a cache.

    Mode "train" normalises each row of X with the mean and the variance of this batch, and updates
    the running statistics in bn_param. Mode "test" normalises with the running statistics and
    changes nothing.

    Arguments:
        X -- a batch: one unit a row, one example a column, array (n, m)
        gamma -- scale of each unit, array (n, 1)
        beta -- shift of each unit, array (n, 1)
        bn_param -- dictionary with
            "mode" -- "train" or "test"
            "eps" -- number added to the variance, under the root
            "momentum" -- share of the old value that a running statistic keeps
            "running_mean", "running_var" -- arrays (n, 1); in mode "train" put new arrays there:
                momentum * running + (1 - momentum) * batch, with the variance divided by m

    Returns:
        out -- a new array (n, m); X stays as it was
        cache -- dictionary for batchnorm_backward, with "X_hat" (n, m), the normalised X;
            "X_centred" (n, m), X minus the mean; "std" (n, 1), the root of variance plus eps;
            "gamma" (n, 1). The cache is used in mode "train" only.
    """
    # Step 1: mean and variance: of the batch in mode "train", the running ones in mode "test".
    # Step 2: in mode "train", update bn_param["running_mean"] and bn_param["running_var"].
    # Step 3: X_centred, std, X_hat, then out; put what the docstring names into cache.
    ### BEGIN SOLUTION
    if bn_param["mode"] == "train":
        keep = bn_param["momentum"]
        mean = np.mean(X, axis=1, keepdims=True)
        var = np.var(X, axis=1, keepdims=True)
        bn_param["running_mean"] = keep * bn_param["running_mean"] + (1 - keep) * mean
        bn_param["running_var"] = keep * bn_param["running_var"] + (1 - keep) * var
    else:
        mean, var = bn_param["running_mean"], bn_param["running_var"]
    X_centred = X - mean
    std = np.sqrt(var + bn_param["eps"])
    X_hat = X_centred / std
    out = gamma * X_hat + beta
    cache = {"X_hat": X_hat, "X_centred": X_centred, "std": std, "gamma": gamma}
    ### END SOLUTION
    return out, cache


def batchnorm_backward(dout, cache):
    """Return the derivatives of the cost with respect to the inputs of batchnorm_forward.

    Mean and variance are functions of X too: the derivative flows through them.

    Arguments:
        dout -- derivative of the cost itself with respect to out, array (n, m)
        cache -- what batchnorm_forward returned in mode "train"

    Returns:
        dX -- derivative with respect to X, array (n, m)
        dgamma -- derivative with respect to gamma, array (n, 1)
        dbeta -- derivative with respect to beta, array (n, 1)
    """
    # Step 1: dbeta and dgamma.
    # Step 2: dX_hat.
    # Step 3: dX, the sum over all paths from X to X_hat.
    ### BEGIN SOLUTION
    X_hat, std, gamma = cache["X_hat"], cache["std"], cache["gamma"]
    m = dout.shape[1]
    dbeta = np.sum(dout, axis=1, keepdims=True)
    dgamma = np.sum(dout * X_hat, axis=1, keepdims=True)
    dX_hat = gamma * dout
    through_mean = np.sum(dX_hat, axis=1, keepdims=True) / m
    through_std = X_hat * np.sum(dX_hat * X_hat, axis=1, keepdims=True) / m
    dX = (dX_hat - through_mean - through_std) / std
    ### END SOLUTION
    return dX, dgamma, dbeta


def layernorm_forward(X, gamma, beta, eps):
    """Return X with each example normalised over its features, scaled and shifted, and a cache.

    Arguments:
        X -- one example a column, one feature a row, array (n, m)
        gamma -- scale of each feature, array (n, 1)
        beta -- shift of each feature, array (n, 1)
        eps -- number added to the variance, under the root

    Returns:
        out -- a new array (n, m); X stays as it was
        cache -- all that layernorm_backward is given: a dictionary with "X_hat" (n, m), the
            normalised X; "std" (1, m), the root of variance plus eps; "gamma" (n, 1)
    """
    ### BEGIN SOLUTION
    mean = np.mean(X, axis=0, keepdims=True)
    std = np.sqrt(np.var(X, axis=0, keepdims=True) + eps)
    X_hat = (X - mean) / std
    out = gamma * X_hat + beta
    cache = {"X_hat": X_hat, "std": std, "gamma": gamma}
    ### END SOLUTION
    return out, cache


def layernorm_backward(dout, cache):
    """Return the derivatives of the cost with respect to the inputs of layernorm_forward.

    Mean and variance are functions of X too: the derivative flows through them.

    Arguments:
        dout -- derivative of the cost itself with respect to out, array (n, m)
        cache -- dictionary with "X_hat" (n, m), "std" (1, m) and "gamma" (n, 1)

    Returns:
        dX -- derivative with respect to X, array (n, m)
        dgamma -- derivative with respect to gamma, array (n, 1)
        dbeta -- derivative with respect to beta, array (n, 1)
    """
    ### BEGIN SOLUTION
    X_hat, std, gamma = cache["X_hat"], cache["std"], cache["gamma"]
    dbeta = np.sum(dout, axis=1, keepdims=True)
    dgamma = np.sum(dout * X_hat, axis=1, keepdims=True)
    dX_hat = gamma * dout
    common = np.mean(dX_hat, axis=0, keepdims=True)
    along_X_hat = np.mean(dX_hat * X_hat, axis=0, keepdims=True)
    dX = (dX_hat - common - X_hat * along_X_hat) / std
    ### END SOLUTION
    return dX, dgamma, dbeta


def fold_batchnorm(W, b, gamma, beta, running_mean, running_var, eps):
    """Return the one affine layer that equals an affine layer followed by test-time batchnorm.

    For every A, W_folded A + b_folded equals batch normalization in mode "test" of W A + b.

    Arguments:
        W -- weights, array (n, n_prev)
        b -- bias, array (n, 1)
        gamma, beta -- scale and shift of batch normalization, arrays (n, 1)
        running_mean, running_var -- its running statistics, arrays (n, 1)
        eps -- number added to the variance, under the root

    Returns:
        W_folded -- new array (n, n_prev); W stays as it was
        b_folded -- new array (n, 1); b stays as it was
    """
    # Step 1: the factor by which batch normalization multiplies each unit.
    # Step 2: W_folded and b_folded.
    ### BEGIN SOLUTION
    scale = gamma / np.sqrt(running_var + eps)
    W_folded = scale * W
    b_folded = scale * (b - running_mean) + beta
    ### END SOLUTION
    return W_folded, b_folded
