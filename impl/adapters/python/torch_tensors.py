"""numpy arrays <-> PyTorch tensors, for the PyTorch adapters: bfloat16 as bits, a device, a memory format."""

import argparse

import torch

from bnspec import _bfloat16 as bfloat16

# The tensors of the suite are small: a pool of threads would only wait for one another.
torch.set_num_threads(1)


def options(description, flags=()):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--dtypes", default="float32,float64", help="types of x, such as float16 (default: %(default)s)")
    parser.add_argument("--mixed", action="store_true", help="parameters and statistics in float32 with a narrower x")
    parser.add_argument("--device", default="cpu", help="such as cuda (default: %(default)s)")
    parser.add_argument("--channels-last", action="store_true", help="memory format of x; 4 and 5 axes")
    for flag, text in flags:
        parser.add_argument(flag, action="store_true", help=text)
    given = parser.parse_args()
    if given.device.startswith("cuda") and not torch.cuda.is_available():
        parser.exit(1, "no GPU that PyTorch can use\n")
    return given


class Tensors:
    """arrays -> tensors, in the given order: x or dy first, then per-channel arrays."""

    def __init__(self, given):
        self.device, self.channels_last = given.device, given.channels_last

    def of(self, *arrays):
        return [None if a is None else self._tensor(a) for a in arrays]

    def _tensor(self, a):
        t = torch.from_numpy(a.view("int16")).view(torch.bfloat16) if a.dtype == bfloat16 else torch.from_numpy(a)
        t = t.to(self.device)
        if self.channels_last and t.ndim >= 4:
            t = t.contiguous(memory_format=torch.channels_last if t.ndim == 4 else torch.channels_last_3d)
        return t


def arrays(**outputs):
    return {name: None if t is None else _array(t.detach().cpu()) for name, t in outputs.items()}


def _array(t):
    return t.view(torch.int16).numpy().view(bfloat16) if t.dtype == torch.bfloat16 else t.numpy()


def claims(given):
    """Claims from PyTorch's documentation of batch_norm, for the requested types and memory format."""
    dtypes = given.dtypes.split(",")
    [narrow] = [dtype for dtype in dtypes if dtype in ("float16", "bfloat16")] or [None]
    return {
        "dtypes": dtypes,
        "parameterDtypes": ["float32"] if given.mixed else [],
        "ownParameters": not given.mixed,
        # The saved statistics have the type of the parameters, and y is computed from what was saved.
        "accumulate": "float32" if given.mixed or narrow is None else narrow,
        "ranks": [4, 5] if given.channels_last else [2, 3, 4, 5],
        "channelAxis": "first",
        "momentumWeights": "new",
        "runningVariance": "unbiased",
        # A float32 parameter tells the kernel to compute in float32. Without one it keeps statistics in x's type.
        "affine": "required" if given.mixed else "each",
        "statistics": "together",
        "singleValue": "rejected",
    }


def variant(name, given):
    """pytorch-functional, pytorch-functional-float16 …"""
    parts = [name]
    if given.dtypes != "float32,float64":
        parts.append(given.dtypes)
    if given.mixed:
        parts.append("mixed")
    if given.channels_last:
        parts.append("channels-last")
    if given.device != "cpu":
        parts.append(given.device)
    return "-".join(parts)
