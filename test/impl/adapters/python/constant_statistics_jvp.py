"""A batch normalization for PyTorch whose forward mode takes the mean and the inverse standard deviation of the batch for constants."""

import sys

import torch
import torch.autograd.forward_ad as forward_mode

sys.path.insert(0, sys.argv[1])
from bnspec import serve  # noqa: E402

torch.set_num_threads(1)


class ConstantStatistics(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, gamma, beta, epsilon):
        mean = x.mean(0)
        inv_std = 1 / torch.sqrt(((x - mean) ** 2).mean(0) + epsilon)
        xhat = (x - mean) * inv_std
        ctx.save_for_forward(xhat, inv_std, gamma)
        return gamma * xhat + beta

    @staticmethod
    def jvp(ctx, tx, tgamma, tbeta, _):
        xhat, inv_std, gamma = ctx.saved_tensors
        return gamma * inv_std * tx + tgamma * xhat + tbeta


def train_tangent(x, tx, gamma, tgamma, beta, tbeta, epsilon, axis):
    pairs = ((x, tx), (gamma, tgamma), (beta, tbeta))
    tensors = [[torch.zeros(a.shape) if t is None else torch.from_numpy(t) for t in (a, t)] for a, t in pairs]
    with forward_mode.dual_level():
        duals = [forward_mode.make_dual(primal, tangent) for primal, tangent in tensors]
        y, ty = forward_mode.unpack_dual(ConstantStatistics.apply(*duals, epsilon))
    return {"y": y.numpy(), "ty": ty.numpy()}


serve(
    name="constant-statistics",
    claims={"ranks": [2], "affine": "required", "singleValue": "defined"},
    train_tangent=train_tangent,
)
