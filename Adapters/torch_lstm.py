#!/usr/bin/env python3
"""PyTorch's torch.nn.LSTM, with packed sequences for lengths, or with `--cell` a loop over torch.nn.LSTMCell.

PyTorch has one activation of each kind, no masks but lengths, and no direction but forward (a bidirectional layer gives both). So
`go_backwards` is left to it only as the backward half of a bidirectional layer, whose forward half has weights of zero.
"""

import sys

import numpy
import torch
import torch.nn.utils.rnn as packing

import lstm_subject

torch.set_num_threads(lstm_subject.threads())
torch.set_grad_enabled(False)
# oneDNN has an LSTM of its own for inference in float: named where it runs.
ONEDNN = "--onednn" in sys.argv
CELL = "--cell" in sys.argv
torch.backends.mkldnn.enabled = ONEDNN
PATHS = {}


def tensor(array):
    return torch.from_numpy(numpy.array(array))


def loaded(module, case, suffix):
    """Copies the weights: gates i, f, g, o, kernels [4H, I] and [4H, H], the bias in the first of two."""
    getattr(module, "weight_ih" + suffix).copy_(tensor(case.kernel.T))
    getattr(module, "weight_hh" + suffix).copy_(tensor(case.hidden_kernel.T))
    if case.bias is not None:
        getattr(module, "bias_ih" + suffix).copy_(tensor(case.bias))
        getattr(module, "bias_hh" + suffix).zero_()


def by_cell(case):
    cell = torch.nn.LSTMCell(case.inputs, case.units, bias=case.bias is not None, dtype=tensor(case.x).dtype)
    loaded(cell, case, "")
    x, state = tensor(case.ordered(case.x)), (tensor(case.h), tensor(case.c))
    outputs = torch.zeros(case.steps, case.batch, case.units, dtype=x.dtype)
    for step in range(case.steps):
        state = cell(x[step], state)
        outputs[step] = state[0]
    return case.answer(outputs.numpy(), state[0].numpy(), state[1].numpy()), "torch.nn.LSTMCell"


def by_layer(case):
    x = tensor(case.x)
    both = case.backwards
    layer = torch.nn.LSTM(case.inputs, case.units, bias=case.bias is not None, bidirectional=both, dtype=x.dtype).eval()
    for parameter in layer.parameters():
        parameter.zero_()
    loaded(layer, case, "_l0_reverse" if both else "_l0")
    # The forward half of a bidirectional layer is idle: its state starts at zero.
    state = tuple(torch.stack([torch.zeros_like(part), part] if both else [part]) for part in map(tensor, (case.h, case.c)))
    if case.mask is None:
        outputs, (h, c) = layer(x, state)
    else:
        packed = packing.pack_padded_sequence(x, tensor(case.lengths()), enforce_sorted=False)
        assert isinstance(packed, packing.PackedSequence)
        outputs, (h, c) = layer(packed, state)
        outputs, _ = packing.pad_packed_sequence(outputs, total_length=case.steps)
    parts = case.answer(outputs[..., -case.units :].numpy(), h[-1].numpy(), c[-1].numpy(), aligned=True)
    return parts, path(layer, x, state, case)


def path(layer, x, state, case):
    """What ran, as PyTorch's profiler sees it: once for each combination that decides it."""
    uniform = len(set(case.lengths())) < 2
    key = (case.scalar, case.backwards, case.mask is not None, uniform)
    if key not in PATHS:
        with torch.profiler.profile(activities=[torch.profiler.ProfilerActivity.CPU]) as profile:
            packed = case.mask is not None
            layer(packing.pack_padded_sequence(x, tensor(case.lengths()), enforce_sorted=False) if packed else x, state)
        fused = any("mkldnn_rnn" in event.key for event in profile.key_averages())
        if fused and not ONEDNN:
            raise AssertionError("oneDNN ran where PyTorch's own kernels were meant")
        words = ["oneDNN" if fused else "native", "packed" if packed else "", "bidirectional" if case.backwards else ""]
        PATHS[key] = ", ".join(["torch.nn.LSTM", *filter(None, words)])
    return PATHS[key]


def prepared(case):
    """A layer with its weights in place, to be called again and again."""
    if case.mask is not None or case.backwards:
        raise lstm_subject.Refused("timed forward, without lengths")
    layer = torch.nn.LSTM(case.inputs, case.units, bias=case.bias is not None, dtype=tensor(case.x).dtype).eval()
    loaded(layer, case, "_l0")
    x, state = tensor(case.x), (tensor(case.h)[None], tensor(case.c)[None])
    return lambda: layer(x, state)


def read(case, result):
    """The answer that a call of a prepared layer returned."""
    outputs, (h, c) = result
    return case.answer(outputs.numpy(), h[-1].numpy(), c[-1].numpy(), aligned=True)


lstm_subject.serve_cases(
    by_cell if CELL else by_layer,
    name="torch-lstmcell" if CELL else "torch-lstm-onednn" if ONEDNN else "torch-lstm",
    version=torch.__version__,
    # "Expected sequence length to be larger than 0 in RNN"; "Length of all samples has to be greater than 0".
    refuses=["mask"] if CELL else ["no_steps", "gapped_mask", "empty_row", "held_output"],
    conventions="gates i,f,g,o; kernels transposed [4H,I] and [4H,H]; two biases",
    threads=torch.get_num_threads(),
    prepare=None if CELL else prepared,
    read=None if CELL else read,
)
