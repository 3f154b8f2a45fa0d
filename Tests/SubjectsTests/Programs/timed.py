"""A subject that times its calls: it answers zeros, and `prepare` counts the calls of each layer."""

import lstm_subject
import numpy

calls = []


def answer(options, tensors):
    leading, state = tensors["input"].shape[:2], tensors["initial_h"]
    return numpy.zeros_like(state), numpy.zeros((*leading, state.shape[1])), state, tensors["initial_c"]


def prepare(options, tensors):
    if tensors["input"].shape[0] == 3:
        raise lstm_subject.Refused("three are too many")

    def call():
        calls.append(1)
        return answer(options, tensors)

    return call


lstm_subject.serve(answer, name="timed", threads=1, prepare=prepare, read=lambda options, tensors, result: result)
