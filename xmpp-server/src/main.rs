//! `xmpp-server` on the command line. Run it with `--help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    xmpp_server::command::main()
}
