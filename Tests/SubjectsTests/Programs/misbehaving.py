"""A subject that answers zeros, except for cases of two steps: there it does what its argument says."""

import os
import signal
import struct
import subprocess
import sys
import time

import lstm_subject
import numpy

MODE = sys.argv[1]
RAW = os.dup(1)


def zeros(tensors):
    leading, state = tensors["input"].shape[:2], tensors["initial_h"]
    return numpy.zeros_like(state), numpy.zeros((*leading, state.shape[1])), state, tensors["initial_c"]


def misbehave(tensors):
    last, outputs, h, c = zeros(tensors)
    if MODE.startswith("SIG"):
        os.kill(os.getpid(), getattr(signal, MODE))
        time.sleep(600)
    elif MODE == "exit":
        print("Traceback: out of luck", file=sys.stderr, flush=True)
        os._exit(3)
    elif MODE == "hang":
        time.sleep(600)
    elif MODE == "announce":
        os.write(RAW, struct.pack("<Q", 1 << 60))
        time.sleep(600)
    elif MODE == "flood":
        while True:
            os.write(RAW, b"\0" * 65536)
    elif MODE == "noise":
        while True:
            os.write(2, b"words, words, words\n" * 1000)
    elif MODE == "allocate":
        kept = []
        while True:
            kept.append(bytearray(os.urandom(1)) * (16 << 20))
    elif MODE == "half":
        os.write(RAW, struct.pack("<Q", 1000) + b"half")
        os._exit(0)
    elif MODE == "close":
        os.close(RAW)
        os.close(1)
        # The frames' own descriptor.
        os.closerange(3, 64)
        time.sleep(600)
    elif MODE == "text":
        os.write(RAW, struct.pack("<Q", 12) + b"hello, world")
        time.sleep(600)
    elif MODE == "twice":
        frame = lstm_subject.encoded({}, {})
        os.write(RAW, 2 * (struct.pack("<Q", len(frame)) + frame))
        time.sleep(600)
    elif MODE == "shape":
        return last, outputs[:, :1], h, c
    elif MODE == "refuse":
        raise lstm_subject.Refused("two steps are too many")
    elif MODE == "children":
        child = subprocess.Popen(["sleep", "600"])
        with open(sys.argv[2], "w") as file:
            file.write(str(child.pid))
        time.sleep(600)


def answer(options, tensors):
    steps = tensors["input"].shape[0 if options["time_major"] == "true" else 1]
    return (misbehave(tensors) if steps == 2 else None) or zeros(tensors)


lstm_subject.serve(answer, name=f"misbehaving-{MODE}")
