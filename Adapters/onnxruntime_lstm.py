#!/usr/bin/env python3
"""ONNX Runtime's LSTM on the CPU. `--constant` gives the weights as constants, which it packs ahead, instead of as inputs."""

import sys

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


lstm_subject.serve_cases(
    answer,
    name="onnxruntime-constant" if CONSTANT else "onnxruntime",
    version=onnxruntime.__version__,
    scalars="float",
    standard_activations=False,
    refuses=onnx_model.REFUSES,
    conventions=onnx_model.CONVENTIONS,
    threads=lstm_subject.threads(),
)
