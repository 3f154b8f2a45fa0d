"""What the adapters of the JAX family share: settings that are read on import. Import it before jax."""

import os
import pathlib
import sys

import lstm_subject

# Double is real only with x64; without it JAX computes in float whatever it is given.
os.environ |= {"JAX_ENABLE_X64": "1", "JAX_PLATFORMS": "cpu", "TF_CPP_MIN_LOG_LEVEL": "3"}
if lstm_subject.threads() == 1:
    os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"

# Each shape is compiled anew; the environment keeps what was compiled for the next run.
os.environ.setdefault("JAX_COMPILATION_CACHE_DIR", str(pathlib.Path(sys.prefix, "compiled")))
os.environ |= {"JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS": "0", "JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES": "-1"}

import jax  # noqa: E402
import numpy  # noqa: E402


def path(case, what, *arrays):
    """The code path of an answer, where it was computed in the scalar of the case."""
    kinds = {array.dtype for array in arrays}
    if kinds != {numpy.dtype(case.scalar)}:
        raise AssertionError(f"computed in {kinds}")
    return f"{what}, XLA on {jax.default_backend()}"
