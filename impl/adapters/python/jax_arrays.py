"""numpy arrays <-> JAX arrays, for the adapters on JAX: the device, 64-bit types, one compilation for each shape."""

import argparse
import os


def options(description, flags=()):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--device", default="cpu", choices=["cpu", "gpu"], help="default: %(default)s")
    for flag, text in flags:
        parser.add_argument(flag, action="store_true", help=text)
    given = parser.parse_args()
    os.environ["JAX_PLATFORMS"] = "cpu" if given.device == "cpu" else "cuda"
    import jax

    jax.config.update("jax_enable_x64", True)
    try:
        jax.devices()
    except RuntimeError as error:
        parser.exit(1, f"no GPU that JAX can use: {str(error).splitlines()[0]}\n")
    return given


def given_only(**values):
    """Arrays by name, without those that are missing."""
    return {name: value for name, value in values.items() if value is not None}


def moves_of(primals, given):
    """A tangent for each of the primals, as jax.jvp wants them: 0 where none is given."""
    import numpy as np

    return {name: given[name] if name in given else np.zeros_like(value) for name, value in primals.items()}


def arrays(outputs):
    import numpy as np

    # A copy: JAX shares its buffers with the arrays that it hands out.
    return {name: np.array(value) for name, value in outputs.items()}


def axes_but(rank, axis):
    return tuple(k for k in range(rank) if k != axis)
