"""PyTorch's layers torch.nn.BatchNorm1d, 2d and 3d, with what they keep from step to step. Or LazyBatchNorm1d, 2d and 3d (--lazy),
or SyncBatchNorm without a group of processes (--sync): with one it refuses tensors of the CPU."""

import torch
from torch import nn

from bnspec import serve_module
from torch_tensors import claims, options, variant

given = options(
    __doc__,
    [
        ("--lazy", "the layers that find the number of channels in their first batch"),
        ("--sync", "the layer that shares its statistics among processes, in one"),
    ],
)
kind = "-lazy" if given.lazy else "-sync" if given.sync else ""


def make(config):
    dimensions = f"{max(config.rank - 2, 1)}d"
    settings = config.epsilon, config.momentum, config.affine, config.track_running_stats
    if given.sync:
        return nn.SyncBatchNorm(config.channels, *settings)
    if not given.lazy:
        return getattr(nn, f"BatchNorm{dimensions}")(config.channels, *settings)
    lazy = getattr(nn, f"LazyBatchNorm{dimensions}")(*settings)
    # It has no state before its first batch. In evaluation that batch changes nothing else.
    lazy.eval()(torch.zeros(2, config.channels, *[1] * (config.rank - 2)))
    return lazy


serve_module(
    make,
    variant(f"pytorch-layer{kind}", given),
    claims(given),
    torch.__version__,
    given.device,
)
