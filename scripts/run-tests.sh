#!/usr/bin/env bash
# Runs the test executables that host.sh made, one after the other; exits with 1 if one fails.
# usage: run-tests.sh [--ignored] PACKAGE=DIRECTORY...   --ignored: only the tests that need what a suite brings
set -uo pipefail
me=test
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
only=() code=0
[[ ${1-} != --ignored ]] || { only=(--ignored) && shift; }

executables() { # PACKAGE
  grep '"reason":"compiler-artifact"' target/host-artifacts.json | grep "#$1@\|/$1#" |
    grep '"overflow_checks":[a-z]*,"test":true' | sed -n 's/.*"executable":"\([^"]*\)".*/\1/p'
}

for crate; do
  directory=$root/${crate#*=}
  while IFS= read -r binary; do
    (cd "$directory" && CARGO_MANIFEST_DIR=$directory "$binary" "${only[@]}") 2>&1 || code=1
  done < <(executables "${crate%%=*}")
done
exit $code
