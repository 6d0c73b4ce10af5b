"""A model of one BatchNormalization node, for the adapters of ONNX runtimes: opset 9 or 15, with its attributes."""

from functools import lru_cache

import numpy as np
from onnx import ModelProto, helper, numpy_helper

from bnspec import Unsupported

_INPUTS = ("X", "scale", "B", "input_mean", "input_var")


@lru_cache(maxsize=256)
def model(opset, dtype, training, epsilon, momentum):
    """@param dtype: numpy type of all tensors. The shapes are left open."""
    kind = helper.np_dtype_to_tensor_dtype(dtype)
    outputs = ("Y", "running_mean", "running_var") if training else ("Y",)
    attributes = {"epsilon": epsilon}
    if training:
        attributes["momentum"] = momentum
    if opset >= 14:
        attributes["training_mode"] = int(training)
    node = helper.make_node("BatchNormalization", _INPUTS, outputs, **attributes)
    values = [[helper.make_tensor_value_info(name, kind, None) for name in names] for names in (_INPUTS, outputs)]
    graph = helper.make_graph([node], "batch_normalization", *values)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=8)


def feeds(*tensors):
    """Inputs by the node's names. The operator needs every one of them."""
    for name, tensor in zip(_INPUTS, tensors):
        if tensor is None:
            raise Unsupported(f"the operator needs {name}")
    return dict(zip(_INPUTS, tensors))


def exported(proto, inputs):
    """The same model with all but X as constants and Y as its only output, and the remaining feeds."""
    alone = ModelProto()
    alone.CopyFrom(proto)
    graph = alone.graph
    del graph.input[1:], graph.output[1:]
    graph.initializer.extend(numpy_helper.from_array(inputs[name], name) for name in _INPUTS[1:])
    return alone, {"X": inputs["X"]}


def claims(dtypes):
    return {
        "dtypes": dtypes,
        "parameterDtypes": [],
        "ranks": [2, 3, 4, 5],
        "channelAxis": "first",
        "momentumWeights": "old",
        "runningVariance": "biased",
        "affine": "required",
        "statistics": "together",
        # Attributes of a model are floats.
        "scalars": "float32",
        "singleValue": "defined",
    }


def training(run, x, gamma, beta, running_mean, running_var, epsilon, momentum):
    """Training of opset 15 through `run(model, feeds)`. The operator always updates running statistics."""
    given = running_mean is not None
    old = (running_mean, running_var) if given else 2 * (None if gamma is None else np.zeros_like(gamma),)
    y, *updated = run(model(15, x.dtype, True, epsilon, momentum), feeds(x, gamma, beta, *old))
    return {"y": y, **(dict(zip(("running_mean", "running_var"), updated)) if given else {})}
