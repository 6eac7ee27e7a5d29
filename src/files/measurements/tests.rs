use std::path::Path;
use std::time::Duration;

use super::*;
use crate::words::{Fingerprint, SampleRate};

/// A book with these takes, which are a minute old.
fn book(takes: &[&str]) -> (tempfile::TempDir, BookFolder) {
    let root = tempfile::tempdir().unwrap();
    fs::write(root.path().join("book.toml"), "title = 'x'").unwrap();
    fs::create_dir(root.path().join("recordings")).unwrap();
    let folder = BookFolder::open(root.path()).unwrap();
    for (seed, take) in (1..).zip(takes) {
        record(&folder.recordings().join(take), seed);
    }
    a_tick();
    (root, folder)
}

/// Waits until a change can be told from the last one.
fn a_tick() {
    std::thread::sleep(Duration::from_millis(150));
}

fn record(path: &Path, seed: i16) {
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: SampleRate::CD.hertz(),
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut writer = hound::WavWriter::create(path, spec).unwrap();
    (0..4_410).for_each(|n: i16| writer.write_sample(n.wrapping_mul(seed)).unwrap());
    writer.finalize().unwrap();
    dated(path, SystemTime::now() - Duration::from_secs(60));
}

fn dated(path: &Path, time: SystemTime) {
    fs::File::options().append(true).open(path).unwrap().set_modified(time).unwrap();
}

fn file(folder: &BookFolder, name: &str) -> RecordedFile {
    RecordedFile { name: name.to_owned(), path: folder.recordings().join(name) }
}

/// Hears everything, as a command does.
fn heard(folder: &BookFolder) -> Vec<Heard> {
    let (measurements, found) = Measurements::load(folder);
    assert_eq!(found, Found::Whole);
    let heard: Vec<_> = folder.recorded().unwrap().iter().map(|file| measurements.hear(file).unwrap()).collect();
    measurements.keep(folder, &heard).unwrap();
    heard
}

fn names(folder: &BookFolder) -> Vec<String> {
    Measurements::load(folder).0.known.into_keys().collect()
}

/// Puts a mark on everything that is kept, so that it can be told from what is heard.
fn mark(folder: &BookFolder) {
    let mut known = store::read(&folder.cache()).unwrap();
    for kept in known.values_mut() {
        Arc::make_mut(&mut kept.sound).measured.offset = 0.25;
    }
    let marked = known.iter();
    let marked = marked.map(|(name, kept)| (name.as_str(), Keep { identity: &kept.identity, sound: &kept.sound }));
    let marked = marked.collect();
    store::write(&folder.cache(), &marked).unwrap();
}

fn is_from_memory(folder: &BookFolder, name: &str) -> bool {
    let (measurements, _) = Measurements::load(folder);
    measurements.hear(&file(folder, name)).unwrap().take.sound.unwrap().measured.offset == 0.25
}

#[test]
fn an_unchanged_file_is_not_heard_again() {
    let (_root, folder) = book(&["01-0001.wav", "01-0002.wav"]);
    let first = heard(&folder);
    assert_eq!(heard(&folder), first);
    mark(&folder);
    assert!(is_from_memory(&folder, "01-0001.wav") && is_from_memory(&folder, "01-0002.wav"));
}

#[test]
fn what_is_kept_is_written_only_where_it_changes() {
    let (_root, folder) = book(&["01-0001.wav", "01-0002.wav"]);
    heard(&folder);
    let written = || fs::metadata(folder.cache().join(store::NAME)).unwrap().modified().unwrap();
    let first = written();
    heard(&folder);
    assert_eq!(written(), first);
    fs::remove_file(folder.recordings().join("01-0001.wav")).unwrap();
    heard(&folder);
    assert_ne!(written(), first);
    assert_eq!(names(&folder), ["01-0002.wav"], "a take that is gone is forgotten");
}

#[test]
fn a_changed_file_is_heard_again() {
    let (_root, folder) = book(&["01-0001.wav"]);
    let path = folder.recordings().join("01-0001.wav");
    heard(&folder);
    mark(&folder);
    dated(&path, SystemTime::now() - Duration::from_secs(30));
    assert!(!is_from_memory(&folder, "01-0001.wav"), "another time of writing");
}

#[cfg(unix)]
#[test]
fn another_sound_of_the_same_length_and_time_is_heard() {
    let (_root, folder) = book(&["01-0001.wav"]);
    let path = folder.recordings().join("01-0001.wav");
    let modified = fs::metadata(&path).unwrap().modified().unwrap();
    let before = heard(&folder);
    record(&path, 77);
    dated(&path, modified);
    a_tick();
    let after = heard(&folder);
    assert_ne!(after[0].take.audio(), before[0].take.audio());
}

#[test]
fn a_file_that_was_just_written_is_not_kept() {
    let (_root, folder) = book(&["01-0001.wav", "01-0002.wav", "01-0003.wav"]);
    dated(&folder.recordings().join("01-0001.wav"), SystemTime::now());
    // A recorder whose clock is wrong.
    dated(&folder.recordings().join("01-0003.wav"), SystemTime::now() + Duration::from_secs(3_600));
    a_tick();
    heard(&folder);
    assert_eq!(names(&folder), ["01-0002.wav", "01-0003.wav"]);
}

#[test]
fn a_file_that_can_not_be_heard_is_tried_every_time() {
    let (_root, folder) = book(&["01-0001.wav"]);
    let path = folder.recordings().join("01-0002.wav");
    fs::write(&path, "no audio").unwrap();
    dated(&path, SystemTime::now() - Duration::from_secs(60));
    a_tick();
    fs::create_dir(folder.recordings().join("01-0003.wav")).unwrap();
    let found = heard(&folder);
    assert!(found[1].take.sound.is_err() && found[2].take.sound.is_err());
    assert_eq!(names(&folder), ["01-0001.wav"]);
}

#[cfg(target_os = "linux")]
#[test]
fn renamed_files_are_known_by_what_stays() {
    let (_root, folder) = book(&["01-0001.wav", "01-0002.wav"]);
    let at = |name: &str| folder.recordings().join(name);
    if fs::metadata(at("01-0001.wav")).unwrap().created().is_err() {
        eprintln!("skipped: this file system does not say when a file was made");
        return;
    }
    // Of one length and one time, as files out of an archive are.
    let time = SystemTime::now() - Duration::from_secs(90);
    for name in ["01-0001.wav", "01-0002.wav"] {
        dated(&at(name), time);
    }
    a_tick();
    let before = heard(&folder);
    mark(&folder);
    a_tick();
    for (from, to) in [("01-0001.wav", "x"), ("01-0002.wav", "01-0001.wav"), ("x", "01-0002.wav")] {
        fs::rename(at(from), at(to)).unwrap();
    }
    a_tick();
    assert!(is_from_memory(&folder, "01-0001.wav") && is_from_memory(&folder, "01-0002.wav"));
    let after = heard(&folder);
    assert_eq!(after[0].take.audio(), before[1].take.audio());
    assert_eq!(after[1].take.audio(), before[0].take.audio());
    assert_eq!(after[0].take.id.as_ref().unwrap().to_string(), "01-0001");
}

#[test]
fn damage_is_noticed_wherever_it_is() {
    let (_root, folder) = book(&["01-0001.wav", "01-0002.wav"]);
    heard(&folder);
    let path = folder.cache().join(store::NAME);
    let whole = fs::read(&path).unwrap();
    for length in 0..whole.len() {
        fs::write(&path, &whole[..length]).unwrap();
        assert!(store::read(&folder.cache()).is_err(), "cut to {length} of {} bytes", whole.len());
    }
    for at in 0..whole.len() {
        let mut flipped = whole.clone();
        flipped[at] ^= 1 << (at % 8);
        fs::write(&path, &flipped).unwrap();
        assert!(store::read(&folder.cache()).is_err(), "byte {at} of {} flipped", whole.len());
    }
    for more in [&whole[..], b"x", b"\n"] {
        fs::write(&path, [&whole, more].concat()).unwrap();
        assert!(store::read(&folder.cache()).is_err(), "{} bytes more", more.len());
    }
    fs::write(&path, &whole).unwrap();
    assert_eq!(names(&folder).len(), 2);
}

#[test]
fn what_other_code_measured_is_not_believed_and_not_called_damaged() {
    let (_root, folder) = book(&["01-0001.wav"]);
    heard(&folder);
    let path = folder.cache().join(store::NAME);
    let text = fs::read_to_string(&path).unwrap();
    let (_, rows) = text.split_once('\n').unwrap();
    let (row, _) = rows.split_once('\n').unwrap();
    let lines = format!("0123456789abcdef\n{row}");
    fs::write(&path, format!("{lines}\n{}\n", Fingerprint::of(lines.as_bytes()))).unwrap();
    assert!(store::read(&folder.cache()).unwrap().is_empty());
}

#[test]
fn a_number_that_json_does_not_have_is_not_kept() {
    let (_root, folder) = book(&["01-0001.wav", "01-0002.wav"]);
    let mut heard = heard(&folder);
    Arc::make_mut(heard[0].take.sound.as_mut().unwrap()).measured.offset = f64::NAN;
    Measurements::default().keep(&folder, &heard).unwrap();
    assert_eq!(names(&folder), ["01-0002.wav"]);
}

#[test]
fn many_at_once_leave_one_whole_file() {
    let (_root, folder) = book(&["01-0001.wav", "01-0002.wav", "01-0003.wav"]);
    let all = heard(&folder);
    std::thread::scope(|scope| {
        for count in 0..8 {
            let (folder, all) = (&folder, &all);
            scope.spawn(move || {
                for round in 0..20 {
                    let (measurements, found) = Measurements::load(folder);
                    assert_eq!(found, Found::Whole);
                    measurements.keep(folder, &all[..(count + round) % 4]).unwrap();
                }
            });
        }
    });
    let left: Vec<_> = fs::read_dir(folder.cache()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "the file and its lock: {left:?}");
}

#[test]
fn where_nothing_can_be_kept_everything_is_heard() {
    let (root, folder) = book(&["01-0001.wav"]);
    fs::write(root.path().join("output"), "a file in the way").unwrap();
    let (measurements, found) = Measurements::load(&folder);
    let heard = vec![measurements.hear(&file(&folder, "01-0001.wav")).unwrap()];
    assert_eq!(found, Found::Whole);
    assert!(heard[0].take.sound.is_ok());
    assert!(measurements.keep(&folder, &heard).is_err());
}
