#!/usr/bin/env python3
"""TensorFlow's raw operation BlockLSTM, or with `--v2` BlockLSTMV2, eagerly: no peepholes, no forget bias, no clipping.

One length serves all rows, and only forward. The operation returns the states of its steps, so there has to be one.
"""

import os
import sys

os.environ |= {"TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": ""}

import numpy  # noqa: E402
import tensorflow  # noqa: E402

import lstm_subject  # noqa: E402

tensorflow.config.threading.set_intra_op_parallelism_threads(lstm_subject.threads())
tensorflow.config.threading.set_inter_op_parallelism_threads(1)
V2 = "--v2" in sys.argv
ORDER = "ifjo" if V2 else "ijfo"


def answer(case):
    length = case.steps
    if case.mask is not None:
        if len(set(case.lengths())) > 1:
            raise lstm_subject.Refused("rows of different lengths")
        length = int(max(case.lengths(), default=case.steps))
        if case.backwards and length < case.steps:
            raise lstm_subject.Refused("no direction but forward, for which the padding would be on the left")
    if length == 0:
        raise lstm_subject.Refused("no step, and so no state")
    peephole = numpy.zeros(case.units, case.scalar)
    arguments = {
        "seq_len_max": numpy.int64(length),
        "x": numpy.array(case.ordered(case.x)),
        "cs_prev": numpy.array(case.c),
        "h_prev": numpy.array(case.h),
        "w": case.gates(numpy.concatenate([case.kernel, case.hidden_kernel]), ORDER),
        "wci": peephole,
        "wcf": peephole,
        "wco": peephole,
        "b": case.gates(case.bias_or_zero(), ORDER),
        "cell_clip": -1.0,
        "use_peephole": False,
    }
    if V2:
        result = tensorflow.raw_ops.BlockLSTMV2(**arguments)
    else:
        result = tensorflow.raw_ops.BlockLSTM(**arguments, forget_bias=0.0)
    assert tensorflow.executing_eagerly() and "CPU" in result.h.device, result.h.device
    h, c = result.h.numpy(), result.cs.numpy()
    return case.answer(h, h[length - 1], c[length - 1]), f"BlockLSTM{'V2' if V2 else ''}, eager, {result.h.device[-5:]}"


lstm_subject.serve_cases(
    answer,
    name="tensorflow-blocklstm" + ("v2" if V2 else ""),
    version=tensorflow.__version__,
    scalars="float",
    refuses=["gapped_mask", "empty_row", "held_output", "no_steps"],
    conventions=f"gates {'i,f,c,o' if V2 else 'i,c,f,o'}; one kernel [I+H,4H]; one bias",
    threads=lstm_subject.threads(),
)
