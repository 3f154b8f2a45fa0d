"""A subject that never answers, does not mind SIGTERM, and leaves a daemon behind.

Its argument is a file, which gets a line with the number of each process that has to end with the run.
"""

import os
import signal
import sys
import time

import lstm_subject


def note():
    with open(sys.argv[1], "a") as file:
        file.write(f"{os.getpid()}\n")


def answer(options, tensors):
    child = os.fork()
    if child == 0:
        os.setsid()
        if os.fork() == 0:
            note()
            time.sleep(600)
        os._exit(0)
    os.waitpid(child, 0)
    note()
    while True:
        pass


signal.signal(signal.SIGTERM, signal.SIG_IGN)
lstm_subject.serve(answer, name="lingers")
