"""The equations of an LSTM in NumPy, float64. Numbers E1 to E16 are those of Docs/equations.md.

No function here calls BLAS: sums are einsum without optimization, which is NumPy's own loop.
"""
import platform

import numpy as np


def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + e), e / (1 + e))


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
    """x [T, B, I], mask [T, B]: returns last_output, outputs [T, B, H], h and c."""
    steps = x.shape[0]
    outputs = np.empty(x.shape[:2] + h0.shape[1:])
    h, c = h0, c0
    y = np.zeros_like(h0)                                   # E10: y_{-1} = 0
    xK = product(x, K)
    for s in range(steps):
        t = steps - 1 - s if go_backwards else s
        z = xK[t] + product(h, R) + b                       # E1
        z_i, z_f, z_j, z_o = np.split(z, 4, axis=-1)
        i = sigm(z_i)                                       # E2
        f = sigm(z_f)                                       # E3
        j = tanh(z_j)                                       # E4
        o = sigm(z_o)                                       # E5
        c_new = f * c + i * j                               # E6
        h_new = o * tanh(c_new)                             # E7
        m = mask[t][:, None]                                # E8
        h, c = np.where(m, h_new, h), np.where(m, c_new, c)  # E9
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
    mask = np.ones(leading, bool) if mask is None else array(mask, leading, bool)
    if not time_major:
        x, mask = x.transpose(1, 0, 2), mask.T
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
