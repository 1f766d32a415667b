#!/usr/bin/env bash
# Gives the parsers of crates/ and cli/ new input, found by libFuzzer, for a while each; ends with 1 where one breaks.
# usage: fuzz.sh [--seconds N] [--keep] [TARGET...]    (make fuzz SECONDS_EACH=N)
#   --seconds N   for each target (default: 60)
#   --keep        adds short inputs that reach what no kept one does to fuzz/corpus, which `make test` replays: for each
#                 target 60 files of 8,192 bytes together at most, beside those that have a name and not a hash
#   TARGET...     one or more of fuzz/fuzz_targets, without .rs (default: all; those of cli/ take long to compile)
# What a run finds stays in target/fuzz for the next one; stop it with Ctrl-C. An input that breaks something is printed with its path in
# target/fuzz/broken: copy it to fuzz/corpus/TARGET, repair, and it is replayed for good.
set -euo pipefail
me=fuzz
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cargo_fuzz_release=0.13.2
seconds=60 keep=0 targets=()

while (($#)); do
  case $1 in
    -h | --help) sed -n '2,/^set /{s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}" && exit ;;
    --seconds) [[ ${2-} =~ ^[1-9][0-9]{0,5}$ ]] || die "--seconds needs a number from 1 to 999999" && seconds=$2 && shift ;;
    --keep) keep=1 ;;
    -*) die "no such option: $1" "See scripts/fuzz.sh --help" ;;
    *) [[ -f fuzz/fuzz_targets/$1.rs ]] || die "no such target: $1" "There are:$(printf ' %s' $(cd fuzz/fuzz_targets && ls | sed 's/\.rs$//'))" && targets+=("$1") ;;
  esac
  shift
done
((${#targets[@]})) || for file in fuzz/fuzz_targets/*.rs; do targets+=("$(basename "$file" .rs)"); done

need_cargo
command -v c++ >/dev/null || die "a C++ compiler is missing: libFuzzer is written in C++" "As root: apt-get install g++"
# Sanitizers and coverage are unstable options of the compiler; this allows them in the pinned release.
export RUSTC_BOOTSTRAP=1
# The build directory of the other scripts is not for code with other flags.
unset CARGO_BUILD_BUILD_DIR
tools=${XDG_CACHE_HOME:-$HOME/.cache}/althing/cargo-fuzz-$cargo_fuzz_release
export PATH=$tools/bin:$PATH
[[ $(cargo-fuzz --version 2>/dev/null) == "cargo-fuzz $cargo_fuzz_release" ]] ||
  timed "cargo-fuzz $cargo_fuzz_release" cargo install --quiet --locked --root "$tools" "cargo-fuzz@$cargo_fuzz_release"

built=$root/target/fuzz/build
# Those of the command line need much more to be compiled, so they are left out where none of them is asked for.
features=()
[[ " ${targets[*]}" != *" cli_"* ]] || features=(--features cli)
timed "targets" cargo fuzz build "${features[@]}" --target-dir "$built"

run() { # TARGET DIRECTORY_AND_OPTION...
  cargo fuzz run "${features[@]}" --target-dir "$built" "$1" "${@:2}" -artifact_prefix="$root/target/fuzz/broken/$1-" -verbosity=0 2>&1
}

keep() { # TARGET: merges what was found into the corpus, then takes the longest files out until the bounds are kept
  run "$1" "$kept" "$found" -- -set_cover_merge=1 -use_counters=0 -max_len=400 || return
  # libFuzzer names a file by its SHA-1.
  find "$kept" -regextype posix-extended -regex '.*/[0-9a-f]{40}' -printf '%s %p\n' | sort -n |
    awk '{ bytes += $1 } NR > 60 || bytes > 8192 { print $2 }' | xargs -r rm
}

mkdir -p target/fuzz/broken
broken=()
for target in "${targets[@]}"; do
  found=$root/target/fuzz/found/$target kept=$root/fuzz/corpus/$target log=$root/target/fuzz/$target.log
  mkdir -p "$found" "$kept"
  say "$target: $seconds s ..."
  # The largest input is a receipt's bound; most are far smaller, and short ones are found first.
  if ! run "$target" "$found" "$kept" -- -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -max_len=8192 >"$log"; then
    tail -40 "$log" >&2
    broken+=("$target")
  elif ((keep)); then
    keep "$target" >>"$log" || { tail -40 "$log" >&2 && broken+=("$target"); }
  fi
done
((${#broken[@]} == 0)) || die "broken: ${broken[*]}" "The inputs are in target/fuzz/broken."
say "${#targets[@]} targets, $seconds s each: nothing broke"
