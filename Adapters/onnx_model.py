"""The ONNX model of a problem: one LSTM node, for every runtime that reads ONNX.

Gates i, o, f, c; W [1, 4H, I], R [1, 4H, H], B [1, 8H] with the bias in its first half; X and Y are [T, B, .], aligned. Lengths
go to sequence_lens. Outputs past a length are zero.
"""

import numpy
import onnx
from onnx import TensorProto, helper

import lstm_subject

CONVENTIONS = "gates i,o,f,c; kernels transposed [1,4H,I] and [1,4H,H]; two biases in one [1,8H]"
# Of masks ONNX knows lengths, whose outputs are zero past the end.
REFUSES = ["gapped_mask", "held_output"]
ACTIVATIONS = {"tanh": "Tanh", "sigmoid": "Sigmoid", "relu": "Relu", "identity": "Affine"}
COEFFICIENTS = {"hard_sigmoid_0.2x": (0.2, 0.5), "hard_sigmoid_x/6": (1 / 6, 0.5), "identity": (1.0, 0.0)}


def inputs(case):
    """The inputs of the node by name, in the node's order."""
    arrays = {
        "X": case.x,
        "W": case.gates(case.kernel, "iofj").T[None],
        "R": case.gates(case.hidden_kernel, "iofj").T[None],
    }
    if case.bias is not None:
        arrays["B"] = numpy.concatenate([case.gates(case.bias, "iofj"), numpy.zeros_like(case.bias)])[None]
    if case.mask is not None:
        arrays["sequence_lens"] = case.lengths().astype(numpy.int32)
    arrays |= {"initial_h": case.h[None], "initial_c": case.c[None]}
    return {name: numpy.array(array, order="C") for name, array in arrays.items()}


def attributes(case):
    named = {"hidden_size": case.units, "direction": "reverse" if case.backwards else "forward"}
    # f is of the gates, g of the candidate, h of the cell state.
    chosen = (case.sigmoid, case.tanh, case.tanh)
    if chosen != ("sigmoid", "tanh", "tanh"):
        pairs = [COEFFICIENTS[name] for name in chosen if name in COEFFICIENTS]
        if case.scalar is numpy.float64 and any(name.startswith("hard") for name in chosen):
            raise lstm_subject.Refused("ONNX has the coefficients of activations in float only")
        named["activations"] = [ACTIVATIONS.get(name, "HardSigmoid") for name in chosen]
        if pairs:
            named |= {"activation_alpha": [pair[0] for pair in pairs], "activation_beta": [pair[1] for pair in pairs]}
    return named


def key(case):
    """What `model` depends on, but for the values of constant weights."""
    return (case.scalar, case.x.shape, case.units, str(attributes(case)), case.bias is None, case.mask is None)


def model(case, constant_weights=False):
    """The model with static shapes. Weights are inputs, or constants, which some runtimes pack ahead."""
    arrays = inputs(case)
    element = helper.np_dtype_to_tensor_dtype(numpy.dtype(case.scalar))
    constants = ("W", "R", "B") if constant_weights else ()
    names = ["X", "W", "R", *("B", "sequence_lens", "initial_h", "initial_c")]
    node = helper.make_node("LSTM", [name if name in arrays else "" for name in names], ["Y", "Y_h", "Y_c"], **attributes(case))

    def described(name, shape, kind=element):
        return helper.make_tensor_value_info(name, kind, shape)

    state = [1, case.batch, case.units]
    graph = helper.make_graph(
        [node],
        "lstm",
        [
            described(name, array.shape, TensorProto.INT32 if name == "sequence_lens" else element)
            for name, array in arrays.items()
            if name not in constants
        ],
        [described("Y", [case.steps, *state]), described("Y_h", state), described("Y_c", state)],
        [onnx.numpy_helper.from_array(arrays[name], name) for name in constants if name in arrays],
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)], ir_version=10)
    onnx.checker.check_model(made)
    return made, {name: array for name, array in arrays.items() if name not in constants}


def answer(case, y, y_h, y_c):
    return case.answer(y[:, 0], y_h[0], y_c[0], aligned=True)
