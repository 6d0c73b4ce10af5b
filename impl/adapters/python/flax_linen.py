"""Flax's flax.linen.BatchNorm with its gradients, on JAX, compiled anew for each shape and combination of arguments. --two-pass
switches its fast one-pass variance off. Any axis."""

from functools import partial

from bnspec import serve
from jax_arrays import arrays, given_only, moves_of, options

given = options(__doc__, [("--two-pass", "use_fast_variance=False")])

import flax  # noqa: E402  after JAX's platform is chosen
import jax  # noqa: E402
from flax import linen  # noqa: E402


def apply(tensors, statistics, epsilon, momentum, axis, training):
    layer = linen.BatchNorm(
        use_running_average=not training,
        axis=axis,
        momentum=momentum,
        epsilon=epsilon,
        use_scale="gamma" in tensors,
        use_bias="beta" in tensors,
        use_fast_variance=not given.two_pass,
    )
    names = {"gamma": "scale", "beta": "bias"}
    parameters = {names[name]: t for name, t in tensors.items() if name != "x"}
    # Without statistics the layer begins with its own.
    kept = {} if statistics["mean"] is None else {"batch_stats": statistics}
    return layer.apply({"params": parameters, **kept}, tensors["x"], mutable=["batch_stats"])


@partial(jax.jit, static_argnames=("axis", "training"))
def forward(tensors, mean, var, epsilon, momentum, axis, training):
    statistics = {"mean": mean, "var": var}
    y, updated = apply(tensors, statistics, epsilon, momentum, axis, training)
    return y, updated["batch_stats"]


@partial(jax.jit, static_argnames=("axis", "training"))
def gradients(dy, tensors, mean, var, epsilon, axis, training):
    _, pullback = jax.vjp(lambda t: forward(t, mean, var, epsilon, 0.0, axis, training)[0], tensors)
    return {f"d{name}": d for name, d in pullback(dy)[0].items()}


def train_forward(x, gamma, beta, running_mean, running_var, epsilon, momentum, axis):
    tensors = given_only(x=x, gamma=gamma, beta=beta)
    y, updated = forward(tensors, running_mean, running_var, epsilon, momentum, axis, True)
    new_mean = None if running_mean is None else updated["mean"]
    new_var = None if running_var is None else updated["var"]
    return arrays(given_only(y=y, running_mean=new_mean, running_var=new_var))


def infer_forward(x, gamma, beta, mean, variance, epsilon, axis):
    y, _ = forward(given_only(x=x, gamma=gamma, beta=beta), mean, variance, epsilon, 0.0, axis, False)
    return arrays({"y": y})


def train_backward(dy, x, gamma, beta, epsilon, axis):
    return arrays(gradients(dy, given_only(x=x, gamma=gamma, beta=beta), None, None, epsilon, axis, True))


def infer_backward(dy, x, gamma, beta, mean, variance, epsilon, axis):
    return arrays(gradients(dy, given_only(x=x, gamma=gamma, beta=beta), mean, variance, epsilon, axis, False))


@partial(jax.jit, static_argnames=("axis", "training"))
def tangents(primals, moves, epsilon, axis, training):
    def y_of(everything):
        tensors = {name: t for name, t in everything.items() if name not in ("mean", "variance")}
        return forward(tensors, everything.get("mean"), everything.get("variance"), epsilon, 0.0, axis, training)[0]

    y, ty = jax.jvp(y_of, (primals,), (moves,))
    return {"y": y, "ty": ty}


def derivative(primals, given_ones, epsilon, axis, training):
    return arrays(tangents(primals, moves_of(primals, given_ones), epsilon, axis, training))


def train_tangent(x, tx, gamma, tgamma, beta, tbeta, epsilon, axis):
    primals = given_only(x=x, gamma=gamma, beta=beta)
    return derivative(primals, given_only(x=tx, gamma=tgamma, beta=tbeta), epsilon, axis, True)


def infer_tangent(x, tx, gamma, tgamma, beta, tbeta, mean, tmean, variance, tvariance, epsilon, axis):
    primals = given_only(x=x, gamma=gamma, beta=beta, mean=mean, variance=variance)
    moves = given_only(x=tx, gamma=tgamma, beta=tbeta, mean=tmean, variance=tvariance)
    return derivative(primals, moves, epsilon, axis, False)


serve(
    name="flax-linen" + ("-two-pass" if given.two_pass else "") + ("" if given.device == "cpu" else f"-{given.device}"),
    version=f"{flax.__version__} (jax {jax.__version__})",
    claims={
        "dtypes": ["float32", "float64"],
        "parameterDtypes": [],
        "shapes": "few",
        "channelAxis": "any",
        "momentumWeights": "old",
        "runningVariance": "biased",
        "statistics": "together",
        "singleValue": "defined",
        "subnormals": "flushed",
        "tangentOfStatistics": True,
        "grade": "stable" if given.two_pass else "cancelling",
    },
    train_forward=train_forward,
    infer_forward=infer_forward,
    train_backward=train_backward,
    infer_backward=infer_backward,
    train_tangent=train_tangent,
    infer_tangent=infer_tangent,
)
