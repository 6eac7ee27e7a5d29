use serde_json::json;

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
    let report = book.run(&["check", "--json"]).exits(1).complains("").json();
    assert_eq!(
        (&report["takes"], &report["findings"]),
        (
            &json!(5),
            &json!([{
                "rule": "take-clipped",
                "severity": "error",
                "chapter": "01",
                "cue": "01-0002",
                "take": "01-0002.wav",
                "seconds": 0.521_678_004_535_147_3,
                "found": "655 runs of samples at full scale",
                "wanted": "none",
                "hint": "lower the input gain by 6 dB and record it again"
            }])
        )
    );
    let heard = &report["heard"][0];
    assert_eq!(
        (&heard["file"], &heard["cue"], &heard["used"]),
        (&json!("01-0001.wav"), &json!("01-0001"), &json!("only"))
    );
    assert_eq!((&heard["seconds"], &heard["rms"], &heard["speech"]), (&json!(2.0), &json!(-26.94), &json!([0.5, 1.5])));
    assert!(report["forecast"]["gain_db"].is_f64() && report["forecast"]["noise_floor"].is_f64(), "{report}");
}

#[test]
fn which_take_is_used_is_told_where_it_is_not_the_newest() {
    let book = recorded();
    clipped_take(&book, "01-0002_t2", 5.0);
    book.run(&["check"]).exits(0).complains("").prints(
        "note[take-clipped]: 655 runs of samples at full scale\n  \
             --> recordings/01-0002_t2.wav at 0.522 s, cue 01-0002\n  \
             wanted: none\n  \
             hint: nothing to do: `01-0002.wav` is used instead\n\
             used: `01-0002.wav` instead of `01-0002_t2.wav`, the newest without an error\n\
             6 takes for 5 cues: 1 note\n",
    );
    book.run(&["circle", "01-0002_t2"]);
    let said = book.run(&["check", "01-0002"]).exits(1).stdout();
    assert!(said.contains("\nused: `01-0002_t2.wav`, circled\n"), "{said}");
}

#[test]
fn a_take_of_older_words_is_an_error_with_what_changed() {
    let book = recorded();
    book.run(&["check"]).exits(0);
    book.file("script/manuscript.md", TWO_CHAPTERS.replace("at six", "at seven"));
    book.run(&["script"]).exits(0);
    let stale = "error[take-stale]: recorded for other words: It came back at [-six,-] {+seven,+} as it always had.\n  \
             --> recordings/02-0002.wav, cue 02-0002\n  \
             wanted: a take of today's words\n  \
             hint: record it again; if it reads today's words after all, waive this finding\n";
    book.run(&["check"]).exits(1).complains("").prints(&format!("{stale}5 takes for 5 cues: 1 error\n"));
    book.take("02-0002_t2", 5.0);
    let said = book.run(&["check"]).exits(0).stdout();
    assert!(said.starts_with("note[take-stale]"), "{said}");
}

#[test]
fn a_name_that_is_nearly_right_is_told_what_to_become() {
    let book = recorded();
    fs::rename(book.path("recordings/02-0002.wav"), book.path("recordings/2_2 (1).wav")).unwrap();
    book.run(&["check"]).exits(1).complains("").prints(
        "error[cue-missing]: no take\n  \
             --> cue 02-0002\n  \
             wanted: a take\n  \
             hint: record it as `recordings/02-0002.wav`\n\
             warning[take-misnamed]: the name is not quite that of cue 02-0002\n  \
             --> recordings/2_2 (1).wav, chapter 02\n  \
             wanted: `02-0002.wav`\n  \
             hint: rename it to `02-0002.wav`: until then it is not used\n\
             5 takes for 5 cues: 1 error, 1 warning\n",
    );
}

#[test]
fn a_book_says_what_rules_weigh() {
    let book = recorded();
    clipped_take(&book, "01-0002", 5.0);
    book.file("book.toml", "title = \"A Test\"\n[check]\ntake-clipped = \"off\"\n");
    book.run(&["check"]).exits(0).prints("5 takes for 5 cues: no findings\n");
    book.file("book.toml", "title = \"A Test\"\n[check]\nlevel-low = { severity = \"error\", limit = -20 }\n");
    let said = book.run(&["check", "02"]).exits(1).stdout();
    assert!(said.contains("error[level-low]: ") && said.contains("wanted: at least -20.0 dBFS\n"), "{said}");
}

#[test]
fn a_bad_microphone_is_told_in_a_few_lines() {
    let lines: String = (0..40).map(|n| format!("The boats lay on their sides by quay {n}.\n\n")).collect();
    let book = Book::of(&format!("# Chapter 1\n\n{lines}"));
    book.run(&["script"]).exits(0);
    for cue in 1..=41u8 {
        // No two takes are equally quiet.
        let gain = 0.05 + f64::from(cue) * 0.0005;
        let quiet: Vec<f32> = speech_like(cue.into(), 4.0).iter().map(|sample| sample * gain as f32).collect();
        write_wav(&book.path("recordings").join(format!("01-{cue:04}.wav")), &quiet);
    }
    let said = book.run(&["check"]).exits(0).stdout();
    assert!(said.contains("warning[level-low]: 41 times: a take's speech is very quiet\n"), "{said}");
    assert!(said.contains("      and 36 more: 01-0006 to 01-0041\n"), "{said}");
    assert!(said.lines().count() < 30, "{said}");
    let all = book.run(&["check", "--json"]).exits(0).json();
    assert!(all["findings"].as_array().unwrap().len() >= 41);
}
