#!/usr/bin/python3
"""Writes the averaged network of a checkpoint as Keras weights; needs python3-torch and -h5py."""
import argparse

import torch

import keras_file
from evaluate import evaluate
from network import MobileNetV2
from train import ALPHA, CLASSES, HELD_OUT_SERIES, NOTHING

SIDE = 96


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True, help="demo_drawings")
    parser.add_argument("--checkpoint", required=True)
    parser.add_argument("--output", required=True, help="weights file, .h5")
    parser.add_argument("--nothing-bias", type=float, default=0.9,
                        help="added to the bias of nothing: its recall against the symbols'")
    options = parser.parse_args()
    network = MobileNetV2(ALPHA, CLASSES).to(memory_format=torch.channels_last)
    network.load_state_dict(torch.load(options.checkpoint)["average"])
    network.eval()
    with torch.no_grad():
        network.predictions.bias[NOTHING] += options.nothing_bias
    print("held out:", evaluate(network, options.program, HELD_OUT_SERIES, 5000, SIDE))
    keras_file.write(options.output, network)


if __name__ == "__main__":
    main()
