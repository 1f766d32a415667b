# What the toolchain is made of; sourced by the scripts beside it. Any change makes a new prefix.

# The compiler of platform-tools v1.57 is this very release.
rust_version=1.95.0
# The linker that turns LLVM bitcode into an sBPF v3 program.
linker_version=0.2.6
# LLVM 22 and older refuse functions with more than five argument registers and pair returns on BPF.
llvm_version=23
# Debian suites to look in, first match wins.
llvm_suites=(sid forky)
rust_src_suites=(trixie-backports sid forky)

toolchain_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
toolchain_key=$(cd "$toolchain_dir" && cat versions.sh setup.sh overlay.rs sbpf-solana.json | sha256sum | cut -c1-16)
cache_dir=${XDG_CACHE_HOME:-$HOME/.cache}/althing
prefix=$cache_dir/toolchain-$toolchain_key
export RUSTUP_TOOLCHAIN=$rust_version
