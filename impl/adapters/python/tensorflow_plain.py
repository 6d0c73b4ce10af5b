"""TensorFlow without the fused kernel: tf.nn.moments and tf.nn.batch_normalization, with their gradients. Any axis."""

import numpy as np
import tensorflow as tf

from bnspec import serve

tf.config.threading.set_intra_op_parallelism_threads(1)
tf.config.threading.set_inter_op_parallelism_threads(1)


def channel(t, rank, axis):
    """One value per channel, shaped to broadcast."""
    return None if t is None else tf.reshape(t, [-1 if k == axis else 1 for k in range(rank)])


def moments(x, axis):
    return tf.nn.moments(x, [k for k in range(x.ndim) if k != axis])


def normalized(x, mean, variance, gamma, beta, epsilon, axis):
    mean, variance, gamma, beta = (channel(t, x.ndim, axis) for t in (mean, variance, gamma, beta))
    return tf.nn.batch_normalization(x, mean, variance, beta, gamma, epsilon)


def arrays(**outputs):
    return {name: None if t is None else np.array(t) for name, t in outputs.items()}


def train_forward(x, gamma, beta, running_mean, running_var, epsilon, momentum, axis):
    mean, variance = moments(tf.constant(x), axis)
    return arrays(y=normalized(x, mean, variance, gamma, beta, epsilon, axis), mean=mean, variance=variance)


def infer_forward(x, gamma, beta, mean, variance, epsilon, axis):
    return arrays(y=normalized(x, mean, variance, gamma, beta, epsilon, axis))


def backward(dy, x, gamma, beta, statistics, epsilon, axis):
    leaves = [None if a is None else tf.constant(a) for a in (x, gamma, beta)]
    x, gamma, beta = leaves
    with tf.GradientTape() as tape:
        tape.watch([t for t in leaves if t is not None])
        mean, variance = statistics or moments(x, axis)
        y = normalized(x, mean, variance, gamma, beta, epsilon, axis)
    found = iter(tape.gradient(y, [t for t in leaves if t is not None], tf.constant(dy)))
    dx, dgamma, dbeta = (None if t is None else next(found) for t in leaves)
    return arrays(dx=dx, dgamma=dgamma, dbeta=dbeta)


def train_backward(dy, x, gamma, beta, epsilon, axis):
    return backward(dy, x, gamma, beta, None, epsilon, axis)


def infer_backward(dy, x, gamma, beta, mean, variance, epsilon, axis):
    return backward(dy, x, gamma, beta, (mean, variance), epsilon, axis)


serve(
    name="tensorflow-moments",
    version=tf.__version__,
    claims={
        "dtypes": ["float32", "float64"],
        "parameterDtypes": [],
        "channelAxis": "any",
        "singleValue": "defined",
        # TensorFlow's threads run with denormals as zero.
        "subnormals": "flushed",
    },
    train_forward=train_forward,
    infer_forward=infer_forward,
    train_backward=train_backward,
    infer_backward=infer_backward,
)
