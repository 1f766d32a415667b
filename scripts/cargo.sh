#!/usr/bin/env bash
# cargo with the compiled dependencies that the make targets share, for one test or one lint at a time:
#   scripts/cargo.sh test --workspace --test governance cast_vote
# Keep --workspace: with another selection of packages cargo unifies features differently and compiles Agave again.
set -euo pipefail
me=cargo
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need_cargo
claim_build_dir
exec cargo "$@"
