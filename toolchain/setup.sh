#!/usr/bin/env bash
# Makes the toolchain that builds the program where the Solana release downloads cannot be had.
set -euo pipefail
# shellcheck source=toolchain/versions.sh
. "$(dirname "${BASH_SOURCE[0]}")/versions.sh"

usage() {
  cat <<END
usage: toolchain/setup.sh [--print-prefix]

Makes a private toolchain in $cache_dir and installs nothing system-wide:
the sources of Rust $rust_version's standard library (rustup or Debian), LLVM $llvm_version (Debian) and
sbpf-linker $linker_version (cargo registry). A finished one is found again in no time.

  --print-prefix   print where the finished toolchain is, or fail if there is none; makes nothing

Environment:
  XDG_CACHE_HOME           where caches live (default: ~/.cache)
  ALTHING_DEBIAN_MIRROR    a Debian mirror, where this machine's apt sources name none
END
}

say() { printf 'toolchain: %s\n' "$*" >&2; }
die() { # WHAT HOW...
  printf 'toolchain: error: %s\n' "$1" >&2
  shift
  printf '  %s\n' "$@" >&2
  exit 1
}
step() { # NAME COMMAND...: runs it and says how long it took
  local name=$1 from=$SECONDS
  shift
  say "$name ..."
  "$@"
  say "$name: $((SECONDS - from)) s"
}

ready() { # a finished prefix carries its own key, and its linker runs
  [[ -f $prefix/stamp && $(<"$prefix/stamp") == "$toolchain_key" ]] && "$prefix/bin/sbpf-linker" --version >/dev/null 2>&1
}

need_commands() {
  local missing=() packages=()
  need() { command -v "$1" >/dev/null || { missing+=("$1") && packages+=("$2"); }; }
  need cc gcc
  need ar binutils
  need apt-get apt
  need dpkg-deb dpkg
  need flock util-linux
  ((${#missing[@]})) || return 0
  if [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
    say "installing what is missing of Debian's basics: ${packages[*]} libc6-dev"
    { apt-get -qq update && apt-get -qq install -y --no-install-recommends "${packages[@]}" libc6-dev; } >&2 ||
      die "could not install ${packages[*]}" "Install them by hand and run this again."
  else
    die "these commands are missing: ${missing[*]}" "Install the Debian packages ${packages[*]} libc6-dev (as root: apt-get install ${packages[*]} libc6-dev)."
  fi
}

need_rust() {
  local found
  command -v cargo >/dev/null || die "cargo is missing" "Install Rust by rustup, then run this again; the release used is $rust_version."
  if ! rustc --version >/dev/null 2>&1 && command -v rustup >/dev/null; then
    step "Rust $rust_version by rustup" rustup toolchain install "$rust_version" --profile minimal >&2 || true
  fi
  found=$(rustc --version 2>/dev/null | cut -d' ' -f2) || true
  [[ $found == "$rust_version" ]] || die "rustc $rust_version is needed, and this machine has ${found:-none that runs}" \
    "Run: rustup toolchain install $rust_version"
}

debian_mirror() {
  local from_sources
  # Security and third-party archives carry none of what is needed.
  from_sources=$(apt-get indextargets --format '$(ORIGIN) $(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
    awk '$1 == "Debian" && $2 !~ /security/ { print $2; exit }') || true
  if [[ -z $from_sources ]]; then # lists never fetched: the origin is not known yet
    from_sources=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
      awk '/\/debian\/?$/ { print; exit }') || true
  fi
  printf '%s' "${ALTHING_DEBIAN_MIRROR:-$from_sources}"
}

private_apt() { # SUITE ARGS...: apt-get on one Debian suite whose lists and cache lie under $work
  local dir=$work/apt/$1 as_root=()
  local suite=$1
  shift
  mkdir -p "$dir/lists/partial" "$dir/cache/archives/partial"
  touch "$dir/status"
  echo "deb $mirror $suite main" >"$dir/sources.list"
  # The private directories are not readable for apt's own sandbox user.
  [[ $(id -u) == 0 ]] && as_root=(-o APT::Sandbox::User=root)
  apt-get -qq "${as_root[@]}" -o Dir::Etc::SourceList="$dir/sources.list" -o Dir::Etc::SourceParts=/nonexistent \
    -o Dir::State::Lists="$dir/lists" -o Dir::Cache="$dir/cache" -o Dir::State::status="$dir/status" \
    -o Debug::NoLocking=true -o Acquire::Retries=3 "$@" >&2
}

get_llvm() { # with the C library it was built for, because this machine's may be older
  local suite deb
  for suite in "${llvm_suites[@]}"; do
    if private_apt "$suite" update && private_apt "$suite" install -y --no-install-recommends --download-only "libllvm$llvm_version"; then
      for deb in "$work/apt/$suite"/cache/archives/*.deb; do dpkg-deb -x "$deb" "$work/llvm"; done
      mkdir -p "$new/lib"
      cp -P "$work"/llvm/usr/lib/*-linux-gnu*/*.so* "$new/lib/"
      compgen -G "$new/lib/libLLVM.so.$llvm_version*" >/dev/null && compgen -G "$new/lib/ld-linux*" >/dev/null && return
      die "libllvm$llvm_version of Debian $suite is not laid out as expected" "Report it with the list of: dpkg-deb -c $deb"
    fi
  done
  die "libllvm$llvm_version could not be had from Debian (${llvm_suites[*]}) at $mirror" \
    "Check that the mirror is reachable and signed by a key this machine trusts (package debian-archive-keyring)," \
    "or name another one: ALTHING_DEBIAN_MIRROR=..."
}

get_library() { # the standard library's sources, of the very same release as rustc
  local suite here sysroot
  sysroot=$(rustc --print sysroot)
  here=$sysroot/lib/rustlib/src/rust/library
  if [[ ! -f $here/Cargo.lock ]] && command -v rustup >/dev/null; then
    timeout 20 rustup component add rust-src --toolchain "$rust_version" >"$work/rustup.log" 2>&1 ||
      say "rustup has no rust-src here ($(tail -1 "$work/rustup.log")); taking Debian's"
  fi
  if [[ -f $here/Cargo.lock ]]; then
    cp -r "$here" "$new/library"
    return
  fi
  for suite in "${rust_src_suites[@]}"; do
    if private_apt "$suite" update && (cd "$work" && private_apt "$suite" download "rust-src=$rust_version*"); then
      # The package carries the whole compiler; only the library is unpacked.
      dpkg-deb --fsys-tarfile "$work"/rust-src_*.deb | tar -x -C "$work" "./usr/src/rustc-$rust_version/library"
      mv "$work/usr/src/rustc-$rust_version/library" "$new/library"
      return
    fi
  done
  die "the library's sources of Rust $rust_version could not be had, neither by rustup nor from Debian (${rust_src_suites[*]}) at $mirror" \
    "Where rustup's server can be reached: rustup component add rust-src --toolchain $rust_version" \
    "or name another Debian mirror: ALTHING_DEBIAN_MIRROR=..."
}

patch_library() {
  rustc --edition 2021 -O -o "$work/overlay" "$toolchain_dir/overlay.rs" && "$work/overlay" "$new/library" ||
    die "the sources of the standard library could not be patched" "They are not those of Rust $rust_version as released."
}

get_linker() {
  local llvm
  llvm=$(find "$new/lib" -name "libLLVM.so.$llvm_version*" | head -1)
  mkdir -p "$work/link/lib"
  ln -s "$llvm" "$work/link/lib/libLLVM.so"
  (
    # Outside the checkout, so that its cargo configuration does not apply.
    cd "$work"
    unset RUSTFLAGS CARGO_ENCODED_RUSTFLAGS CARGO_BUILD_TARGET CARGO_TARGET_DIR CARGO_BUILD_TARGET_DIR
    LLVM_PREFIX=$work/link RUSTFLAGS="-L $work/link/lib -C link-arg=-Wl,--allow-shlib-undefined" \
      cargo install sbpf-linker --version "=$linker_version" --locked --quiet --no-track --root "$work/linker" \
      --no-default-features --features "bpf-linker/llvm-$llvm_version" >&2
  ) || die "sbpf-linker $linker_version could not be built" "Its source comes from the cargo registry; is it reachable?"
  mkdir -p "$new/bin"
  mv "$work/linker/bin/sbpf-linker" "$new/bin/sbpf-linker.bin"
  cat >"$new/bin/sbpf-linker" <<'END'
#!/bin/sh
# Runs the linker with the C library and the LLVM beside it, and refuses what LLVM only warns about: a stack frame
# over 4 KiB overwrites the caller's frame in the VM.
here=$(dirname "$(readlink -f "$0")")
said=$(mktemp) || exit 1
trap 'rm -f "$said"' EXIT
# LLVM 23 has no -Os and -Oz pipelines; the size attributes on the functions do the work.
for arg; do
  shift
  case $arg in -Os | -Oz) arg=-O2 ;; esac
  set -- "$@" "$arg"
done
RUST_BACKTRACE=0 RUST_LOG=warn "$here"/../lib/ld-linux-*.so.* --library-path "$here/../lib" "$here/sbpf-linker.bin" "$@" 2>"$said"
code=$?
grep -v 'solana-compiler-builtins' "$said" >&2
if grep -q -i 'stack limit' "$said"; then
  echo "error: a stack frame is larger than 4096 bytes (the functions are named above): box what is large, or split the function" >&2
  exit 1
fi
exit $code
END
  chmod +x "$new/bin/sbpf-linker"
}

make_it() {
  local from=$SECONDS
  mirror=$(debian_mirror)
  [[ -n $mirror ]] || die "no Debian mirror is named in this machine's apt sources" "Name one: ALTHING_DEBIAN_MIRROR=http://..."
  new=$work/prefix
  mkdir -p "$new"
  step "LLVM $llvm_version from Debian" get_llvm
  step "sources of Rust $rust_version's library" get_library
  step "patching them for Solana" patch_library
  step "sbpf-linker $linker_version from the cargo registry" get_linker
  "$new/bin/sbpf-linker" --version >"$new/versions" || die "the finished linker does not run" "$(cat "$new/versions")"
  # The stamp is written last and the directory moved in one step, so a prefix is whole or absent.
  printf '%s' "$toolchain_key" >"$new/stamp"
  rm -rf "$prefix"
  mv "$new" "$prefix"
  say "made in $((SECONDS - from)) s: $(tr '\n' ' ' <"$prefix/versions")in $prefix"
}

case ${1-} in
  '') ;;
  --print-prefix)
    ready || die "no finished toolchain in $cache_dir" "Run toolchain/setup.sh."
    echo "$prefix"
    exit
    ;;
  -h | --help) usage && exit ;;
  *) usage >&2 && exit 2 ;;
esac

ready && exit
need_commands
need_rust
mkdir -p "$cache_dir"
exec 9>"$cache_dir/toolchain.lock"
flock -n 9 || { say "another one is being made; waiting for it" && flock 9; }
ready && exit
work=$(mktemp -d "$cache_dir/making.XXXXXX")
trap 'rm -rf "$work"' EXIT
make_it
