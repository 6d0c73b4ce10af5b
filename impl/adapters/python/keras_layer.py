"""Keras 3: keras.layers.BatchNormalization on one of its backends (--backend), training and inference. Any axis."""

import argparse
import os

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--backend", default="tensorflow", choices=["tensorflow", "jax", "torch"])
backend = parser.parse_args().backend
os.environ["KERAS_BACKEND"] = backend
os.environ["JAX_PLATFORMS"] = "cpu"

import keras  # noqa: E402  after its backend is chosen
import numpy as np  # noqa: E402

from bnspec import serve  # noqa: E402

if backend == "torch":
    import torch

    torch.set_num_threads(1)


def layer(x, gamma, beta, mean, variance, epsilon, momentum, axis):
    built = keras.layers.BatchNormalization(
        axis, momentum, epsilon, center=beta is not None, scale=gamma is not None, dtype="float32"
    )
    built.build(x.shape)
    for variable, value in (
        (built.gamma, gamma),
        (built.beta, beta),
        (built.moving_mean, mean),
        (built.moving_variance, variance),
    ):
        if value is not None:
            variable.assign(value)
    return built


def array(t):
    return np.array(keras.ops.convert_to_numpy(t))


def train_forward(x, gamma, beta, running_mean, running_var, epsilon, momentum, axis):
    built = layer(x, gamma, beta, running_mean, running_var, epsilon, momentum, axis)
    return {
        "y": array(built(keras.ops.convert_to_tensor(x), training=True)),
        "running_mean": None if running_mean is None else array(built.moving_mean),
        "running_var": None if running_var is None else array(built.moving_variance),
    }


def infer_forward(x, gamma, beta, mean, variance, epsilon, axis):
    built = layer(x, gamma, beta, mean, variance, epsilon, 0.0, axis)
    return {"y": array(built(keras.ops.convert_to_tensor(x), training=False))}


serve(
    name=f"keras-{backend}",
    version=keras.__version__,
    claims={
        "dtypes": ["float32"],
        "parameterDtypes": [],
        # JAX compiles each operation anew for each shape.
        "shapes": "few" if backend == "jax" else "many",
        "channelAxis": "any",
        "momentumWeights": "old",
        "runningVariance": "biased",
        "statistics": "together",
        "singleValue": "defined",
        "subnormals": "kept" if backend == "torch" else "flushed",
    },
    train_forward=train_forward,
    infer_forward=infer_forward,
)
