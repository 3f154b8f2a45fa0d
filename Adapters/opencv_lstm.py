#!/usr/bin/env python3
"""OpenCV's dnn module reading the ONNX model with constant weights."""

import cv2
import numpy

import lstm_subject
import onnx_model

cv2.setNumThreads(lstm_subject.threads())


def answer(case):
    model, inputs = onnx_model.model(case, constant_weights=True)
    net = cv2.dnn.readNetFromONNX(numpy.frombuffer(model.SerializeToString(), numpy.uint8))
    for name, array in inputs.items():
        net.setInput(array, name)
    parts = net.forward(["Y", "Y_h", "Y_c"])
    return onnx_model.answer(case, *parts), "cv2.dnn, layers " + " ".join(net.getLayerTypes())


lstm_subject.serve_cases(
    answer,
    name="opencv-dnn",
    version=cv2.__version__,
    scalars="float",
    # Its importer: "Activation function [Relu] for layer LSTM is not supported".
    refuses=onnx_model.REFUSES,
    conventions=onnx_model.CONVENTIONS,
    threads=lstm_subject.threads(),
)
