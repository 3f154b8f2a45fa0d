"""What a subject written in Python needs to be put on trial by lstm-verify: frames, safetensors, and a loop.

A frame is eight bytes of length, little endian, and so many bytes of safetensors. The first frame says who the subject is; then
each case is answered by one frame. Only NumPy is needed. Docs/subjects.md has the protocol.
"""

import importlib.metadata
import json
import os
import re
import struct
import sys
import time

import numpy

TYPES = {"F32": numpy.float32, "F64": numpy.float64, "BOOL": numpy.bool_}


class Refused(Exception):
    """The subject does not support this case."""


def decoded(data):
    """The metadata and the tensors of a safetensors buffer."""
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    metadata = header.pop("__metadata__", {})
    body = memoryview(data)[8 + length :]
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        tensors[name] = numpy.frombuffer(body[begin:end], TYPES[entry["dtype"]]).reshape(entry["shape"])
    return metadata, tensors


def encoded(metadata, tensors):
    """A safetensors buffer."""
    names = {numpy.dtype(kind): name for name, kind in TYPES.items()}
    header, body = {"__metadata__": metadata}, b""
    for name, array in tensors.items():
        raw = numpy.ascontiguousarray(array).tobytes()
        header[name] = {
            "dtype": names[array.dtype],
            "shape": list(array.shape),
            "data_offsets": [len(body), len(body) + len(raw)],
        }
        body += raw
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + body


class Case:
    """A problem under the names of Docs/equations.md, with the moves of data that an adapter may need and no arithmetic.

    `x` is [T, B, I], `mask` is [T, B] or None, `bias` is [4H] or None: whatever the layout of the case, these are time-major.
    """

    def __init__(self, options, tensors):
        self.time_major = options["time_major"] == "true"
        self.backwards = options["go_backwards"] == "true"
        self.zero_output = options["zero_output_for_mask"] == "true"
        self.aligned = options.get("output_order") == "aligned"
        self.tanh = options["tanh_activation"]
        self.sigmoid = options.get("sigm_activation") or options["sigmoid_activation"]
        self.scalar = tensors["input"].dtype.type
        self.x = self.swapped(tensors["input"])
        self.h, self.c = tensors["initial_h"], tensors["initial_c"]
        self.kernel, self.hidden_kernel = tensors["input_kernel"], tensors["hidden_kernel"]
        self.bias = tensors.get("bias")
        self.mask = self.swapped(tensors["mask"]) if "mask" in tensors else None
        self.steps, self.batch, self.inputs = self.x.shape
        self.units = self.h.shape[1]

    def swapped(self, array):
        """Time-major for an array in the layout of the case, and the reverse."""
        return array if self.time_major else numpy.swapaxes(array, 0, 1)

    def gates(self, array, order):
        """The blocks of a kernel or bias in another order, as in "ifjo", the order that they come in."""
        blocks = dict(zip("ifjo", numpy.split(array, 4, axis=-1)))
        return numpy.concatenate([blocks[gate] for gate in order], axis=-1)

    def require_standard_activations(self):
        """Refuses all but tanh of the candidate and the cell state, and sigmoid of the gates."""
        if (self.tanh, self.sigmoid) != ("tanh", "sigmoid"):
            raise Refused("only tanh and sigmoid, in their places")

    def bias_or_zero(self):
        return numpy.zeros(4 * self.units, self.scalar) if self.bias is None else self.bias

    def lengths(self):
        """The number of steps that count in each row, where those are the first ones."""
        if self.mask is None:
            return numpy.full(self.batch, self.steps, numpy.int64)
        lengths = self.mask.sum(axis=0, dtype=numpy.int64)
        if (self.mask != (numpy.arange(self.steps)[:, None] < lengths)).any():
            raise Refused("a mask that is no sequence length")
        return lengths

    def ordered(self, array):
        """An array along t turned into the order of processing, and the reverse: its last element is the last step."""
        return array[::-1] if self.backwards else array

    def answer(self, outputs, h, c, last=None, aligned=False):
        """The four parts: `outputs` is [T, B, H], `aligned` where outputs[t] belongs to x[t], else in the order of processing.

        Where the framework returns no last output, it is picked from the outputs (E12). What it never returns is None, and stands
        in `omits` of `serve`.
        """
        if outputs is None:
            return last, None, h, c
        outputs = numpy.asarray(outputs)
        processed = self.ordered(outputs) if aligned else outputs
        if last is None:
            last = processed[-1] if self.steps else numpy.zeros((self.batch, self.units), self.scalar)
        return last, self.swapped(self.ordered(processed) if self.aligned else processed), h, c


def threads():
    """How many threads to compute with: LSTM_SUBJECT_THREADS, one unless given."""
    return int(os.environ.get("LSTM_SUBJECT_THREADS", "1"))


def version(*packages):
    """The installed versions of packages: the first one's alone, then the names and versions of others."""
    first, *others = ((package, importlib.metadata.version(package)) for package in packages)
    return " ".join([first[1], *(f"{package} {number}" for package, number in others)])


def other_activations(*names):
    """What `refuses` says where these are the only activations that a program has."""
    every = ("tanh", "sigmoid", "hard_sigmoid_0.2x", "hard_sigmoid_x/6", "relu", "identity")
    return [f"activation:{name}" for name in every if name not in (names or ("tanh", "sigmoid"))]


def serve(answer, name, version="", scalars="float,double", prepare=None, read=None, **more):
    """Answers cases until the input ends.

    `answer(options, tensors)` returns (last_output, outputs, state_0, state_1), and may add the code path that ran; or it raises
    Refused. Whatever else it raises is answered as a failure. `more` is further metadata of the first frame: refuses (text or a
    list), omits (the parts that are always None, text or a list), conventions, threads, activation_units, flushes_to_zero.

    `prepare(options, tensors)`, where there is one, does what can be done once and returns a function without arguments that
    answers the case again: `lstm-verify bench` has its calls timed. `read(options, tensors, result)`, where there is one, makes
    of what such a call returned what `answer` returns: then the timed answers are judged too.
    """
    source, target = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    # What a library prints must not land between the frames.
    os.dup2(2, 1)

    def send(metadata, tensors=None):
        # A key that is true or false says so in lower case.
        words = {key: str(value).lower() if isinstance(value, bool) else str(value) for key, value in metadata.items()}
        frame = encoded(words, tensors or {})
        target.write(struct.pack("<Q", len(frame)) + frame)
        target.flush()

    for key in ("refuses", "omits"):
        if not isinstance(more.get(key, ""), str):
            more[key] = ",".join(more[key])
    omitted = {part.strip() for part in more.get("omits", "").split(",")}
    if prepare:
        more["times_calls"] = "true"
    if prepare and read:
        more["reads_calls"] = "true"
    send({"protocol": "lstm-subject/1", "name": name, "version": version, "scalars": scalars, **more})
    prepared, results = {}, {}

    def answered(options, tensors):
        if "read_slot" in options:
            return read(options, tensors, results[int(options["read_slot"])])
        return answer(options, tensors)

    def timed(options, tensors):
        if "timed_slot" in options:
            prepared[int(options["timed_slot"])] = prepare(options, tensors)
            results.clear()
            return {"prepared": "true"}
        count, calls = int(options["timed_calls"]), [prepared[slot] for slot in range(int(options["timed_slots"]))]
        start = time.perf_counter()
        for number in range(count):
            results[number % len(calls)] = calls[number % len(calls)]()
        return {"seconds": (time.perf_counter() - start) / count}

    while True:
        prefix = source.read(8)
        if len(prefix) < 8:
            return
        options, tensors = decoded(source.read(struct.unpack("<Q", prefix)[0]))
        scalar = tensors["input"].dtype
        try:
            if "timed_slot" in options or "timed_calls" in options:
                send(timed(options, tensors))
                continue
            *parts, runtime = (*answered(options, tensors), name)[:5]
            names = ("last_output", "outputs", "state_0", "state_1")
            parts = {key: part for key, part in zip(names, parts, strict=True) if key not in omitted}
            absent = [key for key, part in parts.items() if part is None]
            if absent:
                raise ValueError(f"{absent[0]} is None and not in omits")
            parts = {key: numpy.asarray(part, scalar) for key, part in parts.items()}
        except Refused as refusal:
            send({"refused": refusal})
        except Exception as error:
            # Frameworks put their own line, "exception encountered", before that of the exception.
            text = re.sub(r"\x1b\[[0-9;]*m", "", str(error))
            lines = [line.strip() for line in text.splitlines() if line.strip()]
            send({"failed": f"{type(error).__name__}: {' '.join(lines[:2]) or 'no message'}"})
        else:
            send({"runtime": runtime}, parts)


def serve_cases(answer, name, standard_activations=True, prepare=None, read=None, **identity):
    """The same for an `answer(case)` that takes a Case and returns (what `Case.answer` gives, the code path that ran).

    `prepare(case)` and `read(case, result)` take a Case too; `read` returns what `Case.answer` gives.

    Unless `standard_activations` is false, cases with other activations are refused.
    """
    if standard_activations:
        identity["refuses"] = [*identity.get("refuses", []), *other_activations()]

    def answered(options, tensors):
        case = Case(options, tensors)
        if standard_activations:
            case.require_standard_activations()
        parts, runtime = answer(case)
        return *parts, runtime

    serve(
        answered,
        name,
        prepare=prepare and (lambda options, tensors: prepare(Case(options, tensors))),
        read=read and (lambda options, tensors, result: read(Case(options, tensors), result)),
        **identity,
    )
