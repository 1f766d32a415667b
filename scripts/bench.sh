#!/usr/bin/env bash
# Measures the compiled program (docs/benchmarks.md) and model digests beside their peers (docs/benchmarks-digest.md).
# Arguments are those of target/debug/bench; with one, only the program is measured.
set -euo pipefail
me=bench
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need_cargo
claim_build_dir

target/debug/bench "$@"
(($# == 0)) || exit 0
ALTHING_PYTHON=$(scripts/python.sh)
export ALTHING_PYTHON
# By itself and optimised: it needs little and nothing of Agave.
timed "its build" cargo build --quiet --release "${locked[@]}" -p althing-digest --example bench_digest
# Not in the system's temporary folder: that may be small, or memory.
timed "model digests" target/release/examples/bench_digest --dir target --write docs/benchmarks-digest.md
