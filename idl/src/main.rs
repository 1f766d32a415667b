//! Makes `idl/althing.json` from the program's sources with Anchor's own builder.

use anchor_lang_idl::build::IdlBuilder;
use std::{
    collections::hash_map::DefaultHasher,
    env, fs,
    hash::{Hash, Hasher},
    path::{Path, PathBuf},
    process::ExitCode,
};

const USAGE: &str = "\
usage: althing-idl [--check]

Makes idl/althing.json from programs/althing; run it in the root of the project.

  --check   writes nothing, and fails when the committed file is not what the program says
";

const PROGRAM: &str = "programs/althing";
const COMMITTED: &str = "idl/althing.json";
/// What was made last, and of which sources: unchanged sources are not compiled again.
const MADE: &str = "target/idl/althing.json";
const STAMP: &str = "target/idl/althing.stamp";

fn main() -> ExitCode {
    let check = match env::args().nth(1).as_deref() {
        None => false,
        Some("--check") => true,
        Some("--help" | "-h") => {
            print!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        Some(_) => {
            eprint!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match run(check) {
        Ok(said) => {
            eprintln!("idl: {said}");
            ExitCode::SUCCESS
        }
        Err(what) => {
            eprintln!("idl: error: {what}");
            ExitCode::FAILURE
        }
    }
}

fn run(check: bool) -> Result<String, String> {
    let idl = made_idl()?;
    let committed = fs::read_to_string(COMMITTED).unwrap_or_default();
    if committed == idl {
        return Ok(format!("{COMMITTED} is up to date"));
    }
    if check {
        return Err(format!(
            "{COMMITTED} is not what the program says; run make idl and commit it\n{}",
            first_difference(&committed, &idl)
        ));
    }
    write(COMMITTED, &idl)?;
    Ok(format!("{COMMITTED} written"))
}

fn made_idl() -> Result<String, String> {
    let stamp = format!("{:016x}", sources_hash()?);
    if fs::read_to_string(STAMP).is_ok_and(|made_of| made_of == stamp) {
        if let Ok(idl) = fs::read_to_string(MADE) {
            return Ok(idl);
        }
    }
    // The builder would put this into a `+toolchain` argument of cargo's, which is right without it already.
    env::remove_var("RUSTUP_TOOLCHAIN");
    let program = fs::canonicalize(PROGRAM)
        .map_err(|e| format!("{PROGRAM}: {e} (run this in the root of the project)"))?;
    let idl = IdlBuilder::new()
        .program_path(program)
        .cargo_args(["--lib", "--locked"].map(String::from).to_vec())
        .build()
        .map_err(|e| format!("the program's IDL could not be built: {e:#}"))?;
    let text = serde_json::to_string_pretty(&idl).map_err(|e| e.to_string())? + "\n";
    write(MADE, &text)?;
    write(STAMP, &stamp)?;
    Ok(text)
}

/// Of everything the IDL is made of: the program's files, the locked dependencies, and this builder.
fn sources_hash() -> Result<u64, String> {
    let mut files = vec![
        PathBuf::from("Cargo.lock"),
        PathBuf::from("rust-toolchain.toml"),
    ];
    for directory in [PROGRAM, "idl/src"] {
        collect(Path::new(directory), &mut files)?;
    }
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.hash(&mut hasher);
        fs::read(&file)
            .map_err(|e| format!("{}: {e}", file.display()))?
            .hash(&mut hasher);
    }
    Ok(hasher.finish())
}

fn collect(directory: &Path, files: &mut Vec<PathBuf>) -> Result<(), String> {
    let bad = |e: std::io::Error| format!("{}: {e}", directory.display());
    for entry in fs::read_dir(directory).map_err(bad)? {
        let path = entry.map_err(bad)?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

fn first_difference(committed: &str, made: &str) -> String {
    let at = committed
        .lines()
        .zip(made.lines())
        .take_while(|(a, b)| a == b)
        .count();
    let line = |text: &str| text.lines().nth(at).unwrap_or("(nothing)").to_string();
    format!(
        "  first difference in line {}\n  committed: {}\n  program:   {}",
        at + 1,
        line(committed),
        line(made)
    )
}

fn write(file: &str, text: &str) -> Result<(), String> {
    if let Some(directory) = Path::new(file).parent() {
        fs::create_dir_all(directory).map_err(|e| format!("{}: {e}", directory.display()))?;
    }
    fs::write(file, text).map_err(|e| format!("{file}: {e}"))
}
