"""The equations E1 to E16 of an LSTM at 200 bits, rounded once, with end-to-end radii.

The radii are those of Docs/tolerances.md with r_h carried (R6), plus the rounding of the answer. Arithmetic is
mpmath's, which is integer arithmetic in the end: the results are the same bytes on every machine. A value is a pair
(mpf, radius); a plain float is one that is carried from h0 or c0, or a zero that the equations write: exact, bit for bit.
"""
import math
import struct

from mpmath import isnan, mp, mpf

from exact_radii import Model
from exact_rounding import rounded, upward

PRECISION = 200


def exact(value):
    return mpf(value), mpf(0)


def row_answer(case, model, row):
    """The y of each processing step, then h and c at the end."""
    T, B, I, H = case["sizes"]
    x, K, R, b = case["x"], case["K"], case["R"], case["b"]
    h0, c0 = (case[name][row * H : (row + 1) * H] for name in ("h0", "c0"))
    h, c = list(map(exact, h0)), list(map(exact, c0))
    y, ys, used = [0.0] * H, [], False
    for s in range(T):
        t = T - 1 - s if case["go_backwards"] else s
        place = t * B + row if case["time_major"] else row * T + t
        if case["mask"] is None or case["mask"][place]:  # E8
            inputs = [exact(v) for v in x[place * I : (place + 1) * I]] + h
            gates = []
            for gate in range(4):
                name = case["tanh"] if gate == 2 else case["sigm"]
                columns = range(gate * H, (gate + 1) * H)
                products = [[(v, r, kernel[column]) for (v, r), kernel in zip(inputs, K + R)] for column in columns]
                biases = [None if b is None else b[column] for column in columns]
                z = map(model.pre_activation, products, biases)  # E1
                gates.append([model.activated(name, *one) for one in z])
            i, f, j, o = gates  # E2 to E5
            c = list(map(model.cell, i, f, j, c))  # E6
            h = list(map(model.hidden, o, [model.activated(case["tanh"], *one) for one in c]))  # E7
            y, used = h, True  # E9, E10
        elif case["zero_output"]:
            y = [0.0] * H
        ys.append(y)
    return ys, y, *((h, c) if used else (h0, c0))  # E12 to E14


def answered(value, bits, least):
    """The rounded value, the exact value minus it, and the radius around it."""
    if isinstance(value, float):
        return value, 0.0, 0.0 if math.isfinite(value) else math.nan
    value, r = value
    nearest = rounded(value, bits, least)
    if not math.isfinite(nearest):
        return nearest, 0.0, math.nan
    gap = value - mpf(nearest)
    # Half an ulp at most lies between the exact value and the rounded one: count what really does. R19.
    radius = math.nan if isnan(r) else upward((r + abs(gap)) * (1 + mpf(10) ** -9))
    return nearest, rounded(gap, 53, -1074), radius


def doubles(view):
    return struct.unpack(f"={len(view) // 8}d", view)


def rows(values, length):
    numbers = list(map(mpf, values))
    return [numbers[start : start + length] for start in range(0, len(numbers), length)]


def answer(case):
    (T, B, I, H, time_major, go_backwards, aligned, zero_output, has_bias, tanh_name, sigm,
     x, h0, c0, K, R, b, mask, *memory, bits, least, model) = case
    case = dict(
        sizes=(T, B, I, H), time_major=time_major, go_backwards=go_backwards, zero_output=zero_output, tanh=tanh_name,
        sigm=sigm, x=doubles(x), h0=doubles(h0), c0=doubles(c0), K=rows(doubles(K), 4 * H), R=rows(doubles(R), 4 * H),
        b=list(map(mpf, doubles(b))) if has_bias else None, mask=None if mask is None else bytes(mask))
    parts = [[None] * (B * H), [None] * (T * B * H), [None] * (B * H), [None] * (B * H)]
    for row in range(B):
        ys, last, h, c = row_answer(case, Model(*model), row)
        for s, y in enumerate(ys):
            t = T - 1 - s if go_backwards and aligned else s  # E11
            place = (t * B + row if time_major else row * T + t) * H
            parts[1][place : place + H] = y
        for part, values in ((0, last), (2, h), (3, c)):
            parts[part][row * H : (row + 1) * H] = values
    for number, part in enumerate(parts):
        triples = [answered(value, bits, least) for value in part]
        for offset, values in enumerate(zip(*triples)):
            memory[3 * number + offset][:] = struct.pack(f"={len(values)}d", *values)


def answer_all(cases):
    with mp.workprec(PRECISION):
        for case in cases:
            answer(case)
