#!/usr/bin/env python3
"""mlx.nn.LSTM on the CPU."""

import mlx.core
import mlx.nn
import numpy

import lstm_subject

mlx.core.set_default_device(mlx.core.cpu)


def answer(case):
    layer = mlx.nn.LSTM(case.inputs, case.units, bias=case.bias is not None)
    kind = {numpy.float32: mlx.core.float32, numpy.float64: mlx.core.float64}[case.scalar]

    def array(part):
        return mlx.core.array(numpy.array(part, order="C"), dtype=kind)

    layer.Wx, layer.Wh = array(case.kernel.T), array(case.hidden_kernel.T)
    if case.bias is not None:
        layer.bias = array(case.bias)
    outputs, cells = layer(array(case.ordered(case.x).swapaxes(0, 1)), hidden=array(case.h), cell=array(case.c))
    outputs, cells = (numpy.array(part).swapaxes(0, 1) for part in (outputs, cells))
    return case.answer(outputs, outputs[-1], cells[-1]), f"mlx.nn.LSTM on {mlx.core.default_device()}, {outputs.dtype.name}"


lstm_subject.serve_cases(
    answer,
    name="mlx-lstm",
    version=lstm_subject.version("mlx"),
    scalars="float,double",
    refuses=["mask"],
    conventions="gates i,f,g,o; kernels transposed [4H,I] and [4H,H]; one bias",
)
