#!/bin/sh
# train.sh PROGRAM FOLDER [OPTION…]: train.py as it is fastest.
# Waiting threads sleep (the generator needs a core too), and freed memory is kept: a step touches
# a gigabyte, and asking the system for it anew each time costs a quarter of the speed.
set -eu
export OMP_WAIT_POLICY=passive MALLOC_ARENA_MAX=1 MALLOC_MMAP_MAX_=0
export MALLOC_TRIM_THRESHOLD_=100000000000
program=$1
folder=$2
shift 2
exec nice -n 19 /usr/bin/python3 "$(dirname "$0")/train.py" --program "$program" --folder "$folder" "$@"
