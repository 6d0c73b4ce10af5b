"""PyTorch's layers torch.nn.BatchNorm1d, 2d and 3d, with what they keep from step to step; --lazy: LazyBatchNorm1d, 2d and 3d."""

import torch
from torch import nn

from bnspec import serve_module
from torch_tensors import claims, options, variant

given = options(__doc__, [("--lazy", "the layers that find the number of channels in their first batch")])
kind = "LazyBatchNorm" if given.lazy else "BatchNorm"


def make(config):
    layer = getattr(nn, f"{kind}{max(config.rank - 2, 1)}d")
    settings = config.epsilon, config.momentum, config.affine, config.track_running_stats
    if not given.lazy:
        return layer(config.channels, *settings)
    lazy = layer(*settings)
    # It has no state before its first batch. In evaluation that batch changes nothing else.
    lazy.eval()(torch.zeros(2, config.channels, *[1] * (config.rank - 2)))
    return lazy


serve_module(
    make,
    variant("pytorch-layer" + ("-lazy" if given.lazy else ""), given),
    claims(given),
    torch.__version__,
    given.device,
)
