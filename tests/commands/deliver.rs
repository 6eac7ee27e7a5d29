use std::path::Path;
use std::process::Command;

use super::*;

/// A built book of two short chapters, with an author, a narrator and credits around them.
pub fn built() -> Book {
    let book = Book::of(TWO_CHAPTERS);
    book.file("book.toml", settings("A Test"));
    book.run(&["script"]).exits(0);
    for (cue, seconds) in [
        ("00-0001", 3.0),
        ("01-0001", 2.0),
        ("01-0002", 5.0),
        ("01-0003", 4.0),
        ("02-0001", 2.0),
        ("02-0002", 5.0),
        ("03-0001", 2.0),
    ] {
        book.take(cue, seconds);
    }
    write_wav(&book.path("recordings/room-tone.wav"), &speech_like(1, 0.9));
    book.run(&["build"]).exits(0).complains("");
    book
}

fn settings(title: &str) -> String {
    let title = toml::Value::from(title);
    format!("title = {title}\nauthor = \"Ann\"\nnarrator = \"Bo\"\n[credits]\ntemplate = \"acx\"\n")
}

/// The names of the files of a package.
fn names(book: &Book, profile: &str) -> Vec<String> {
    let files = contents(&book.path("output/delivery").join(profile));
    files.keys().map(|path| path.to_str().unwrap().to_owned()).collect()
}

/// What ffprobe says of a file.
fn probed(path: &Path) -> serde_json::Value {
    let said = Command::new("ffprobe")
        .args(["-v", "error", "-of", "json", "-show_streams", "-show_format", "-show_chapters"])
        .arg(path)
        .output()
        .unwrap();
    assert!(said.stderr.is_empty(), "{}", String::from_utf8_lossy(&said.stderr));
    serde_json::from_slice(&said.stdout).unwrap()
}

/// The samples that ffmpeg decodes.
fn decoded(path: &Path) -> Vec<i32> {
    let said =
        Command::new("ffmpeg").args(["-v", "error", "-i"]).arg(path).args(["-f", "s32le", "-"]).output().unwrap();
    assert!(said.stderr.is_empty(), "{}", String::from_utf8_lossy(&said.stderr));
    said.stdout.chunks_exact(4).map(|four| i32::from_le_bytes(four.try_into().unwrap())).collect()
}

const DELIVERED: &str = "file                      length    size         RMS        peak   true peak  noise floor\n\
     01 - Opening credits.mp3   6.5 s  0.2 MB  -21.5 dBFS   -7.8 dBFS   -7.8 dBTP   -62.9 dBFS\n\
     02 - Chapter 1.mp3          0:16  0.4 MB  -21.5 dBFS  -10.0 dBFS  -10.0 dBTP   -65.1 dBFS\n\
     03 - Chapter 2.mp3          0:12  0.3 MB  -21.5 dBFS   -9.1 dBFS   -9.1 dBTP   -64.2 dBFS\n\
     04 - Closing credits.mp3   5.5 s  0.1 MB  -21.7 dBFS   -5.7 dBFS   -5.7 dBTP   -60.7 dBFS\n\
     Retail sample.mp3           0:24  0.6 MB  -21.2 dBFS   -9.1 dBFS   -9.1 dBTP   -65.1 dBFS\n\
     ACX / Audible: 5 files in `./output/delivery/acx`, MP3, 192 kbps constant, 44100 Hz, mono";

#[test]
fn a_built_book_is_delivered_and_what_has_not_changed_is_taken_over() {
    let book = built();
    book.run(&["deliver", "--dry-run"]).exits(0).complains("").prints(
        "01 - Opening credits.mp3  6.5 s\n\
         02 - Chapter 1.mp3         0:16\n\
         03 - Chapter 2.mp3         0:12\n\
         04 - Closing credits.mp3  5.5 s\n\
         Retail sample.mp3          0:24\n\
         ACX / Audible: 5 files to `./output/delivery/acx`; nothing was written\n",
    );
    assert!(!book.path("output/delivery").exists());
    book.run(&["deliver"]).exits(0).complains("").prints(&format!("{DELIVERED}; decoded and measured: no findings\n"));
    let first = contents(&book.path("output"));
    let again = format!("{DELIVERED}; all as before; decoded and measured: no findings\n");
    book.run(&["deliver", "acx"]).exits(0).complains("").prints(&again);
    assert_same(&first, &contents(&book.path("output")));

    // One line of chapter 2: its file and the sample, which ends in it.
    book.take("02-0002_t2", 5.5);
    book.run(&["build"]).exits(0);
    let said = book.run(&["deliver"]).exits(0).complains("").stdout();
    assert!(said.ends_with("mono; 3 as before; decoded and measured: no findings\n"), "{said}");
    let second = contents(&book.path("output"));
    let changed: Vec<_> =
        first.keys().filter(|path| first[*path] != second[*path]).map(|path| path.to_str().unwrap()).collect();
    assert_eq!(
        changed,
        [
            "delivery/acx/03 - Chapter 2.mp3",
            "delivery/acx/Retail sample.mp3",
            "delivery/acx/delivery.json",
            "masters/02.timeline.json",
            "masters/02.wav"
        ]
    );
    // What another number of threads makes from nothing is the same to the byte.
    fs::remove_dir_all(book.path("output/delivery")).unwrap();
    book.run(&["--threads", "1", "deliver"]).exits(0);
    assert_same(&second, &contents(&book.path("output")));
}

#[test]
fn every_profile_is_judged_right_by_other_programs() {
    let book = built();
    if !(support::has("ffprobe") && support::has("ffmpeg")) {
        return;
    }
    book.file("cover.png", large());
    let said = book.run(&["deliver", "--all", "--json"]).exits(1).complains("").json();
    let deliveries = said["deliveries"].as_array().unwrap();
    assert_eq!(deliveries.len(), 9);
    for delivery in deliveries {
        let name = delivery["profile"].as_str().unwrap();
        let broken: Vec<_> = delivery["findings"].as_array().unwrap().iter().map(|found| &found["rule"]).collect();
        match name {
            "google-play" => assert_eq!(broken, ["book-length"], "{name}"),
            "librivox" => assert_eq!(broken, ["masters-unfit"], "{name}"),
            // The cover here is one point.
            "m4b" => assert_eq!(broken, ["cover-unfit"], "{name}"),
            _ => assert!(broken.is_empty(), "{name}: {broken:?}"),
        }
        for file in delivery["files"].as_array().unwrap() {
            let path = book.path("output/delivery").join(name).join(file["name"].as_str().unwrap());
            let probed = probed(&path);
            let stream = &probed["streams"][0];
            // In Ogg, tags are those of the stream.
            let tags = if name == "opus" { &stream["tags"] } else { &probed["format"]["tags"] };
            let (codec, rate) = match name {
                "archive" => ("flac", None),
                "m4b" => ("aac", Some("44100")),
                "opus" => ("opus", Some("48000")),
                _ => ("mp3", Some("44100")),
            };
            assert_eq!((stream["codec_name"].as_str(), stream["channels"].as_u64()), (Some(codec), Some(1)));
            assert!(rate.is_none_or(|rate| stream["sample_rate"] == rate));
            let tag = |name: &str| tags[name].as_str().or(tags[name.to_uppercase()].as_str()).map(str::to_owned);
            assert_eq!(tag("title").as_deref(), file["title"].as_str());
            assert_eq!((tag("album").as_deref(), tag("artist").as_deref()), (Some("A Test"), Some("Ann")));
            let has_cover = probed["streams"].as_array().unwrap().iter().any(|stream| stream["codec_name"] == "png");
            assert!(has_cover, "the cover of {}", path.display());
            let frames = file["facts"]["frames"].as_u64().unwrap();
            let more = decoded(&path).len() as u64 - frames;
            assert!(more == 0 || name == "m4b" && more < LAST_FRAME, "{}: {more}", path.display());
        }
    }
    // What is kept is the master, sample by sample.
    let master = decoded(&book.path("output/masters/01.wav"));
    assert!(decoded(&book.path("output/delivery/archive/02 - Chapter 1.flac")) == master);
    assert_eq!(
        names(&book, "librivox"),
        [
            "atest_01_ann_128kb.mp3",
            "atest_02_ann_128kb.mp3",
            "atest_03_ann_128kb.mp3",
            "atest_04_ann_128kb.mp3",
            "delivery.json"
        ]
    );
    let served: Vec<_> = said["all"].as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect();
    assert_eq!(
        served,
        [
            "this set of masters does not serve LibriVox",
            "no level serves all, by 1.6 dB: ACX / Audible asks for -23.0 dBFS to -18.0 dBFS in chapter 00, LibriVox asks for \
             -21.0 LUFS to -16.0 LUFS in chapter 03"
        ]
    );
    // Debian's is an archive of Java's, which only some kernels run by itself.
    let checked = Command::new("java")
        .args(["-jar", "/usr/bin/epubcheck"])
        .arg(book.path("output/delivery/read-along/A Test.epub"))
        .output();
    match checked {
        Ok(found) if String::from_utf8_lossy(&found.stdout).contains("EPUB") => {
            let said = String::from_utf8_lossy(&found.stdout).into_owned() + &String::from_utf8_lossy(&found.stderr);
            assert!(found.status.success() && !said.contains("WARNING"), "{said}");
        }
        _ => support::skipped("`epubcheck` is not installed"),
    }
}

/// The same with two megabytes more, as the pictures of shops have them.
fn large() -> Vec<u8> {
    let (head, end) = PNG.split_at(PNG.len() - 12);
    let more = 2 << 20;
    [head, &u32::to_be_bytes(more), b"prVt", &vec![0x55; more as usize + 4], end].concat()
}

/// A picture of one grey point.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3a\x7e\x9b\x55\0\0\0\nIDAT\x78\x9c\x63\x68\0\0\0\x82\0\x81\x77\xcd\x72\xb6\0\0\0\0IEND\xae\x42\x60\x82";

/// The samples of an AAC frame. ffmpeg 5.1 begins where the edit list does and plays the last frame out, in its own files
/// too; what it says of the length is right.
const LAST_FRAME: u64 = 1024;

/// What ffprobe has as text, in seconds.
fn seconds(of: &serde_json::Value) -> f64 {
    of.as_str().unwrap().parse().unwrap()
}

#[test]
fn an_m4b_is_the_whole_book_and_other_programs_find_its_chapters() {
    let book = built();
    if !(support::has("ffprobe") && support::has("ffmpeg")) {
        return;
    }
    book.file("cover.png", PNG);
    let settings = fs::read_to_string(book.path("book.toml")).unwrap();
    let about = "year = 2026\npublisher = \"Tide & Co\"\ncopyright = \"2026 Ann\"\ndescription = \"Of the sea.\"\n";
    book.file("book.toml", format!("{settings}\n[about]\n{about}"));
    book.run(&["deliver", "m4b"]).exits(0);
    let path = book.path("output/delivery/m4b/A Test.m4b");
    let masters: Vec<_> =
        ["00", "01", "02", "03"].map(|chapter| decoded(&book.path(&format!("output/masters/{chapter}.wav")))).into();
    let probed = probed(&path);
    let (sound, tags) = (&probed["streams"][0], &probed["format"]["tags"]);
    assert_eq!((&sound["codec_name"], &sound["profile"]), (&"aac".into(), &"LC".into()));
    assert_eq!((seconds(&sound["start_time"]), seconds(&probed["format"]["start_time"])), (0.0, 0.0));
    let frames: usize = masters.iter().map(Vec::len).sum();
    assert!((seconds(&probed["format"]["duration"]) - frames as f64 / 44_100.0).abs() < 1e-6);
    for (name, value) in [
        ("title", "A Test"),
        ("album", "A Test"),
        ("artist", "Ann"),
        ("album_artist", "Ann"),
        ("composer", "Bo"),
        ("genre", "Audiobook"),
        ("media_type", "2"),
        ("date", "2026"),
        ("copyright", "2026 Ann"),
        ("description", "Of the sea."),
        ("synopsis", "Of the sea."),
        ("PUBLISHER", "Tide & Co"),
    ] {
        assert_eq!(tags[name], value, "{name}");
    }
    // One title for each chapter, beginning where the masters before it end: to within half a millisecond.
    let chapters = probed["chapters"].as_array().unwrap();
    let titles: Vec<_> = chapters.iter().map(|chapter| chapter["tags"]["title"].as_str().unwrap()).collect();
    assert_eq!(titles, ["Opening credits", "Chapter 1", "Chapter 2", "Closing credits"]);
    let mut at = 0;
    for (chapter, master) in chapters.iter().zip(&masters) {
        assert!((seconds(&chapter["start_time"]) - at as f64 / 44_100.0).abs() < 0.000_52, "{chapter}");
        at += master.len();
        assert!((seconds(&chapter["end_time"]) - at as f64 / 44_100.0).abs() < 0.000_52, "{chapter}");
    }
    // The sound is the masters', one behind the other, from the first sample to the last.
    let heard = decoded(&path);
    assert!((heard.len() - frames) < LAST_FRAME as usize, "{} of {frames}", heard.len());
    let masters = masters.concat();
    let power = |samples: &mut dyn Iterator<Item = f64>| samples.map(|sample| sample * sample).sum::<f64>();
    let apart = power(&mut heard.iter().zip(&masters).map(|(a, b)| f64::from(*a) - f64::from(*b)));
    assert!(apart < power(&mut masters.iter().map(|sample| f64::from(*sample))) / 30.0);
}

#[test]
fn a_profile_of_the_books_own_makes_what_it_says() {
    let book = built();
    let acx = book.run(&["explain", "acx", "--toml"]).stdout();
    let of = |name: &str, changes: &[(&str, &str)]| {
        let mut text = acx.replacen("name = \"acx\"", &format!("name = \"{name}\""), 1);
        for (from, to) in changes {
            assert!(text.contains(from), "{from}");
            text = text.replacen(from, to, 1);
        }
        book.file(&format!("profiles/{name}.toml"), text);
    };
    let make = "make = [\"sections\", \"sample\"]";
    of("one-file", &[(make, "make = [\"whole\"]")]);
    of("stereo", &[("channels = \"mono\"", "channels = \"stereo\""), (make, "make = [\"sections\"]")]);
    of("wav", &[("format = \"mp3\"\nkbps = 192", "format = \"wav\"\nbit_depth = 16"), (make, "make = [\"sections\"]")]);
    of(
        "slow",
        &[
            ("format = \"mp3\"\nkbps = 192", "format = \"wav\"\nbit_depth = 24"),
            ("sample_rate = 44100\nchannels", "sample_rate = 32000\nchannels"),
            ("[sample_rate]\nmin = 44100\nmax = 44100", "[sample_rate]\nmin = 32000"),
            (make, "make = [\"sections\"]"),
        ],
    );
    let said = book.run(&["deliver", "one-file", "stereo", "wav", "slow", "--json"]).exits(0).complains("").json();
    for (delivery, form) in said["deliveries"].as_array().unwrap().iter().zip([
        "MP3, 192 kbps constant, 44100 Hz, mono",
        "MP3, 192 kbps constant, 44100 Hz, full stereo",
        "WAV, 16 bits, 44100 Hz, mono",
        "WAV, 24 bits, 32000 Hz, mono",
    ]) {
        assert_eq!(delivery["files"][0]["checked"][0]["found"], form);
    }
    assert_eq!(names(&book, "one-file"), ["A Test.mp3", "delivery.json"]);
    if support::has("ffprobe") {
        let probed = probed(&book.path("output/delivery/one-file/A Test.mp3"));
        let chapters: Vec<_> = probed["chapters"]
            .as_array()
            .unwrap()
            .iter()
            .map(|chapter| (chapter["tags"]["title"].as_str().unwrap(), chapter["start_time"].as_str().unwrap()))
            .collect();
        assert_eq!(
            chapters,
            [
                ("Opening credits", "0.000000"),
                ("Chapter 1", "6.500000"),
                ("Chapter 2", "22.300000"),
                ("Closing credits", "34.300000")
            ]
        );
    }
}

#[test]
fn lines_stand_where_they_sound() {
    let book = built();
    book.run(&["deliver", "read-along"]).exits(0).complains("");
    let vtt = fs::read_to_string(book.path("output/delivery/read-along/02 - Chapter 1.vtt")).unwrap();
    assert!(vtt.starts_with("WEBVTT\n\n01-0001\n00:00:00.880 --> 00:00:02.220\nChapter 1\n"), "{vtt}");
    let labels = fs::read_to_string(book.path("output/delivery/read-along/02 - Chapter 1.audacity.txt")).unwrap();
    assert_eq!(labels.lines().count(), 3);
    // In a file that is cut together, lines stand where they come to lie.
    let acx = book.run(&["explain", "acx", "--toml"]).stdout();
    let mine =
        acx.replacen("name = \"acx\"", "name = \"mine\"", 1).replacen("needs =", "along = [\"vtt\"]\nneeds =", 1);
    book.file("profiles/mine.toml", mine);
    book.file(
        "script/manuscript.md",
        TWO_CHAPTERS.replacen("# Chapter 1", "# Dedication\n\nFor you.\n\n# Chapter 1", 1),
    );
    book.run(&["script"]).exits(0);
    let script = fs::read_to_string(book.path("script/narration.json")).unwrap();
    assert!(script.contains("00-0002") && script.contains("00-0003"), "{script}");
    book.take("00-0002", 1.5).take("00-0003", 2.0);
    book.run(&["build"]).exits(0);
    // A dedication is short, and most of its file is quiet.
    book.run(&["deliver", "mine"]).exits(0).complains(
        "note: `02 - Front matter.mp3` is changed by +0.4 dB: cut out of its chapter, it would miss what ACX / Audible asks\n",
    );
    let read = |name: &str| fs::read_to_string(book.path("output/delivery/mine").join(name)).unwrap();
    assert!(read("01 - Opening credits.vtt").contains("\n00-0001\n00:00:00."), "{}", read("01 - Opening credits.vtt"));
    let front = read("02 - Front matter.vtt");
    assert!(front.contains("\n00-0002\n00:00:00.") && !front.contains("00-0001"), "{front}");
}

#[test]
fn masters_for_one_distributor_are_no_masters_for_another() {
    let book = built();
    book.run(&["deliver", "librivox"]).exits(1).complains("").prints(
        "error[masters-unfit]: masters made for ACX / Audible do not serve LibriVox: -15.2 LUFS in chapter 00 and 1 more; \
         `spacing.tail` in book.toml is 3.5 s\n  \
         wanted: -21.0 LUFS to -16.0 LUFS; at least 5 s\n  \
         hint: build them for it: `profile = \"librivox\"` below `[delivery]` in book.toml, and `[spacing]` as it asks\n\
         file                    length    size         RMS       peak  true peak  noise floor\n\
         atest_01_ann_128kb.mp3   6.5 s  0.1 MB  -21.5 dBFS  -7.5 dBFS  -7.5 dBTP   -62.8 dBFS\n\
         atest_02_ann_128kb.mp3    0:16  0.3 MB  -21.5 dBFS  -9.7 dBFS  -9.7 dBTP   -65.0 dBFS\n\
         atest_03_ann_128kb.mp3    0:12  0.2 MB  -21.5 dBFS  -9.0 dBFS  -9.0 dBTP   -64.2 dBFS\n\
         atest_04_ann_128kb.mp3   5.5 s  0.1 MB  -21.7 dBFS  -5.5 dBFS  -5.5 dBTP   -60.7 dBFS\n\
         LibriVox: 4 files in `./output/delivery/librivox`, MP3, 128 kbps constant, 44100 Hz, mono; decoded and measured: \
         1 error\n",
    );
    // A book that is built for it serves it.
    let settings = fs::read_to_string(book.path("book.toml")).unwrap();
    book.file("book.toml", settings + "[delivery]\nprofile = \"librivox\"\n[spacing]\ntail = 5\n");
    book.run(&["build"]).exits(0);
    let said = book.run(&["deliver"]).exits(0).complains("").stdout();
    assert!(said.ends_with("mono; decoded and measured: no findings\n"), "{said}");
}

#[test]
fn a_profile_that_nobody_is_sent_files_for_is_refused() {
    let book = built();
    book.run(&["deliver", "ebu-r128"]).exits(2).prints("").complains(
        "error: the profile `ebu-r128` does not say which files to make\n  \
         hint: name a distributor's (`cuebook deliver acx`), or give it `[files]` as `cuebook explain acx --toml` has\n",
    );
    let said = book.run(&["deliver", "amazon"]).exits(2).prints("").stderr();
    assert!(said.starts_with("error: there is no delivery profile `amazon`\n"), "{said}");
}
