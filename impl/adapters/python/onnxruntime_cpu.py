"""ONNX Runtime on the CPU, from Python: the operator BatchNormalization of --opset 15 or 9. Opset 9 in inference alone.

With --exported the model is what exporters write: all but x are constants of it, and y is its only output.
"""

import argparse
from functools import lru_cache

import numpy as np
import onnxruntime

from bnspec import Rejected, serve
from onnx_model import claims, feeds, model, training, exported

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--opset", type=int, default=15, choices=[9, 15])
parser.add_argument("--exported", action="store_true")
given = parser.parse_args()
opset = given.opset

options = onnxruntime.SessionOptions()
options.intra_op_num_threads = options.inter_op_num_threads = 1
options.log_severity_level = 3


@lru_cache(maxsize=256)
def session(serialized):
    return onnxruntime.InferenceSession(serialized, options, providers=["CPUExecutionProvider"])


def run(proto, inputs):
    if given.exported:
        proto, inputs = exported(proto, inputs)
    try:
        return [np.array(output) for output in session(proto.SerializeToString()).run(None, inputs)]
    except onnxruntime.capi.onnxruntime_pybind11_state.InvalidArgument as error:
        raise Rejected(str(error)) from error


def train_forward(x, gamma, beta, running_mean, running_var, epsilon, momentum, axis):
    return training(run, x, gamma, beta, running_mean, running_var, epsilon, momentum)


def infer_forward(x, gamma, beta, mean, variance, epsilon, axis):
    (y,) = run(model(opset, x.dtype, False, epsilon, 0.0), feeds(x, gamma, beta, mean, variance))
    return {"y": y}


serve(
    name=f"onnxruntime-opset{opset}" + ("-exported" if given.exported else ""),
    version=onnxruntime.__version__,
    claims=claims(["float32", "float64"]),
    # Training by the number of outputs, as opset 9 has it, is refused: "this is a training mode that is not supported".
    train_forward=train_forward if opset >= 14 else None,
    infer_forward=infer_forward,
)
