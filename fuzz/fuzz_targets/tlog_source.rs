#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| althing_tlog::fuzz::fuzz_source(data));
