#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| althing_cli::fuzz::fuzz_wake(data));
