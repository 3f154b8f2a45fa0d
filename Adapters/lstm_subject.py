"""What a subject written in Python needs to be put on trial by lstm-verify: frames, safetensors, and a loop.

A frame is eight bytes of length, little endian, and so many bytes of safetensors. The first frame says who the subject is; then
each case is answered by one frame. Only NumPy is needed. Docs/subjects.md has the protocol.
"""

import json
import os
import struct
import sys

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


def serve(answer, name, version="", scalars="float,double", **more):
    """Answers cases until the input ends.

    `answer(options, tensors)` returns (last_output, outputs, state_0, state_1), or raises Refused. `more` is further metadata of
    the first frame: refuses, activation_units, flushes_to_zero.
    """
    source, target = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    # What a library prints must not land between the frames.
    os.dup2(2, 1)

    def send(frame):
        target.write(struct.pack("<Q", len(frame)) + frame)
        target.flush()

    identity = {"protocol": "lstm-subject/1", "name": name, "version": version, "scalars": scalars}
    send(encoded({**identity, **more}, {}))
    while True:
        prefix = source.read(8)
        if len(prefix) < 8:
            return
        options, tensors = decoded(source.read(struct.unpack("<Q", prefix)[0]))
        try:
            parts = answer(options, tensors)
        except Refused as refusal:
            send(encoded({"refused": str(refusal)}, {}))
            continue
        scalar = tensors["input"].dtype
        names = ("last_output", "outputs", "state_0", "state_1")
        send(encoded({"runtime": name}, {key: numpy.asarray(part, scalar) for key, part in zip(names, parts)}))
