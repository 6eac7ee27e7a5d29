use super::*;

#[test]
fn good_takes_have_no_findings() {
    recorded().run(&["check"]).exits(0).complains("").prints("5 takes for 5 cues: no findings\n");
}

#[test]
fn a_clipped_take_is_an_error_until_its_retake_is_used() {
    let book = recorded();
    clipped_take(&book, "01-0002", 5.0);
    book.run(&["check"]).exits(1).complains("").prints(
        "error[take-clipped]: 655 runs of samples at full scale\n  \
             --> recordings/01-0002.wav at 0.522 s, cue 01-0002\n  \
             wanted: none\n  \
             hint: lower the input gain by 6 dB and record it again\n\
             5 takes for 5 cues: 1 error\n",
    );
    book.take("01-0002_t2", 5.0);
    book.run(&["check"]).exits(0).complains("").prints(
        "note[take-clipped]: 655 runs of samples at full scale\n  \
             --> recordings/01-0002.wav at 0.522 s, cue 01-0002\n  \
             wanted: none\n  \
             hint: nothing to do: `01-0002_t2.wav` is used instead\n\
             6 takes for 5 cues: 1 note\n",
    );
}

#[test]
fn cues_without_a_take_are_gathered_by_chapter() {
    let book = scripted();
    book.take("01-0002", 5.0);
    book.run(&["check"]).exits(1).complains("").prints(
        "error[cue-missing]: 2 cues have no take: 01-0001, 01-0003\n  \
             hint: record each as `recordings/CUE.wav`; `cuebook status` names the next one\n\
             error[cue-missing]: 2 cues have no take: 02-0001 to 02-0002\n  \
             hint: record each as `recordings/CUE.wav`; `cuebook status` names the next one\n\
             1 take for 5 cues: 4 errors\n",
    );
}

#[test]
fn a_take_of_no_cue_is_a_warning() {
    let book = recorded();
    book.take("09-0001", 2.0).take("take five", 2.0);
    book.run(&["check"]).exits(0).complains("").prints(
        "warning[take-orphaned]: there is no cue 09-0001\n  \
             --> recordings/09-0001.wav\n  \
             wanted: a cue of the script\n  \
             hint: rename it to the cue that it is a take of\n\
             warning[take-orphaned]: its name is no cue's\n  \
             --> recordings/take five.wav\n  \
             wanted: a cue of the script\n  \
             hint: name it by its cue, `01-0042.wav`, a second take `01-0042_t2.wav`\n\
             7 takes for 5 cues: 2 warnings\n",
    );
}

#[test]
fn what_is_named_is_checked_and_nothing_else() {
    let book = recorded();
    clipped_take(&book, "01-0002", 5.0);
    let clean = |name: &str, wanted: &str| {
        book.run(&["check", name]).exits(0).complains("").prints(&format!("{wanted}: no findings\n"));
    };
    clean("02", "2 takes for 2 cues");
    clean("01-0001", "1 take for 1 cue");
    clean("recordings/01-0001.wav", "1 take for 1 cue");
    clean("./recordings/room-tone.wav", "1 take for 0 cues");
    let finding = "error[take-clipped]: 655 runs of samples at full scale\n  \
             --> recordings/01-0002.wav at 0.522 s, cue 01-0002\n  \
             wanted: none\n  \
             hint: lower the input gain by 6 dB and record it again\n";
    for name in ["01-0002", "recordings/01-0002.wav", "01-0002.wav"] {
        book.run(&["check", name]).exits(1).complains("").prints(&format!("{finding}1 take for 1 cue: 1 error\n"));
    }
    for names in [&["check", "01"][..], &["check", "01-0001", "01-0002", "recordings/01-0003.wav"]] {
        book.run(names).exits(1).complains("").prints(&format!("{finding}3 takes for 3 cues: 1 error\n"));
    }
}

#[test]
fn an_unknown_name_is_refused() {
    let book = recorded();
    book.take("09-0001", 2.0);
    for name in ["03", "01-0009", "recordings/01-0009.wav", "09", ""] {
        book.run(&["check", name]).exits(2).prints("").complains(&format!(
            "error: `{name}` is no take, cue or chapter of this book\n  \
                 hint: name a file in `recordings/`, a cue such as `01-0042`, or a chapter such as `01`\n"
        ));
    }
}

#[test]
fn answers_as_json() {
    let book = recorded();
    clipped_take(&book, "01-0002", 5.0);
    book.run(&["check", "--json"]).exits(1).complains("").prints(
        r#"{
  "takes": 5,
  "findings": [
    {
      "rule": "take-clipped",
      "severity": "error",
      "chapter": "01",
      "cue": "01-0002",
      "take": "01-0002.wav",
      "seconds": 0.5216780045351473,
      "found": "655 runs of samples at full scale",
      "wanted": "none",
      "hint": "lower the input gain by 6 dB and record it again"
    }
  ]
}
"#,
    );
}
