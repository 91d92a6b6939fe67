//! `long`: measures that take minutes. They are programs of their own, so that this one stays quick to build.

use std::path::Path;
use std::process::Command;

use crate::fuzz;
use crate::mutants;
use crate::said::Said;

/// How often the server is killed where nothing else is asked for.
const KILLS: &str = "50";

/// The codec's bench beside its peers.
const STANZAS: &[&str] = &[
    "bench",
    "--package",
    "xmpp-core",
    "--bench",
    "stanzas",
    "--features",
    "peers",
    "--",
    "--json",
    "docs/measured/stanzas.jsonl",
];

/// The benches that measure others beside us: the codec on varied stanzas and on copies, then addresses, then the compiler of schemas.
const PEERS: [&[&[&str]]; 4] = [
    &[STANZAS],
    &[STANZAS, &["--copies"]],
    &[&["bench", "--package", "xmpp-core", "--bench", "addresses"]],
    &[&[
        "run",
        "--release",
        "--manifest-path",
        "benches/schemas/Cargo.toml",
    ]],
];

/// Builds what is needed in release mode, and runs it.
///
/// # Errors
/// If something cannot be built or run.
pub fn run(root: &Path, arguments: &[String]) -> Result<Said, String> {
    let cargo = |words: &[&str]| {
        let mut command = Command::new(env!("CARGO"));
        command.current_dir(root).args(words);
        command
    };
    let build = ["build", "--release", "--quiet", "--package"];
    let server = [&build[..], &["xmpp-server"]].concat();
    let outcome = match arguments.split_first() {
        Some((first, rest)) if first == "mutants" => return mutants::run(root, rest),
        Some((first, rest)) if first == "fuzz" => return fuzz::run(root, rest),
        Some((first, _)) if first == "peers" => {
            PEERS
                .iter()
                .try_for_each(|words| demand(&mut cargo(&words.concat())))?;
            true
        }
        Some((first, rest)) if first == "kill9" => {
            demand(&mut cargo(&server))?;
            let mut command = Command::new("python3");
            command
                .current_dir(root)
                .args(["-B", "tests/interop/kill9.py", "--kills", KILLS]);
            command.args(rest);
            command.env("XMPP_SERVER", root.join("target/release/xmpp-server"));
            said(&mut command)?
        }
        first => {
            let measures = first
                .is_some_and(|(first, _)| ["bench", "cycles", "soak"].contains(&first.as_str()));
            if measures && !arguments.iter().any(|argument| argument == "--help") {
                demand(&mut cargo(&server))?;
            }
            let mut command = cargo(&["run", "--release", "--quiet", "--package", "long", "--"]);
            said(command.args(arguments))?
        }
    };
    let mut lines = Said::default();
    if !outcome {
        lines.complain(format!("`long {}` has failed", arguments.join(" ")));
    }
    Ok(lines)
}

fn demand(command: &mut Command) -> Result<(), String> {
    match said(command)? {
        true => Ok(()),
        false => Err("it cannot be built".to_owned()),
    }
}

/// Whether the command ends well; what it says goes to the terminal.
fn said(command: &mut Command) -> Result<bool, String> {
    let status = command.status();
    let status = status
        .map_err(|error| format!("{} cannot be run: {error}", command.get_program().display()))?;
    Ok(status.success())
}
