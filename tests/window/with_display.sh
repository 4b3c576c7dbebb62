#!/usr/bin/env bash
# with_display.sh PROGRAM [ARGUMENT…]: runs it on an X display of its own, with a window manager.
# Exits with 77, which CTest takes for "skipped", where the tools for that are missing.
set -euo pipefail

for tool in Xvfb xvfb-run openbox xdotool; do
    if ! command -v "$tool" >/dev/null; then
        echo "skipped: no virtual display ($tool is not here)"
        exit 77
    fi
done

# Of the session this is started from; there is none on that display.
unset WAYLAND_DISPLAY

# shellcheck disable=SC2016  # for the inner shell
exec xvfb-run -a -s "-screen 0 1366x768x24" bash -c '
    openbox --sm-disable &
    trap "kill $! 2>/dev/null || true" EXIT
    "$@"' bash "$@"
