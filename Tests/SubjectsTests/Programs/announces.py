"""A subject that answers zeros and makes the file of its argument at its fifth call, or refuses and makes it at once."""

import sys

import lstm_subject
import numpy

calls = 0


def answer(options, tensors):
    global calls
    calls += 1
    refuses = sys.argv[2:] == ["refuse"]
    if calls == 5 or refuses:
        open(sys.argv[1], "a").close()
    if refuses:
        raise lstm_subject.Refused("it only announces")
    leading, state = tensors["input"].shape[:2], tensors["initial_h"]
    return numpy.zeros_like(state), numpy.zeros((*leading, state.shape[1])), state, tensors["initial_c"]


lstm_subject.serve(answer, name="announces")
