"""Batch normalization in JAX whose variance is the mean of the squares about the mean, differentiated twice and in forward mode:
nothing is clipped."""

import sys

sys.path.insert(0, sys.argv.pop(1))
from bnspec import serve  # noqa: E402
from jax_arrays import arrays, axes_but, given_only, moves_of, options  # noqa: E402

options(__doc__)

import jax  # noqa: E402  after its platform is chosen
import jax.numpy as jnp  # noqa: E402


def normalized(tensors, epsilon, axis):
    x = tensors["x"]
    across = axes_but(x.ndim, axis)
    per_channel = [-1 if k == axis else 1 for k in range(x.ndim)]
    given_ones = "mean" in tensors
    mean = tensors["mean"].reshape(per_channel) if given_ones else jnp.mean(x, across, keepdims=True)
    centred = x - mean
    squared = centred * centred
    variance = tensors["variance"].reshape(per_channel) if given_ones else jnp.mean(squared, across, keepdims=True)
    xhat = centred * jax.lax.rsqrt(variance + epsilon)
    gamma, beta = (tensors[name].reshape(per_channel) if name in tensors else None for name in ("gamma", "beta"))
    y = xhat if gamma is None else gamma * xhat
    return y if beta is None else y + beta


def double_backward(x, dy, gamma, beta, ddx, ddgamma, ddbeta, epsilon, axis):
    cotangents = given_only(ddx=ddx, ddgamma=ddgamma, ddbeta=ddbeta)

    def first(dy, tensors):
        _, pullback = jax.vjp(lambda t: normalized(t, epsilon, axis), tensors)
        found = pullback(dy)[0]
        return {name: found[name[2:]] for name in cotangents}

    tensors = {name: jnp.asarray(t) for name, t in given_only(x=x, gamma=gamma, beta=beta).items()}
    _, pullback = jax.vjp(first, jnp.asarray(dy), tensors)
    ddy, rest = pullback({name: jnp.asarray(t) for name, t in cotangents.items()})
    return arrays({"ddy": ddy, "dx": rest["x"], **({"dgamma": rest["gamma"]} if "gamma" in rest else {})})


def tangents(primals, moves, epsilon, axis):
    primals = {name: jnp.asarray(t) for name, t in primals.items()}
    y, ty = jax.jvp(lambda t: normalized(t, epsilon, axis), (primals,), (moves_of(primals, moves),))
    return arrays({"y": y, "ty": ty})


def train_tangent(x, tx, gamma, tgamma, beta, tbeta, epsilon, axis):
    return tangents(given_only(x=x, gamma=gamma, beta=beta), given_only(x=tx, gamma=tgamma, beta=tbeta), epsilon, axis)


def infer_tangent(x, tx, gamma, tgamma, beta, tbeta, mean, tmean, variance, tvariance, epsilon, axis):
    primals = given_only(x=x, gamma=gamma, beta=beta, mean=mean, variance=variance)
    moves = given_only(x=tx, gamma=tgamma, beta=tbeta, mean=tmean, variance=tvariance)
    return tangents(primals, moves, epsilon, axis)


serve(
    name="jax-two-pass",
    claims={
        "dtypes": ["float32"],
        "parameterDtypes": [],
        "shapes": "few",
        "channelAxis": "any",
        "singleValue": "defined",
        "subnormals": "flushed",
        "tangentOfStatistics": True,
    },
    double_backward=double_backward,
    train_tangent=train_tangent,
    infer_tangent=infer_tangent,
)
