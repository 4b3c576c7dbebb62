#!/usr/bin/env bash
# compare_engines.sh [OPTION...]: Netlens in its three precisions beside ONNX Runtime, XNNPACK and
# OpenCV DNN, one and two threads, four networks; the options are those of compare_engines.py. Needs
# python3-h5py and python3-numpy; ONNX Runtime takes part where npm is, XNNPACK where libxnnpack-dev
# and libpthreadpool-dev are, OpenCV DNN where libopencv-dnn-dev is. $NETLENS_BUILD is the build
# folder, build/release without it.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build=${NETLENS_BUILD:-$root/build/release}
npm=${XDG_CACHE_HOME:-$HOME/.cache}/netlens-bench

[ -f "$build/build.ninja" ] || (cd "$root" && cmake --preset release -B "$build")
targets=(netlens-cli time_netlens)
for peer in time_opencv_dnn time_xnnpack; do
    if ninja -C "$build" -t targets all | grep -q "^$peer:"; then
        targets+=("$peer")
    fi
done
cmake --build "$build" --target "${targets[@]}"

options=()
if command -v npm >/dev/null; then
    # Its install script fetches GPU libraries, which are not wanted.
    npm install --silent --ignore-scripts --prefix "$npm" onnxruntime-node
    options+=(--npm "$npm")
fi
exec /usr/bin/python3 "$root/tests/bench/compare_engines.py" "$build" "${options[@]}" "$@"
