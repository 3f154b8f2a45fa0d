"""The equations of an LSTM in NumPy, float64. Numbers E1 to E16 are those of Docs/equations.md.

No function here calls BLAS: sums are einsum without optimization, which is NumPy's own loop.
"""
import platform

import numpy as np


def sigmoid(z):
    """1 / (1 + exp(-z)), or exp(z) / (1 + exp(z)) below zero: no exponential overflows."""
    return np.exp(np.minimum(z, 0)) / (1 + np.exp(-np.abs(z)))


def clip(z):
    """NaN stays NaN."""
    return np.minimum(np.maximum(z, 0), 1)


ACTIVATIONS = {
    "tanh": np.tanh,
    "sigmoid": sigmoid,
    "hard_sigmoid_0.2x": lambda z: clip(0.2 * z + 0.5),
    "hard_sigmoid_x/6": lambda z: clip(z / 6 + 0.5),
    "relu": lambda z: np.maximum(z, 0),
    "identity": lambda z: z,
}


def product(rows, kernel):
    """rows [..., n] times kernel [n, m], summed without BLAS."""
    return np.einsum("...k,km->...m", rows, kernel, optimize=False)


def lstm(x, h0, c0, K, R, b, mask, go_backwards, aligned, zero_output, tanh, sigm):
    """x [T, B, I], mask [T, B] or None: returns last_output, outputs [T, B, H], h and c."""
    steps, H = x.shape[0], h0.shape[1]
    i, f, j, o = (slice(gate * H, gate * H + H) for gate in range(4))
    counts = [True] * steps if mask is None else mask.all(axis=1).tolist()
    outputs = np.empty(x.shape[:2] + h0.shape[1:])
    h, c = h0, c0
    y = np.zeros_like(h0)                                   # E10: y_{-1} = 0
    xK = product(x, K)
    for s in range(steps):
        t = steps - 1 - s if go_backwards else s
        z = xK[t] + product(h, R) + b                       # E1
        gates = sigm(z)                                     # E2, E3, E5, and a block that nobody reads
        c_new = gates[:, f] * c + gates[:, i] * tanh(z[:, j])   # E4, E6
        h_new = gates[:, o] * tanh(c_new)                   # E7
        if counts[t]:
            h, c, y = h_new, c_new, h_new
        else:
            m = mask[t][:, None]                            # E8
            h, c = np.where(m, h_new, h), np.where(m, c_new, c) # E9
            y = np.where(m, h_new, 0.0 if zero_output else y)   # E10
        outputs[t if aligned else s] = y                    # E11
    return y, outputs, h, c                                 # E12, E13


def array(view, shape, dtype=np.float64):
    """The memory itself, not a copy."""
    if 0 in shape:
        return np.empty(shape, dtype)
    return np.frombuffer(view, dtype).reshape(shape)


def answer(case):
    (T, B, I, H, time_major, go_backwards, aligned, zero_output, has_bias, tanh, sigm,
     x, h0, c0, K, R, b, mask, last_output, outputs, state_0, state_1) = case
    leading = (T, B) if time_major else (B, T)
    x = array(x, leading + (I,))
    if mask is not None:
        mask = array(mask, leading, bool)
    if not time_major:
        x, mask = x.transpose(1, 0, 2), None if mask is None else mask.T
    results = lstm(
        x, array(h0, (B, H)), array(c0, (B, H)), array(K, (I, 4 * H)), array(R, (H, 4 * H)),
        array(b, (4 * H,)) if has_bias else 0.0, mask, go_backwards, aligned, zero_output,
        ACTIVATIONS[tanh], ACTIVATIONS[sigm])
    y = results[1] if time_major else results[1].transpose(1, 0, 2)
    array(last_output, (B, H))[...] = results[0]
    array(outputs, leading + (H,))[...] = y
    array(state_0, (B, H))[...] = results[2]
    array(state_1, (B, H))[...] = results[3]


def answer_all(cases):
    with np.errstate(all="ignore"):
        for case in cases:
            answer(case)


def versions(_):
    return f"numpy {np.__version__}/python {platform.python_version()}"


def address(view):
    """Where NumPy sees the memory of a view."""
    return str(np.frombuffer(view).__array_interface__["data"][0])
