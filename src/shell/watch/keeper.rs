//! What was measured while takes arrived, kept for the next command.
//!
//! A take is heard so soon after it was written that another write in the same tick of its file's clock could not be
//! seen. What is measured then must not be kept, however long the file stays the same: it is heard once more, when it is old
//! enough.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use super::ear::Ear;
use crate::files::{Heard, RecordedFile};
use crate::words::Result;

/// When a file is old enough: more than the two seconds that the clocks of memory cards tick in.
const LATER: Duration = Duration::from_millis(2_500);

/// How often at most what was measured is kept: of a long book that is some megabytes.
const PERIOD: Duration = Duration::from_secs(20);

/// What is measured and not kept yet.
pub(super) struct Keeper {
    /// An ear of its own, so that nobody waits for a verdict while something is heard again.
    ear: Ear,
    /// Files that arrived and are yet to be heard.
    arrived: BTreeMap<String, RecordedFile>,
    /// Files that are to be heard once more, and when.
    young: Vec<(Instant, RecordedFile)>,
    /// Whether there is something to be kept.
    is_behind: bool,
    /// When something was kept last.
    last: Instant,
}

impl Keeper {
    pub fn open(now: Instant) -> Result<Self> {
        Ok(Self { ear: Ear::open()?, arrived: BTreeMap::new(), young: Vec::new(), is_behind: false, last: now })
    }

    /// A file has arrived, and is about to be heard.
    pub fn arrived(&mut self, file: &RecordedFile) {
        self.arrived.insert(file.name.clone(), file.clone());
    }

    /// A file was heard for the first time.
    pub fn heard(&mut self, heard: &Heard, now: Instant) {
        let Some(file) = self.arrived.remove(&heard.take.file) else { return };
        if heard.can_be_kept() {
            self.is_behind = true;
        } else if heard.take.sound.is_ok() {
            self.young.push((now + LATER, file));
        }
    }

    /// Hears again what is old enough by now, and takes over what was: a file that is another one by then arrives anew.
    pub fn look(&mut self, takes: &mut BTreeMap<String, Heard>, now: Instant) {
        let (due, young): (Vec<_>, Vec<_>) = self.young.drain(..).partition(|(at, _)| *at <= now);
        self.young = young;
        for (_, file) in due {
            self.ear.give(file);
        }
        for (name, again) in self.ear.heard() {
            if let (Some(take), Ok(again)) = (takes.get_mut(&name), again)
                && again.can_be_kept()
                && again.take == take.take
            {
                *take = again;
                self.is_behind = true;
            }
        }
    }

    /// Whether what was measured is to be kept now.
    pub fn is_time(&self, now: Instant) -> bool {
        self.is_behind && now.duration_since(self.last) >= PERIOD
    }

    /// Whether there is something to be kept, which counts as kept from then on.
    pub fn keeps(&mut self, now: Instant) -> bool {
        self.last = now;
        std::mem::take(&mut self.is_behind)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::time::SystemTime;

    use super::*;
    use crate::files::Measurements;

    #[test]
    fn a_take_that_is_too_young_to_be_kept_is_heard_once_more_when_it_is_old_enough() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.wav");
        let spec = hound::WavSpec {
            channels: 1,
            sample_rate: 8000,
            bits_per_sample: 16,
            sample_format: hound::SampleFormat::Int,
        };
        let mut writer = hound::WavWriter::create(&path, spec).unwrap();
        (0..800).for_each(|n| writer.write_sample(n).unwrap());
        writer.finalize().unwrap();
        let file = RecordedFile { name: "a.wav".to_owned(), path };

        let start = Instant::now();
        let mut keeper = Keeper::open(start).unwrap();
        keeper.arrived(&file);
        let heard = Measurements::default().hear(&file).unwrap();
        assert!(!heard.can_be_kept(), "it was written just now");
        keeper.heard(&heard, start);
        let mut takes = BTreeMap::from([(file.name.clone(), heard)]);
        keeper.look(&mut takes, start + LATER / 2);
        assert!(keeper.young.len() == 1 && !keeper.keeps(start), "not yet");

        let an_hour_ago = SystemTime::now() - Duration::from_secs(3_600);
        fs::File::options().append(true).open(&file.path).unwrap().set_modified(an_hour_ago).unwrap();
        std::thread::sleep(Duration::from_millis(150));
        for _ in 0..100 {
            keeper.look(&mut takes, start + LATER);
            std::thread::sleep(Duration::from_millis(20));
        }
        assert!(takes["a.wav"].can_be_kept() && keeper.young.is_empty());
        assert!(keeper.is_time(start + PERIOD) && keeper.keeps(start) && !keeper.keeps(start), "and kept once");
    }
}
