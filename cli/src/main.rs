//! The althing command line.

fn main() -> std::process::ExitCode {
    althing_cli::main(std::env::args_os())
}
