//! Edits an unpacked copy of Rust's `library/` in place so that std builds for a Solana program.
//!
//! usage: overlay LIBRARY_DIR
//!
//! Upstream std knows no `target_os = "solana"`. Every edit names the exact text it replaces and fails when that text
//! is not there, so a library of another Rust release is refused instead of being half-patched.

use std::{env, fs, path::Path, process::exit};

/// Replaces text in one file of the library; every `old` must occur.
fn edit(root: &Path, file: &str, pairs: &[(&str, &str)]) -> Result<(), String> {
    let path = root.join(file);
    let mut text = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    for (old, new) in pairs {
        if !text.contains(old) {
            return Err(format!("{file}: this text is not in it: {old:?}"));
        }
        text = text.replace(old, new);
    }
    fs::write(&path, text).map_err(|e| format!("{}: {e}", path.display()))
}

/// The program brings its own `#[global_allocator]`, so the system's heap only has to exist.
const SYSTEM_HEAP: &str = r#"use crate::alloc::{GlobalAlloc, Layout, System};
use crate::ptr;

#[stable(feature = "alloc_system_type", since = "1.28.0")]
unsafe impl GlobalAlloc for System {
    unsafe fn alloc(&self, _layout: Layout) -> *mut u8 {
        ptr::null_mut()
    }
    unsafe fn dealloc(&self, _ptr: *mut u8, _layout: Layout) {}
    unsafe fn realloc(&self, _ptr: *mut u8, _layout: Layout, _new_size: usize) -> *mut u8 {
        ptr::null_mut()
    }
}
"#;

fn heap(root: &Path) -> Result<(), String> {
    edit(
        root,
        "std/src/sys/alloc/mod.rs",
        &[
            (
                "    target_arch = \"wasm64\",\n",
                "    target_arch = \"wasm64\",\n    target_arch = \"bpf\",\n",
            ),
            (
                "    target_os = \"uefi\" => {\n        mod uefi;\n    }\n",
                "    target_os = \"uefi\" => {\n        mod uefi;\n    }\n    target_os = \"solana\" => {\n        mod solana;\n    }\n",
            ),
        ],
    )?;
    let path = root.join("std/src/sys/alloc/solana.rs");
    fs::write(&path, SYSTEM_HEAP).map_err(|e| format!("{}: {e}", path.display()))?;
    edit(
        root,
        "std/src/alloc.rs",
        &[(
            "pub fn rust_oom(layout: Layout) -> ! {\n",
            concat!(
                "pub fn rust_oom(layout: Layout) -> ! {\n",
                "    #[cfg(target_os = \"solana\")]\n",
                "    panic!(\"memory allocation of {} bytes failed\", layout.size());\n",
                "    #[cfg(not(target_os = \"solana\"))]\n",
            ),
        )],
    )
}

/// No threads: thread locals are plain statics, as on the zkVM.
fn threads(root: &Path) -> Result<(), String> {
    edit(
        root,
        "std/src/sys/thread_local/mod.rs",
        &[
            (
                "        target_os = \"zkvm\",\n        target_os = \"trusty\",",
                "        target_os = \"zkvm\",\n        target_os = \"solana\",\n        target_os = \"trusty\",",
            ),
            (
                "            target_os = \"zkvm\",\n            target_os = \"trusty\",",
                "            target_os = \"zkvm\",\n            target_os = \"solana\",\n            target_os = \"trusty\",",
            ),
        ],
    )?;
    edit(
        root,
        "std/src/sys/io/error/mod.rs",
        &[(
            "        target_os = \"zkvm\",\n",
            "        target_os = \"zkvm\",\n        target_os = \"solana\",\n",
        )],
    )
}

/// No randomness: hash maps use fixed keys, and without the writable static that would remember them.
fn randomness(root: &Path) -> Result<(), String> {
    edit(
        root,
        "std/src/sys/random/mod.rs",
        &[
            (
                "        target_os = \"vexos\",\n    ) => {\n",
                "        target_os = \"vexos\",\n        target_os = \"solana\",\n    ) => {\n",
            ),
            (
                "    target_os = \"vexos\",\n)))]",
                "    target_os = \"vexos\",\n    target_os = \"solana\",\n)))]",
            ),
        ],
    )?;
    let file = "std/src/hash/random.rs";
    let path = root.join(file);
    let text = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let (head, rest) = text
        .split_once("pub fn new() -> RandomState {")
        .ok_or(format!("{file}: no RandomState::new"))?;
    let keys = rest
        .find("KEYS.with(|keys| {")
        .ok_or(format!("{file}: no KEYS.with in RandomState::new"))?;
    let end = keys
        + rest[keys..]
            .find("})\n")
            .ok_or(format!("{file}: KEYS.with has no end"))?
        + 3;
    let (body, tail) = rest.split_at(end);
    let text = format!(
        concat!(
            "{}pub fn new() -> RandomState {{\n",
            "        #[cfg(target_os = \"solana\")]\n",
            "        return RandomState {{ k0: 0, k1: 0 }};\n",
            "        #[cfg(not(target_os = \"solana\"))]\n",
            "        {{{}        }}\n{}",
        ),
        head, body, tail
    );
    fs::write(&path, text).map_err(|e| format!("{}: {e}", path.display()))
}

/// Panics go to the `custom_panic` that the program's entrypoint defines; nothing counts or unwinds them.
fn panics(root: &Path) -> Result<(), String> {
    edit(
        root,
        "std/src/panicking.rs",
        &[
            (
                "pub fn panic_handler(info: &core::panic::PanicInfo<'_>) -> ! {\n",
                concat!(
                    "pub fn panic_handler(info: &core::panic::PanicInfo<'_>) -> ! {\n",
                    "    #[cfg(target_os = \"solana\")]\n",
                    "    {\n",
                    "        unsafe extern \"Rust\" {\n",
                    "            fn custom_panic(info: &core::panic::PanicInfo<'_>);\n",
                    "        }\n",
                    "        unsafe { custom_panic(info) };\n",
                    "        crate::intrinsics::abort()\n",
                    "    }\n",
                    "    #[cfg(not(target_os = \"solana\"))]\n",
                    "    panic_handler_hosted(info)\n",
                    "}\n\n",
                    "#[cfg(not(target_os = \"solana\"))]\n",
                    "fn panic_handler_hosted(info: &core::panic::PanicInfo<'_>) -> ! {\n",
                ),
            ),
            (
                "#[optimize(size)]\nfn panic_with_hook(\n",
                concat!(
                    "#[cfg(target_os = \"solana\")]\n",
                    "fn panic_with_hook(\n",
                    "    _: &mut dyn PanicPayload,\n",
                    "    _: &Location<'_>,\n",
                    "    _: bool,\n",
                    "    _: bool,\n",
                    ") -> ! {\n",
                    "    crate::intrinsics::abort()\n",
                    "}\n\n",
                    "#[cfg(not(target_os = \"solana\"))]\n",
                    "#[optimize(size)]\n",
                    "fn panic_with_hook(\n",
                ),
            ),
        ],
    )
}

/// LLVM's BPF back end returns an i128 in two registers, while rustc's `extern "C"` makes it an out-pointer: without
/// this every u128 multiplication or division would write through a wild pointer.
fn wide_integers(root: &Path) -> Result<(), String> {
    for name in ["mul", "sdiv", "udiv", "shift"] {
        edit(
            root,
            &format!("compiler-builtins/compiler-builtins/src/int/{name}.rs"),
            &[("extern \"C\" fn", "extern \"unadjusted\" fn")],
        )?;
    }
    Ok(())
}

/// The VM copies, fills and compares memory in one call for ten units, where a loop costs some for every word.
fn memory(root: &Path) -> Result<(), String> {
    edit(
        root,
        "compiler-builtins/compiler-builtins/src/mem/mod.rs",
        &[
            (
                "intrinsics! {\n",
                concat!(
                    "unsafe extern \"C\" {\n",
                    "    fn sol_memcpy_(dest: *mut u8, src: *const u8, n: u64);\n",
                    "    fn sol_memmove_(dest: *mut u8, src: *const u8, n: u64);\n",
                    "    fn sol_memset_(s: *mut u8, c: u8, n: u64);\n",
                    "    fn sol_memcmp_(s1: *const u8, s2: *const u8, n: u64, result: *mut i32);\n",
                    "}\n\n",
                    "intrinsics! {\n",
                ),
            ),
            (
                "        impls::copy_forward(dest, src, n);\n        dest\n",
                "        sol_memcpy_(dest, src, n as u64);\n        dest\n",
            ),
            (
                concat!(
                    "        let delta = (dest as usize).wrapping_sub(src as usize);\n",
                    "        if delta >= n {\n",
                    "            // We can copy forwards because either dest is far enough ahead of src,\n",
                    "            // or src is ahead of dest (and delta overflowed).\n",
                    "            impls::copy_forward(dest, src, n);\n",
                    "        } else {\n",
                    "            impls::copy_backward(dest, src, n);\n",
                    "        }\n",
                ),
                "        sol_memmove_(dest, src, n as u64);\n",
            ),
            (
                "        impls::set_bytes(s, c as u8, n);\n",
                "        sol_memset_(s, c as u8, n as u64);\n",
            ),
            (
                "        impls::compare_bytes(s1, s2, n)\n",
                concat!(
                    "        let mut result = 0;\n",
                    "        sol_memcmp_(s1, s2, n as u64, &mut result);\n",
                    "        result\n",
                ),
            ),
        ],
    )
}

fn main() {
    let Some(root) = env::args_os().nth(1) else {
        eprintln!("usage: overlay LIBRARY_DIR");
        exit(2);
    };
    let root = Path::new(&root);
    let all = [heap, threads, randomness, panics, wide_integers, memory];
    if let Err(what) = all.iter().try_for_each(|edits| edits(root)) {
        eprintln!("overlay: {what}");
        eprintln!(
            "overlay: {} is not the library these edits were written for",
            root.display()
        );
        exit(1);
    }
}
