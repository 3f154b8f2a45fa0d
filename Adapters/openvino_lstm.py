#!/usr/bin/env python3
"""OpenVINO on the CPU, reading the ONNX model with constant weights, in float. `--as-it-comes` leaves the precision to it."""

import sys

import openvino

import lstm_subject
import onnx_model

AS_IT_COMES = "--as-it-comes" in sys.argv
core = openvino.Core()
settings = {"INFERENCE_NUM_THREADS": lstm_subject.threads()}
if not AS_IT_COMES:
    settings["INFERENCE_PRECISION_HINT"] = "f32"


def answer(case):
    model, inputs = onnx_model.model(case, constant_weights=True)
    compiled = core.compile_model(core.read_model(model.SerializeToString()), "CPU", settings)
    precision = compiled.get_property("INFERENCE_PRECISION_HINT").get_type_name()
    assert AS_IT_COMES or precision == "f32", precision
    results = compiled(inputs)
    parts = [results[compiled.output(name)] for name in ("Y", "Y_h", "Y_c")]
    kinds = {}
    for node in compiled.get_runtime_model().get_ops():
        info = node.get_rt_info()
        kinds[str(info["layerType"].value)] = str(info["runtimePrecision"].value)
    inner = sorted(f"{kind} {kinds[kind]}" for kind in kinds if kind in ("RNNSeq", "RNNCell", "TensorIterator"))
    return onnx_model.answer(case, *parts), ", ".join(inner or sorted(kinds)) + f", precision hint {precision}"


lstm_subject.serve_cases(
    answer,
    name="openvino-as-it-comes" if AS_IT_COMES else "openvino",
    version=openvino.__version__.split("-")[0],
    scalars="float",
    standard_activations=False,
    # LSTMSequence's documentation: "any combination of relu, sigmoid, tanh".
    refuses=onnx_model.REFUSES + lstm_subject.other_activations("relu", "sigmoid", "tanh"),
    conventions=onnx_model.CONVENTIONS,
    threads=lstm_subject.threads(),
)
