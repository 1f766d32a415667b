#!/usr/bin/env bash
# Makes idl/althing.json from the program; with --check only compares.
set -euo pipefail
me=idl
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
build_host
timed "IDL" target/debug/althing-idl "$@"
