#!/usr/bin/env bash
# Runs the suites and ends with a table of counts and the line "N passed, N failed".
# usage: test.sh [SUITE...]: unit program bank client (default: all)
set -uo pipefail
me=test
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
suites=("${@:-unit program bank client}")
read -ra suites <<<"${suites[*]}"
logs=$root/target/test-logs
mkdir -p "$logs"
table='' total_passed=0 total_failed=0 bad=0

# Where the programs' tests look for what they run.
export SBF_OUT_DIR=$root/target/deploy ALTHING_PROGRAM_SO=$program_so

test_binaries() { # PACKAGE: the test executables that build_host made for it
  grep '"reason":"compiler-artifact"' target/host-artifacts.json | grep "#$1@\|/$1#" |
    grep '"overflow_checks":[a-z]*,"test":true' | sed -n 's/.*"executable":"\([^"]*\)".*/\1/p'
}

cargo_suite() { # SUITE PACKAGE DIRECTORY: cargo's own test harness, one executable after the other
  local code=0 binary
  : >"$logs/$1.log"
  while IFS= read -r binary; do
    (cd "$3" && CARGO_MANIFEST_DIR=$root/$3 "$binary") 2>&1 | tee -a "$logs/$1.log" || code=1
  done < <(test_binaries "$2")
  passed=$(sed -n 's/^test result: .* \([0-9]*\) passed;.*/\1/p' "$logs/$1.log" | awk '{ n += $1 } END { print n + 0 }')
  failed=$(sed -n 's/^test result: .* \([0-9]*\) failed;.*/\1/p' "$logs/$1.log" | awk '{ n += $1 } END { print n + 0 }')
  # A crash before the result line counts as well.
  ((code)) && ((failed == 0)) && failed=1
  return 0
}

client_suite() {
  local report=$root/target/client-tests.json code=0
  rm -f "$report"
  scripts/with-localnet.sh npm run --silent test:client -- --reporter=default --reporter=json --outputFile.json="$report" 2>&1 |
    tee "$logs/client.log" || code=1
  count() { node -p "try { JSON.parse(require('fs').readFileSync('$report'))['$1'] } catch { 0 }"; }
  passed=$(count numPassedTests) failed=$(count numFailedTests)
  ((code)) && ((failed == 0)) && failed=1
  return 0
}

run_suite() { # SUITE COMMAND...
  local suite=$1 from=$SECONDS note=''
  shift
  say "$suite ..."
  passed=0 failed=0
  "$@"
  if ((failed)); then note=' FAILED'; elif ((passed == 0)); then note=' FAILED: no tests ran'; fi
  [[ -z $note ]] || bad=1
  total_passed=$((total_passed + passed)) total_failed=$((total_failed + failed))
  table+=$(printf '%-10s %8d %8d %8d s%s' "$suite" "$passed" "$failed" $((SECONDS - from)) "$note")$'\n'
}

for suite in "${suites[@]}"; do
  case $suite in
    unit) run_suite unit cargo_suite unit althing programs/althing ;;
    program) run_suite program cargo_suite program althing-program-tests tests/program ;;
    bank) run_suite bank cargo_suite bank althing-bank-tests tests/bank ;;
    client) run_suite client client_suite ;;
    *) die "no such suite: $suite" "There are: unit program bank client" ;;
  esac
done

printf '\n%-10s %8s %8s %8s\n%s\n' suite passed failed time "$table"
# A suite that ran nothing is a failure too, and says so in the last line.
((bad)) && ((total_failed == 0)) && total_failed=1
echo "$total_passed passed, $total_failed failed"
exit $bad
