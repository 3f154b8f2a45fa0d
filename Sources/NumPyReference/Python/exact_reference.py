"""The equations of an LSTM at 200 bits, rounded once, with end-to-end radii.

The radii are those of Docs/tolerances.md with r_h carried (R6), plus half an ulp of the rounded answer. Arithmetic is
mpmath's, which is integer arithmetic in the end: the results are the same bytes on every machine.
"""
import math
import struct

from mpmath import exp, expm1, mp, mpf, tanh

PRECISION = 200


def finite(value):
    return not (math.isnan(value) or math.isinf(value))


def mantissa(value):
    """Sign, integer mantissa and exponent of a finite mpf."""
    sign, man, exponent, _ = value._mpf_
    return sign, int(man), exponent


def ufp(value):
    """2^floor(log2 |value|), by the exponent (R4)."""
    _, man, exponent = mantissa(value)
    return mpf(0) if man == 0 else mpf(2) ** (exponent + man.bit_length() - 1)


def lowest_bit(value):
    """The exponent of the lowest set bit of a value that is not zero."""
    _, man, exponent = mantissa(value)
    return exponent + ((man & -man).bit_length() - 1)


def rounded(value, bits, least):
    """The nearest multiple of the last place, ties to even, as a float that holds it exactly.

    bits: of the significand; least: the exponent of the smallest subnormal.
    """
    sign, man, exponent = mantissa(value)
    if man == 0:
        return 0.0
    last = max(exponent + man.bit_length() - bits, least)
    shift = last - exponent
    if shift > 0:
        whole, rest = man >> shift, man & ((1 << shift) - 1)
        half = 1 << (shift - 1)
        if rest > half or (rest == half and whole & 1):
            whole += 1
    else:
        whole, last = man, exponent
    result = math.ldexp(whole, last)
    return -result if sign else result


def upward(value):
    """The least float that is not below the value."""
    nearest = rounded(value, 53, -1074)
    return nearest if mpf(nearest) >= value else math.nextafter(nearest, math.inf)


def sigmoid(z):
    return 1 / (1 + exp(-z))


def clip(z):
    return min(max(z, mpf(0)), mpf(1))


VALUES = {
    "tanh": tanh,
    "sigmoid": sigmoid,
    "hard_sigmoid_0.2x": lambda z: clip(z / 5 + mpf(1) / 2),
    "hard_sigmoid_x/6": lambda z: clip(z / 6 + mpf(1) / 2),
    "relu": lambda z: max(z, mpf(0)),
    "identity": lambda z: z,
}


class Model:
    """The declared arithmetic (R3)."""

    def __init__(self, u, accumulator, truncates, u_in, u_h, u_c, normal, ftz, daz, sigmoid_class, tanh_class):
        self.u, self.u_acc = mpf(u), max(mpf(accumulator), mpf(u))
        self.u_in, self.u_h, self.u_c = mpf(u_in), mpf(u_h), mpf(u_c)
        if truncates or u_in or u_h or u_c or daz:
            raise ValueError("goldens are recorded for arithmetic that rounds to nearest in one format")
        self.least = mpf(normal) if ftz else mpf(normal) * 2 * self.u
        self.classes = {"sigmoid": tuple(map(mpf, sigmoid_class)), "tanh": tuple(map(mpf, tanh_class))}

    def pre_activation(self, terms, inherited):
        """z and its radius: R5 to R13; terms are (value, whether an uncertain zero)."""
        z = sum((t for t, _ in terms), mpf(0))
        S = sum((abs(t) for t, _ in terms), mpf(0))
        used = [t for t, uncertain in terms if t != 0 or uncertain]
        m = len(used)
        if m == 0:
            return z, mpf(0)
        M = (S + abs(z)) / 2 + inherited
        radius = 4 * m * self.least + inherited
        bits = [lowest_bit(t) for t in used if t != 0]
        if inherited == 0 and bits:
            q = mpf(2) ** min(bits)
            if q >= self.least and 2 * self.u_acc * ufp(M) <= q:
                return z, radius
        p = max(self.u, self.u_acc)
        any_order = (m - 1) * self.u_acc * (1 + p) * (S + inherited)
        error = any_order
        if m * self.u_acc < 1:
            mu = M * (1 + p) / (1 - m * self.u_acc)
            error = min((m - 1) * self.u_acc * ufp(mu), any_order)
        return z, radius + error + p * (S + inherited)

    def activated(self, name, z, d):
        """The value and its radius: R14 to R16, R28."""
        value = VALUES[name](z)
        if name == "sigmoid":
            spread = self.sigmoid_range(z, d)
        elif name == "tanh":
            spread = 2 * self.sigmoid_range(2 * z, 2 * d)
        elif name == "identity":
            return value, d
        else:
            f = VALUES[name]
            spread = max(f(z + d) - value, value - f(z - d))
            return value, spread + (0 if name == "relu" else 4 * self.u)
        relative, absolute = self.classes[name]
        return value, spread + relative * min(mpf(1), abs(value) + spread) + absolute + self.least

    @staticmethod
    def sigmoid_range(z, d):
        return -expm1(-d) * max(sigmoid(z + d) * sigmoid(-z), sigmoid(z) * sigmoid(d - z))

    def cell(self, i, f, j, c):
        """R17; every argument is a value with its radius."""
        kept, added = f[0] * c[0], i[0] * j[0]
        q1 = f[1] * abs(c[0]) + (abs(f[0]) + f[1]) * c[1]
        q2 = i[1] * abs(j[0]) + (abs(i[0]) + i[1]) * j[1]
        inner = q1 + q2 + self.u * ufp(abs(kept) + q1) + self.u * ufp(abs(added) + q2)
        value = kept + added
        return value, inner + self.u * ufp(abs(value) + inner) + 3 * self.least

    def hidden(self, o, t):
        """R18."""
        value = o[0] * t[0]
        q = o[1] * abs(t[0]) + (abs(o[0]) + o[1]) * t[1]
        return value, q + self.u * ufp(abs(value) + q) + self.least


def row_answer(case, model, row):
    """The y of each processing step, then h and c, as lists of (value, radius)."""
    T, B, I, H = case["sizes"]
    x, K, R, b = case["x"], case["K"], case["R"], case["b"]
    exact = mpf(0)
    h = [(case["h0"][row * H + k], exact) for k in range(H)]
    c = [(case["c0"][row * H + k], exact) for k in range(H)]
    y = [(exact, exact)] * H
    ys = []
    for s in range(T):
        t = T - 1 - s if case["go_backwards"] else s
        place = t * B + row if case["time_major"] else row * T + t
        if case["mask"] is None or case["mask"][place]:
            features = x[place * I:(place + 1) * I]
            if not all(map(finite, features)):
                raise ValueError(f"x at step {t} of row {row} is not finite")
            features = list(map(mpf, features))
            gates = []
            for gate in range(4):
                name = case["tanh"] if gate == 2 else case["sigm"]
                values = []
                for unit in range(H):
                    column = gate * H + unit
                    terms = [(features[k] * K[k * 4 * H + column], False) for k in range(I)]
                    inherited = mpf(0)
                    for k in range(H):
                        weight = R[k * 4 * H + column]
                        terms.append((h[k][0] * weight, h[k][1] > 0 and weight != 0))
                        inherited += h[k][1] * abs(weight)
                    terms.append((b[column], False))
                    values.append(model.activated(name, *model.pre_activation(terms, inherited)))
                gates.append(values)
            i, f, j, o = gates
            c = [model.cell(i[k], f[k], j[k], c[k]) for k in range(H)]
            h = [model.hidden(o[k], model.activated(case["tanh"], *c[k])) for k in range(H)]
            y = h
        elif case["zero_output"]:
            y = [(exact, exact)] * H
        ys.append(y)
    return ys, h, c


def doubles(view):
    return struct.unpack(f"={len(view) // 8}d", view)


def answer(case):
    (T, B, I, H, time_major, go_backwards, aligned, zero_output, has_bias, tanh_name, sigm,
     x, h0, c0, K, R, b, mask, *memory, bits, least, model) = case
    model = Model(*model)
    numbers = {}
    for name, view in (("h0", h0), ("c0", c0), ("K", K), ("R", R), ("b", b)):
        values = doubles(view)
        if not all(map(finite, values)):
            raise ValueError(f"{name} is not finite")
        numbers[name] = list(map(mpf, values))
    if not has_bias:
        numbers["b"] = [mpf(0)] * (4 * H)
    case = dict(
        sizes=(T, B, I, H), time_major=time_major, go_backwards=go_backwards, zero_output=zero_output, tanh=tanh_name,
        sigm=sigm, x=doubles(x), mask=None if mask is None else bytes(mask), **numbers)
    parts = [[None] * (B * H), [None] * (T * B * H), [None] * (B * H), [None] * (B * H)]
    for row in range(B):
        ys, h, c = row_answer(case, model, row)
        for s, y in enumerate(ys):
            t = T - 1 - s if go_backwards and aligned else s
            place = (t * B + row if time_major else row * T + t) * H
            parts[1][place:place + H] = y
        parts[0][row * H:(row + 1) * H] = ys[-1] if ys else [(mpf(0), mpf(0))] * H
        parts[2][row * H:(row + 1) * H] = h
        parts[3][row * H:(row + 1) * H] = c
    for number, part in enumerate(parts):
        nearest = [rounded(value, bits, least) for value, _ in part]
        low = [rounded(value - mpf(near), 53, -1074) for (value, _), near in zip(part, nearest)]
        # Half an ulp at most lies between the exact value and the rounded one: count what really does.
        radius = [
            0.0 if r == 0 and mpf(near) == value else upward((r + abs(value - mpf(near))) * (1 + mpf(10) ** -9))
            for (value, r), near in zip(part, nearest)]
        for offset, values in enumerate((nearest, low, radius)):
            if values:
                memory[3 * number + offset][:] = struct.pack(f"={len(values)}d", *values)


def answer_all(cases):
    with mp.workprec(PRECISION):
        for case in cases:
            answer(case)
