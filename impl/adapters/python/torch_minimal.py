"""PyTorch's batch_norm in ten lines: the forward passes. torch_functional.py has the gradients too."""

import torch
from torch.nn.functional import batch_norm

from bnspec import serve

torch.set_num_threads(1)  # small tensors: threads would only wait for one another


def call(x, mean, var, gamma, beta, training, momentum, epsilon):
    tensors = [None if a is None else torch.tensor(a) for a in (x, mean, var, gamma, beta)]
    y = batch_norm(*tensors, training, momentum, epsilon)
    return [None if t is None else t.numpy() for t in (y, *tensors[1:3])]


def train_forward(x, gamma, beta, running_mean, running_var, epsilon, momentum, axis):
    y, mean, var = call(x, running_mean, running_var, gamma, beta, True, momentum, epsilon)
    return {"y": y, "running_mean": mean, "running_var": var}


def infer_forward(x, gamma, beta, mean, variance, epsilon, axis):
    return {"y": call(x, mean, variance, gamma, beta, False, 0.0, epsilon)[0]}


claims = {"statistics": "together"}
serve("pytorch", torch.__version__, claims, train_forward=train_forward, infer_forward=infer_forward)
