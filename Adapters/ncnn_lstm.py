#!/usr/bin/env python3
"""ncnn's LSTM layer in float. It knows no batch: each row is a run of its own."""

import pathlib
import tempfile

import ncnn
import numpy

import lstm_subject

folder = tempfile.TemporaryDirectory()


def net(case):
    """A net of one layer, read from the files that ncnn reads."""
    made = ncnn.Net()
    made.opt.num_threads = lstm_subject.threads()
    made.opt.use_vulkan_compute = False
    for name in dir(made.opt):
        # Storage and arithmetic in less than float are on where the processor has them.
        if name.startswith(("use_fp16", "use_bf16", "use_int8")):
            setattr(made.opt, name, False)
    direction = 1 if case.backwards else 0
    weights = 4 * case.units * case.inputs
    lines = [
        "7767517",
        "4 6",
        "Input x 0 1 x",
        "Input h 0 1 h",
        "Input c 0 1 c",
        f"LSTM lstm 3 3 x h c y h_n c_n 0={case.units} 1={weights} 2={direction} 3={case.units}",
    ]
    parts = [case.gates(part, "ifoj").T for part in (case.kernel, case.bias_or_zero(), case.hidden_kernel)]
    # Four bytes before each part say that it is in float.
    data = b"".join(b"\0\0\0\0" + numpy.ascontiguousarray(part, numpy.float32).tobytes() for part in parts)
    param, model = (pathlib.Path(folder.name, name) for name in ("lstm.param", "lstm.bin"))
    param.write_text("\n".join(lines) + "\n")
    model.write_bytes(data)
    for read, path in ((made.load_param, param), (made.load_model, model)):
        if read(str(path)) != 0:
            raise RuntimeError(f"ncnn does not read {path.name}")
    return made


def answer(case):
    made = net(case)
    outputs = numpy.zeros((case.steps, case.batch, case.units), numpy.float32)
    h, c = numpy.zeros_like(case.h), numpy.zeros_like(case.c)
    for row in range(case.batch):
        extractor = made.create_extractor()
        given = {"x": case.x[:, row], "h": case.h[row : row + 1], "c": case.c[row : row + 1]}
        # ncnn does not copy: the arrays have to live as long as the extractor.
        kept = {name: numpy.array(array, numpy.float32, order="C") for name, array in given.items()}
        for name, array in kept.items():
            extractor.input(name, ncnn.Mat(array))
        results = []
        for name in ("y", "h_n", "c_n"):
            status, result = extractor.extract(name)
            if status != 0:
                raise RuntimeError(f"extract {name}: {status}")
            results.append(numpy.array(result))
        outputs[:, row], h[row], c[row] = results[0], results[1].ravel(), results[2].ravel()
    return case.answer(outputs, h, c, aligned=True), "ncnn LSTM layer, float, " + made.layers()[-1].type


lstm_subject.serve_cases(
    answer,
    name="ncnn-lstm",
    version=lstm_subject.version("ncnn"),
    scalars="float",
    refuses=["mask"],
    conventions="gates i,f,o,g; kernels transposed [4H,I] and [4H,H]; one bias [4,H]",
    threads=lstm_subject.threads(),
)
