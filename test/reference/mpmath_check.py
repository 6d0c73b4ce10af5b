"""Checks rounded outputs of the reference against mpmath, arithmetic that is not ours.

Reads one JSON object per line on stdin, each a channel with its inputs (doubles) and the expected bits of every output in
every element type. Evaluates the formulas with PRECISION bits, rounds with integers, and compares bits. A value within
2^-TIE_BITS of a rounding boundary, relatively, cannot be decided by any precision: it is counted and left out.
Writes a JSON summary. Needs mpmath; 1.3 will do.
"""

import json
import sys

import mpmath
from mpmath import mpf

# Doubles reach from 2^-1074 to 2^1024: sums of products of four of them need some 4,300 bits to be exact.
PRECISION = 5000
TIE_BITS = 3000
# Below this a value is what rounding left of an exact zero, whose sign is not known.
NOTHING = mpf(2) ** -3500

FORMATS = {  # bits of the significand, exponents of the smallest subnormal and of the largest number, bits in all
    "float16": (11, -24, 15, 16),
    "bfloat16": (8, -133, 127, 16),
    "float32": (24, -149, 127, 32),
    "float64": (53, -1074, 1023, 64),
}


def to_bits(value, name):
    """The bits of the nearest value of the type, ties aside; None where it is a tie."""
    precision, smallest, largest, width = FORMATS[name]
    sign, man, exp, length = value._mpf_
    man, exp, length = int(man), int(exp), int(length)
    top = sign << (width - 1)
    if man == 0:
        return top
    unit = max(exp + length - precision, smallest)
    shift = unit - exp
    if shift <= 0:
        units = man << -shift
    else:
        units, rest = man >> shift, man & ((1 << shift) - 1)
        distance = abs((rest << 1) - (1 << shift))
        if distance << TIE_BITS < man:
            return None
        units += rest << 1 > 1 << shift
    if units >> precision:
        units >>= 1
        unit += 1
    stored = precision - 1
    if unit + stored > largest:
        return top | ((largest * 2 + 1) << stored)
    if units >> stored == 0:
        return top | units
    # The hidden bit of the significand adds the last one to the exponent field.
    return top | (((unit - smallest) << stored) + units)


def outputs(c):
    """The outputs of one channel, by the formulas."""
    numbers = {k: mpf(v) for k, v in c.items() if isinstance(v, float)}
    x = [mpf(v) for v in c["x"]]
    m = len(x)
    gamma, beta = numbers.get("gamma", mpf(1)), numbers.get("beta", mpf(0))
    operation = c["operation"]
    training = operation in ("trainForward", "trainBackward")
    if training:
        mean = sum(x) / m
        variance = sum((v - mean) ** 2 for v in x) / m
    else:
        mean, variance = numbers["mean"], numbers.get("variance")
    r = numbers["invStd"] if operation == "savedBackward" else 1 / mpmath.sqrt(variance + numbers["epsilon"])
    if operation in ("trainForward", "inferForward"):
        result = {"y": [gamma * (v - mean) * r + beta for v in x]}
        if operation == "trainForward":
            result |= {"mean": [mean], "variance": [variance], "invStd": [r]}
            a = numbers["momentum"]
            fresh, old = (a, 1 - a) if c["momentumWeights"] == "new" else (1 - a, a)
            estimate = variance * m / (m - 1) if c["runningVariance"] == "unbiased" and m > 1 else variance
            if "runningMean" in c:
                result["runningMean"] = [old * numbers["runningMean"] + fresh * mean]
            if "runningVar" in c:
                result["runningVar"] = [old * numbers["runningVar"] + fresh * estimate]
        return result
    dy = [mpf(v) for v in c["dy"]]
    xhat = [(v - mean) * r for v in x]
    dbeta, dgamma = sum(dy), sum(a * b for a, b in zip(dy, xhat))
    if operation == "inferBackward":
        dx = [gamma * r * v for v in dy]
    else:
        dx = [gamma * r * (a - dbeta / m - b * dgamma / m) for a, b in zip(dy, xhat)]
    return {"dx": dx, "dgamma": [dgamma], "dbeta": [dbeta]}


def main():
    mpmath.mp.prec = PRECISION
    compared = ties = 0
    mismatches = []
    for number, line in enumerate(sys.stdin):
        # A double above 2^53 is written with its shortest digits: as an integer it would be another number.
        channel = json.loads(line, parse_int=float)
        for name, values in outputs(channel).items():
            for dtype, expected in channel["expected"][name].items():
                for index, value in enumerate(values):
                    right, given = to_bits(value, dtype), int(expected[index], 16)
                    if right is None:
                        ties += 1
                        continue
                    compared += 1
                    signless = given & ~(1 << (FORMATS[dtype][3] - 1))
                    if right != given and not (abs(value) < NOTHING and signless == 0):
                        where = f"line {number} {channel['operation']} {name}[{index}] {dtype}"
                        mismatches.append(f"{where}: mpmath {right:x}, reference {given:x}")
    json.dump({"compared": compared, "ties": ties, "mismatches": mismatches[:20]}, sys.stdout)


if __name__ == "__main__":
    main()
