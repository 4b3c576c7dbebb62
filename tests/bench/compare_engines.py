#!/usr/bin/python3
"""compare_engines.py BUILD [--rounds N] [--runs N] [--npm FOLDER]: Netlens beside other engines.

Every engine runs the same random weights and input in a process of its own. In each round all are
asked in turn for the median of some passes, so that all meet the same neighbours on the machine;
what counts is the ratio within a round. A line for each engine: its median, and what Netlens takes
of its time in each precision; of float32's shares also the smallest and the largest. With --runs,
all is done so many times, and the medians of the runs are summed up. Fails when float32 outputs
differ by more than 1e-4, or lower precisions by more than LARGEST_DIFFERENCE says: with weights
drawn at random the classes are close to each other, and small changes move much probability.

BUILD is a build folder with the targets netlens-cli, time_netlens and, to take part,
time_opencv_dnn and time_xnnpack. FOLDER is where `npm install onnxruntime-node` was run. Needs
python3-h5py.
"""
import argparse
import collections
import pathlib
import subprocess
import sys
import tempfile
import time

import h5py
import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
SIZES = ["1.0@224", "0.35@96", "1.4@224", "1.0@512", "1.0@224x8"]  # alpha, side, batch
LARGEST_DIFFERENCE = {"Netlens bf16": 0.03, "Netlens int8": 0.1}
NOT_HERE = 3  # how time_netlens says that this processor has no such arithmetic


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


Network = collections.namedtuple("Network", "alpha side batch")


def parse_size(text):
    alpha, _, rest = text.partition("@")
    side, _, batch = rest.partition("x")
    return Network(float(alpha), int(side), int(batch or 1))


class Stopped(Exception):
    """What an engine was called, and its exit status."""


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
            raise Stopped(self.name, self.process.wait())
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


def engines(arguments, files, network, threads):
    bench = arguments.build / "tests/bench"
    keras = [files / "weights.h5", *network, threads, files / "input"]
    onnx = [files / "model.onnx", network.side, network.batch, threads, files / "input"]
    yield Engine("Netlens", [bench / "time_netlens", *keras, "f32"])
    for precision in ["bf16", "int8"]:
        try:
            yield Engine(f"Netlens {precision}", [bench / "time_netlens", *keras, precision])
        except Stopped as stopped:
            if stopped.args[1] != NOT_HERE:
                raise
    if arguments.npm:
        yield Engine("ONNX Runtime", ["node", HERE / "time_onnxruntime.mjs", *onnx], arguments.npm)
    if (bench / "time_xnnpack").exists():
        yield Engine("XNNPACK", [bench / "time_xnnpack", *keras])
    if (bench / "time_opencv_dnn").exists():
        yield Engine("OpenCV DNN", [bench / "time_opencv_dnn", *onnx])


def write_files(arguments, folder, network):
    subprocess.run([arguments.build / "app/netlens-cli", "weights", "init",
        "--alpha", str(network.alpha), "--input-shape", str(network.side), "--output", folder / "weights.h5"],
        check=True, stdout=subprocess.DEVNULL)
    enliven(folder / "weights.h5")
    subprocess.run([sys.executable, HERE / "write_onnx.py", folder / "weights.h5",
        folder / "model.onnx", str(network.side), str(network.batch)], check=True)
    np.random.default_rng(7).uniform(-1, 1, (network.batch, network.side, network.side, 3)).astype(
        np.float32).tofile(folder / "input")


def measure(arguments, network, threads):
    """Names, milliseconds (round, engine), and each output's largest difference to the first."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        write_files(arguments, folder, network)
        all_engines = list(engines(arguments, folder, network, threads))
        passes = max(5, int(100 / all_engines[0].milliseconds(5)))
        rounds = []
        for _ in range(arguments.rounds):
            times = []
            for engine in all_engines:
                times.append(engine.milliseconds(passes))
                time.sleep(0.05)  # until its threads have stopped spinning
            rounds.append(times)
        outputs = [engine.output(folder) for engine in all_engines]
        for engine in all_engines:
            engine.close()
    differences = [np.abs(output - outputs[0]).max() for output in outputs]
    return [engine.name for engine in all_engines], np.array(rounds), differences


def compare(arguments, size, threads):
    """Prints a line for each engine; returns medians by engine: milliseconds, then the shares."""
    names, times, differences = measure(arguments, parse_size(size), threads)
    own = [i for i, name in enumerate(names) if name.startswith("Netlens")]
    medians = {}
    for i, (name, difference) in enumerate(zip(names, differences)):
        least, middle, most = np.quantile(times[:, 0] / times[:, i], [0, 0.5, 1])
        lower = [np.median(times[:, j] / times[:, i]) for j in own[1:]]
        medians[name] = [np.median(times[:, i]), middle, *lower]
        print(f"{size:10} {threads:7} {name:13} {medians[name][0]:9.3f}  "
            f"{least:8.3f} {middle:6.3f} {most:6.3f}  " + " ".join(f"{x:6.3f}" for x in lower)
            + f"   {difference:.1e}", flush=True)
        if difference > LARGEST_DIFFERENCE.get(name, 1e-4):
            sys.exit(f"{name}'s output is another one")
    return medians


def sum_up(runs):
    """The least, the middle and the largest of the runs' medians, of each network and engine."""
    print("\nthe runs' medians: least, middle, most\nnetwork    threads engine              "
        "     milliseconds        f32's share     bf16's share     int8's share")
    for (size, threads), results in runs.items():
        for name in results[0]:
            values = np.quantile([medians[name] for medians in results], [0, 0.5, 1], axis=0).T
            text = " ".join("%8.3f %7.3f %7.3f" % tuple(values[0]) if not i
                else "  %4.2f %4.2f %4.2f" % tuple(column) for i, column in enumerate(values))
            print(f"{size:10} {threads:7} {name:13} {text}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("build", type=lambda text: pathlib.Path(text).resolve())
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--npm", type=pathlib.Path)
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--sizes", nargs="+", default=SIZES)
    arguments = parser.parse_args()
    print("network    threads engine         median ms  Netlens f32's share of it, bf16's, int8's"
        "   largest difference")
    runs = collections.defaultdict(list)
    for _ in range(arguments.runs):
        for threads in arguments.threads:
            for size in arguments.sizes:
                runs[size, threads].append(compare(arguments, size, threads))
    if arguments.runs > 1:
        sum_up(runs)


if __name__ == "__main__":
    try:
        main()
    except Stopped as stopped:
        sys.exit("{} stopped with status {}".format(*stopped.args))
