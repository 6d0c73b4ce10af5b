"""Keras 3's layer keras.layers.BatchNormalization, with what it keeps from step to step, on one of its backends (--backend)."""

import argparse
import os

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--backend", default="tensorflow", choices=["tensorflow", "jax", "torch"])
backend = parser.parse_args().backend
os.environ["KERAS_BACKEND"] = backend
os.environ["JAX_PLATFORMS"] = "cpu"

import keras  # noqa: E402  after its backend is chosen
import numpy as np  # noqa: E402

from bnspec import Rejected, serve  # noqa: E402

if backend == "tensorflow":
    import tensorflow as tf
elif backend == "jax":
    import jax
else:
    import torch

    torch.set_num_threads(1)


def array(t):
    return np.array(keras.ops.convert_to_numpy(t))


def forward_in_tensorflow(layer, x, training):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = layer(x, training=training)
    sources = [x, *(v.value for v in layer.trainable_variables)]
    return y, lambda dy: tape.gradient(y, sources, dy)


def forward_in_torch(layer, x, training):
    x = x.requires_grad_()
    y = layer(x, training=training)
    sources = [x, *(v.value for v in layer.trainable_variables)]
    return y, lambda dy: torch.autograd.grad(y, sources, dy)


def forward_in_jax(layer, x, training):
    kept = [v.value for v in layer.non_trainable_variables]

    def call(x, trained):
        return layer.stateless_call(trained, kept, x, training=training)

    y, pullback, updated = jax.vjp(call, x, [v.value for v in layer.trainable_variables], has_aux=True)
    for variable, value in zip(layer.non_trainable_variables, updated):
        variable.assign(value)

    def backward(dy):
        dx, others = pullback(dy)
        return [dx, *others]

    return y, backward


differentiable = {"tensorflow": forward_in_tensorflow, "torch": forward_in_torch, "jax": forward_in_jax}[backend]


class Layer:
    names = {"gamma": "gamma", "beta": "beta", "running_mean": "moving_mean", "running_var": "moving_variance"}

    def __init__(self, config, layer=None):
        if config.momentum is None or not config.track_running_stats:
            raise Rejected("the layer has a momentum and running statistics")
        self.config, self.training, self.pullback = config, False, None
        affine = {"center": config.affine, "scale": config.affine}
        self.layer = layer or keras.layers.BatchNormalization(
            config.axis, config.momentum, config.epsilon, dtype="float32", **affine
        )
        self.layer.build([config.channels if k == config.axis else None for k in range(config.rank)])

    def train(self):
        self.training = True

    def eval(self):
        self.training = False

    def forward(self, x):
        y, self.pullback = differentiable(self.layer, keras.ops.convert_to_tensor(x), self.training)
        return array(y)

    def backward(self, dy):
        if self.pullback is None:
            raise Rejected("backward expected a forward before it")
        pullback, self.pullback = self.pullback, None  # TensorFlow and PyTorch free what it needs
        return tuple(array(d) for d in pullback(keras.ops.convert_to_tensor(dy)))

    def variables(self):
        found = {name: getattr(self.layer, theirs) for name, theirs in self.names.items()}
        return {name: variable for name, variable in found.items() if variable is not None}

    def state(self):
        return {name: array(variable) for name, variable in self.variables().items()}

    def load(self, state):
        for name, variable in self.variables().items():
            variable.assign(np.array(state[name]))

    def copy(self):
        other = Layer(self.config, keras.layers.BatchNormalization.from_config(self.layer.get_config()))
        other.layer.set_weights(self.layer.get_weights())
        other.training = self.training
        return other


serve(
    name=f"keras-layer-{backend}",
    version=keras.__version__,
    claims={
        "dtypes": ["float32"],
        "parameterDtypes": [],
        "channelAxis": "any",
        "shapes": "few" if backend == "jax" else "many",
        "momentumWeights": "old",
        "runningVariance": "biased",
        "singleValue": "defined",
        "subnormals": "kept" if backend == "torch" else "flushed",
        "layer": {"momentumNull": "rejected", "withoutStatistics": "rejected", "count": False},
    },
    layer=Layer,
)
