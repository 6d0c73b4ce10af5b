"""PyTorch's torch.nn.BatchNorm1d, 2d and 3d, as models use them: train() and eval(), buffers, autograd."""

import torch
from torch.nn import BatchNorm1d, BatchNorm2d, BatchNorm3d, Parameter

from bnspec import Rejected, serve
from torch_tensors import Tensors, arrays, claims, options, variant

given = options(__doc__)
tensors = Tensors(given)
layers = {2: BatchNorm1d, 3: BatchNorm1d, 4: BatchNorm2d, 5: BatchNorm3d}


def module(x, gamma, beta, mean, variance, epsilon, momentum, training):
    track = mean is not None
    layer = layers[x.ndim](x.shape[1], epsilon, momentum, track_running_stats=track).to(x.device, x.dtype)
    # Where a parameter is missing, the module is built with affine=False, or has only one of the two.
    layer.weight = None if gamma is None else Parameter(gamma)
    layer.bias = None if beta is None else Parameter(beta)
    if track:
        layer.running_mean, layer.running_var = mean.clone(), variance.clone()
    return layer.train(training)


def call(layer, x):
    try:
        return layer(x)
    except (ValueError, RuntimeError) as error:
        raise Rejected(str(error)) from error


def train_forward(x, gamma, beta, running_mean, running_var, epsilon, momentum, axis):
    x, gamma, beta, mean, variance = tensors.of(x, gamma, beta, running_mean, running_var)
    layer = module(x, gamma, beta, mean, variance, epsilon, momentum, True)
    # The module has None for both where it does not track them.
    return arrays(y=call(layer, x), running_mean=layer.running_mean, running_var=layer.running_var)


def infer_forward(x, gamma, beta, mean, variance, epsilon, axis):
    x, gamma, beta, mean, variance = tensors.of(x, gamma, beta, mean, variance)
    return arrays(y=call(module(x, gamma, beta, mean, variance, epsilon, 0.0, False), x))


def backward(dy, x, gamma, beta, mean, variance, epsilon, training):
    dy, x, gamma, beta, mean, variance = tensors.of(dy, x, gamma, beta, mean, variance)
    layer = module(x, gamma, beta, mean, variance, epsilon, 0.0, training)
    call(layer, x.requires_grad_()).backward(dy)
    dgamma = None if gamma is None else layer.weight.grad
    return arrays(dx=x.grad, dgamma=dgamma, dbeta=None if beta is None else layer.bias.grad)


def train_backward(dy, x, gamma, beta, epsilon, axis):
    return backward(dy, x, gamma, beta, None, None, epsilon, True)


def infer_backward(dy, x, gamma, beta, mean, variance, epsilon, axis):
    return backward(dy, x, gamma, beta, mean, variance, epsilon, False)


serve(
    name=variant("pytorch-module", given),
    version=torch.__version__,
    claims=claims(given),
    train_forward=train_forward,
    infer_forward=infer_forward,
    train_backward=train_backward,
    infer_backward=infer_backward,
)
