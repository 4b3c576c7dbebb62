#!/usr/bin/python3
"""Writes the averaged network of a checkpoint as Keras weights; needs python3-torch and -h5py.

Averaged weights have never seen their own statistics: those of the batch norms are measured anew.
"""
import argparse

import torch

import keras_file
from drawings import batches
from evaluate import evaluate
from network import MobileNetV2
from train import ALPHA, CLASSES, HELD_OUT_SERIES

STATISTICS_SERIES, SIDE = 3, 96


def measure_statistics(network, program, count):
    for module in network.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.reset_running_stats()
            module.momentum = None  # plain mean over all batches
    network.train()
    with torch.no_grad():
        for batch in batches(program, STATISTICS_SERIES, 0, count, SIDE, 250):
            network(batch.network_input())
    network.eval()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True, help="demo_drawings")
    parser.add_argument("--checkpoint", required=True)
    parser.add_argument("--output", required=True, help="weights file, .h5")
    parser.add_argument("--statistics", type=int, default=20_000, help="drawings to measure on")
    options = parser.parse_args()
    network = MobileNetV2(ALPHA, CLASSES).to(memory_format=torch.channels_last)
    network.load_state_dict(torch.load(options.checkpoint)["average"])
    network.eval()
    print("as trained:", evaluate(network, options.program, HELD_OUT_SERIES, 5000, SIDE))
    measure_statistics(network, options.program, options.statistics)
    print("measured anew:", evaluate(network, options.program, HELD_OUT_SERIES, 5000, SIDE))
    keras_file.write(options.output, network)


if __name__ == "__main__":
    main()
