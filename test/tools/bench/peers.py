"""PyTorch, ONNX Runtime and JAX for the bench: one JSON request a line, one JSON answer a line.

Arguments: number of threads, file of the ONNX models' folder (train-RANK.onnx, infer-RANK.onnx).
"""
import json
import os
import sys
import time

threads = int(sys.argv[1])
folder = sys.argv[2]
os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])
os.environ["OMP_NUM_THREADS"] = str(threads)

import numpy as np

EPSILON, MOMENTUM = 2.0**-17, 0.125
modules = {}
for name in ("torch", "onnxruntime", "jax"):
    try:
        modules[name] = __import__(name)
    except ImportError:
        pass
if "torch" in modules:
    modules["torch"].set_num_threads(threads)


def data(size, offset=0.0):
    return np.random.default_rng(1).uniform(-(3**0.5), 3**0.5, size).astype(np.float32) + np.float32(offset)


def torch_passes(shape, axis):
    torch = modules["torch"]
    x, dy = (torch.from_numpy(data(shape, o)) for o in (0.5, 0.0))
    if axis == len(shape) - 1 and len(shape) > 2:
        # Channels last in memory, channels at axis 1 by name: PyTorch's own form of it.
        x, dy = (t.permute(0, len(shape) - 1, *range(1, len(shape) - 1)) for t in (x, dy))
    c = shape[axis]
    gamma, beta, mean, var = (torch.full((c,), v) for v in (1.1, 0.1, 0.5, 1.0))
    aten = torch.ops.aten
    return {
        "train": lambda: aten.native_batch_norm(x, gamma, beta, mean.clone(), var.clone(), True, MOMENTUM, EPSILON)[0],
        "infer": lambda: aten.native_batch_norm(x, gamma, beta, mean, var, False, MOMENTUM, EPSILON)[0],
        "backward": lambda: aten.native_batch_norm_backward(
            dy, x, gamma, mean, var, mean, var, True, EPSILON, [True, True, True]
        )[0],
    }


def onnxruntime_passes(shape, axis):
    if axis != 1:
        return {}
    ort = modules["onnxruntime"]
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    c = shape[axis]
    feeds = {"X": data(shape, 0.5)}
    for name, value in zip(("scale", "B", "input_mean", "input_var"), (1.1, 0.1, 0.5, 1.0)):
        feeds[name] = np.full(c, value, np.float32)
    sessions = {
        op: ort.InferenceSession(f"{folder}/{op}-{len(shape)}.onnx", options, providers=["CPUExecutionProvider"])
        for op in ("train", "infer")
    }
    return {op: (lambda s: lambda: s.run(None, feeds)[0])(s) for op, s in sessions.items()}


def jax_passes(shape, axis):
    jax = modules["jax"]
    jnp = jax.numpy
    axes = tuple(i for i in range(len(shape)) if i != axis)
    wide = [1] * len(shape)
    wide[axis] = shape[axis]
    x, dy = (jnp.asarray(data(shape, o)) for o in (0.5, 0.0))
    gamma, beta, mean, var = (jnp.full(wide, v, jnp.float32) for v in (1.1, 0.1, 0.5, 1.0))

    @jax.jit
    def infer(x, mean, var):
        return (x - mean) * (jax.lax.rsqrt(var + EPSILON) * gamma) + beta

    @jax.jit
    def train(x, old_mean, old_var):
        m = jnp.mean(x, axes, keepdims=True)
        v = jnp.mean((x - m) ** 2, axes, keepdims=True)
        new = [(1 - MOMENTUM) * o + MOMENTUM * s for o, s in ((old_mean, m), (old_var, v))]
        return infer(x, m, v), new[0], new[1]

    @jax.jit
    def backward(dy, x, mean, inv):
        xhat = (x - mean) * inv
        db = jnp.mean(dy, axes, keepdims=True)
        dg = jnp.mean(dy * xhat, axes, keepdims=True)
        return gamma * inv * (dy - db - xhat * dg), db, dg

    return {
        "train": lambda: jax.block_until_ready(train(x, mean, var))[0],
        "infer": lambda: jax.block_until_ready(infer(x, mean, var)),
        "backward": lambda: jax.block_until_ready(backward(dy, x, mean, var))[0],
    }


def error(name, offset):
    shape = (4, 8, 16, 16)
    x = data(shape, offset)
    if name == "torch":
        torch = modules["torch"]
        ones, zeros = torch.ones(8), torch.zeros(8)
        y = torch.ops.aten.native_batch_norm(torch.from_numpy(x), ones, zeros, None, None, True, 0.1, EPSILON)[0].numpy()
    elif name == "onnxruntime":
        session = modules["onnxruntime"].InferenceSession(f"{folder}/train-4.onnx", providers=["CPUExecutionProvider"])
        vectors = {k: np.full(8, v, np.float32) for k, v in (("scale", 1), ("B", 0), ("input_mean", 0), ("input_var", 1))}
        y = session.run(None, {"X": x, **vectors})[0]
    else:
        jnp = modules["jax"].numpy
        m = jnp.mean(x, (0, 2, 3), keepdims=True)
        v = jnp.mean((x - m) ** 2, (0, 2, 3), keepdims=True)
        y = np.asarray((x - m) * modules["jax"].lax.rsqrt(v + EPSILON))
    wide = x.astype(np.float64)
    mean = wide.mean((0, 2, 3), keepdims=True)
    exact = (wide - mean) / np.sqrt(((wide - mean) ** 2).mean((0, 2, 3), keepdims=True) + EPSILON)
    scale = np.abs(exact).max((0, 2, 3), keepdims=True)
    return float((np.abs(y - exact) / scale).max() * 2**24)


prepared = {}
for line in sys.stdin:
    request = json.loads(line)
    what = request["do"]
    if what == "hello":
        answer = {name: module.__version__ for name, module in modules.items()}
    elif what == "prepare":
        name = request["peer"]
        passes = globals()[f"{name}_passes"](tuple(request["shape"]), request["axis"])
        prepared[name] = passes
        answer = list(passes)
    elif what == "dispose":
        prepared.pop(request["peer"], None)
        answer = None
    elif what == "error":
        answer = error(request["peer"], request["offset"])
    else:
        run = prepared[request["peer"]][request["pass"]]
        start = time.perf_counter_ns()
        for _ in range(request["repetitions"]):
            run()
        answer = time.perf_counter_ns() - start
    print(json.dumps(answer), flush=True)
