#!/usr/bin/env bash
# Builds Solana programs with the project's own toolchain.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

usage() {
  cat <<'END'
usage: toolchain/build.sh [--out-dir DIR] [CARGO BUILD OPTIONS...]

Builds the programs (cdylib) of the current workspace, or of the packages selected by cargo's own options (-p,
--manifest-path, --features ...), as sBPF v3 into DIR (default: target/deploy of the workspace). Makes the toolchain
first if there is none.

Environment:
  ALTHING_OPT_LEVEL   optimisation level instead of the profile's, to compare size and compute units
END
}

die() {
  printf 'toolchain: error: %s\n' "$1" >&2
  exit 1
}

out_dir='' manifest=() args=()
while (($#)); do
  case $1 in
    -h | --help) usage && exit ;;
    --out-dir) out_dir=${2:?--out-dir wants a directory} && shift ;;
    --manifest-path) manifest=(--manifest-path "${2:?--manifest-path wants a file}") && shift ;;
    --manifest-path=*) manifest=("$1") ;;
    *) args+=("$1") ;;
  esac
  shift
done

"$here/setup.sh"
# shellcheck source=toolchain/versions.sh
. "$here/versions.sh"

root=$(dirname "$(cargo locate-project --workspace --message-format plain "${manifest[@]}")")
out_dir=${out_dir:-$root/target/deploy}
cargo_home=${CARGO_HOME:-$HOME/.cargo}
# The flags below name the registry's directory, which has to be there already.
compgen -G "$cargo_home/registry/src/*" >/dev/null || cargo fetch "${manifest[@]}"

flags=(
  # v4 would emit bswap, which sBPF lacks.
  -C target-cpu=v3
  # The VM has no atomics and one thread.
  -C passes=lower-atomic
  # In v0 the linker's stack arguments would fall into the gap between frames.
  -C link-arg=--arch=v3
  # Else the linker writes into target/deploy by itself.
  -C link-arg=--deploy=false
  -C link-arg=--llvm-args=--bpf-stack-size=4096
  # sBPF lacks the sign-extending moves and loads of BPF v4.
  -C link-arg=--llvm-args=--disable-movsx
  -C link-arg=--llvm-args=--disable-ldsx
  # A sixth smaller than at the default of 225, for half a per cent more compute units.
  -C link-arg=--llvm-args=--inline-threshold=40
  # Panic messages carry paths: the same ones on every machine.
  "--remap-path-prefix=$prefix/library=/rust/library"
  "--remap-path-prefix=$cargo_home=/cargo"
)
for registry in "$cargo_home"/registry/src/*/; do
  flags+=("--remap-path-prefix=${registry%/}=/crates")
done
CARGO_ENCODED_RUSTFLAGS=$(IFS=$'\x1f' && printf '%s' "${flags[*]}")
# A flag and its value are one array element each only after splitting.
CARGO_ENCODED_RUSTFLAGS=${CARGO_ENCODED_RUSTFLAGS//-C /-C$'\x1f'}
export CARGO_ENCODED_RUSTFLAGS
unset RUSTFLAGS
export PATH=$prefix/bin:$PATH
# Stable Rust with the flags that build std; the sources are those of this very release.
export RUSTC_BOOTSTRAP=1 RUSTC_BOOTSTRAP_SYNTHETIC_TARGET=1 __CARGO_TESTS_ONLY_SRC_ROOT=$prefix/library
[[ -z ${ALTHING_OPT_LEVEL-} ]] || export CARGO_PROFILE_RELEASE_OPT_LEVEL=$ALTHING_OPT_LEVEL

messages=$(mktemp)
trap 'rm -f "$messages"' EXIT
cargo build --release --lib "${manifest[@]}" "${args[@]}" --target "$here/sbpf-solana.json" -Z json-target-spec \
  -Z build-std=std,panic_abort -Z build-std-features=compiler-builtins-mem \
  --message-format json-render-diagnostics >"$messages"

# Dependencies that happen to be cdylibs as well come from the registry; programs lie in the workspace.
mapfile -t programs < <(grep '"reason":"compiler-artifact","package_id":"path+file:' "$messages" |
  grep '"crate_types":\[[^]]*"cdylib"' | grep -o '"[^"]*/lib[^"/]*\.so"' | tr -d '"' | sort -u)
((${#programs[@]})) || die "nothing was built: no package of $root selected is a program (crate-type cdylib)"

mkdir -p "$out_dir"
for built in "${programs[@]}"; do
  name=${built##*/lib}
  name=${name%.so}
  # An unchanged program keeps its time stamp, for whoever decides by it what to do again.
  cmp -s "$built" "$out_dir/$name.so" || cp "$built" "$out_dir/$name.so"
  echo "$out_dir/$name.so: $(stat -c %s "$out_dir/$name.so") bytes"
done
