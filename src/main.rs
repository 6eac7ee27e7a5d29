//! The `cuebook` command: hands the world to the library and its answer back.

use std::process::ExitCode;

fn main() -> ExitCode {
    cuebook::shell::main()
}
