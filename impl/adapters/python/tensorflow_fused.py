"""TensorFlow's fused kernel, tf.nn.fused_batch_norm's FusedBatchNormV3, with its gradient: 4 axes, channels last."""

import numpy as np
import tensorflow as tf

from bnspec import Unsupported, serve

tf.config.threading.set_intra_op_parallelism_threads(1)
tf.config.threading.set_inter_op_parallelism_threads(1)

kernel = tf.raw_ops.FusedBatchNormV3


def needed(**tensors):
    for name, value in tensors.items():
        if value is None:
            raise Unsupported(f"the kernel needs {name}")


def arrays(**outputs):
    return {name: None if t is None else np.array(t) for name, t in outputs.items()}


def train_forward(x, gamma, beta, running_mean, running_var, epsilon, momentum, axis):
    needed(gamma=gamma, beta=beta)
    given = running_mean is not None
    old_mean, old_var = (running_mean, running_var) if given else 2 * (np.zeros_like(gamma),)
    y, new_mean, new_var, mean, variance, _ = kernel(
        x=x, scale=gamma, offset=beta, mean=old_mean, variance=old_var, epsilon=epsilon, exponential_avg_factor=momentum
    )
    updated = {"running_mean": new_mean, "running_var": new_var} if given else {}
    return arrays(y=y, mean=mean, variance=variance, **updated)


def infer_forward(x, gamma, beta, mean, variance, epsilon, axis):
    needed(gamma=gamma, beta=beta)
    y = kernel(x=x, scale=gamma, offset=beta, mean=mean, variance=variance, epsilon=epsilon, is_training=False)[0]
    return arrays(y=y)


def backward(dy, x, gamma, beta, mean, variance, epsilon, training):
    needed(gamma=gamma, beta=beta)
    x, gamma, beta = (tf.constant(a) for a in (x, gamma, beta))
    mean, variance = ([] if a is None else a for a in (mean, variance))
    mean, variance = (tf.constant(a, gamma.dtype) for a in (mean, variance))
    with tf.GradientTape() as tape:
        tape.watch([x, gamma, beta])
        y = kernel(x=x, scale=gamma, offset=beta, mean=mean, variance=variance, epsilon=epsilon, is_training=training)[0]
    dx, dgamma, dbeta = tape.gradient(y, [x, gamma, beta], tf.constant(dy))
    return arrays(dx=dx, dgamma=dgamma, dbeta=dbeta)


def train_backward(dy, x, gamma, beta, epsilon, axis):
    return backward(dy, x, gamma, beta, None, None, epsilon, True)


def infer_backward(dy, x, gamma, beta, mean, variance, epsilon, axis):
    return backward(dy, x, gamma, beta, mean, variance, epsilon, False)


serve(
    name="tensorflow-fused",
    version=tf.__version__,
    claims={
        "dtypes": ["float32"],
        "parameterDtypes": [],
        "ranks": [4],
        "channelAxis": "last",
        "momentumWeights": "new",
        "runningVariance": "unbiased",
        "affine": "required",
        "statistics": "together",
        "minEpsilon": 1.001e-5,
        "singleValue": "defined",
        # TensorFlow's threads run with denormals as zero.
        "subnormals": "flushed",
    },
    train_forward=train_forward,
    infer_forward=infer_forward,
    train_backward=train_backward,
    infer_backward=infer_backward,
)
