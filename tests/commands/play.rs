use super::*;

/// Nothing may sound in these: what is refused is refused before a device opens.
#[track_caller]
fn refuses(book: &Book, arguments: &[&str], complaint: &str) {
    book.run(arguments).exits(2).prints("").complains(complaint);
}

#[test]
fn what_is_not_there_or_not_built_is_said() {
    let book = scripted();
    refuses(
        &book,
        &["play"],
        "error: no chapter is built yet\n  \
             hint: `cuebook build` makes the chapters\n",
    );
    refuses(
        &book,
        &["play", "01"],
        "error: chapter 01 is not built yet\n  \
             hint: `cuebook build` makes the chapters\n",
    );
    book.take("01-0001", 2.0).run(&["build"]).exits(1);
    refuses(
        &book,
        &["play", "2"],
        "error: chapter 02 is not built yet\n  \
             hint: `cuebook build` makes the chapters\n",
    );
    refuses(
        &book,
        &["play", "07"],
        "error: there is no chapter `07` in the script\n  \
             hint: its chapters are 01, 02\n",
    );
    refuses(
        &book,
        &["play", "chapter one"],
        "error: there is no chapter `chapter one` in the script\n  \
             hint: its chapters are 01, 02\n",
    );
    refuses(&book, &["play", "01-0099"], "error: there is no cue `01-0099` in the script\n");
    refuses(
        &book,
        &["play", "01-2"],
        "error: can't play that\n  \
             because: `01-2` is not a cue ID such as `01-0042` or `01-0042a`\n",
    );
    refuses(
        &book,
        &["play", "01-0002"],
        "error: cue `01-0002` is not in the built chapter 01\n  \
             hint: record it, then run `cuebook build`\n",
    );
    refuses(&book, &["play", "01", "--from", "02-0001"], "error: cue `02-0001` is in chapter 02, not in 01\n");
    refuses(
        &book,
        &["play", "01", "--from", "01-0003"],
        "error: cue `01-0003` is not in the built chapter 01\n  \
             hint: record it, then run `cuebook build`\n",
    );
    refuses(
        &book,
        &["play", "01-0001", "--from", "01-0001"],
        "error: `--from` wants a chapter to play, not a single cue\n",
    );
}
