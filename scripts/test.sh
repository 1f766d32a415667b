#!/usr/bin/env bash
# Runs the suites and ends with a table of counts and the line "N passed, N failed".
# usage: test.sh [SUITE...]: unit program bank interop client cli (default: all)
#   unit     the program's arithmetic; formats, proofs and digests, their vectors and the fuzzers' corpora
#   program  the compiled program in LiteSVM          bank  the same in a real bank
#   interop  the formats against other implementations (Python)
#   client   the TypeScript client on a local validator   cli  the command line on one
set -uo pipefail
me=test
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
suites=("${@:-unit program bank interop client cli}")
read -ra suites <<<"${suites[*]}"
logs=$root/target/test-logs
mkdir -p "$logs"
table='' total_passed=0 total_failed=0 bad=0

# Where the programs' tests look for what they run.
export SBF_OUT_DIR=$root/target/deploy ALTHING_PROGRAM_SO=$program_so

cargo_suite() { # SUITE COMMAND...: tests in cargo's own harness, whose results are summed over all executables
  local code=0 log=$logs/$1.log
  shift
  "$@" 2>&1 | tee "$log" || code=1
  sum() { sed -n "s/^test result: .* \([0-9]*\) $1;.*/\1/p" "$log" | awk '{ n += $1 } END { print n + 0 }'; }
  passed=$(sum passed) failed=$(sum failed)
  # A crash before the result line counts as well.
  ((code)) && ((failed == 0)) && failed=1
  return 0
}

formats=(althing-sha256=crates/sha256 althing-tlog=crates/tlog althing-record=crates/record althing-digest=crates/digest althing-publish=crates/publish)

interop_suite() {
  ALTHING_PYTHON=$(scripts/python.sh) || { failed=1 && return; }
  export ALTHING_PYTHON
  cargo_suite interop scripts/run-tests.sh --ignored "${formats[@]}"
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
    unit) run_suite unit cargo_suite unit scripts/run-tests.sh althing=programs/althing "${formats[@]}" althing-cli=cli ;;
    program) run_suite program cargo_suite program scripts/run-tests.sh althing-program-tests=tests/program ;;
    bank) run_suite bank cargo_suite bank scripts/run-tests.sh althing-bank-tests=tests/bank ;;
    interop) run_suite interop interop_suite ;;
    client) run_suite client client_suite ;;
    cli) run_suite cli cargo_suite cli scripts/with-localnet.sh scripts/run-tests.sh --ignored althing-cli=cli ;;
    *) die "no such suite: $suite" "There are: unit program bank interop client cli" ;;
  esac
done

printf '\n%-10s %8s %8s %8s\n%s\n' suite passed failed time "$table"
# A suite that ran nothing is a failure too, and says so in the last line.
((bad)) && ((total_failed == 0)) && total_failed=1
echo "$total_passed passed, $total_failed failed"
exit $bad
