use std::process::Stdio;

use super::*;

#[test]
fn no_command_shows_the_help_and_fails() {
    let book = Book::new();
    book.run(&[]).exits(2).prints("");
    let (short, none) = (book.run(&["-h"]).exits(0).complains("").stdout(), book.run(&[]).stderr());
    assert_eq!(short, none);
}

#[test]
fn every_command_has_its_help() {
    let book = Book::new();
    book.run(&["--help"]).exits(0).complains("");
    for command in ["new", "script", "status", "check", "build", "play", "completions", "man"] {
        let help = book.run(&[command, "--help"]).exits(0).complains("").stdout();
        assert!(help.contains(&format!("Usage: cuebook {command}")), "{help}");
    }
}

#[test]
fn what_is_no_option_is_refused() {
    let book = Book::new();
    book.run(&["build", "--fast"]).exits(2).prints("").complains(
        "error: unexpected argument '--fast' found\n\n  \
             tip: to pass '--fast' as a value, use '-- --fast'\n\n\
             Usage: cuebook build [OPTIONS] [CHAPTER]...\n\n\
             For more information, try '--help'.\n",
    );
    book.run(&["build", "--threads", "0"]).exits(2).prints("").complains(
        "error: invalid value '0' for '--threads <N>': 0 is not in 1..=1024\n\n\
             For more information, try '--help'.\n",
    );
}

#[test]
fn completions_and_the_man_page_name_every_command() {
    let book = Book::new();
    let completions = book.run(&["completions", "bash"]).exits(0).complains("").stdout();
    let man = book.run(&["man"]).exits(0).complains("").stdout();
    assert!(man.starts_with(".ie \\n(.g .ds Aq \\(aq\n"), "{man}");
    for command in ["new", "script", "status", "check", "build", "play"] {
        assert!(completions.contains(&format!("cuebook__subcmd__{command})")), "{completions}");
        assert!(man.contains(&format!(".SH \"CUEBOOK {}\"", command.to_uppercase())), "{man}");
    }
}

/// As in `cuebook --help | head -1`, where `head` has gone before the rest is written.
#[test]
fn a_reader_that_has_gone_is_no_failure() {
    let book = recorded();
    for arguments in [&["--help"][..], &["man"], &["completions", "bash"], &["status"], &["check", "--json"]] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = book.command(arguments).stdout(writer).stderr(Stdio::piped()).output().unwrap();
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{arguments:?}");
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_result_that_can_not_be_written_is_a_failure() {
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let output = recorded().command(&["status", "--json"]).stdout(full).output().unwrap();
    assert_eq!(
        String::from_utf8(output.stderr).unwrap(),
        "error: failed to write the result to standard output\n  \
             because: No space left on device (os error 28)\n"
    );
    assert_eq!(output.status.code(), Some(2));
}
