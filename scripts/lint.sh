#!/usr/bin/env bash
# Formatting, clippy, types and the IDL: whatever can be checked without running anything.
set -uo pipefail
me=lint
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need_cargo
claim_build_dir
failed=()
check() { timed "$@" || failed+=("$1"); }

check 'cargo fmt --check' cargo fmt --all --check
check 'clippy (the first time this checks all dependencies: about 10 min on 2 cores)' \
  cargo clippy --quiet "${locked[@]}" --workspace --all-targets -- -D warnings
check 'TypeScript types' npm run --silent typecheck
check 'docs name everything that exists' scripts/docs-check.sh
check 'IDL is that of the program' scripts/idl.sh --check
if ((${#failed[@]})); then
  printf 'lint: failed: %s\n' "${failed[@]}" >&2
  exit 1
fi
say 'clean'
