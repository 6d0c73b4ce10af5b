"""PyTorch's torch.nn.functional.batch_norm with its gradients, channel axis 1. Saved statistics come from the same kernel."""

import torch
from torch.nn.functional import batch_norm

from bnspec import Rejected, Unsupported, serve
from torch_tensors import Tensors, arrays, claims, options, variant

given = options(__doc__)
tensors = Tensors(given)


def functional(*args):
    """PyTorch reports a bad argument by ValueError or RuntimeError: bnspec counts that as a refusal."""
    try:
        return batch_norm(*args)
    except (ValueError, RuntimeError) as error:
        raise Rejected(str(error)) from error


def train_forward(x, gamma, beta, running_mean, running_var, epsilon, momentum, axis):
    x, gamma, beta, given_mean, given_var = tensors.of(x, gamma, beta, running_mean, running_var)
    # batch_norm updates in place.
    mean, var, *again = [None if t is None else t.clone() for t in 2 * (given_mean, given_var)]
    y = functional(x, mean, var, gamma, beta, True, momentum, epsilon)
    _, saved_mean, saved_inv_std = torch.native_batch_norm(x, gamma, beta, *again, True, momentum, epsilon)
    return arrays(y=y, mean=saved_mean, inv_std=saved_inv_std, running_mean=mean, running_var=var)


def infer_forward(x, gamma, beta, mean, variance, epsilon, axis):
    x, gamma, beta, mean, variance = tensors.of(x, gamma, beta, mean, variance)
    return arrays(y=functional(x, mean, variance, gamma, beta, False, 0.0, epsilon))


def backward(dy, x, gamma, beta, mean, variance, training, epsilon):
    dy, x, gamma, beta, mean, variance = tensors.of(dy, x, gamma, beta, mean, variance)
    leaves = [t for t in (x, gamma, beta) if t is not None]
    for leaf in leaves:
        leaf.requires_grad_()
    functional(x, mean, variance, gamma, beta, training, 0.0, epsilon).backward(dy)
    gradients = [None if t is None else t.grad for t in (x, gamma, beta)]
    return arrays(dx=gradients[0], dgamma=gradients[1], dbeta=gradients[2])


def train_backward(dy, x, gamma, beta, epsilon, axis):
    return backward(dy, x, gamma, beta, None, None, True, epsilon)


def infer_backward(dy, x, gamma, beta, mean, variance, epsilon, axis):
    return backward(dy, x, gamma, beta, mean, variance, False, epsilon)


def saved_backward(dy, x, gamma, mean, inv_std, axis):
    dy, x, gamma, mean, inv_std = tensors.of(dy, x, gamma, mean, inv_std)
    # In training the kernel uses the saved values alone: the running statistics are absent and epsilon plays no part.
    wanted = [True, gamma is not None, True]
    kernel = torch.ops.aten.native_batch_norm_backward
    dx, dgamma, dbeta = kernel(dy, x, gamma, None, None, mean, inv_std, True, 0.0, wanted)
    return arrays(dx=dx, dgamma=dgamma, dbeta=dbeta)


def double_backward(x, dy, gamma, beta, ddx, ddgamma, ddbeta, epsilon, axis):
    x, dy, gamma, beta, ddx, ddgamma, ddbeta = tensors.of(x, dy, gamma, beta, ddx, ddgamma, ddbeta)
    parameters = {name: t for name, t in (("x", x), ("gamma", gamma), ("beta", beta)) if t is not None}
    for leaf in (dy, *parameters.values()):
        leaf.requires_grad_()
    y = functional(x, None, None, gamma, beta, True, 0.0, epsilon)
    first = torch.autograd.grad(y, list(parameters.values()), dy, create_graph=True)
    cotangents = {"x": ddx, "gamma": ddgamma, "beta": ddbeta}
    given_ones = [(gradient, cotangents[name]) for name, gradient in zip(parameters, first) if cotangents[name] is not None]
    by = {"ddy": dy, "dx": x, **({} if gamma is None else {"dgamma": gamma})}
    # A result that no cotangent reaches is None: it is 0, and may be left out.
    outputs, weights = zip(*given_ones)
    second = torch.autograd.grad(outputs, list(by.values()), weights, allow_unused=True)
    # The derivative of a sum is an expanded view of its cotangent: ddy of ddbeta alone would be memory of ddbeta.
    return arrays(**{name: None if t is None else t.clone() for name, t in zip(by, second)})


def tangents(primals, tangents_of, forward):
    """y and its derivative, where each of the primals has its tangent or none: PyTorch wants one for each."""
    names = [name for name, t in primals.items() if t is not None]
    values = tuple(primals[name] for name in names)
    zeros = {name: torch.zeros_like(primals[name]) for name in names}
    moves = tuple(zeros[name] if tangents_of[name] is None else tangents_of[name] for name in names)
    try:
        y, ty = torch.func.jvp(lambda *given: forward(**dict(zip(names, given))), values, moves)
    except RuntimeError as error:
        raise Rejected(str(error)) from error
    # ty may be a view of a tangent.
    return arrays(y=y, ty=ty.clone())


def train_tangent(x, tx, gamma, tgamma, beta, tbeta, epsilon, axis):
    x, tx, gamma, tgamma, beta, tbeta = tensors.of(x, tx, gamma, tgamma, beta, tbeta)

    def forward(x, gamma=None, beta=None):
        return batch_norm(x, None, None, gamma, beta, True, 0.0, epsilon)

    return tangents({"x": x, "gamma": gamma, "beta": beta}, {"x": tx, "gamma": tgamma, "beta": tbeta}, forward)


def infer_tangent(x, tx, gamma, tgamma, beta, tbeta, mean, tmean, variance, tvariance, epsilon, axis):
    if tmean is not None or tvariance is not None:
        raise Unsupported("PyTorch gives running statistics no tangents")
    x, tx, gamma, tgamma, beta, tbeta, mean, variance = tensors.of(x, tx, gamma, tgamma, beta, tbeta, mean, variance)

    def forward(x, gamma=None, beta=None):
        return batch_norm(x, mean, variance, gamma, beta, False, 0.0, epsilon)

    return tangents({"x": x, "gamma": gamma, "beta": beta}, {"x": tx, "gamma": tgamma, "beta": tbeta}, forward)


serve(
    name=variant("pytorch-functional", given),
    version=torch.__version__,
    claims=claims(given),
    train_forward=train_forward,
    infer_forward=infer_forward,
    train_backward=train_backward,
    infer_backward=infer_backward,
    saved_backward=saved_backward,
    # Where the arithmetic is claimed to be float32, these round to the type of x on the way: impl/findings/pytorch_mixed_tangent.py.
    **({} if given.mixed else {"double_backward": double_backward, "train_tangent": train_tangent, "infer_tangent": infer_tangent}),
)
