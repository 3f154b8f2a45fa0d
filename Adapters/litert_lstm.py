#!/usr/bin/env python3
"""LiteRT's (TensorFlow Lite's) operator UNIDIRECTIONAL_SEQUENCE_LSTM, in a model written here: weights are constants.

The states are the operator's variable tensors, set before the run and read after it. It knows forward only.
"""

import flatbuffers
import numpy
from ai_edge_litert import schema_py_generated as schema
from ai_edge_litert.interpreter import Interpreter

import lstm_subject

ACTIVATIONS = {
    "tanh": schema.ActivationFunctionType.TANH,
    "relu": schema.ActivationFunctionType.RELU,
    "identity": schema.ActivationFunctionType.NONE,
}


def model(case):
    """The bytes of the model, and the numbers of its tensors: x, h, c, outputs."""
    made, graph = schema.ModelT(), schema.SubGraphT()
    made.version, made.buffers, graph.tensors = 3, [schema.BufferT()], []

    def tensor(name, shape, array=None, variable=False):
        entry = schema.TensorT()
        entry.name, entry.shape, entry.type, entry.isVariable = name, list(shape), schema.TensorType.FLOAT32, variable
        if array is not None:
            made.buffers.append(schema.BufferT())
            made.buffers[-1].data = numpy.frombuffer(numpy.ascontiguousarray(array, numpy.float32).tobytes(), numpy.uint8)
            entry.buffer = len(made.buffers) - 1
        graph.tensors.append(entry)
        return len(graph.tensors) - 1

    def constants(name, array):
        """One tensor for each gate, in the order i, f, c, o."""
        return [tensor(f"{name}_{gate}", block.shape, block) for gate, block in zip("ifco", numpy.split(array, 4))]

    x = tensor("x", case.x.shape)
    kernels, hidden_kernels = constants("kernel", case.kernel.T), constants("hidden_kernel", case.hidden_kernel.T)
    biases = constants("bias", case.bias_or_zero())
    h, c = (tensor(name, case.h.shape, variable=True) for name in ("h", "c"))
    outputs = tensor("outputs", (case.steps, case.batch, case.units))

    options = schema.UnidirectionalSequenceLSTMOptionsT()
    options.timeMajor, options.fusedActivationFunction = True, ACTIVATIONS[case.tanh]
    operator = schema.OperatorT()
    absent = -1
    # Input, kernels, hidden kernels, three peepholes, biases, a projection and its bias, states, four layer norms.
    operator.inputs = [x, *kernels, *hidden_kernels, *[absent] * 3, *biases, *[absent] * 2, h, c, *[absent] * 4]
    operator.outputs = [outputs]
    operator.builtinOptionsType = schema.BuiltinOptions.UnidirectionalSequenceLSTMOptions
    operator.builtinOptions = options
    code = schema.OperatorCodeT()
    code.builtinCode = code.deprecatedBuiltinCode = schema.BuiltinOperator.UNIDIRECTIONAL_SEQUENCE_LSTM
    code.version = 1
    graph.inputs, graph.outputs, graph.operators = [x], [outputs], [operator]
    made.operatorCodes, made.subgraphs = [code], [graph]
    builder = flatbuffers.Builder(1024)
    builder.Finish(made.Pack(builder), b"TFL3")
    return bytes(builder.Output()), (x, h, c, outputs)


def answer(case):
    if case.sigmoid != "sigmoid" or case.tanh not in ACTIVATIONS:
        raise lstm_subject.Refused(f"the gates are sigmoid, the others one of {', '.join(ACTIVATIONS)}")
    content, (x, h, c, outputs) = model(case)
    interpreter = Interpreter(model_content=content, num_threads=lstm_subject.threads())
    interpreter.allocate_tensors()
    for number, array in ((x, case.ordered(case.x)), (h, case.h), (c, case.c)):
        interpreter.set_tensor(number, numpy.array(array, numpy.float32, order="C"))
    interpreter.invoke()
    (operator,) = interpreter._get_ops_details()
    parts = [interpreter.get_tensor(number) for number in (outputs, h, c)]
    return case.answer(*parts), f"LiteRT {operator['op_name']}"


lstm_subject.serve_cases(
    answer,
    name="litert-lstm",
    version=lstm_subject.version("ai-edge-litert"),
    scalars="float",
    standard_activations=False,
    refuses=["mask"] + lstm_subject.other_activations("tanh", "sigmoid", "relu", "identity"),
    conventions="four kernels [H,I], hidden kernels [H,H] and biases [H] by gate i,f,c,o",
    threads=lstm_subject.threads(),
)
