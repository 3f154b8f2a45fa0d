#!/usr/bin/env python3
"""Apache MXNet's gluon.rnn.LSTM on the CPU, without lengths, which it has on CUDA only.

It has no direction but forward and both: `go_backwards` is the backward half of both, whose forward half has weights of zero.
"""

import os
import warnings

import lstm_subject

os.environ |= {"OMP_NUM_THREADS": str(lstm_subject.threads())}
warnings.simplefilter("ignore")

import mxnet  # noqa: E402
import numpy  # noqa: E402
from mxnet.gluon import rnn  # noqa: E402


def answer(case):
    both = case.backwards
    layer = rnn.LSTM(case.units, bidirectional=both, input_size=case.inputs, dtype=case.scalar)
    layer.initialize(mxnet.init.Zero())
    prefix = "r0_" if both else "l0_"
    weights = {"i2h_weight": case.kernel.T, "h2h_weight": case.hidden_kernel.T, "i2h_bias": case.bias_or_zero()}
    for name, array in weights.items():
        getattr(layer, prefix + name).set_data(nd(array))
    # The forward half of a bidirectional layer is idle: its state starts at zero.
    state = [nd(numpy.stack([numpy.zeros_like(part), part] if both else [part])) for part in (case.h, case.c)]
    outputs, (h, c) = layer(nd(case.x), state)
    kinds = {part.dtype.__name__ for part in (outputs, h, c)}
    parts = [part.asnumpy() for part in (outputs, h, c)]
    runtime = f"mxnet.gluon.rnn.LSTM on {outputs.context}, {'+'.join(kinds)}" + (", bidirectional" if both else "")
    return case.answer(parts[0][..., -case.units :], parts[1][-1], parts[2][-1], aligned=True), runtime


def nd(array):
    return mxnet.nd.array(numpy.array(array, order="C"), dtype=array.dtype)


lstm_subject.serve_cases(
    answer,
    name="mxnet-lstm",
    version=mxnet.__version__,
    refuses=["mask", "no_steps", "no_rows"],
    conventions="gates i,f,c,o; kernels transposed [4H,I] and [4H,H]; two biases",
    threads=lstm_subject.threads(),
)
