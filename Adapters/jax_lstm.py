#!/usr/bin/env python3
"""jax.experimental.rnn.lstm_ref, JAX's own LSTM beside cuDNN's, with sequence lengths.

It has no direction but forward and both, so `go_backwards` is the backward half of both, whose forward half has weights of zero.
"""

import jax_subject  # noqa: I001
import jax.numpy
import numpy
from jax.experimental import rnn

import lstm_subject


def answer(case):
    zeros = [numpy.zeros_like(part) for part in (case.kernel.T, case.hidden_kernel.T, case.bias_or_zero(), case.bias_or_zero())]
    weights = [case.kernel.T, case.hidden_kernel.T, case.bias_or_zero(), zeros[3]]
    directions = [zeros, weights] if case.backwards else [weights]
    packed = [{number: jax.numpy.array(parts[kind]) for number, parts in enumerate(directions)} for kind in range(4)]
    state = [numpy.stack([numpy.zeros_like(part), part] if case.backwards else [part]) for part in (case.h, case.c)]
    outputs, h, c = rnn.lstm_ref(
        jax.numpy.array(case.x.swapaxes(0, 1)),
        *map(jax.numpy.array, state),
        *packed,
        seq_lengths=jax.numpy.array(case.lengths(), "int32"),
        input_size=case.inputs,
        hidden_size=case.units,
        num_layers=1,
        dropout=0.0,
        bidirectional=case.backwards,
    )
    runtime = jax_subject.path(case, "jax.experimental.rnn.lstm_ref", outputs, h, c)
    parts = case.answer(numpy.swapaxes(outputs[..., -case.units :], 0, 1), h[-1], c[-1], aligned=True)
    return parts, runtime + (", bidirectional" if case.backwards else "")


lstm_subject.serve_cases(
    answer,
    name="jax-lstm-ref",
    version=lstm_subject.version("jax"),
    refuses=["gapped_mask", "held_output"],
    conventions="gates i,f,g,o; kernels transposed [4H,I] and [4H,H]; two biases",
    threads=lstm_subject.threads(),
)
