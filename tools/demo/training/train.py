#!/usr/bin/python3
"""Trains the demonstration model on drawings; see resources/demo/README.md.

Goes on from the checkpoint in --folder where there is one. Needs Debian's python3-torch.
"""
import argparse
import copy
import math
import pathlib
import time

import torch
from torch.nn import functional as F

from drawings import batches
from evaluate import evaluate
from location import location_loss
from network import MobileNetV2

ALPHA, CLASSES, NOTHING = 0.35, 25, 24
TRAIN_SERIES, HELD_OUT_SERIES, NOTHING_SERIES = 1, 2, 5


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True, help="demo_drawings")
    parser.add_argument("--folder", required=True, help="checkpoints and log")
    parser.add_argument("--pictures", type=int, default=720_000)
    parser.add_argument("--small-share", type=float, default=0.69, help="seen at 64 x 64")
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--more-nothing", type=int, default=8, help="a batch")
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--round-from", type=int, default=0,
                        help="pictures seen before this round of the rate")
    parser.add_argument("--locate", type=float, default=0.0,
                        help="weight of the demand that the map points at the symbol")
    parser.add_argument("--decay", type=float, default=0.02, help="of weights")
    parser.add_argument("--average", type=float, default=0.997, help="EMA a step")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def new_state(options):
    torch.manual_seed(options.seed)
    network = MobileNetV2(ALPHA, CLASSES).to(memory_format=torch.channels_last)
    kernels = [p for p in network.parameters() if p.dim() > 1]
    others = [p for p in network.parameters() if p.dim() == 1]
    groups = [{"params": kernels, "weight_decay": options.decay},
              {"params": others, "weight_decay": 0.0}]
    return {"network": network, "average": copy.deepcopy(network),
            "optimizer": torch.optim.AdamW(groups, lr=options.rate), "seen": 0, "seconds": 0.0}


def restore(state, path):
    saved = torch.load(path)
    for name in ("network", "average", "optimizer"):
        state[name].load_state_dict(saved[name])
    state["seen"], state["seconds"] = saved["seen"], saved["seconds"]


def save(state, path):
    parts = {name: state[name].state_dict() for name in ("network", "average", "optimizer")}
    torch.save({**parts, "seen": state["seen"], "seconds": state["seconds"]}, f"{path}.part")
    pathlib.Path(f"{path}.part").rename(path)


def rate_at(options, seen):
    """Rises from nothing, falls along a cosine; a later round starts at its full rate."""
    warm_up = options.round_from or 0.02 * options.pictures
    if seen < warm_up and options.round_from == 0:
        return options.rate * (seen + options.batch) / warm_up
    share = (seen - warm_up) / (options.pictures - warm_up)
    return options.rate * 0.5 * (1 + math.cos(math.pi * min(1.0, share)))


def update_average(state, decay):
    decay = min(decay, state["seen"] / (state["seen"] + 20_000))
    with torch.no_grad():
        now = state["network"].state_dict()
        for name, value in state["average"].state_dict().items():
            if value.is_floating_point():
                value.lerp_(now[name], 1 - decay)


def train_batch(state, batch, options, weights):
    for group in state["optimizer"].param_groups:
        group["lr"] = rate_at(options, state["seen"])
    network = state["network"]
    features = network.features(batch.network_input())
    logits = network.logits(features)
    loss = F.cross_entropy(logits, batch.classes, weights, label_smoothing=0.05)
    if options.locate > 0:
        symbols = batch.classes != NOTHING
        maps = network.class_maps(features[symbols], batch.classes[symbols])
        loss = loss + options.locate * location_loss(maps, batch.boxes[symbols])
    state["optimizer"].zero_grad(set_to_none=True)
    loss.backward()
    state["optimizer"].step()
    state["seen"] += options.batch
    update_average(state, options.average)
    return loss.item(), (logits.argmax(1) == batch.classes).float().mean().item()


def training_batches(first, until, side, options):
    """All classes equally often, and more of nothing, the class of most kinds."""
    count = until - first
    if options.more_nothing == 0:
        yield from batches(options.program, TRAIN_SERIES, first, count, side, options.batch)
        return
    steps, more = math.ceil(count / options.batch), options.more_nothing
    extra = batches(options.program, NOTHING_SERIES, first // options.batch * more * CLASSES,
                    steps * more, side, more, only=NOTHING)
    for batch in batches(options.program, TRAIN_SERIES, first, count, side, options.batch):
        batch.join(next(extra))
        yield batch


def train_part(state, options, until, side, note, path):
    """Trains at one picture size until `until` pictures have been seen."""
    weights = torch.ones(CLASSES)
    weights[NOTHING] = 1.5
    began, first, saved = time.time(), state["seen"], time.time()
    losses = []
    for batch in training_batches(state["seen"], until, side, options):
        losses.append(train_batch(state, batch, options, weights))
        if len(losses) == 50:
            mean = [sum(values) / len(values) for values in zip(*losses)]
            speed = (state["seen"] - first) / (time.time() - began)
            note(f"{state['seen']} at {side}: loss {mean[0]:.3f} accuracy {mean[1]:.4f} "
                 f"{speed:.0f}/s")
            losses = []
        if time.time() - saved > 180:
            save(state, path)
            saved = time.time()
    state["seconds"] += time.time() - began
    save(state, path)


def main():
    options = arguments()
    torch.set_num_threads(options.threads)
    folder = pathlib.Path(options.folder)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "checkpoint.pt"

    def note(text):
        line = time.strftime("%H:%M:%S ") + text
        print(line, flush=True)
        with open(folder / "log.txt", "a") as log:
            log.write(line + "\n")

    state = new_state(options)
    if path.exists():
        restore(state, path)
        note(f"going on after {state['seen']} pictures")
    small = int(options.pictures * options.small_share) // options.batch * options.batch
    for side, end in ((64, small), (96, options.pictures)):
        step = 100_000
        while state["seen"] < end:
            train_part(state, options, min(end, state["seen"] + step), side, note, path)
            state["average"].eval()
            result = evaluate(state["average"], options.program, HELD_OUT_SERIES, 2000, side)
            note(f"held out at {side}: {result}")
    note(f"trained {state['seen']} pictures in {state['seconds']:.0f} s")


if __name__ == "__main__":
    main()
