"""Drawings from the generator program, through a pipe."""
import queue
import subprocess
import threading

import numpy as np
import torch

HEADER = 6  # class, box, hardness: see demo_drawings --help


class Batch:
    def __init__(self, raw):
        records = np.frombuffer(raw, np.uint8).reshape(-1, self.record_bytes)
        self.classes = torch.from_numpy(records[:, 0].astype(np.int64))
        self.boxes = torch.from_numpy(records[:, 1:5].astype(np.float32) / 255)
        self.hardness = records[:, 5].astype(np.float32) / 255
        pixels = records[:, HEADER:].reshape(-1, self.side, self.side, 3)
        self.pixels = torch.from_numpy(np.ascontiguousarray(pixels))

    def join(self, other):
        self.classes = torch.cat((self.classes, other.classes))
        self.boxes = torch.cat((self.boxes, other.boxes))
        self.pixels = torch.cat((self.pixels, other.pixels))

    def network_input(self):
        """x / 127.5 − 1, NCHW in shape and NHWC in memory."""
        return self.pixels.permute(0, 3, 1, 2).float().div_(127.5).sub_(1)


def batches(program, series, first, count, side, batch_size, only=None):
    """Batches of `count` drawings of a series from `first` on; the last may be short.

    only: of one class, which every 25th drawing is.
    """
    sized = type("SizedBatch", (Batch,), {"side": side, "record_bytes": HEADER + side * side * 3})
    command = [program, "stream", "--series", series, "--first", first, "--count", count,
               "--size", side] + ([] if only is None else ["--class", only])
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE,
                               bufsize=1 << 20)
    ready = queue.Queue(maxsize=8)

    def read():
        while True:
            raw = process.stdout.read(batch_size * sized.record_bytes)
            ready.put(sized(raw) if raw else None)
            if not raw:
                return

    threading.Thread(target=read, daemon=True).start()
    try:
        while (batch := ready.get()) is not None:
            yield batch
        if process.wait() != 0:
            raise RuntimeError("the generator failed")
    finally:
        process.kill()
