#!/usr/bin/env python3
"""equinox.nn.LSTMCell, mapped over the rows and scanned over the steps as its documentation shows."""

import functools

import jax_subject  # noqa: I001
import equinox
import jax

import lstm_subject


@functools.partial(jax.jit, static_argnames=("reverse",))
def run(kernel, hidden_kernel, bias, x, h, c, reverse):
    inputs, units = kernel.shape[1], hidden_kernel.shape[1]
    cell = equinox.nn.LSTMCell(inputs, units, use_bias=bias is not None, dtype=x.dtype, key=jax.random.key(0))
    cell = equinox.tree_at(lambda cell: (cell.weight_ih, cell.weight_hh), cell, (kernel, hidden_kernel))
    if bias is not None:
        cell = equinox.tree_at(lambda cell: cell.bias, cell, bias)

    def step(state, x):
        state = jax.vmap(cell)(x, state)
        return state, state[0]

    return jax.lax.scan(step, (h, c), x, reverse=reverse)


def answer(case):
    (h, c), outputs = run(case.kernel.T, case.hidden_kernel.T, case.bias, case.x, case.h, case.c, reverse=case.backwards)
    return case.answer(outputs, h, c, aligned=True), jax_subject.path(case, "equinox.nn.LSTMCell", outputs, h, c)


lstm_subject.serve_cases(
    answer,
    name="equinox-lstmcell",
    version=lstm_subject.version("equinox", "jax"),
    refuses=["mask"],
    conventions="gates i,f,g,o; kernels transposed [4H,I] and [4H,H]; one bias",
    threads=lstm_subject.threads(),
)
