#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| althing_digest::fuzz::fuzz_statement(data));
