#!/usr/bin/env python3
"""PaddlePaddle's paddle.nn.LSTM on the CPU with sequence lengths, or with `--cell` paddle.nn.RNN over paddle.nn.LSTMCell.

nn.LSTM has no direction but forward and both: `go_backwards` is the backward half of both, whose forward half has zero weights.
What nn.RNN returns past a length is not specified: masks with a step that does not count are refused.
"""

import os
import sys

import lstm_subject

os.environ |= {"OMP_NUM_THREADS": str(lstm_subject.threads()), "GLOG_minloglevel": "3"}

import numpy  # noqa: E402
import paddle  # noqa: E402

paddle.set_device("cpu")
CELL = "--cell" in sys.argv


def loaded(module, case, suffix):
    """Copies the weights: gates i, f, g, o, kernels [4H, I] and [4H, H], the bias in the first of two."""
    weights = {"weight_ih": case.kernel.T, "weight_hh": case.hidden_kernel.T, "bias_ih": case.bias, "bias_hh": None}
    for name, array in weights.items():
        parameter = getattr(module, name + suffix)
        if parameter is not None and array is not None:
            parameter.set_value(numpy.array(array, order="C"))


def by_cell(case):
    if case.mask is not None and not case.mask.all():
        raise lstm_subject.Refused("what paddle.nn.RNN returns past a length is not specified")
    bias = {} if case.bias is not None else {"bias_ih_attr": False, "bias_hh_attr": False}
    cell = paddle.nn.LSTMCell(case.inputs, case.units, **bias)
    zero(cell)
    loaded(cell, case, "")
    layer = paddle.nn.RNN(cell, is_reverse=case.backwards, time_major=True)
    lengths = {} if case.mask is None else {"sequence_length": paddle.to_tensor(case.lengths())}
    state = tuple(paddle.to_tensor(numpy.array(part)) for part in (case.h, case.c))
    outputs, (h, c) = layer(paddle.to_tensor(numpy.array(case.x)), state, **lengths)
    path = "paddle.nn.RNN of LSTMCell" + (", sequence_length" if lengths else "")
    return case.answer(outputs.numpy(), h.numpy(), c.numpy(), aligned=True), path


def zero(module):
    for parameter in module.parameters():
        parameter.set_value(numpy.zeros(parameter.shape, paddle.get_default_dtype()))


def by_layer(case):
    both = case.backwards
    # Its documentation knows no layer without biases: they are zero then.
    layer = paddle.nn.LSTM(case.inputs, case.units, direction="bidirect" if both else "forward", time_major=True)
    zero(layer)
    layer.eval()
    loaded(layer, case, "_l0_reverse" if both else "_l0")
    # The forward half of a bidirectional layer is idle: its state starts at zero.
    state = [numpy.stack([numpy.zeros_like(part), part] if both else [part]) for part in (case.h, case.c)]
    lengths = {} if case.mask is None else {"sequence_length": paddle.to_tensor(case.lengths())}
    outputs, (h, c) = layer(paddle.to_tensor(numpy.array(case.x)), tuple(map(paddle.to_tensor, state)), **lengths)
    # The name is older than the kernel for the CPU: this is whether the one operation for all steps runs.
    assert layer.could_use_cudnn
    words = ["bidirectional" if both else "", "sequence_length" if lengths else ""]
    parts = case.answer(outputs.numpy()[..., -case.units :], h.numpy()[-1], c.numpy()[-1], aligned=True)
    return parts, ", ".join(["paddle.nn.LSTM, operation rnn", *filter(None, words)])


def answer(case):
    paddle.set_default_dtype(numpy.dtype(case.scalar).name)
    with paddle.no_grad():
        return by_cell(case) if CELL else by_layer(case)


lstm_subject.serve_cases(
    answer,
    name="paddle-lstmcell" if CELL else "paddle-lstm",
    version=paddle.__version__,
    refuses=["gapped_mask", "empty_row"] if CELL else ["gapped_mask", "held_output"],
    conventions="gates i,f,g,o; kernels transposed [4H,I] and [4H,H]; two biases",
    threads=lstm_subject.threads(),
)
