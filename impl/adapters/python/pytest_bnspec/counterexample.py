"""A counterexample as Python: the calls with their tensors as numpy literals, then what was expected, and what came."""

from __future__ import annotations

import base64
import json
import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from bnspec import OPERATIONS, from_bits
from pytest_bnspec.program import Clause

try:
    import ml_dtypes
except ImportError:
    ml_dtypes = None  # type: ignore[assignment]

Tensors = dict[str, tuple[str, npt.NDArray[Any]]]

# Element type in safetensors: numpy's, and that of its bits. bfloat16 is kept as its bits.
_TYPES = {"F16": (np.float16, np.uint16), "BF16": (np.uint16, np.uint16), "F32": (np.float32, np.uint32), "F64": (np.float64, np.uint64)}
_WIDTH = 110
_MOST_VALUES = 1000


def counterexample(clause: Clause) -> str:
    """Empty where there is none."""
    found = clause.get("counterexample")
    if not found:
        return ""
    requests, answers, exact = ([read(text) for text in found[part]] for part in ("requests", "answers", "exact"))
    lines = [line for i, request in enumerate(requests) for line in _call(request, i if len(requests) > 1 else None)]
    output = found.get("output")
    if output is None:
        return "\n".join(lines)
    at = found.get("exchange")
    place = f"[{', '.join(map(str, found['index']))}]" if "index" in found else ""
    dtype = _CODES.get(found.get("dtype", ""), "F64")
    expected, actual = (_scalar(found[part], dtype) for part in ("expected", "actual"))
    lines.append(f"{output}{place}: expected {expected}, got {actual}" if expected else f"{output}{place}")
    if at is not None:
        right, wrong = exact[at][1] if at < len(exact) else {}, answers[at][1]
        parts = [("expected", right.get(output)), ("actual", wrong.get(output)), ("allowed", right.get(f"{output}_bound"))]
        for word, tensor in parts:
            if tensor is not None:
                code, values = tensor
                lines += _lines(f"    {word:8} = ", literal(code, values, any_nan=True))
    return "\n".join(lines)


_CODES = {"float16": "F16", "bfloat16": "BF16", "float32": "F32", "float64": "F64"}


def _scalar(value: float | str | None, code: str) -> str:
    if value is None:
        return ""
    if code == "BF16":
        return repr(float(value))
    return str(np.float64(value).astype(_TYPES[code][0]))


def read(text: str) -> tuple[dict[str, str], Tensors]:
    """A safetensors file in base64: its metadata, and its tensors with their element types."""
    blob = base64.b64decode(text)
    if not blob:
        return {}, {}
    begin = 8 + int.from_bytes(blob[:8], "little")
    header = json.loads(blob[8:begin])
    metadata = header.pop("__metadata__", {})
    tensors: Tensors = {}
    for name, entry in header.items():
        first, last = (begin + offset for offset in entry["data_offsets"])
        values = np.frombuffer(blob[first:last], _TYPES[entry["dtype"]][0])
        tensors[name] = entry["dtype"], values.reshape(entry["shape"])
    return metadata, tensors


def literal(code: str, a: npt.NDArray[Any], any_nan: bool = False) -> str:
    """Evaluates to the same bits.

    any_nan: NaN with other bits will do, as for results.
    """
    if a.size > _MOST_VALUES:
        return f"...  # {code}{list(a.shape)}, too large to be shown"
    of_type, of_bits = _TYPES[code]
    shape = "" if a.ndim == 1 else f".reshape({', '.join(map(str, a.shape))})"
    flat = a.reshape(-1)
    if code == "BF16":
        texts = list(map(_text, from_bits(flat)))
        if ml_dtypes is not None and (any_nan or _bits(texts, ml_dtypes.bfloat16) == flat.tobytes()):
            return f"np.array([{', '.join(texts)}], dtype=ml_dtypes.bfloat16){shape}"
        return f"np.array([{', '.join(map(hex, flat.tolist()))}], dtype=np.uint16){shape}"
    texts = list(map(_text, flat))
    name = np.dtype(of_type).name
    if any_nan or _bits(texts, of_type) == flat.tobytes():
        return f"np.array([{', '.join(texts)}], dtype=np.{name}){shape}"
    # NaN of more than one kind.
    bits = ", ".join(map(hex, flat.view(of_bits).tolist()))
    return f"np.array([{bits}], dtype=np.{np.dtype(of_bits).name}).view(np.{name}){shape}"


def _text(value: Any) -> str:
    if np.isnan(value):
        return "np.nan"
    if np.isinf(value):
        return "np.inf" if value > 0 else "-np.inf"
    short = str(value)
    # A decimal that is short for its own type could be rounded twice on its way through a double.
    return short if type(value)(float(short)) == value else repr(float(value))


def _bits(texts: Sequence[str], of_type: Any) -> bytes:
    return np.array([float(text.replace("np.", "")) for text in texts]).astype(of_type).tobytes()


def _call(request: tuple[dict[str, str], Tensors], number: int | None) -> Iterator[str]:
    metadata, tensors = request
    operation = metadata["op"]
    names, numbers, _ = OPERATIONS[operation]
    yield f"{operation}(" + ("" if number is None else f"  # call {number + 1}")
    for name in names:
        yield from _lines(f"    {name}=", literal(*tensors[name]) if name in tensors else "None", ",")
    for name in numbers:
        yield f"    {name}={metadata[name] if name == 'axis' else repr(float(metadata[name]))},"
    yield ")"


def _lines(begin: str, text: str, end: str = "") -> list[str]:
    if " # " in text:
        code, remark = text.split("  # ")
        return [f"{begin}{code}{end}  # {remark}"]
    inner = " " * 8
    wrapped = textwrap.wrap(begin + text + end, _WIDTH, subsequent_indent=inner, break_long_words=False, break_on_hyphens=False)
    return wrapped if len(begin + text + end) > _WIDTH else [begin + text + end]
