#!/usr/bin/env python3
"""ONNX Runtime's LSTM on the CPU. `--constant` gives the weights as constants, which it packs ahead, instead of as inputs."""

import sys

import numpy
import onnxruntime

import lstm_subject
import onnx_model

CONSTANT = "--constant" in sys.argv
sessions = {}


def session(case):
    model, inputs = onnx_model.model(case, CONSTANT)
    key = onnx_model.key(case)
    if CONSTANT or key not in sessions:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = lstm_subject.threads()
        options.log_severity_level = 4
        made = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
        assert made.get_providers() == ["CPUExecutionProvider"], made.get_providers()
        if CONSTANT:
            return made, inputs
        sessions[key] = made
    return sessions[key], inputs


def answer(case):
    made, inputs = session(case)
    return onnx_model.answer(case, *made.run(["Y", "Y_h", "Y_c"], inputs)), f"{made.get_providers()[0]}, LSTM, opset 21"


def prepared(case):
    """A session whose inputs and outputs are bound, to be run again and again; the weights are constants."""
    model, inputs = onnx_model.model(case, constant_weights=True)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = lstm_subject.threads()
    made = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    binding = made.io_binding()
    for name, array in inputs.items():
        binding.bind_ortvalue_input(name, onnxruntime.OrtValue.ortvalue_from_numpy(array))
    state = (1, case.batch, case.units)
    for name, shape in (("Y", (case.steps, *state)), ("Y_h", state), ("Y_c", state)):
        binding.bind_ortvalue_output(name, onnxruntime.OrtValue.ortvalue_from_numpy(numpy.zeros(shape, case.scalar)))
    return lambda: made.run_with_iobinding(binding) or binding


def read(case, binding):
    """The answer that a run of a session left in its bound outputs."""
    return onnx_model.answer(case, *(value.numpy() for value in binding.get_outputs()))


lstm_subject.serve_cases(
    answer,
    name="onnxruntime-constant" if CONSTANT else "onnxruntime",
    version=onnxruntime.__version__,
    scalars="float",
    standard_activations=False,
    refuses=onnx_model.REFUSES,
    conventions=onnx_model.CONVENTIONS,
    threads=lstm_subject.threads(),
    prepare=prepared,
    read=read,
)
