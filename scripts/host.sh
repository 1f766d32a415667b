#!/usr/bin/env bash
# Compiles all host code: tests, local validator, IDL builder, bench.
set -euo pipefail
me=build
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
build_host
