#!/usr/bin/env bash
# Makes idl/althing.json from the program; with --check only compares.
set -euo pipefail
me=idl
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need_cargo
claim_build_dir
# By itself and not with the other host code: it needs nothing of Agave.
cargo build --quiet "${locked[@]}" -p althing-idl
timed "IDL" target/debug/althing-idl "$@"
