//! Takes of every other format: FLAC, AIFF, MP3, M4A, and compressed WAV, by Symphonia.

use std::fs::File;
use std::ops::Range;

use symphonia::core::codecs::audio::well_known::{
    CODEC_ID_ADPCM_G722, CODEC_ID_ADPCM_G726, CODEC_ID_ADPCM_IMA_QT, CODEC_ID_ADPCM_IMA_WAV, CODEC_ID_ADPCM_MS,
    CODEC_ID_MP3, CODEC_ID_PCM_ALAW, CODEC_ID_PCM_MULAW,
};
use symphonia::core::codecs::audio::{AudioCodecId, AudioDecoder, AudioDecoderOptions};
use symphonia::core::errors::Error as MediaError;
use symphonia::core::formats::probe::{Hint, Probe};
use symphonia::core::formats::{FormatOptions, FormatReader, TrackType};
use symphonia::core::io::{MediaSourceStream, MediaSourceStreamOptions};
use symphonia::core::meta::MetadataOptions;
use symphonia::default::formats::{AdtsReader, AiffReader, FlacReader, IsoMp4Reader, MpaReader, WavReader};

use super::behind_tags::BehindTags;
use super::edits::Edited;
use super::{Fault, MOST_CHANNELS, Packets};
use crate::takes::{TakeFormat, Unreadable};
use crate::words::{FileKind, Frames, SampleRate};

/// A file that is decoded packet by packet.
pub struct Decoded {
    reader: Box<dyn FormatReader>,
    decoder: Box<dyn AudioDecoder>,
    track: u32,
    channels: usize,
    /// The frames that are to be heard of what the decoder gives.
    heard: Range<Frames>,
    /// How many the decoder gave.
    given: Frames,
}

/// What finds out how compressed samples stand in a WAV file.
pub fn wav_probe() -> Probe {
    let mut probe = Probe::default();
    probe.register_format::<WavReader<'_>>();
    probe
}

/// What finds out the format of any other file. It looks for it behind what it does not know: a WAV file that it would find
/// there is none.
pub fn probe() -> Probe {
    let mut probe = Probe::default();
    probe.register_format::<AdtsReader<'_>>();
    probe.register_format::<FlacReader<'_>>();
    probe.register_format::<IsoMp4Reader<'_>>();
    probe.register_format::<MpaReader<'_>>();
    probe.register_format::<AiffReader<'_>>();
    probe
}

impl Decoded {
    /// Opens a file by its content, to be heard as its edit list says.
    pub fn open(file: File, probe: &Probe, heard: Option<Edited>) -> Result<(TakeFormat, Self), Unreadable> {
        let file = BehindTags::of(file).map_err(|error| Unreadable::Io(error.to_string()))?;
        let stream = MediaSourceStream::new(Box::new(file), MediaSourceStreamOptions::default());
        let reader = probe
            .probe(&Hint::new(), stream, FormatOptions::default(), MetadataOptions::default())
            .map_err(not_audio)?;
        let missing = |what: &str| Unreadable::NotAudio(format!("the file does not say its {what}"));

        let track = reader.default_track(TrackType::Audio).ok_or_else(|| missing("audio track"))?;
        let parameters = track.codec_params.as_ref().and_then(|p| p.audio()).ok_or_else(|| missing("codec"))?;
        let channels = parameters.channels.as_ref().map_or(0, symphonia::core::audio::Channels::count);
        if !(1..=MOST_CHANNELS).contains(&channels) {
            return Err(Unreadable::NotAudio(format!("the file says it has {channels} channels")));
        }
        let sample_rate = parameters.sample_rate.and_then(SampleRate::new).ok_or_else(|| missing("sample rate"))?;
        let edited = heard.map(|Edited { rate, frames }| {
            sample_rate.rescale(frames.start, rate)..sample_rate.rescale(frames.end, rate)
        });
        let promised = edited.as_ref().map(|frames| frames.end - frames.start);
        let kind = kind(reader.format_info().short_name, parameters.codec);
        let format = TakeFormat {
            kind,
            sample_rate,
            // Eight logarithmic bits are no eight bits.
            bit_depth: parameters.bits_per_sample.filter(|_| kind != FileKind::CompressedPcm),
            channels: channels as u32,
            promised: promised.or(track.num_frames.map(Frames)),
        };
        let decoder = symphonia::default::get_codecs()
            .make_audio_decoder(parameters, &AudioDecoderOptions::default())
            .map_err(not_audio)?;
        let track = track.id;
        let heard = edited.unwrap_or(Frames::ZERO..Frames(u64::MAX));
        Ok((format, Self { reader, decoder, track, channels, heard, given: Frames::ZERO }))
    }
}

impl Decoded {
    /// Leaves of the samples decoded last what is to be heard.
    fn keep_heard(&mut self, samples: &mut Vec<f32>) {
        let begin = self.given;
        self.given += Frames::from(samples.len() / self.channels);
        let end = self.heard.end.min(self.given).saturating_sub(begin);
        let start = self.heard.start.saturating_sub(begin).min(end);
        samples.truncate(end.index() * self.channels);
        samples.drain(..start.index() * self.channels);
    }
}

impl Packets for Decoded {
    fn next(&mut self, samples: &mut Vec<f32>) -> Result<(), Fault> {
        while samples.is_empty() {
            let packet = match self.reader.next_packet().map_err(fault)? {
                Some(packet) if packet.track_id == self.track => packet,
                Some(_) => continue,
                None => break,
            };
            self.decoder.decode(&packet).map_err(fault)?.copy_to_vec_interleaved(samples);
            self.keep_heard(samples);
        }
        Ok(())
    }
}

/// What keeps less than was recorded, sample by sample.
const COMPRESSED_PCM: [AudioCodecId; 7] = [
    CODEC_ID_PCM_ALAW,
    CODEC_ID_PCM_MULAW,
    CODEC_ID_ADPCM_MS,
    CODEC_ID_ADPCM_IMA_WAV,
    CODEC_ID_ADPCM_IMA_QT,
    CODEC_ID_ADPCM_G722,
    CODEC_ID_ADPCM_G726,
];

/// The kind of a file by Symphonia's name of its format; MP3 is MP3 within a WAV file, too.
fn kind(format: &str, codec: AudioCodecId) -> FileKind {
    match format {
        "mp1" | "mp2" | "mp3" => FileKind::Mp3,
        _ if codec == CODEC_ID_MP3 => FileKind::Mp3,
        _ if COMPRESSED_PCM.contains(&codec) => FileKind::CompressedPcm,
        "flac" => FileKind::Flac,
        "aiff" => FileKind::Aiff,
        // Of these kinds it is the one whose sound is the same: AAC without a container.
        "isomp4" | "aac" => FileKind::M4a,
        _ => FileKind::Wav,
    }
}

fn fault(error: MediaError) -> Fault {
    match error {
        MediaError::IoError(error) if is_of_the_system(&error) => Fault::Io(error),
        MediaError::IoError(error) => Fault::Damaged(error.to_string()),
        error => Fault::Damaged(error.to_string()),
    }
}

/// Whether reading failed or came to the end of the file: Symphonia tells of bits that run out within a packet in the same
/// way.
fn is_of_the_system(error: &std::io::Error) -> bool {
    error.raw_os_error().is_some() || error.kind() == std::io::ErrorKind::UnexpectedEof
}

/// The words of Symphonia's probe for a file that is like no format it knows.
const UNKNOWN_FORMAT: &str = "no suitable format reader found";

fn not_audio(error: MediaError) -> Unreadable {
    match error {
        MediaError::Unsupported(reason) if reason.contains(UNKNOWN_FORMAT) => {
            Unreadable::NotAudio("it is like no sound format that is known".to_owned())
        }
        MediaError::IoError(error) if error.raw_os_error().is_some() => Unreadable::Io(error.to_string()),
        error => Unreadable::NotAudio(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::TakeAudio;
    use super::*;

    #[test]
    fn bits_that_run_out_within_a_packet_are_damage_and_no_failing_disk() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.mp3");
        let mut bytes = b"z\x11\xff\xff\x11\x11\x11\x11".to_vec();
        bytes.extend([0xc0; 21]);
        bytes.extend(b"\x11\x11\x11\x11\x11\xff\xf3\x11\0\0\0\0\0\0\xff\xf8\xff\xff\xf8\xc0\xff\xfd\xb2\xe5\xff\xe4\xff\xfd\xb2\x5d\x25\x98");
        std::fs::write(&path, bytes).unwrap();
        let heard = TakeAudio::open(&path).unwrap().listen(|_| {}).unwrap().err();
        assert_eq!(heard, Some(Unreadable::Damaged(Frames::ZERO, "unexpected end of bitstream".to_owned())));
    }
}
