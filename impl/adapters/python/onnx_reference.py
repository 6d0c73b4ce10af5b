"""The reference evaluator of the onnx package, numpy inside: BatchNormalization of --opset 15 or 9."""

import argparse

import numpy as np
import onnx
from onnx.reference import ReferenceEvaluator

from bnspec import serve
from onnx_model import claims, feeds, model, training

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--opset", type=int, default=15, choices=[9, 15])
parser.add_argument("--dtypes", default="float32,float64", help="of all tensors (default: %(default)s)")
given = parser.parse_args()
opset, dtypes = given.opset, given.dtypes.split(",")


def run(proto, inputs):
    return [np.array(output) for output in ReferenceEvaluator(proto).run(None, inputs)]


def train_forward(x, gamma, beta, running_mean, running_var, epsilon, momentum, axis):
    return training(run, x, gamma, beta, running_mean, running_var, epsilon, momentum)


def infer_forward(x, gamma, beta, mean, variance, epsilon, axis):
    (y,) = run(model(opset, x.dtype, False, epsilon, 0.0), feeds(x, gamma, beta, mean, variance))
    return {"y": y}


serve(
    name=f"onnx-reference-opset{opset}" + (f"-{dtypes[0]}" if len(dtypes) == 1 else ""),
    version=onnx.__version__,
    claims=claims(dtypes),
    train_forward=train_forward if opset >= 14 else None,
    infer_forward=infer_forward,
)
