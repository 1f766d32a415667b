#!/usr/bin/env bash
# Builds the program and says with what. ALTHING_SBF=platform-tools or =toolchain decides instead of looking.
set -euo pipefail
me=build
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
tools_version=v1.57

real_build_sbf() { # cargo-build-sbf with platform-tools: installed, or downloaded now
  local found
  found=$(type -aP cargo-build-sbf | while read -r one; do
    grep -q ALTHING_TOOLCHAIN_SHIM "$one" || { echo "$one" && break; }
  done)
  [[ -n $found ]] || { why='no cargo-build-sbf on PATH' && return 1; }
  "$found" --version >/dev/null 2>&1 || { why="$found does not run" && return 1; }
  [[ -x $HOME/.cache/solana/$tools_version/platform-tools/rust/bin/rustc ]] ||
    timeout 600 "$found" --tools-version $tools_version --install-only >&2 ||
    { why="platform-tools $tools_version cannot be downloaded here" && return 1; }
  build_sbf=$found
}

need_cargo
claim_build_dir
why=''
case ${ALTHING_SBF-} in
  toolchain) why='ALTHING_SBF=toolchain' ;;
  platform-tools) real_build_sbf || die "$why" "Install the Solana tools, or leave ALTHING_SBF unset." ;;
  '') real_build_sbf || true ;;
  *) die "ALTHING_SBF=$ALTHING_SBF is neither platform-tools nor toolchain" ;;
esac

from=$SECONDS
if [[ -n ${build_sbf-} ]]; then
  say "with $build_sbf and platform-tools $tools_version"
  "$build_sbf" --tools-version $tools_version --arch v3 --manifest-path programs/althing/Cargo.toml --sbf-out-dir target/deploy
else
  say "with the project's own toolchain ($why)"
  toolchain/build.sh -p althing "${locked[@]}" >/dev/null
fi
mkdir -p target/deploy
cp -n tests/keys/althing-keypair.json target/deploy/althing-keypair.json 2>/dev/null || true
say "target/deploy/althing.so: $(stat -c %s "$program_so") bytes, in $((SECONDS - from)) s"
