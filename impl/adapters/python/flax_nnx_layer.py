"""Flax's layer flax.nnx.BatchNorm on JAX, with what it keeps from step to step. --two-pass switches its fast one-pass variance off."""

from bnspec import Rejected, serve
from jax_arrays import options

given = options(__doc__, [("--two-pass", "use_fast_variance=False")])

import flax  # noqa: E402  after JAX's platform is chosen
import jax  # noqa: E402
import numpy as np  # noqa: E402
from flax import nnx  # noqa: E402


@nnx.jit
def forward(layer, x):
    graph, parameters, statistics = nnx.split(layer, nnx.Param, nnx.BatchStat)

    def call(x, parameters):
        merged = nnx.merge(graph, parameters, statistics, copy=True)
        return merged(x), nnx.state(merged, nnx.BatchStat)

    y, pullback, updated = jax.vjp(call, x, parameters, has_aux=True)
    nnx.update(layer, updated)
    return y, pullback


class Layer:
    names = {"gamma": "scale", "beta": "bias", "running_mean": "mean", "running_var": "var"}

    def __init__(self, config):
        if config.momentum is None or not config.track_running_stats:
            raise Rejected("the layer has a momentum and running statistics")
        self.config, self.pullback = config, None
        self.layer = nnx.BatchNorm(
            config.channels,
            axis=config.axis,
            momentum=config.momentum,
            epsilon=config.epsilon,
            dtype=config.dtype,
            param_dtype=config.parameter_dtype,
            use_bias=config.affine,
            use_scale=config.affine,
            use_fast_variance=not given.two_pass,
            rngs=nnx.Rngs(0),
        )

    def train(self):
        self.layer.train()

    def eval(self):
        self.layer.eval()

    def forward(self, x):
        if x.ndim != self.config.rank:
            raise Rejected(f"x expected {self.config.rank} axes, got {x.ndim}")
        try:
            y, self.pullback = forward(self.layer, x)
        except TypeError as error:  # JAX's word for shapes that do not fit
            raise Rejected(str(error)) from error
        return np.array(y)

    def backward(self, dy):
        if self.pullback is None:
            raise Rejected("backward expected a forward before it")
        dx, others = self.pullback(dy)
        found = {f"d{name}": others[theirs][...] for name, theirs in self.names.items() if theirs in others}
        return {name: np.array(value) for name, value in {"dx": dx, **found}.items()}

    def variables(self):
        found = {name: getattr(self.layer, theirs, None) for name, theirs in self.names.items()}
        return {name: variable for name, variable in found.items() if variable is not None}

    def state(self):
        return {name: np.array(variable[...]) for name, variable in self.variables().items()}

    def load(self, state):
        for name, variable in self.variables().items():
            variable[...] = jax.numpy.array(state[name])

    def copy(self):
        other = Layer(self.config)
        other.layer = nnx.clone(self.layer)
        return other


serve(
    name="flax-nnx-layer" + ("-two-pass" if given.two_pass else "") + ("" if given.device == "cpu" else f"-{given.device}"),
    version=f"{flax.__version__} (jax {jax.__version__})",
    claims={
        # Running statistics are float32, whatever `param_dtype` says.
        "dtypes": ["float32"],
        "parameterDtypes": [],
        "channelAxis": "any",
        "shapes": "few",
        "momentumWeights": "old",
        "runningVariance": "biased",
        "singleValue": "defined",
        "subnormals": "flushed",
        "grade": "stable" if given.two_pass else "cancelling",
        "layer": {"momentumNull": "rejected", "withoutStatistics": "rejected", "count": False},
    },
    layer=Layer,
)
