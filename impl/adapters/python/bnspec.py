"""Serves a batch normalization written in Python to bnspec, over stdin and stdout.

A file of your own needs about ten lines:

    from bnspec import serve

    def infer_forward(x, gamma, beta, mean, variance, epsilon, axis):
        ...
        return {"y": y}

    serve(name="mine", claims={"channelAxis": "first"}, infer_forward=infer_forward)

Needs numpy. bfloat16 arrives as ml_dtypes.bfloat16 where that is installed, else as uint16 with the raw bits
(`from_bits` and `to_bits` convert); a uint16 result is taken for bfloat16.

Functions get keyword arguments: the tensors of the operation as numpy arrays (None where not given), then epsilon,
momentum, axis, group_axis and groups as far as the operation has them (the last two None where not given). They return a dict by name, or a tuple in the order below; None
stands for a result that is not offered. The claims say which calls come, for example
{"affine": "none", "epsilons": [1e-5]} for a layer without gamma and beta whose epsilon is fixed; all of them are in the
table of impl/adapters/README.md. Raise Rejected (or ValueError) to refuse an argument, Unsupported where something
is not offered.

A layer, with a state and a mode, is served from a class, or from a PyTorch module in the manner of torch.nn.BatchNorm2d:

    serve(name="mine", layer=MyLayer)              # MyLayer(config) has the methods of `Layer` below
    serve_module(make, name="mine", claims={...})  # make(config) returns a torch.nn.Module

Output that a function prints on stdout is not hidden: the host reports it, since stdout belongs to the protocol. Use stderr.
"""

from __future__ import annotations

import copy
import ctypes
import importlib
import json
import operator
import os
import sys
import traceback
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from numpy.typing import NDArray

    # A tensor that is sent: with its bytes, and where it lies.
    _Kept = tuple[NDArray[Any], bytes, tuple[int, int]]
    _Header = dict[str, dict[str, Any]]
    _Request = tuple[bytearray, bytes, _Header]
    _Arrays = dict[str, NDArray[Any]]
    # Tensors of an answer, and what stands in its envelope.
    _Performed = tuple[_Arrays, dict[str, str]]

try:
    from ml_dtypes import bfloat16 as _bfloat16
except ImportError:
    _bfloat16 = np.uint16

try:
    from numpy.lib.array_utils import byte_bounds as _byte_bounds
except ImportError:  # numpy 1
    from numpy import byte_bounds as _byte_bounds  # type: ignore[attr-defined,no-redef]

_AFFINE = ("gamma", "beta")
_GRADIENTS = ("dx", "dgamma", "dbeta")
_STATE = (*_AFFINE, "running_mean", "running_var")

# Operation: tensors in, numbers in, tensors out.
OPERATIONS = {
    "train_forward": (
        ("x", *_AFFINE, "running_mean", "running_var"),
        ("epsilon", "momentum", "axis"),
        ("y", "mean", "variance", "inv_std", "running_mean", "running_var"),
    ),
    "infer_forward": (("x", *_AFFINE, "mean", "variance"), ("epsilon", "axis"), ("y",)),
    "train_backward": (("dy", "x", *_AFFINE), ("epsilon", "axis"), _GRADIENTS),
    "infer_backward": (("dy", "x", *_AFFINE, "mean", "variance"), ("epsilon", "axis"), _GRADIENTS),
    "saved_backward": (("dy", "x", "gamma", "mean", "inv_std"), ("axis",), _GRADIENTS),
    "double_backward": (
        ("x", "dy", *_AFFINE, "ddx", "ddgamma", "ddbeta"),
        ("epsilon", "axis"),
        ("ddy", "dx", "dgamma"),
    ),
    "train_tangent": (("x", "tx", "gamma", "tgamma", "beta", "tbeta"), ("epsilon", "axis"), ("y", "ty")),
    "infer_tangent": (
        ("x", "tx", "gamma", "tgamma", "beta", "tbeta", "mean", "tmean", "variance", "tvariance"),
        ("epsilon", "axis"),
        ("y", "ty"),
    ),
    "fold": (
        ("weight", "bias", *_AFFINE, "mean", "variance"),
        ("epsilon", "axis", "group_axis", "groups"),
        ("weight", "bias"),
    ),
}
# Results that cannot be left out, where they are more than the first; and numbers that are whole.
_DUE = {"fold": ("weight", "bias"), "train_tangent": ("y", "ty"), "infer_tangent": ("y", "ty")}
_WHOLE = ("axis", "group_axis", "groups")

_DTYPES = {"F16": np.dtype(np.float16), "BF16": np.dtype(_bfloat16), "F32": np.dtype("<f4"), "F64": np.dtype("<f8")}
_CODES = {dtype: code for code, dtype in _DTYPES.items()} | {np.dtype(np.uint16): "BF16"}
_LONGEST_MESSAGE = 16_384
_ANSWERS_KEPT = 2  # buffers that take turns are a usual way to reuse memory

_decode = json.JSONDecoder().decode
_encode = json.JSONEncoder(separators=(",", ":")).encode


class Rejected(Exception):
    """The argument is refused: the expected answer to invalid input."""


class Unsupported(Exception):
    """This type, rank or operation is not offered."""


class _Malformed(Exception):
    """The function returned something that cannot be sent."""


class LayerConfig(NamedTuple):
    """Settings of a layer, fixed when it is made."""

    channels: int
    axis: int
    """Channel axis of x."""
    rank: int
    """Number of axes of x."""
    dtype: str
    """Type of x, y, dy and dx: "float16", "bfloat16", "float32" or "float64"."""
    parameter_dtype: str
    """Type of gamma, beta and running statistics."""
    epsilon: float
    momentum: float | None
    """In the convention of the claims (`momentumWeights`). None: running statistics are the mean of all batches so far."""
    affine: bool
    """With gamma and beta, or with neither."""
    track_running_stats: bool
    """With running mean and variance, or with neither."""


class Layer(Protocol):
    """The methods that a layer has (chapter BN-15). `copy` and `close` may be left out. The mode is set before the first forward.

    A state is a dict of arrays of shape [channels], "gamma", "beta", "running_mean" and "running_var", and of "count", the
    number of training steps; what a layer does not have is absent. Both `state` and `load` copy: the caller overwrites
    the arrays.
    """

    def train(self) -> Any: ...

    def eval(self) -> Any: ...

    def forward(self, x: NDArray[Any]) -> Any:
        """Returns y."""

    def backward(self, dy: NDArray[Any]) -> Any:
        """Returns dx, dgamma, dbeta (a dict, or a tuple) of the latest forward; Rejected where there was none."""

    def state(self) -> dict[str, Any]: ...

    def load(self, state: dict[str, Any]) -> Any: ...


def from_bits(bits: NDArray[np.uint16]) -> NDArray[np.float32]:
    """uint16 bits of bfloat16 -> float32, exactly."""
    return (bits.astype(np.uint32) << 16).view(np.float32)


def to_bits(values: NDArray[np.float32]) -> NDArray[np.uint16]:
    """float32 -> uint16 bits of the nearest bfloat16, ties to even."""
    bits = np.ascontiguousarray(values, np.float32).view(np.uint32)
    rounded = (bits + 0x7FFF + ((bits >> 16) & 1)) >> 16
    return np.where(np.isnan(values), 0x7FC0, rounded).astype(np.uint16)


def serve(
    name: str,
    version: object = None,
    claims: Mapping[str, Any] | str | None = None,
    layer: Callable[[LayerConfig], Layer] | None = None,
    **functions: Callable[..., Any] | None,
) -> None:
    """Answers requests until stdin ends. `claims` is a dict, or the name of a profile such as "pytorch".

    `layer` makes a new layer: a class whose constructor takes a LayerConfig, or a function.
    """
    unknown = set(functions) - set(OPERATIONS)
    if unknown:
        raise TypeError(f"expected functions out of {', '.join(OPERATIONS)}, got {', '.join(sorted(unknown))}")
    functions = {op: function for op, function in functions.items() if function is not None}
    layers = None if layer is None else _Layers(layer)
    offered = [*functions, *([] if layers is None else ["layer"])]
    hello = {"status": "ok", "name": name, "language": "Python", "operations": " ".join(offered)}
    if version is not None:
        hello["version"] = str(version)
    if claims is not None:
        hello["claims"] = json.dumps(claims)
    earlier: list[dict[str, _Kept]] = []  # the last answers: name -> (array, its bytes, where it lies)
    before: _Request | None = None  # the last request: its data, a copy of them, where the tensors lie in them
    while (request := _read()) is not None:
        metadata, header, payload = request
        op = metadata["op"]
        answer = hello
        outputs: dict[str, _Kept] = {}
        if op != "hello":
            now = payload, bytes(payload), header

            def perform(given: _Arrays, op: str = op, metadata: dict[str, str] = metadata) -> _Performed:
                if layers is not None and op in _LAYER_MESSAGES:
                    return layers.perform(op, metadata, given)
                return _perform(functions.get(op), op, metadata, given)

            answer, outputs = _answer(perform, now, before, earlier)
            before = now
            if op == "layer_load":
                payload[:] = b"\xff" * len(payload)  # it is the caller's: a layer that kept it shows that
                before = None
            elif op == "layer_state":
                _overwrite(outputs)
            elif outputs:
                earlier = [outputs, *earlier][:_ANSWERS_KEPT]
        _flush()
        _write({"bnspec": "1", "id": metadata["id"], "op": op, **answer}, outputs)


def serve_module(
    make: Callable[[LayerConfig], Any],
    name: str,
    claims: Mapping[str, Any] | str | None = None,
    version: object = None,
    device: str = "cpu",
) -> None:
    """Serves layers that are PyTorch modules in the manner of torch.nn.BatchNorm1d, 2d and 3d: train(), eval(), a call,
    state_dict() with any of weight, bias, running_mean, running_var and num_batches_tracked, and gradients by autograd.

    `make(config)` returns a new module, which gets the types and the device here.
    """
    torch = importlib.import_module("torch")
    torch.set_num_threads(1)  # the tensors of a check are small: a pool of threads would only wait for one another
    device = torch.device(device)

    def layer(config: LayerConfig) -> Layer:
        module = make(config)
        if not isinstance(module, torch.nn.Module):
            raise TypeError(f"make expected to return a torch.nn.Module, got {type(module).__name__}")
        return _ModuleLayer(module.to(device, getattr(torch, config.parameter_dtype)), torch, device)

    serve(name, version, claims, layer)


def _perform(
    function: Callable[..., Any] | None, op: str, metadata: dict[str, str], given: _Arrays
) -> _Performed:
    """One of the operations."""
    if function is None:
        raise Unsupported(f"{op} is not offered")
    inputs, numbers, names = OPERATIONS[op]
    values = {name: _number(name, metadata.get(name)) for name in numbers}
    result = function(**{name: given.get(name) for name in inputs}, **values)
    return _outputs(result, op, names, _DUE.get(op, names[:1])), {}


def _number(name: str, text: str | None) -> float | int | None:
    """None where an operation may do without it."""
    if text is None:
        return None
    return int(text) if name in _WHOLE else float(text)


def _answer(
    perform: Callable[[_Arrays], _Performed],
    request: _Request,
    before: _Request | None,
    earlier: list[dict[str, _Kept]],
) -> tuple[dict[str, str], dict[str, _Kept]]:
    """One call: the envelope of its answer, and its outputs with their bytes."""
    payload, copy, header = request
    try:
        given = {name: _array(payload, entry) for name, entry in header.items()}
        spans = _spans(payload, header)
        outputs, answer = perform(given)
        answer = {"status": "ok", **answer}
        late = _mutated(*before) if before else []
        mutated = [*_mutated(payload, copy, header), *(f"earlier:{name}" for name in late)]
        now = {name: (a, a.tobytes(), _span(a)) for name, a in outputs.items()}
        aliased = _aliased(now, [(a, b"", spans[name]) for name, a in given.items()], earlier)
        if mutated:
            answer["mutated"] = " ".join(mutated)
        if aliased:
            answer["aliased"] = " ".join(aliased)
        return answer, now
    except Exception as error:  # whatever the function raises is its answer
        return _error(error), {}


_LAYER_MESSAGES = frozenset(
    f"layer_{message}" for message in "new train eval forward backward state load copy close".split()
)
_LAYER_METHODS = ("train", "eval", "forward", "backward", "state", "load")


class _Layers:
    """Layers by the names that the host gives them."""

    def __init__(self, make: Callable[[LayerConfig], Layer]) -> None:
        self._make = make
        self._layers: dict[str, Any] = {}

    def perform(self, op: str, metadata: dict[str, str], given: _Arrays) -> _Performed:
        name = metadata["layer"]
        if op == "layer_new":
            self._keep(name, self._make(_config(metadata)))
            return {}, {}
        if name not in self._layers:
            raise LookupError(f'there is no layer "{name}"')
        layer = self._layers[name]
        if op == "layer_forward":
            return _outputs(layer.forward(given["x"]), op, ("y",), ("y",)), {}
        if op == "layer_backward":
            return _outputs(layer.backward(given["dy"]), op, _GRADIENTS, ("dx",)), {}
        if op == "layer_state":
            return _state(layer.state())
        if op == "layer_load":
            layer.load({**given, **({"count": int(metadata["count"])} if "count" in metadata else {})})
        elif op == "layer_copy":
            if not hasattr(layer, "copy"):
                raise Unsupported("copy is not offered")
            self._keep(metadata["copy"], layer.copy())
        elif op == "layer_close":
            del self._layers[name]
            getattr(layer, "close", lambda: None)()
        else:
            (layer.train if op == "layer_train" else layer.eval)()
        return {}, {}

    def _keep(self, name: str, layer: Any) -> None:
        for method in _LAYER_METHODS:
            if not callable(getattr(layer, method, None)):
                raise _Malformed(f"a layer expected an object with {', '.join(_LAYER_METHODS)}; no {method}")
        self._layers[name] = layer


def _config(metadata: dict[str, str]) -> LayerConfig:
    momentum = metadata["momentum"]
    return LayerConfig(
        channels=int(metadata["channels"]),
        axis=int(metadata["axis"]),
        rank=int(metadata["rank"]),
        dtype=metadata["dtype"],
        parameter_dtype=metadata["parameter_dtype"],
        epsilon=float(metadata["epsilon"]),
        momentum=None if momentum == "null" else float(momentum),
        affine=metadata["affine"] == "true",
        track_running_stats=metadata["track_running_stats"] == "true",
    )


def _state(result: Any) -> _Performed:
    if not isinstance(result, dict):
        raise _Malformed(f"layer_state expected a dict, got {type(result).__name__}")
    tensors = {name: value for name, value in result.items() if name != "count"}
    count = result.get("count")
    return _outputs(tensors, "layer_state", _STATE, ()), {} if count is None else {"count": _count(count)}


def _count(count: Any) -> str:
    try:
        number = operator.index(count)
    except TypeError:
        number = -1
    if number < 0:
        raise _Malformed(f'"count" of layer_state expected a whole number >= 0, got {count}')
    return str(number)


def _overwrite(tensors: dict[str, _Kept]) -> None:
    """All bits set is a NaN of every type. What cannot be written to is safe."""
    for a, _, _ in tensors.values():
        if a.flags.writeable:
            a.fill(0xFFFF if a.dtype == np.uint16 else np.nan)


class _ModuleLayer:
    """A PyTorch module as a layer. PyTorch hands out its own memory, so that copies are made here."""

    _NAMES = {
        "gamma": "weight",
        "beta": "bias",
        "running_mean": "running_mean",
        "running_var": "running_var",
        "count": "num_batches_tracked",
    }

    def __init__(self, module: Any, torch: Any, device: Any) -> None:
        self._module, self._torch, self._device = module, torch, device
        self._latest: tuple[Any, Any] | None = None  # x and y of a forward

    def train(self) -> None:
        self._module.train()

    def eval(self) -> None:
        self._module.eval()

    def forward(self, x: NDArray[Any]) -> NDArray[Any]:
        self._latest = None
        leaf = self._tensor(x).requires_grad_()
        y = self._try(lambda: self._module(leaf))
        self._latest = leaf, y
        return self._copied(y)

    def backward(self, dy: NDArray[Any]) -> dict[str, NDArray[Any] | None]:
        if self._latest is None:
            raise Rejected("backward expected a forward before it")
        x, y = self._latest
        parameters = dict(self._module.named_parameters())
        sources = {"dx": x}
        sources |= {f"d{name}": parameters[self._NAMES[name]] for name in _AFFINE if self._NAMES[name] in parameters}
        found = self._try(lambda: self._torch.autograd.grad(y, [*sources.values()], self._tensor(dy), allow_unused=True))
        return {name: None if d is None else self._copied(d) for name, d in zip(sources, found)}

    def state(self) -> dict[str, Any]:
        own = self._module.state_dict()
        state = {name: self._copied(own[theirs]) for name, theirs in self._NAMES.items() if theirs in own}
        return {**state, "count": int(state["count"])} if "count" in state else state

    def load(self, state: dict[str, Any]) -> None:
        own = {key: value for key, value in self._module.state_dict().items() if key not in self._NAMES.values()}
        given = {
            self._NAMES[name]: self._torch.tensor(value) if name == "count" else self._tensor(value)
            for name, value in state.items()
        }
        self._try(lambda: self._module.load_state_dict({**own, **given}))

    def copy(self) -> _ModuleLayer:
        return _ModuleLayer(copy.deepcopy(self._module), self._torch, self._device)

    def _try(self, work: Callable[[], Any]) -> Any:
        try:
            return work()
        except RuntimeError as error:  # PyTorch's word for shapes and types that do not fit
            raise Rejected(str(error)) from error

    def _tensor(self, a: NDArray[Any]) -> Any:
        if a.dtype == _bfloat16:
            return self._torch.from_numpy(a.view(np.int16)).view(self._torch.bfloat16).to(self._device)
        return self._torch.from_numpy(a).to(self._device)

    def _copied(self, t: Any) -> NDArray[Any]:
        t = t.detach().cpu().clone()
        narrow = t.dtype == self._torch.bfloat16
        a: NDArray[Any] = t.view(self._torch.int16).numpy().view(_bfloat16) if narrow else t.numpy()
        return a


def _error(error: Exception) -> dict[str, str]:
    kind = type(error).__name__
    if isinstance(error, ValueError):  # Python's own word for an argument that cannot be used
        kind = "Rejected"
    if kind in ("Rejected", "Unsupported"):
        return {"status": kind.lower(), "message": str(error)[-_LONGEST_MESSAGE:]}
    if isinstance(error, _Malformed):
        return {"status": "error", "reason": "malformed-result", "message": str(error)}
    lines = traceback.format_exc().strip().splitlines()
    return {"status": "error", "message": "\n".join([lines[-1], *lines[-7:-1]])[:_LONGEST_MESSAGE]}


def _outputs(result: Any, op: str, names: tuple[str, ...], required: tuple[str, ...]) -> _Arrays:
    if isinstance(result, np.ndarray):
        result = (result,)
    if isinstance(result, (tuple, list)):
        if len(result) > len(names):
            raise _Malformed(f"{op} expected at most {len(names)} outputs, got {len(result)}")
        result = dict(zip(names, result))
    if not isinstance(result, dict):
        raise _Malformed(f"{op} expected a dict, a tuple or an array, got {type(result).__name__}")
    outputs = {name: a for name, a in result.items() if a is not None}
    for name, a in outputs.items():
        if name not in names:
            raise _Malformed(f'"{name}" is not an output of {op}; expected {", ".join(names)}')
        if not isinstance(a, np.ndarray) or a.ndim == 0:
            got = "an array without axes" if isinstance(a, np.ndarray) else type(a).__name__
            raise _Malformed(f'"{name}" of {op} expected a numpy array with at least one axis, got {got}')
        if a.dtype not in _CODES:
            raise _Malformed(f'"{name}" of {op} expected float16, bfloat16, float32 or float64, got {a.dtype}')
    for name in required:
        if name not in outputs:
            raise _Malformed(f'{op} answered without "{name}"')
    return outputs


def _mutated(payload: bytearray, copy: bytes, header: _Header) -> list[str]:
    if payload == copy:
        return []
    spans = {name: slice(*entry["data_offsets"]) for name, entry in header.items()}
    return [name for name, span in spans.items() if payload[span] != copy[span]]


def _aliased(now: dict[str, _Kept], given: list[_Kept], earlier: list[dict[str, _Kept]]) -> Iterable[str]:
    """Outputs that share bytes with an input or another output; then earlier ones, modified by or sharing with this call."""
    found = []
    for name, one in now.items():
        others = [other for other in now.values() if other is not one]
        if _overlaps(one, given) or _overlaps(one, others):
            found.append(name)
    for answer in earlier:
        for name, one in answer.items():
            a, before, _ = one
            if a.tobytes() != before or _overlaps(one, now.values()):
                found.append(f"earlier:{name}")
    return dict.fromkeys(found)


def _span(a: NDArray[Any]) -> tuple[int, int]:
    """Addresses of the first byte and of the one after the last."""
    if a.flags.c_contiguous:
        begin = a.__array_interface__["data"][0]
        return begin, begin + a.nbytes
    return _byte_bounds(a)


def _spans(payload: bytearray, header: _Header) -> dict[str, tuple[int, int]]:
    """The same for all tensors of a request."""
    start = ctypes.addressof(ctypes.c_char.from_buffer(payload)) if payload else 0
    return {name: (start + entry["data_offsets"][0], start + entry["data_offsets"][1]) for name, entry in header.items()}


def _overlaps(one: _Kept, others: Iterable[_Kept]) -> bool:
    a, _, (begin, end) = one
    for b, _, (other_begin, other_end) in others:
        if begin < other_end and other_begin < end and _share(a, b):
            return True
    return False


def _share(a: NDArray[Any], b: NDArray[Any]) -> bool:
    try:
        return np.shares_memory(a, b, max_work=10_000)  # type: ignore[arg-type]
    except Exception:  # too hard to decide: the ranges overlap, and that is the rule
        return True


def _array(payload: bytearray, entry: dict[str, Any]) -> NDArray[Any]:
    return np.ndarray(entry["shape"], _DTYPES[entry["dtype"]], payload, entry["data_offsets"][0])


def _read() -> tuple[dict[str, str], _Header, bytearray] | None:
    """Metadata, tensors' entries and data of the next request; None at the end of stdin."""
    stdin: Any = sys.stdin.buffer
    prefix = stdin.read(8)
    if len(prefix) < 8:
        return None
    header = _decode(stdin.read(int.from_bytes(prefix, "little")).decode())
    metadata = header.pop("__metadata__")
    payload = bytearray(max((entry["data_offsets"][1] for entry in header.values()), default=0))
    if stdin.readinto(payload) < len(payload):
        return None
    return metadata, header, payload


def _write(metadata: dict[str, str], outputs: dict[str, _Kept]) -> None:
    header: dict[str, Any] = {"__metadata__": metadata}
    chunks: list[bytes] = []
    end = 0
    for name, (a, data, _) in sorted(outputs.items(), key=lambda item: (-item[1][0].itemsize, item[0])):
        begin, end = end, end + len(data)
        header[name] = {"dtype": _CODES[a.dtype], "shape": list(a.shape), "data_offsets": [begin, end]}
        chunks.append(data)
    text = _encode(header).encode()
    text += b" " * (-len(text) % 8)
    frame = memoryview(b"".join([len(text).to_bytes(8, "little"), text, *chunks]))
    while frame:
        frame = frame[os.write(1, frame) :]


def _flush() -> None:
    """Flushes output of the function, in Python and in C, before its answer rather than in the middle of a later one."""
    for stream in (sys.stdout, sys.__stdout__):
        if stream is not None:
            stream.flush()
    if _libc is not None:
        _libc.fflush(None)


_libc: ctypes.CDLL | None
try:
    _libc = ctypes.CDLL(None)
except TypeError:  # Windows
    _libc = None
