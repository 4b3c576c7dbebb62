#!/usr/bin/env bash
# compare_opencv_dnn.sh WEIGHTS.h5 [ROUNDS]: one forward pass of MobileNetV2 1.0/224 on one thread,
# Netlens against OpenCV DNN. Fails unless the outputs agree within 1e-4 and Netlens takes a third
# of the time or less. Needs libopencv-dnn-dev and python3-h5py; WEIGHTS.h5 is a Keras weights file
# with current layer names.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
weights=${1:?a Keras weights file is needed}

[ -f "$root/build/release/build.ninja" ] || (cd "$root" && cmake --preset release)
cmake --build "$root/build/release" --target compare_opencv_dnn
model=$(mktemp --suffix=.onnx)
trap 'rm -f "$model"' EXIT
/usr/bin/python3 "$root/tests/bench/write_onnx.py" "$weights" "$model"
OMP_NUM_THREADS=1 "$root/build/release/tests/bench/compare_opencv_dnn" "$weights" "$model" "${2:-11}"
