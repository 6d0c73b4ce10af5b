"""Flax's flax.nnx.BatchNorm with its gradients, on JAX, compiled anew for each shape and combination of arguments. Any axis."""

from functools import partial

from bnspec import serve
from jax_arrays import arrays, given_only, options

given = options(__doc__)

import flax  # noqa: E402  after JAX's platform is chosen
import jax  # noqa: E402
from flax import nnx  # noqa: E402


def layer_of(tensors, mean, var, epsilon, momentum, axis):
    x = tensors["x"]
    layer = nnx.BatchNorm(
        x.shape[axis],
        axis=axis,
        momentum=momentum,
        epsilon=epsilon,
        param_dtype=x.dtype,
        use_scale="gamma" in tensors,
        use_bias="beta" in tensors,
        rngs=nnx.Rngs(0),
    )
    if "gamma" in tensors:
        layer.scale[...] = tensors["gamma"]
    if "beta" in tensors:
        layer.bias[...] = tensors["beta"]
    if mean is not None:
        # Replaced, since a new layer has them in float32 whatever the type of its parameters is.
        layer.mean, layer.var = nnx.BatchStat(mean), nnx.BatchStat(var)
    return layer


@partial(jax.jit, static_argnames=("axis", "training"))
def forward(tensors, mean, var, epsilon, momentum, axis, training):
    layer = layer_of(tensors, mean, var, epsilon, momentum, axis)
    y = layer(tensors["x"], use_running_average=not training)
    return y, layer.mean[...], layer.var[...]


@partial(jax.jit, static_argnames=("axis", "training"))
def gradients(dy, tensors, mean, var, epsilon, axis, training):
    _, pullback = jax.vjp(lambda t: forward(t, mean, var, epsilon, 0.0, axis, training)[0], tensors)
    return {f"d{name}": d for name, d in pullback(dy)[0].items()}


def train_forward(x, gamma, beta, running_mean, running_var, epsilon, momentum, axis):
    tensors = given_only(x=x, gamma=gamma, beta=beta)
    y, mean, var = forward(tensors, running_mean, running_var, epsilon, momentum, axis, True)
    if running_mean is None:
        return arrays({"y": y})
    return arrays({"y": y, "running_mean": mean, "running_var": var})


def infer_forward(x, gamma, beta, mean, variance, epsilon, axis):
    y, _, _ = forward(given_only(x=x, gamma=gamma, beta=beta), mean, variance, epsilon, 0.0, axis, False)
    return arrays({"y": y})


def train_backward(dy, x, gamma, beta, epsilon, axis):
    return arrays(gradients(dy, given_only(x=x, gamma=gamma, beta=beta), None, None, epsilon, axis, True))


def infer_backward(dy, x, gamma, beta, mean, variance, epsilon, axis):
    return arrays(gradients(dy, given_only(x=x, gamma=gamma, beta=beta), mean, variance, epsilon, axis, False))


serve(
    name="flax-nnx" if given.device == "cpu" else f"flax-nnx-{given.device}",
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
        "grade": "cancelling",
    },
    train_forward=train_forward,
    infer_forward=infer_forward,
    train_backward=train_backward,
    infer_backward=infer_backward,
)
