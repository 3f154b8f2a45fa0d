"""The radii R3 to R19 and R28 of Docs/tolerances.md, for a declared arithmetic, in mpmath.

A radius is NaN where the model decides nothing: a value that is not finite, a bound outside the domain, or an operand
whose own radius is NaN. The reference's own error (u_r) does not appear: at 200 bits it is lost in the 1e-9 of R19.
"""
from mpmath import exp, expm1, isfinite, isnan, mpf, tanh

from exact_rounding import lowest_bit, ufp

UNDECIDED = mpf("nan")


def sigmoid(z):
    return 1 / (1 + exp(-z))


def clip(z):
    # The order of the arguments lets NaN through.
    return min(max(z, mpf(0)), mpf(1))


VALUES = {
    "tanh": tanh,
    "sigmoid": sigmoid,
    "hard_sigmoid_0.2x": lambda z: clip(z / 5 + mpf(1) / 2),
    "hard_sigmoid_x/6": lambda z: clip(z / 6 + mpf(1) / 2),
    "relu": lambda z: max(z, mpf(0)),
    "identity": lambda z: z,
}


def sigmoid_range(z, d):
    """R14."""
    return -expm1(-d) * max(sigmoid(z + d) * sigmoid(-z), sigmoid(z) * sigmoid(d - z))


class Model:
    """The declared arithmetic (R3)."""

    def __init__(
        self, u, accumulator, truncates, u_in, u_h, u_c, normal, largest, ftz, daz, sigmoid_class, tanh_class
    ):
        self.u, self.u_in, self.u_h, self.u_c = mpf(u), mpf(u_in), mpf(u_h), mpf(u_c)
        # A wider accumulator counts as u: the sum is rounded to u at the end.
        self.u_acc = max(mpf(accumulator), self.u)
        self.truncates, self.daz, self.normal = truncates, daz, mpf(normal)
        self.w = 2 * self.u_in + self.u_in**2
        self.domain = mpf(largest) / 2
        # What underflow can cost one operation: storage coarser than u has longer subnormals.
        coarsest = max(self.u, self.u_acc, self.u_in, self.u_h, self.u_c)
        loses_subnormals = ftz or daz
        self.underflow = self.normal if loses_subnormals else self.normal * 2 * coarsest
        self.smallest = self.normal if loses_subnormals else self.normal * 2 * self.u_acc
        self.classes = {"sigmoid": tuple(map(mpf, sigmoid_class)), "tanh": tuple(map(mpf, tanh_class))}

    def is_subnormal(self, value):
        return value != 0 and abs(value) < self.normal

    def pre_activation(self, products, bias):
        """z and its radius: R5 to R13. A product is (x or h, its radius, weight); bias is a number or None."""
        terms = [a * w for a, _, w in products] + ([] if bias is None else [bias])
        z = sum(terms, mpf(0))
        S = sum(map(abs, terms), mpf(0))
        D = sum((r * abs(w) for _, r, w in products), mpf(0))  # R6
        if not (isfinite(z) and isfinite(S + D)):
            return z, UNDECIDED
        m = sum(1 for a, r, w in products if w != 0 and (a != 0 or r > 0)) + (bias is not None and bias != 0)  # R7
        if m == 0:
            return z, mpf(0)
        w, u_acc, u_p = self.w, self.u_acc, self.u_acc
        M = (S + abs(z)) / 2 + D + w * (S + D)  # R8
        if not M < self.domain:
            return z, UNDECIDED
        radius = D + w * (S + D) + 4 * m * self.underflow  # R11
        if self.daz:
            operands = [(a, b) for a, _, b in products] + [(b, a) for a, _, b in products]
            partners = sum((abs(b) for a, b in operands if self.is_subnormal(a)), mpf(0))
            radius += self.normal * (partners + (bias is not None and self.is_subnormal(bias)))
        if self.is_exact(terms, D, M):
            return z, radius
        bounds = []
        if m * u_acc < 1:
            mu = M * (1 + u_p) / (1 - m * u_acc)  # R9
            bounds.append((m - 1) * u_acc * ufp(mu))  # R10
        if not self.truncates:
            bounds.append((m - 1) * u_acc * (1 + u_p) * (1 + w) * (S + D))
        if not bounds:
            return z, UNDECIDED
        return z, radius + min(bounds) + u_p * (1 + w) * (S + D)

    def is_exact(self, terms, D, M):
        """R12: every partial sum is a multiple of the terms' lowest bit, and short enough to be representable."""
        if D != 0 or self.w != 0:
            return False
        bits = [lowest_bit(t) for t in terms if t != 0]
        q = mpf(2) ** min(bits) if bits else mpf("inf")
        return q >= self.smallest and 2 * self.u_acc * ufp(M) <= q

    def activated(self, name, z, d):
        """The value and its radius: R14 to R16, R28."""
        value = VALUES[name](z)
        if not isfinite(z) or isnan(d):
            return value, UNDECIDED
        if name == "identity":
            return value, d
        if name in self.classes:
            spread = sigmoid_range(z, d) if name == "sigmoid" else 2 * sigmoid_range(2 * z, 2 * d)  # R15
            relative, absolute = self.classes[name]
            return value, spread + relative * min(mpf(1), abs(value) + spread) + absolute + self.underflow
        f = VALUES[name]
        spread = max(f(z + d) - value, value - f(z - d))
        return value, spread + (0 if name == "relu" else 4 * self.u)

    def product(self, a, b):
        """The product of two values with their radii, before it is rounded."""
        q = a[1] * abs(b[0]) + (abs(a[0]) + a[1]) * b[1]
        if self.daz:
            # Either factor may be read as zero.
            for one, other in ((a, b), (b, a)):
                if abs(one[0]) - one[1] < self.normal:
                    q += self.normal * (abs(other[0]) + other[1])
        return a[0] * b[0], q

    def cell(self, i, f, j, c):
        """E6 with R17; every argument is a value with its radius."""
        (kept, q1), (added, q2) = self.product(f, c), self.product(i, j)
        value = kept + added
        if not (isfinite(value) and abs(kept) + q1 < self.domain and abs(added) + q2 < self.domain):
            return value, UNDECIDED
        inner = q1 + q2 + self.u * ufp(abs(kept) + q1) + self.u * ufp(abs(added) + q2)
        radius = inner + self.u * ufp(abs(value) + inner) + 3 * self.underflow
        return self.stored(value, radius, self.u_c)

    def hidden(self, o, t):
        """E7 with R18."""
        value, q = self.product(o, t)
        if not (isfinite(value) and abs(value) + q < self.domain):
            return value, UNDECIDED
        return self.stored(value, q + self.u * ufp(abs(value) + q) + self.underflow, self.u_h)

    def stored(self, value, radius, u):
        radius += u * (abs(value) + radius)
        return value, radius if abs(value) + radius < self.domain else UNDECIDED
