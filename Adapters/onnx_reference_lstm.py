#!/usr/bin/env python3
"""onnx.reference.ReferenceEvaluator, ONNX's own evaluator in NumPy."""

import os

import lstm_subject

os.environ |= {"OPENBLAS_NUM_THREADS": str(lstm_subject.threads())}

import onnx  # noqa: E402
from onnx.reference import ReferenceEvaluator  # noqa: E402

import onnx_model  # noqa: E402

evaluators = {}


def answer(case):
    model, inputs = onnx_model.model(case)
    evaluator = evaluators.setdefault(onnx_model.key(case), ReferenceEvaluator(model))
    (node,) = evaluator.rt_nodes_
    return onnx_model.answer(case, *evaluator.run(None, inputs)), f"{type(node).__module__}.{type(node).__name__}"


lstm_subject.serve_cases(
    answer,
    name="onnx-reference",
    version=onnx.__version__,
    standard_activations=False,
    refuses=onnx_model.REFUSES,
    conventions=onnx_model.CONVENTIONS,
    threads=lstm_subject.threads(),
)
