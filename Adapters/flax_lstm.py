#!/usr/bin/env python3
"""flax.linen.RNN over OptimizedLSTMCell, or with `--plain` over LSTMCell.

What RNN returns past a length is not specified: masks with a step that does not count are refused, others given as lengths.
"""

import functools
import sys

import jax_subject  # noqa: I001
import jax
import numpy
from flax import linen

import lstm_subject

PLAIN = "--plain" in sys.argv
CELL = linen.LSTMCell if PLAIN else linen.OptimizedLSTMCell


@functools.partial(jax.jit, static_argnames=("reverse", "keep_order"))
def run(parameters, x, carry, lengths, reverse, keep_order):
    layer = linen.RNN(CELL(carry[0].shape[-1], param_dtype=x.dtype), time_major=True, return_carry=True)
    return layer.apply(
        {"params": {"cell": parameters}}, x, initial_carry=carry, seq_lengths=lengths, reverse=reverse, keep_order=keep_order
    )


def answer(case):
    if case.mask is not None and not case.mask.all():
        raise lstm_subject.Refused("what flax.linen.RNN returns past a length is not specified")
    lengths = None if case.mask is None else case.lengths().astype(numpy.int32)
    blocks = [numpy.split(part, 4, axis=-1) for part in (case.kernel, case.hidden_kernel, case.bias_or_zero())]
    parameters = {}
    for gate, kernel, hidden_kernel, bias in zip("ifgo", *blocks):
        parameters["i" + gate] = {"kernel": kernel}
        parameters["h" + gate] = {"kernel": hidden_kernel, "bias": bias}
    aligned = case.backwards and case.aligned
    (c, h), outputs = run(parameters, case.x, (case.c, case.h), lengths, reverse=case.backwards, keep_order=aligned)
    runtime = jax_subject.path(case, f"flax.linen.RNN of {CELL.__name__}", outputs, h, c)
    return case.answer(outputs, h, c, aligned=aligned), runtime + ("" if lengths is None else ", seq_lengths")


lstm_subject.serve_cases(
    answer,
    name="flax-lstmcell" if PLAIN else "flax-optimized-lstmcell",
    version=lstm_subject.version("flax", "jax"),
    refuses=["gapped_mask", "empty_row"],
    conventions="eight kernels [I,H] and [H,H] by gate i,f,g,o; the bias with the hidden kernel; carry is (c, h)",
    threads=lstm_subject.threads(),
)
