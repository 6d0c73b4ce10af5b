"""Batch normalization in numpy as tutorials write it: two passes, in the type of x. Channel axis 1 or any other."""

import numpy as np

from bnspec import serve


def channel(values, x, axis):
    """One value per channel, shaped to broadcast against x."""
    return None if values is None else values.reshape([-1 if k == axis else 1 for k in range(x.ndim)])


def others(x, axis):
    return tuple(k for k in range(x.ndim) if k != axis)


def affine(x_hat, gamma, beta, axis):
    y = x_hat if gamma is None else x_hat * channel(gamma, x_hat, axis)
    return y if beta is None else y + channel(beta, x_hat, axis)


def train_forward(x, gamma, beta, running_mean, running_var, epsilon, momentum, axis):
    mean, variance = x.mean(others(x, axis)), x.var(others(x, axis))
    inv_std = 1 / np.sqrt(variance + x.dtype.type(epsilon))
    x_hat = (x - channel(mean, x, axis)) * channel(inv_std, x, axis)
    out = {"y": affine(x_hat, gamma, beta, axis), "mean": mean, "variance": variance, "inv_std": inv_std}
    m = x.size // x.shape[axis]
    unbiased = variance * x.dtype.type(m / max(m - 1, 1))
    if running_mean is not None:
        out["running_mean"] = (1 - momentum) * running_mean + momentum * mean
    if running_var is not None:
        out["running_var"] = (1 - momentum) * running_var + momentum * unbiased
    return out


def infer_forward(x, gamma, beta, mean, variance, epsilon, axis):
    inv_std = 1 / np.sqrt(variance + x.dtype.type(epsilon))
    return affine((x - channel(mean, x, axis)) * channel(inv_std, x, axis), gamma, beta, axis)


def train_backward(dy, x, gamma, beta, epsilon, axis):
    axes = others(x, axis)
    inv_std = 1 / np.sqrt(x.var(axes) + x.dtype.type(epsilon))
    return saved_backward(dy, x, gamma, x.mean(axes), inv_std, axis)


def saved_backward(dy, x, gamma, mean, inv_std, axis):
    axes, m = others(x, axis), x.size // x.shape[axis]
    x_hat = (x - channel(mean, x, axis)) * channel(inv_std, x, axis)
    dgamma, dbeta = (dy * x_hat).sum(axes), dy.sum(axes)
    centred = dy - channel(dbeta, x, axis) / m - x_hat * channel(dgamma, x, axis) / m
    scale = inv_std if gamma is None else gamma * inv_std
    return centred * channel(scale, x, axis), dgamma, dbeta


def infer_backward(dy, x, gamma, beta, mean, variance, epsilon, axis):
    inv_std = 1 / np.sqrt(variance + x.dtype.type(epsilon))
    x_hat = (x - channel(mean, x, axis)) * channel(inv_std, x, axis)
    scale = inv_std if gamma is None else gamma * inv_std
    return dy * channel(scale, x, axis), (dy * x_hat).sum(others(x, axis)), dy.sum(others(x, axis))


serve(
    name="numpy-tutorial",
    version=np.__version__,
    claims={"dtypes": ["float32", "float64"], "parameterDtypes": [], "channelAxis": "any", "singleValue": "defined"},
    train_forward=train_forward,
    infer_forward=infer_forward,
    train_backward=train_backward,
    infer_backward=infer_backward,
    saved_backward=saved_backward,
)
