#!/usr/bin/env python3
"""keras.layers.LSTM of Keras 3: `--backend tensorflow|jax|torch|numpy|openvino [--unroll] [--last-only]`, eagerly.

`--unroll` asks for the unrolled loop, past the optimized LSTM of a backend. `--last-only` takes the last output and the states
from a layer that returns no sequences, which some backends compute differently.
"""

import argparse
import os

import lstm_subject

parser = argparse.ArgumentParser()
parser.add_argument("--backend", required=True)
parser.add_argument("--unroll", action="store_true")
parser.add_argument("--last-only", action="store_true")
arguments = parser.parse_args()

# All of these are read on import.
threads = str(lstm_subject.threads())
os.environ |= {"KERAS_BACKEND": arguments.backend, "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": ""}
os.environ |= {"OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads}
if arguments.backend == "jax":
    import jax_subject  # noqa: F401

import keras  # noqa: E402
import numpy  # noqa: E402
from keras.src import backend as keras_backend  # noqa: E402

if keras.backend.backend() != arguments.backend:
    raise SystemExit(f"asked for backend {arguments.backend}, got {keras.backend.backend()}")
if arguments.backend == "tensorflow":
    import tensorflow

    tensorflow.config.threading.set_intra_op_parallelism_threads(lstm_subject.threads())
    tensorflow.config.threading.set_inter_op_parallelism_threads(1)
if arguments.backend == "torch":
    import torch

    torch.set_num_threads(lstm_subject.threads())
    torch.set_grad_enabled(False)

ACTIVATIONS = {"tanh": "tanh", "sigmoid": "sigmoid", "relu": "relu", "identity": "linear", "hard_sigmoid_x/6": "hard_sigmoid"}
ran = []


def recorded(name):
    """Notes whenever a function of the backend answers, and how it was asked to loop."""
    function = getattr(keras_backend, name)

    def recording(*positional, **named):
        result = function(*positional, **named)
        loop = "" if name == "lstm" else ", unrolled" if named["unroll"] else ", rolled"
        ran.append(f"{arguments.backend}.{name}{loop}")
        return result

    setattr(keras_backend, name, recording)


recorded("rnn")
recorded("lstm")


def call(case, sequences):
    kind = numpy.dtype(case.scalar).name

    def tensor(array):
        # Some backends make float of double unless told.
        return keras.ops.convert_to_tensor(numpy.array(array, order="C"), dtype=kind)

    layer = keras.layers.LSTM(
        case.units,
        activation=ACTIVATIONS[case.tanh],
        recurrent_activation=ACTIVATIONS[case.sigmoid],
        use_bias=case.bias is not None,
        return_sequences=sequences,
        return_state=True,
        go_backwards=case.backwards,
        zero_output_for_mask=case.zero_output,
        unroll=arguments.unroll,
        # An optimized LSTM of the backend would not unroll.
        use_cudnn=False if arguments.unroll else "auto",
        dtype=kind,
    )
    layer.build((case.batch, case.steps, case.inputs))
    layer.set_weights([part for part in (case.kernel, case.hidden_kernel, case.bias) if part is not None])
    mask = {} if case.mask is None else {"mask": keras.ops.convert_to_tensor(numpy.ascontiguousarray(case.mask.T))}
    ran.clear()
    parts = layer(tensor(case.x.swapaxes(0, 1)), initial_state=[tensor(case.h), tensor(case.c)], **mask)
    assert len(ran) == 1 and (ran[0].endswith("unrolled") or not arguments.unroll), ran
    return [keras.ops.convert_to_numpy(part) for part in parts]


def answer(case):
    outputs, h, c = call(case, sequences=True)
    last = None
    if arguments.last_only:
        last, h, c = call(case, sequences=False)
    kinds = {part.dtype.name for part in (outputs, h, c)}
    path = f"{ran[0]}, {'+'.join(sorted(kinds))}"
    return case.answer(outputs.swapaxes(0, 1), h, c, last=last), path


words = [word for word, given in (("unrolled", arguments.unroll), ("last", arguments.last_only)) if given]
lstm_subject.serve_cases(
    answer,
    name="-".join(["keras", arguments.backend, *words]),
    version=lstm_subject.version("keras", arguments.backend),
    standard_activations=False,
    refuses=["activation:hard_sigmoid_0.2x"],
    conventions="gates i,f,c,o; kernels [I,4H] and [H,4H]; one bias",
    threads=threads,
)
