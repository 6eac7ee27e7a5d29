//! Delivered files as they measure.

use cuebook::check::Master;
use cuebook::delivery::{
    ChannelMode, Checked, Delivered, Facts, Mode, Part, PlannedFile, Says, conflicts, judge_book, judge_cover,
    judge_file,
};
use cuebook::signal::ProgrammeLevels;
use cuebook::words::profile::{Format, Pixels};
use cuebook::words::{Book, Dbfs, Dbtp, Fingerprint, Frames, Lufs, Profile, Rule, SampleRate};

use super::{Pair, chapters};

/// A file as a profile has it, and what is to be found in it.
struct File {
    profile: Profile,
    planned: PlannedFile,
    says: Says,
    facts: Facts,
}

/// A chapter of ten minutes with nothing wrong, as ACX takes it.
fn good() -> File {
    let frames = SampleRate::CD.frames(600.0);
    let says = Says { title: "One".to_owned(), track: Some((1, 3)), ..Says::default() };
    let facts = Facts {
        bytes: 14_400_000,
        hash: Fingerprint::of(b"a file"),
        format: Format::Mp3,
        sample_rate: SampleRate::CD,
        channels: ChannelMode::Mono,
        mode: Some(Mode::Constant(192)),
        bit_depth: None,
        levels: ProgrammeLevels {
            frames,
            rms: Some(Dbfs::new(-20.0)),
            peak: Some(Dbfs::new(-4.0)),
            true_peak: Some(Dbtp::new(-4.0)),
            noise_floor: Some(Dbfs::new(-65.0)),
            loudness: Some(Lufs::new(-22.0)),
            momentary: None,
            short_term: None,
            loudness_range: None,
        },
        head: Some(1.0),
        tail: Some(3.5),
        difference: Some(-50.0),
        says: Some(says.clone()),
    };
    let planned = PlannedFile {
        name: "01.mp3".to_owned(),
        part: Part::Chapter,
        title: "One".to_owned(),
        track: Some((1, 3)),
        pieces: Vec::new(),
        rate: SampleRate::CD,
        frames,
        marks: Vec::new(),
    };
    File { profile: Profile::named("acx").unwrap(), planned, says, facts }
}

fn codes(checked: &[Checked]) -> Vec<&'static str> {
    checked.iter().filter_map(|checked| checked.finding(None)).map(|finding| finding.rule.code()).collect()
}

fn found(change: impl FnOnce(&mut File)) -> Vec<&'static str> {
    let mut file = good();
    change(&mut file);
    let delivered = Delivered { planned: &file.planned, says: Some(&file.says), facts: &file.facts };
    codes(&judge_file(delivered, file.profile.files.as_ref().unwrap(), &file.profile))
}

/// What is found of a book in these parts, each of so many seconds.
fn together(profile: &str, parts: &[Part], seconds: f64) -> Vec<&'static str> {
    let files: Vec<File> = parts
        .iter()
        .map(|&part| {
            let mut file = good();
            file.planned.part = part;
            file.facts.levels.frames = SampleRate::CD.frames(seconds);
            file
        })
        .collect();
    let delivered: Vec<_> =
        files.iter().map(|file| Delivered { planned: &file.planned, says: None, facts: &file.facts }).collect();
    codes(&judge_book(&delivered, Profile::named(profile).unwrap().files.as_ref().unwrap()))
}

fn unfit(change: impl FnOnce(&mut Master)) -> Vec<&'static str> {
    let mut master = chapters::good();
    master.levels.loudness = Some(Lufs::new(-22.0));
    change(&mut master);
    let book = Book::parse("title = 'x'\n[spacing]\ntail = 5").unwrap();
    let (acx, librivox) = (Profile::named("acx").unwrap(), Profile::named("librivox").unwrap());
    conflicts(&[(&master, None)], &book, &acx, &librivox).iter().map(|finding| finding.rule.code()).collect()
}

fn cover(side: u32) -> Vec<&'static str> {
    let wants =
        "[files.cover]\nmin = 2400\nsource = \"x\"\nread = \"2026-11\"\nconfidence = \"chosen\"\n\n[files.sample]";
    let profile = Profile::parse(&Profile::text("acx").unwrap().replace("[files.sample]", wants)).unwrap();
    codes(&judge_cover(Some(Pixels(side)), profile.files.as_ref().unwrap()))
}

pub fn pair(rule: Rule) -> Pair {
    let file = |over: fn(&mut File), under: fn(&mut File)| Pair { over: found(over), under: found(under) };
    let long = |file: &mut File, frames| (file.planned.frames, file.facts.levels.frames) = (frames, frames);
    match rule {
        Rule::FileFormat => file(|f| f.facts.channels = ChannelMode::Joint, |_| ()),
        Rule::FileUnlike => file(|f| f.facts.levels.frames += Frames(1), |f| f.facts.difference = Some(-10.0)),
        Rule::FileTags => file(|f| "Two".clone_into(&mut f.says.title), |_| ()),
        Rule::FileLevel => {
            file(|f| f.facts.levels.rms = Some(Dbfs::new(-17.999)), |f| f.facts.levels.rms = Some(Dbfs::new(-18.0)))
        }
        Rule::FilePeak => file(
            |f| f.facts.levels.true_peak = Some(Dbtp::new(-3.0)),
            |f| f.facts.levels.true_peak = Some(Dbtp::new(-3.001)),
        ),
        Rule::FileNoiseFloor => file(
            |f| f.facts.levels.noise_floor = Some(Dbfs::new(-60.0)),
            |f| f.facts.levels.noise_floor = Some(Dbfs::new(-60.001)),
        ),
        Rule::FileEnds => file(|f| f.facts.head = Some(0.899), |f| f.facts.head = Some(0.901)),
        Rule::FileTooLong => Pair {
            over: found(|f| long(f, SampleRate::CD.frames(7200.0) + Frames(1))),
            under: found(|f| long(f, SampleRate::CD.frames(7200.0))),
        },
        Rule::FileTooLarge => {
            let sized = |bytes| {
                move |f: &mut File| {
                    (f.profile, f.facts.bytes) = (Profile::named("authors-republic").unwrap(), bytes);
                }
            };
            Pair { over: found(sized(170_000_001)), under: found(sized(170_000_000)) }
        }
        Rule::FileUnmeasured => file(|f| f.facts.tail = None, |f| f.facts.tail = Some(5.0)),
        Rule::BookLength => Pair {
            over: together("google-play", &[Part::Chapter; 2], 149.9),
            under: together("google-play", &[Part::Chapter; 2], 150.0),
        },
        Rule::CreditsMissing => Pair {
            over: together("acx", &[Part::OpeningCredits, Part::Chapter], 10.0),
            under: together("acx", &[Part::OpeningCredits, Part::Chapter, Part::ClosingCredits], 10.0),
        },
        Rule::CoverUnfit => Pair { over: cover(2399), under: cover(2400) },
        // The one channel counts twice there, 3.01 LU more.
        Rule::MastersUnfit => Pair {
            over: unfit(|m| m.levels.loudness = Some(Lufs::new(-19.009))),
            under: unfit(|m| m.levels.loudness = Some(Lufs::new(-19.011))),
        },
        other => unreachable!("{other} is no rule about delivered files"),
    }
}
