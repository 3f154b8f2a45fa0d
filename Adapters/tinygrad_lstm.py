#!/usr/bin/env python3
"""tinygrad.nn.LSTMCell in a loop, on the CPU."""

import os

os.environ |= {"DEV": "CPU", "CPU": "1", "DEBUG": "0"}

import numpy  # noqa: E402
import tinygrad  # noqa: E402
import tinygrad.nn  # noqa: E402

import lstm_subject  # noqa: E402

if not tinygrad.Device.DEFAULT.startswith("CPU"):
    raise SystemExit(f"asked for the CPU, got {tinygrad.Device.DEFAULT}")


def tensor(array):
    return tinygrad.Tensor(numpy.array(array, order="C"))


def answer(case):
    cell = tinygrad.nn.LSTMCell(case.inputs, case.units, bias=case.bias is not None)
    cell.weight_ih, cell.weight_hh = tensor(case.kernel.T), tensor(case.hidden_kernel.T)
    if case.bias is not None:
        cell.bias_ih, cell.bias_hh = tensor(case.bias), tensor(numpy.zeros_like(case.bias))
    state, outputs = (tensor(case.h), tensor(case.c)), numpy.zeros((case.steps, case.batch, case.units), case.scalar)
    for step, x in enumerate(case.ordered(case.x)):
        state = tuple(part.realize() for part in cell(tensor(x), state))
        outputs[step] = state[0].numpy()
    kinds = {str(part.dtype).removeprefix("dtypes.") for part in state}
    path = f"tinygrad.nn.LSTMCell on {tinygrad.Device.DEFAULT}, {'+'.join(kinds)}"
    return case.answer(outputs, state[0].numpy(), state[1].numpy()), path


lstm_subject.serve_cases(
    answer,
    name="tinygrad-lstmcell",
    version=lstm_subject.version("tinygrad"),
    refuses=["mask"],
    conventions="gates i,f,g,o; kernels transposed [4H,I] and [4H,H]; two biases",
)
