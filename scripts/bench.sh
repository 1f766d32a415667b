#!/usr/bin/env bash
# Measures the compiled program (docs/benchmarks.md), logs beside their peer (docs/benchmarks-logs.md) and model digests
# beside theirs (docs/benchmarks-digest.md). Wants a machine that does nothing else, 7 GB of disk and about ten minutes.
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
# By themselves and optimised: they need little and nothing of Agave.
timed "their build" cargo build --quiet --release "${locked[@]}" -p althing-digest -p althing-publish --example bench_digest --example bench_logs
# Not in the system's temporary folder: that may be small, or memory. Nothing stays, not of a run that was killed either.
rm -rf "$root"/target/bench.*
work=$(mktemp -d "$root/target/bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
# Logs first: where ext4 has no journal, a new file takes far longer for half a minute after many were removed.
timed "logs" target/release/examples/bench_logs --dir "$work" --write docs/benchmarks-logs.md
timed "model digests" target/release/examples/bench_digest --dir "$work" --write docs/benchmarks-digest.md
