#!/usr/bin/env python3
"""An LSTM in NumPy as a subject of lstm-verify. `--fault` packs the gates as i, f, o, j."""

import pathlib
import sys

import numpy

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "Adapters"))
import lstm_subject


def sigmoid(z):
    with numpy.errstate(over="ignore"):
        return 1 / (1 + numpy.exp(-z))


def answer(options, tensors):
    time_major = options["time_major"] == "true"
    x = tensors["input"] if time_major else tensors["input"].swapaxes(0, 1)
    h, c = tensors["initial_h"].copy(), tensors["initial_c"].copy()
    steps, (batch, units) = x.shape[0], h.shape
    bias = tensors.get("bias", numpy.zeros(4 * units, h.dtype))
    outputs = numpy.zeros((steps, batch, units), h.dtype)
    backwards = options["go_backwards"] == "true"
    for step in range(steps):
        with numpy.errstate(all="ignore"):
            z = x[steps - 1 - step if backwards else step] @ tensors["input_kernel"] + h @ tensors["hidden_kernel"] + bias
        i, f, j, o = numpy.split(z, 4, axis=1)
        if "--fault" in sys.argv:
            j, o = o, j
        with numpy.errstate(all="ignore"):
            c = sigmoid(f) * c + sigmoid(i) * numpy.tanh(j)
            h = sigmoid(o) * numpy.tanh(c)
        outputs[step] = h
    last = outputs[-1] if steps else numpy.zeros_like(h)
    if backwards and options["output_order"] == "aligned":
        outputs = outputs[::-1]
    return last, outputs if time_major else outputs.swapaxes(0, 1), h, c


def checked(options, tensors):
    if options["tanh_activation"] != "tanh" or options["sigm_activation"] != "sigmoid":
        raise lstm_subject.Refused("only tanh and sigmoid, in their places")
    return answer(options, tensors)


lstm_subject.serve(checked, name="numpy-lstm", version=numpy.__version__, refuses="mask")
