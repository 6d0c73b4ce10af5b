"""A batch normalization for PyTorch whose backward was written for one derivative, and may be differentiated again all the same."""

import sys

import torch

sys.path.insert(0, sys.argv[1])
from bnspec import serve  # noqa: E402

torch.set_num_threads(1)


class FirstOrder(torch.autograd.Function):
    """Without once_differentiable: the saved mean and inverse standard deviation are constants to a second derivative."""

    @staticmethod
    def forward(ctx, x, gamma, beta, epsilon):
        mean = x.mean(0)
        inv_std = 1 / torch.sqrt(((x - mean) ** 2).mean(0) + epsilon)
        ctx.save_for_backward(x, gamma, mean, inv_std)
        return gamma * (x - mean) * inv_std + beta

    @staticmethod
    def backward(ctx, dy):
        x, gamma, mean, inv_std = ctx.saved_tensors
        xhat = (x - mean) * inv_std
        along = (dy * xhat).mean(0)
        return gamma * inv_std * (dy - dy.mean(0) - xhat * along), (dy * xhat).sum(0), dy.sum(0), None


def double_backward(x, dy, gamma, beta, ddx, ddgamma, ddbeta, epsilon, axis):
    x, dy, gamma, beta = (torch.from_numpy(a).requires_grad_() for a in (x, dy, gamma, beta))
    first = torch.autograd.grad(FirstOrder.apply(x, gamma, beta, epsilon), (x, gamma, beta), dy, create_graph=True)
    cotangents = [None if a is None else torch.from_numpy(a) for a in (ddx, ddgamma, ddbeta)]
    reached = [(gradient, a) for gradient, a in zip(first, cotangents) if a is not None]
    outputs, weights = zip(*reached)
    second = torch.autograd.grad(outputs, (dy, x, gamma), weights, allow_unused=True)
    return {name: None if t is None else t.numpy() for name, t in zip(("ddy", "dx", "dgamma"), second)}


serve(
    name="first-order",
    claims={"ranks": [2], "affine": "required", "singleValue": "defined"},
    double_backward=double_backward,
)
