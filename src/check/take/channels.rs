//! The channels of a take: of what is wrong with them, what explains the rest is said, and nothing else.

use crate::takes::{Channels, Mix};
use crate::words::{Dbfs, Gain, Rule};

use super::super::across::channels;
use super::Judge;

impl Judge<'_> {
    pub(super) fn channels(&mut self) {
        let wanted = self.against.book.recording.channels;
        let count = self.sound.format.channels;
        let found =
            self.sound.channels.as_ref().is_some_and(|heard| {
                self.dead(heard) || self.inverted(heard) || self.cancelled() || self.unequal(heard)
            });
        if !found && count != wanted {
            let hint = if count < wanted {
                "nothing is lost, as chapters are mono: `recording.channels = 1` in book.toml says so"
            } else {
                "it is mixed down for the chapter; record with one microphone on one channel"
            };
            self.find(Rule::ChannelsMixed, channels(count), channels(wanted), hint);
        }
    }

    fn inverted(&mut self, heard: &Channels) -> bool {
        let limit = self.limit(Rule::ChannelInverted);
        let is_inverted = limit.is_broken_by(heard.correlation);
        if is_inverted {
            let found = format!("one channel is the other upside down: they are alike by {:.2}", heard.correlation);
            let hint = "export one channel alone as mono; swap the wires of one microphone, or its polarity switch (Ø), \
                        before the next take";
            self.find(Rule::ChannelInverted, found, limit.to_string(), hint);
        }
        is_inverted
    }

    fn cancelled(&mut self) -> bool {
        let cancel = self.sound.channels_cancel();
        if cancel {
            let found = match self.sound.measured.speech {
                None => "nothing is left when the channels are mixed",
                Some(_) => "little is left when the channels are mixed",
            };
            let hint = "one channel is partly the other turned upside down: export one channel alone";
            self.find(Rule::ChannelsCancel, found, "channels that agree", hint);
        }
        cancel
    }

    fn dead(&mut self, heard: &Channels) -> bool {
        let limit = self.limit(Rule::ChannelDead);
        let Some((louder, weaker, difference)) = sides(heard) else { return false };
        let is_dead = difference.is_none_or(|difference| limit.is_broken_by(difference.db()));
        if is_dead {
            let below = match difference {
                Some(difference) => format!("{:.1} dB below it", difference.db()),
                None => "digital silence".to_owned(),
            };
            let found = format!("the voice is on the {louder} channel alone, the {weaker} one {below}");
            // What a book calls dead may still be in the mix.
            let hint = if heard.mix() == Mix::ALL {
                format!(
                    "export the {louder} channel alone as mono, and set the recorder's track to mono with that input"
                )
            } else {
                format!("the {louder} channel alone is used; set the recorder's track to mono with that input")
            };
            self.find(Rule::ChannelDead, found, format!("{limit} between the channels"), hint);
        }
        is_dead
    }

    fn unequal(&mut self, heard: &Channels) -> bool {
        let limit = self.limit(Rule::ChannelsUnequal);
        let Some((louder, weaker, Some(difference))) = sides(heard) else { return false };
        let is_unequal = limit.is_broken_by(difference.db());
        if is_unequal {
            let found = format!("the {louder} channel is {:.1} dB above the {weaker} one", difference.db());
            let hint = "set both inputs to the same gain, or record with one microphone in mono";
            self.find(Rule::ChannelsUnequal, found, limit.to_string(), hint);
        }
        is_unequal
    }
}

/// The louder and the weaker of two channels, and what lies between them: nothing where the weaker is digital silence.
fn sides(heard: &Channels) -> Option<(&'static str, &'static str, Option<Gain>)> {
    let &[left, right] = heard.mean_squares.as_slice() else { return None };
    let (names, loud, weak) =
        if left >= right { (("left", "right"), left, right) } else { (("right", "left"), right, left) };
    let loud = Dbfs::from_mean_square(loud)?;
    Some((names.0, names.1, Dbfs::from_mean_square(weak).map(|weak| loud.above(weak))))
}
