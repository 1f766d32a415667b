# What the scripts share; sourced from the top of each.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit 1
program_id=$(<tests/keys/program-id.txt)
program_so=$root/target/deploy/althing.so
# Dependencies are compiled once per machine and compiler release, not once per checkout. Only the scripts say so: plain
# cargo keeps to ./target, because it cannot tell checkouts apart (see claim_build_dir).
release=$(sed -n 's/^channel *= *"\(.*\)"/\1/p' rust-toolchain.toml)
build_dir=${XDG_CACHE_HOME:-$HOME/.cache}/althing/build-$release
export CARGO_BUILD_BUILD_DIR=$build_dir
mkdir -p target
# In CI the lock file has to be right already; a person adding a dependency gets it updated.
locked=(${CI:+--locked})

say() { printf '%s: %s\n' "${me:-althing}" "$*" >&2; }
die() { # WHAT HOW...
  printf '%s: error: %s\n' "${me:-althing}" "$1" >&2
  shift
  (($#)) && printf '  %s\n' "$@" >&2
  exit 1
}
timed() { # NAME COMMAND...: runs it and says how long it took
  local name=$1 from=$SECONDS code=0
  shift
  say "$name ..."
  "$@" || code=$?
  if ((code)); then say "$name: failed after $((SECONDS - from)) s"; else say "$name: $((SECONDS - from)) s"; fi
  return $code
}

# Every checkout compiles into one build directory, in which cargo cannot tell one checkout's crates from another's: it
# goes by time stamps and would hand out the other's binaries. So the crates of the workspace (not the dependencies)
# are forgotten when another checkout built last.
# Until the claiming script and what it calls have ended, no other checkout can claim it.
claim_build_dir() {
  [[ ${ALTHING_CLAIMED-} != "$root" ]] || return 0
  local owner=$build_dir/.checkout
  mkdir -p "$build_dir"
  exec {claim}>"$build_dir/.claim"
  flock --nonblock "$claim" || { say "waits for a build in another checkout ..." && flock "$claim"; }
  export ALTHING_CLAIMED=$root
  if [[ ! -f $owner || $(<"$owner") != "$root" ]]; then
    # Only the files: a build that is running keeps its directories.
    find "$build_dir" -path '*/.fingerprint/althing*' -type f -delete
    printf '%s' "$root" >"$owner"
  fi
}

need_cargo() {
  command -v cargo >/dev/null || die "cargo is missing" "Install Rust by rustup; rust-toolchain.toml names the release."
  cargo --version >/dev/null 2>&1 && return
  command -v rustup >/dev/null && timed "Rust $release by rustup" rustup toolchain install "$release" --profile minimal -c clippy -c rustfmt >&2
  cargo --version >/dev/null || die "Rust $release does not run" "Run: rustup toolchain install $release -c clippy -c rustfmt"
  command -v cc >/dev/null || die "a C compiler is missing" "As root: apt-get install gcc libc6-dev"
}

# All host code is compiled in one go, always the same: with another selection of packages cargo would unify features
# differently and compile Agave a second time.
build_host() {
  need_cargo
  claim_build_dir
  timed "host code (the first time this compiles Agave: about 20 min on 2 cores)" \
    cargo build --quiet "${locked[@]}" --workspace --all-targets --message-format json-render-diagnostics >target/host-artifacts.json
}
