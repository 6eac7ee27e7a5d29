//! `PulseAudio`, or `PipeWire` in its place: the server asks for sound, and a thread of the client answers from the tape.

mod server;

use std::ffi::CString;
use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, PoisonError, Weak, mpsc};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use pulseaudio::protocol::stream::{BufferAttr, StreamFlags};
use pulseaudio::protocol::{ChannelMap, DEFAULT_SINK, PlaybackStreamParams, Prop, Props, SampleFormat, SampleSpec};
use pulseaudio::{Client, ClientError, PlaybackSource, PlaybackStream};

use self::server::Address;
use super::{BUFFER_MS, Output, lost, reason};
use crate::player::tape::{CHANNELS, Pulled, Tape};
use crate::words::{Frames, Result};

/// How long a server may take to answer in the middle.
const ANSWER: Duration = Duration::from_secs(2);

/// How long the last of the sound may take: more than any device holds.
const LAST: Duration = Duration::from_secs(5);

/// What is added to the buffer for a server that is far away, at most: twice the time of its greeting, which is two ways
/// there and back, as what it asks for arrives one way there and back later.
const FAR: Duration = Duration::from_secs(2);

/// The length of what a client proves itself with (`PA_NATIVE_COOKIE_LENGTH`).
const COOKIE_BYTES: usize = 256;

const FRAME_BYTES: usize = CHANNELS as usize * size_of::<f32>();

/// A stream on a `PulseAudio` server.
pub(super) struct Pulse {
    stream: PlaybackStream,
    tape: Arc<Tape>,
    reader: Arc<Mutex<Waker>>,
}

impl Pulse {
    /// Connects to the user's server and begins to pull the tape.
    pub fn open(tape: Arc<Tape>, patience: Duration) -> Result<Self, String> {
        let start = Instant::now();
        let Greeted { client, took } = connect(patience)?;
        let rate = tape.sample_rate();
        let reader = Arc::new(Mutex::new(Waker::noop().clone()));
        let feed = Feed { tape: tape.clone(), reader: Arc::downgrade(&reader), piece: Vec::new() };
        let buffer = Duration::from_millis(BUFFER_MS.into()) + (took * 2).min(FAR);
        let buffer = rate.frames(buffer.as_secs_f64()).0 as u32 * FRAME_BYTES as u32;
        let mut props = Props::new();
        props.set(Prop::MediaName, c"chapter");
        let params = PlaybackStreamParams {
            sample_spec: SampleSpec {
                format: SampleFormat::Float32Le,
                channels: CHANNELS as u8,
                sample_rate: rate.hertz(),
            },
            channel_map: ChannelMap::stereo(),
            sink_name: Some(CString::from(DEFAULT_SINK)),
            buffer_attr: BufferAttr { target_length: buffer, ..BufferAttr::default() },
            // The buffer is then that of the whole way, and not only of the stream's own part of it.
            flags: StreamFlags { adjust_latency: true, ..StreamFlags::default() },
            props,
            ..PlaybackStreamParams::default()
        };
        let left = patience.saturating_sub(start.elapsed());
        let stream = wait(client.create_playback_stream(params, feed), left)?;
        Ok(Self { stream, tape, reader })
    }

    /// Has the client's thread ask the tape again.
    fn wake(&self) {
        self.reader.lock().unwrap_or_else(PoisonError::into_inner).wake_by_ref();
    }
}

/// Whether the user named a server, by `PULSE_SERVER`.
pub(super) fn is_named() -> bool {
    server::named().is_some()
}

/// Connects and greets on a thread of its own, as both block for as long as the server likes.
fn connect(patience: Duration) -> Result<Greeted, String> {
    let addresses = server::addresses();
    let shown = addresses.iter().map(Address::to_string).collect::<Vec<_>>().join("`, `");
    if addresses.is_empty() {
        return Err(match server::named() {
            Some(list) => {
                format!("PULSE_SERVER names no server that can be read and is meant for this machine: `{list}`")
            }
            None => "no server has a socket here, and PULSE_SERVER names none elsewhere".to_owned(),
        });
    }
    let (send, receive) = mpsc::channel();
    let greet = move || {
        let mut refusals = Vec::new();
        for address in addresses {
            match greet(&address) {
                // Nobody listens any more where it took too long.
                Ok(greeted) => return drop(send.send(Ok(greeted))),
                Err(error) => refusals.push(format!("the server at `{address}` can't be used: {error}")),
            }
        }
        let _ = send.send(Err(refusals.join("; ")));
    };
    thread::Builder::new().name("pulse greeting".to_owned()).spawn(greet).map_err(|error| error.to_string())?;
    receive
        .recv_timeout(patience)
        .unwrap_or_else(|_| Err(format!("no answer from `{shown}` within {} ms", patience.as_millis())))
}

/// A server that answered.
struct Greeted {
    client: Client,
    /// How long two questions and their answers were on their way.
    took: Duration,
}

fn greet(address: &Address) -> Result<Greeted, String> {
    let cookie = pulseaudio::cookie_path_from_env().and_then(|path| std::fs::read(path).ok());
    // Where there is none, zeros, as libpulse sends: servers may need none.
    let cookie = cookie.unwrap_or_else(|| vec![0; COOKIE_BYTES]);
    let socket = server::connect(address).map_err(|error| error.to_string())?;
    let start = Instant::now();
    let client = Client::new_unix(c"cuebook", socket, Some(cookie)).map_err(|error| reason(&error))?;
    Ok(Greeted { client, took: start.elapsed() })
}

/// Waits for an answer of the server, but not for ever.
fn wait<T>(answer: impl Future<Output = Result<T, ClientError>>, limit: Duration) -> Result<T, String> {
    struct Unpark(Thread);

    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }

    let deadline = Instant::now() + limit;
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut answer = pin!(answer);
    loop {
        if let Poll::Ready(result) = answer.as_mut().poll(&mut Context::from_waker(&waker)) {
            return result.map_err(|error| reason(&error));
        }
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(format!("the sound server did not answer within {} ms", limit.as_millis()));
        }
        thread::park_timeout(left);
    }
}

/// What the client's thread reads when the server asks for sound.
struct Feed {
    tape: Arc<Tape>,
    /// Gone with the output: a server that answers too late must not pull a tape that another one plays.
    reader: Weak<Mutex<Waker>>,
    piece: Vec<f32>,
}

impl PlaybackSource for Feed {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &mut [u8]) -> Poll<usize> {
        let feed = self.get_mut();
        let Some(reader) = feed.reader.upgrade() else { return Poll::Ready(0) };
        // Before the tape is asked: what moves it in between must find somebody to wake.
        context.waker().clone_into(&mut reader.lock().unwrap_or_else(PoisonError::into_inner));
        feed.piece.resize(bytes.len() / FRAME_BYTES * usize::from(CHANNELS), 0.0);
        match feed.tape.pull(&mut feed.piece) {
            Pulled::Sound(frames) => {
                for (bytes, sample) in bytes.chunks_exact_mut(size_of::<f32>()).zip(&feed.piece) {
                    bytes.copy_from_slice(&sample.to_le_bytes());
                }
                Poll::Ready(frames * FRAME_BYTES)
            }
            // Zero bytes would end the stream for good, and the tape may still be wound back.
            Pulled::Jumping | Pulled::Paused | Pulled::Ended => Poll::Pending,
        }
    }
}

impl Output for Pulse {
    fn pause(&mut self) -> Result<()> {
        wait(self.stream.cork(), ANSWER).map_err(lost)
    }

    fn resume(&mut self) -> Result<()> {
        self.wake();
        wait(self.stream.uncork(), ANSWER).map_err(lost)
    }

    fn jump(&mut self) -> Result<()> {
        wait(self.stream.flush(), ANSWER).map_err(lost)?;
        self.tape.landed();
        self.wake();
        Ok(())
    }

    fn waiting(&mut self) -> Result<Frames> {
        let timing = wait(self.stream.timing_info(), ANSWER).map_err(lost)?;
        let queued = u64::try_from(timing.write_offset - timing.read_offset).unwrap_or(0) / FRAME_BYTES as u64;
        let sink = Duration::from_micros(timing.sink_usec).as_secs_f64();
        Ok(Frames(queued) + self.tape.sample_rate().frames(sink))
    }

    // The client lets nothing be played after a drain, so it blocks here: for the buffer, once, at the very end.
    fn is_drained(&mut self) -> Result<bool> {
        wait(self.stream.drain(), LAST).map_err(lost)?;
        Ok(true)
    }
}
