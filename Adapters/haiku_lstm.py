#!/usr/bin/env python3
"""haiku.LSTM of dm-haiku under haiku.dynamic_unroll. It adds 1 to the forget gate's bias, which is taken from it here."""

import functools

import jax_subject  # noqa: I001
import haiku
import jax
import numpy

import lstm_subject


@functools.partial(jax.jit, static_argnames=("units", "reverse"))
def run(parameters, x, h, c, units, reverse):
    def unrolled(x, h, c):
        return haiku.dynamic_unroll(haiku.LSTM(units), x, haiku.LSTMState(h, c), reverse=reverse)

    return haiku.without_apply_rng(haiku.transform(unrolled)).apply(parameters, x, h, c)


def answer(case):
    bias = numpy.array(case.bias_or_zero())
    bias[case.units : 2 * case.units] -= 1
    weights = numpy.concatenate([case.kernel, case.hidden_kernel])
    parameters = {"lstm/linear": {"w": case.gates(weights, "ijfo"), "b": case.gates(bias, "ijfo")}}
    outputs, state = run(parameters, case.x, case.h, case.c, units=case.units, reverse=case.backwards)
    runtime = jax_subject.path(case, "haiku.LSTM", outputs, state.hidden, state.cell)
    return case.answer(outputs, state.hidden, state.cell, aligned=True), runtime


lstm_subject.serve_cases(
    answer,
    name="haiku-lstm",
    version=lstm_subject.version("dm-haiku", "jax"),
    refuses=["mask"],
    conventions="gates i,g,f,o; one kernel [I+H,4H]; one bias, to which the forget gate adds 1",
    threads=lstm_subject.threads(),
)
