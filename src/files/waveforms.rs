//! Waveforms of masters, drawn once: `output/.cache/waveforms`, one file a chapter, a line of JSON and its digest.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::identity::Identity;
use super::kept::{keep, read_kept};
use super::{BookFolder, TakeAudio};
use crate::signal::pull::for_each_block;
use crate::signal::{Waveform, WaveformMeter};
use crate::words::{ChapterId, Error, Result};

/// What is kept of a waveform.
#[derive(Serialize, Deserialize)]
struct Kept {
    identity: Identity,
    waveform: Waveform,
}

/// The waveform of a chapter's master as it is on the disk.
///
/// # Errors
/// Where the master can't be read.
pub fn waveform(folder: &BookFolder, chapter: &ChapterId) -> Result<Waveform> {
    let path = folder.master_path(chapter);
    let metadata = fs::metadata(&path).map_err(|error| Error::io("read", &path, error))?;
    let now = Identity::of(&metadata);
    let kept_path = folder.cache().join("waveforms").join(chapter.to_string());
    if let Some((kept, now)) = read_kept::<Kept>(&kept_path).zip(now.as_ref())
        && kept.identity.is_unchanged(now)
    {
        return Ok(kept.waveform);
    }
    let waveform = drawn(&path)?;
    if let Some(identity) = now {
        // What can't be kept is drawn again.
        let _ = keep(&kept_path, &Kept { identity, waveform: waveform.clone() });
    }
    Ok(waveform)
}

fn drawn(path: &Path) -> Result<Waveform> {
    let unread = |why: String| {
        Error::new(format!("can't read `{}`", path.display())).cause(why).hint("`cuebook build` makes it again")
    };
    let mut master = TakeAudio::open(path).map_err(|why| unread(why.to_string()))?;
    let mut meter = WaveformMeter::new(master.format().sample_rate);
    for_each_block(&mut master, |block| {
        meter.push(block);
        Ok(())
    })?;
    match master.problem() {
        Some(why) => Err(unread(why.to_string())),
        None => Ok(meter.finish()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::SampleRate;

    #[test]
    fn a_waveform_is_drawn_once_and_again_for_another_master() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("book.toml"), "title = 'x'").unwrap();
        let folder = BookFolder::open(root.path()).unwrap();
        let chapter = ChapterId::new(1);
        let write = |seconds| {
            let path = folder.master_path(&chapter);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            let hertz = SampleRate::CD.hertz();
            let spec = hound::WavSpec {
                channels: 1,
                sample_rate: hertz,
                bits_per_sample: 32,
                sample_format: hound::SampleFormat::Float,
            };
            let mut writer = hound::WavWriter::create(path, spec).unwrap();
            let frames = SampleRate::CD.frames(seconds).0;
            (0..frames).for_each(|frame| writer.write_sample(if frame % 100 < 50 { 0.5f32 } else { -0.5 }).unwrap());
            writer.finalize().unwrap();
        };
        write(1.0);
        let drawn = waveform(&folder, &chapter).unwrap();
        assert_eq!(drawn.peaks.len(), 10);
        let kept = folder.cache().join("waveforms/01");
        let whole = fs::read_to_string(&kept).unwrap();
        assert_eq!(waveform(&folder, &chapter).unwrap(), drawn);
        fs::write(&kept, whole.replace("231", "131")).unwrap();
        assert_eq!(waveform(&folder, &chapter).unwrap(), drawn, "what is kept is damaged");
        std::thread::sleep(std::time::Duration::from_millis(20));
        write(2.0);
        assert_eq!(waveform(&folder, &chapter).unwrap().peaks.len(), 20);
        fs::remove_file(folder.master_path(&chapter)).unwrap();
        assert!(waveform(&folder, &chapter).unwrap_err().to_string().contains("01.wav"));
    }
}
