#!/usr/bin/python3
"""compare_engines.py BUILD [--rounds N] [--npm FOLDER]: Netlens beside other engines.

Every engine runs the same random weights and input in a process of its own. In each round all are
asked in turn for the median of some passes, so that all meet the same neighbours on the machine;
what counts is the ratio within a round. Prints medians, and of the ratios the smallest, the median
and the largest. Fails when outputs differ by more than 1e-4.

BUILD is a build folder with the targets netlens-cli, time_netlens and, for OpenCV, time_opencv_dnn.
FOLDER is where `npm install onnxruntime-node` was run. Needs python3-h5py.
"""
import argparse
import pathlib
import subprocess
import sys
import tempfile
import time

import h5py
import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
SIZES = [(1.0, 224), (0.35, 96), (1.4, 224), (1.0, 512)]
LARGEST_DIFFERENCE = 1e-4


def enliven(file):
    """Fresh weights let a signal fade away; these keep it, so that the outputs have much to say."""
    random = np.random.default_rng(1)

    def change(_, values):
        if not isinstance(values, h5py.Dataset):
            return
        if values.ndim > 1:
            depth = np.prod(values.shape[:-1]) if values.shape[-1] > 1 else 9
            values[...] = random.normal(0, np.sqrt(2 / depth), values.shape)
        elif not values.name.split("/")[-1].startswith(("gamma", "moving_variance")):
            values[...] = random.normal(0, 0.2, values.shape)

    with h5py.File(file, "r+") as weights:
        weights.visititems(change)


class Engine:
    """A process that answers as timing_server.h says."""

    def __init__(self, name, command, folder=None):
        self.name = name
        self.process = subprocess.Popen(list(map(str, command)), cwd=folder, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.expect("ready")

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"{self.name} stopped")
        return line.strip()

    def expect(self, word):
        answer = self.answer()
        while answer != word:  # an engine may have something to say first
            answer = self.answer()

    def ask(self, order):
        print(order, file=self.process.stdin, flush=True)

    def milliseconds(self, passes):
        self.ask(f"time {passes}")
        return float(self.answer())

    def output(self, folder):
        file = folder / (self.name.replace(" ", "_") + ".out")
        self.ask(f"output {file}")
        self.expect("written")
        return np.fromfile(file, np.float32)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def engines(arguments, files, alpha, side, threads):
    bench = arguments.build / "tests/bench"
    onnx = [files / "model.onnx", side, threads, files / "input"]
    yield Engine("Netlens", [bench / "time_netlens", files / "weights.h5", alpha, side, threads,
        files / "input"])
    if arguments.npm:
        yield Engine("ONNX Runtime", ["node", HERE / "time_onnxruntime.mjs", *onnx], arguments.npm)
    if (bench / "time_opencv_dnn").exists():
        yield Engine("OpenCV DNN", [bench / "time_opencv_dnn", *onnx])


def compare(arguments, alpha, side, threads):
    with tempfile.TemporaryDirectory() as name:
        files = pathlib.Path(name)
        subprocess.run([arguments.build / "app/netlens-cli", "weights", "init", "--alpha",
            str(alpha), "--input-shape", str(side), "--output", files / "weights.h5"],
            check=True, stdout=subprocess.DEVNULL)
        enliven(files / "weights.h5")
        subprocess.run([sys.executable, HERE / "write_onnx.py", files / "weights.h5",
            files / "model.onnx", str(side)], check=True)
        np.random.default_rng(7).uniform(-1, 1, (side, side, 3)).astype(np.float32).tofile(
            files / "input")
        all_engines = list(engines(arguments, files, alpha, side, threads))
        passes = max(5, int(100 / all_engines[0].milliseconds(5)))
        rounds = []
        for _ in range(arguments.rounds):
            times = []
            for engine in all_engines:
                times.append(engine.milliseconds(passes))
                time.sleep(0.05)  # until its threads have stopped spinning
            rounds.append(times)
        outputs = [engine.output(files) for engine in all_engines]
        for engine in all_engines:
            engine.close()
    times = np.array(rounds)
    ratios = times[:, :1] / times
    for i, engine in enumerate(all_engines):
        difference = np.abs(outputs[i] - outputs[0]).max()
        low, middle, high = np.quantile(ratios[:, i], [0, 0.5, 1])
        print(f"{alpha:4} @{side:<4} {threads:7} {engine.name:13} {np.median(times[:, i]):9.3f} "
            f"{low:7.3f} {middle:7.3f} {high:7.3f}   {difference:.1e}", flush=True)
        if difference > LARGEST_DIFFERENCE:
            sys.exit(f"{engine.name}'s output is another one")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("build", type=lambda text: pathlib.Path(text).resolve())
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--npm", type=pathlib.Path)
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--sizes", nargs="+", default=[f"{a}@{s}" for a, s in SIZES])
    arguments = parser.parse_args()
    print("network    threads engine         median ms  Netlens's share: least, median, most   "
        "largest difference")
    for threads in arguments.threads:
        for size in arguments.sizes:
            alpha, side = size.split("@")
            compare(arguments, float(alpha), int(side), threads)


if __name__ == "__main__":
    main()
