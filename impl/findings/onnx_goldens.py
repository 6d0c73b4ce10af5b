"""Writes the BatchNormalization cases of the onnx package's own test suite as pairs of files: a request and what the suite
expects, both in the form of the wire. Usage: python3 impl/findings/onnx_goldens.py FOLDER"""

import glob
import os
import sys

import numpy as np
import onnx
import onnx.backend.test
from onnx import numpy_helper
from safetensors.numpy import save_file

folder = sys.argv[1]
inputs = ("x", "gamma", "beta", "mean", "variance")


def write(name, attributes, tensors, expected):
    training = attributes.get("training_mode", 0) == 1
    names = [{"mean": "running_mean", "variance": "running_var"}.get(n, n) if training else n for n in inputs]
    metadata = {
        "bnspec": "1",
        "id": name,
        "op": "train_forward" if training else "infer_forward",
        "epsilon": repr(attributes.get("epsilon", float(np.float32(1e-5)))),
        "axis": "1",
    }
    if training:
        metadata["momentum"] = repr(attributes.get("momentum", float(np.float32(0.9))))
    save_file(dict(zip(names, tensors)), os.path.join(folder, f"{name}.request.safetensors"), metadata)
    answer = {"bnspec": "1", "id": name, "op": metadata["op"], "status": "ok"}
    outputs = dict(zip(("y", "running_mean", "running_var"), expected))
    save_file(outputs, os.path.join(folder, f"{name}.expected.safetensors"), answer)


def attributes_of(node):
    return {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}


def generated():
    from onnx.backend.test.case.node import collect_testcases

    for case in collect_testcases("BatchNormalization"):
        [node] = case.model.graph.node
        # The same operator written out in other nodes has the same data.
        if node.op_type == "BatchNormalization":
            [(tensors, expected)] = case.data_sets
            write(case.name, attributes_of(node), tensors, expected)


def stored():
    data = os.path.join(os.path.dirname(onnx.backend.test.__file__), "data", "pytorch-converted", "test_BatchNorm*")
    for case in sorted(glob.glob(data)):
        graph = onnx.load(os.path.join(case, "model.onnx")).graph
        known = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
        [given, expected] = (read(os.path.join(case, "test_data_set_0", f"{which}_0.pb")) for which in ("input", "output"))
        [node] = graph.node
        # Some of these models name their parameters as further inputs.
        tensors = [known.get(name, given) for name in node.input]
        write(os.path.basename(case), attributes_of(node), tensors, [expected])


def read(path):
    tensor = onnx.TensorProto()
    with open(path, "rb") as file:
        tensor.ParseFromString(file.read())
    return numpy_helper.to_array(tensor)


generated()
stored()
