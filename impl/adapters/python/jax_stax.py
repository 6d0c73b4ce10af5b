"""JAX's own batch normalization, jax.example_libraries.stax.BatchNorm: training without running statistics, compiled anew for each
shape. Any axis."""

from functools import partial

from bnspec import serve
from jax_arrays import arrays, axes_but, given_only, moves_of, options

given = options(__doc__)

import jax  # noqa: E402  after its platform is chosen
from jax.example_libraries import stax  # noqa: E402


@partial(jax.jit, static_argnames=("axis",))
def layer(tensors, epsilon, axis):
    x = tensors["x"]
    centre, scale = "beta" in tensors, "gamma" in tensors
    _, apply = stax.BatchNorm(axes_but(x.ndim, axis), epsilon, centre, scale)
    return apply((tensors.get("beta"), tensors.get("gamma")), x)


@partial(jax.jit, static_argnames=("axis",))
def gradients(dy, tensors, epsilon, axis):
    _, pullback = jax.vjp(lambda t: layer(t, epsilon, axis), tensors)
    return {f"d{name}": d for name, d in pullback(dy)[0].items()}


def train_forward(x, gamma, beta, running_mean, running_var, epsilon, momentum, axis):
    return arrays({"y": layer(given_only(x=x, gamma=gamma, beta=beta), epsilon, axis)})


def train_backward(dy, x, gamma, beta, epsilon, axis):
    return arrays(gradients(dy, given_only(x=x, gamma=gamma, beta=beta), epsilon, axis))


@partial(jax.jit, static_argnames=("axis",))
def second_gradients(dy, tensors, cotangents, epsilon, axis):
    """The gradients of a gradient: by dy, and by what it is the gradient by."""

    def first(dy, tensors):
        found = gradients(dy, tensors, epsilon, axis)
        return {name: found[name[1:]] for name in cotangents}

    _, pullback = jax.vjp(first, dy, tensors)
    ddy, rest = pullback(cotangents)
    return {"ddy": ddy, "dx": rest["x"], **({"dgamma": rest["gamma"]} if "gamma" in rest else {})}


def double_backward(x, dy, gamma, beta, ddx, ddgamma, ddbeta, epsilon, axis):
    cotangents = given_only(ddx=ddx, ddgamma=ddgamma, ddbeta=ddbeta)
    return arrays(second_gradients(dy, given_only(x=x, gamma=gamma, beta=beta), cotangents, epsilon, axis))


@partial(jax.jit, static_argnames=("axis",))
def tangents(primals, moves, epsilon, axis):
    y, ty = jax.jvp(lambda t: layer(t, epsilon, axis), (primals,), (moves,))
    return {"y": y, "ty": ty}


def train_tangent(x, tx, gamma, tgamma, beta, tbeta, epsilon, axis):
    primals = given_only(x=x, gamma=gamma, beta=beta)
    given_ones = given_only(x=tx, gamma=tgamma, beta=tbeta)
    return arrays(tangents(primals, moves_of(primals, given_ones), epsilon, axis))


serve(
    name="jax-stax" if given.device == "cpu" else f"jax-stax-{given.device}",
    version=jax.__version__,
    claims={
        "dtypes": ["float32", "float64"],
        "parameterDtypes": [],
        "shapes": "few",
        "channelAxis": "any",
        "singleValue": "defined",
        "subnormals": "flushed",
        "grade": "cancelling",
    },
    train_forward=train_forward,
    train_backward=train_backward,
    double_backward=double_backward,
    train_tangent=train_tangent,
)
