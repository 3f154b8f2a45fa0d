"""Reading and rounding of mpmath's numbers, by their integer mantissas and exponents: nothing is rounded twice."""
import math

from mpmath import isfinite, mpf


def mantissa(value):
    """Sign, integer mantissa and exponent of a finite mpf."""
    sign, man, exponent, _ = value._mpf_
    return sign, int(man), exponent


def ufp(value):
    """2^floor(log2 |value|) of a finite value, by the exponent (R4)."""
    _, man, exponent = mantissa(value)
    return mpf(0) if man == 0 else mpf(2) ** (exponent + man.bit_length() - 1)


def lowest_bit(value):
    """The exponent of the lowest set bit of a finite value that is not zero."""
    _, man, exponent = mantissa(value)
    return exponent + ((man & -man).bit_length() - 1)


def rounded(value, bits, least):
    """The nearest number of a binary format, ties to even, as a float that holds it exactly.

    bits: of the significand; least: the exponent of the smallest subnormal. A negative value that rounds to zero gives
    -0; mpmath has one zero only, which gives +0.
    """
    if not isfinite(value):
        return float(value)
    sign, man, exponent = mantissa(value)
    length = exponent + man.bit_length()
    # 2^greatest is the first power of two beyond the format, by the symmetry of its exponents.
    greatest = 3 - least - bits
    if man == 0 or length < least:
        result = 0.0
    elif length > greatest:
        result = math.inf
    else:
        last = max(length - bits, least)
        shift = last - exponent
        if shift > 0:
            whole, rest = man >> shift, man & ((1 << shift) - 1)
            half = 1 << (shift - 1)
            if rest > half or (rest == half and whole & 1):
                whole += 1
        else:
            whole, last = man, exponent
        result = math.inf if whole.bit_length() + last > greatest else math.ldexp(whole, last)
    return -result if sign else result


def upward(value):
    """The least double that is not below the value; NaN for NaN."""
    nearest = rounded(value, 53, -1074)
    return math.nextafter(nearest, math.inf) if mpf(nearest) < value else nearest
