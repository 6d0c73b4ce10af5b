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
momentum and axis as far as the operation has them. They return a dict by name, or a tuple in the order below; None
stands for a result that is not offered. The claims say which calls come, for example
{"affine": "none", "epsilons": [1e-5]} for a layer without gamma and beta whose epsilon is fixed; all of them are in the
table of impl/adapters/README.md. Raise Rejected (or ValueError) to refuse an argument, Unsupported where something
is not offered.

Output that a function prints on stdout is not hidden: the host reports it, since stdout belongs to the protocol. Use stderr.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
import traceback
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from numpy.typing import NDArray

    # A tensor that is sent: with its bytes, and where it lies.
    _Kept = tuple[NDArray[Any], bytes, tuple[int, int]]
    _Header = dict[str, dict[str, Any]]
    _Request = tuple[bytearray, bytes, _Header]

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
}

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
    **functions: Callable[..., Any] | None,
) -> None:
    """Answers requests until stdin ends. `claims` is a dict, or the name of a profile such as "pytorch"."""
    unknown = set(functions) - set(OPERATIONS)
    if unknown:
        raise TypeError(f"expected functions out of {', '.join(OPERATIONS)}, got {', '.join(sorted(unknown))}")
    functions = {op: function for op, function in functions.items() if function is not None}
    hello = {"status": "ok", "name": name, "language": "Python", "operations": " ".join(functions)}
    if version is not None:
        hello["version"] = str(version)
    if claims is not None:
        hello["claims"] = json.dumps(claims)
    earlier: list[dict[str, _Kept]] = []  # the last answers: name -> (array, its bytes, where it lies)
    before = None  # the last request: its data, a copy of them, where the tensors lie in them
    while (request := _read()) is not None:
        metadata, header, payload = request
        op = metadata["op"]
        answer = hello
        outputs: dict[str, _Kept] = {}
        if op != "hello":
            now = payload, bytes(payload), header
            answer, outputs = _answer(functions.get(op), op, metadata, now, before, earlier)
            before = now
            earlier = [outputs, *earlier][:_ANSWERS_KEPT] if outputs else earlier
        _flush()
        _write({"bnspec": "1", "id": metadata["id"], "op": op, **answer}, outputs)


def _answer(
    function: Callable[..., Any] | None,
    op: str,
    metadata: dict[str, str],
    request: _Request,
    before: _Request | None,
    earlier: list[dict[str, _Kept]],
) -> tuple[dict[str, str], dict[str, _Kept]]:
    """One call: the envelope of its answer, and its outputs with their bytes."""
    payload, copy, header = request
    try:
        if function is None:
            raise Unsupported(f"{op} is not offered")
        inputs, numbers, names = OPERATIONS[op]
        given = {name: _array(payload, header[name]) if name in header else None for name in inputs}
        spans = _spans(payload, header)
        values = {name: float(metadata[name]) for name in numbers}
        values["axis"] = int(metadata["axis"])
        outputs = _outputs(function(**given, **values), op, names)
        answer = {"status": "ok"}
        late = _mutated(*before) if before else []
        mutated = [*_mutated(payload, copy, header), *(f"earlier:{name}" for name in late)]
        now = {name: (a, a.tobytes(), _span(a)) for name, a in outputs.items()}
        aliased = _aliased(now, [(a, b"", spans[name]) for name, a in given.items() if a is not None], earlier)
        if mutated:
            answer["mutated"] = " ".join(mutated)
        if aliased:
            answer["aliased"] = " ".join(aliased)
        return answer, now
    except Exception as error:  # whatever the function raises is its answer
        return _error(error), {}


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


def _outputs(result: Any, op: str, names: tuple[str, ...]) -> dict[str, NDArray[Any]]:
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
    if names[0] not in outputs:
        raise _Malformed(f'{op} answered without "{names[0]}"')
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
