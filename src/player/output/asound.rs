//! The few functions of libasound that playing needs, found when the program runs.
//!
//! Linking to libasound would ask for its headers wherever cuebook is built, and for the library wherever it runs, also
//! on a server that only builds books.
#![allow(unsafe_code)] // libasound is a C library

use std::ffi::{CStr, CString, c_char, c_int, c_long, c_uint, c_ulong, c_void};
use std::io;
use std::ptr;
use std::sync::OnceLock;

use libloading::Library;

use super::BUFFER_MS;
use crate::player::tape::CHANNELS;
use crate::words::{Frames, SampleRate};

type Handle = *mut c_void;

/// libasound's functions, as `alsa/pcm.h` declares them.
struct Api {
    open: unsafe extern "C" fn(*mut Handle, *const c_char, c_int, c_int) -> c_int,
    set_params: unsafe extern "C" fn(Handle, c_int, c_int, c_uint, c_uint, c_int, c_uint) -> c_int,
    nonblock: unsafe extern "C" fn(Handle, c_int) -> c_int,
    writei: unsafe extern "C" fn(Handle, *const c_void, c_ulong) -> c_long,
    recover: unsafe extern "C" fn(Handle, c_int, c_int) -> c_int,
    delay: unsafe extern "C" fn(Handle, *mut c_long) -> c_int,
    prepare: unsafe extern "C" fn(Handle) -> c_int,
    drop: unsafe extern "C" fn(Handle) -> c_int,
    drain: unsafe extern "C" fn(Handle) -> c_int,
    close: unsafe extern "C" fn(Handle) -> c_int,
    strerror: unsafe extern "C" fn(c_int) -> *const c_char,
    /// Never unloaded, as libasound's plugins leave threads and handlers behind.
    _library: Library,
}

/// The library's name with the version of its interface, as every distribution installs it.
const LIBRARY: &str = "libasound.so.2";

// alsa/pcm.h
const STREAM_PLAYBACK: c_int = 0;
const NONBLOCK: c_int = 1;
const ACCESS_RW_INTERLEAVED: c_int = 3;
const FORMAT_FLOAT: c_int = if cfg!(target_endian = "little") { 14 } else { 15 };

/// Takes the place of libasound's handler, which would write its complaints over the screen.
extern "C" fn keep_quiet() {}

impl Api {
    fn get() -> Result<&'static Self, String> {
        static API: OnceLock<Result<Api, String>> = OnceLock::new();
        API.get_or_init(Self::load).as_ref().map_err(Clone::clone)
    }

    fn load() -> Result<Self, String> {
        let missing = |error: libloading::Error| format!("`{LIBRARY}` can't be loaded: {}", super::reason(&error));
        // SAFETY: libasound's initialisers only set up its own tables.
        let library = unsafe { Library::new(LIBRARY) }.map_err(missing)?;
        macro_rules! function {
            ($name:literal) => {
                // SAFETY: the type of the field is the function's declaration in alsa/pcm.h or alsa/error.h.
                *unsafe { library.get($name) }.map_err(missing)?
            };
        }
        let set_handler: unsafe extern "C" fn(*const c_void) -> c_int = function!(c"snd_lib_error_set_handler");
        // SAFETY: the handler is called as a C function with arguments that it does not look at, and the caller takes
        // them off the stack again.
        unsafe { set_handler(keep_quiet as *const c_void) };
        Ok(Self {
            open: function!(c"snd_pcm_open"),
            set_params: function!(c"snd_pcm_set_params"),
            nonblock: function!(c"snd_pcm_nonblock"),
            writei: function!(c"snd_pcm_writei"),
            recover: function!(c"snd_pcm_recover"),
            delay: function!(c"snd_pcm_delay"),
            prepare: function!(c"snd_pcm_prepare"),
            drop: function!(c"snd_pcm_drop"),
            drain: function!(c"snd_pcm_drain"),
            close: function!(c"snd_pcm_close"),
            strerror: function!(c"snd_strerror"),
            _library: library,
        })
    }

    fn check(&self, code: c_int) -> Result<(), String> {
        if code >= 0 {
            return Ok(());
        }
        // SAFETY: snd_strerror gives a terminated string that lives as long as the library, for any number.
        let text = unsafe { CStr::from_ptr((self.strerror)(code)) };
        Err(text.to_string_lossy().into_owned())
    }
}

/// An open playback device that never blocks, except to drain.
pub(super) struct Pcm {
    api: &'static Api,
    handle: Handle,
}

// SAFETY: libasound lets any one thread at a time use a handle, and a `Pcm` is never shared.
unsafe impl Send for Pcm {}

impl Pcm {
    /// Opens a device by name for f32 stereo at this rate.
    pub fn open(device: &str, rate: SampleRate) -> Result<Self, String> {
        let api = Api::get()?;
        let name = CString::new(device).map_err(|_| "the name has a zero byte in it".to_owned())?;
        let mut handle = ptr::null_mut();
        // A device that another program holds would keep a blocking open waiting for it.
        // SAFETY: both pointers are good for the call, and the handle is only used where it succeeded.
        api.check(unsafe { (api.open)(&raw mut handle, name.as_ptr(), STREAM_PLAYBACK, NONBLOCK) })?;
        let pcm = Self { api, handle };
        let resample = 1;
        // SAFETY: the handle is open.
        api.check(unsafe {
            (api.set_params)(
                pcm.handle,
                FORMAT_FLOAT,
                ACCESS_RW_INTERLEAVED,
                CHANNELS.into(),
                rate.hertz(),
                resample,
                BUFFER_MS * 1000,
            )
        })?;
        Ok(pcm)
    }

    /// Hands over whole frames, and returns how many of them the device took: none where it is full, or where it had
    /// to be set going again.
    pub fn write(&mut self, samples: &[f32]) -> Result<usize, String> {
        let frames = samples.len() / usize::from(CHANNELS);
        // SAFETY: the handle is open, and the slice holds that many frames of the format it was opened with.
        let written = unsafe { (self.api.writei)(self.handle, samples.as_ptr().cast(), frames as c_ulong) };
        if let Ok(written) = usize::try_from(written) {
            return Ok(written);
        }
        let code = written as c_int;
        if io::Error::from_raw_os_error(-code).kind() == io::ErrorKind::WouldBlock {
            return Ok(0);
        }
        let silent = 1;
        // SAFETY: the handle is open.
        self.api.check(unsafe { (self.api.recover)(self.handle, code, silent) })?;
        Ok(0)
    }

    /// How many frames were taken but not heard; none where the device has run dry.
    pub fn delay(&mut self) -> Frames {
        let mut frames: c_long = 0;
        // SAFETY: the handle is open and the pointer good for the call.
        let code = unsafe { (self.api.delay)(self.handle, &raw mut frames) };
        Frames(if code < 0 { 0 } else { u64::try_from(frames).unwrap_or(0) })
    }

    /// Drops what was taken but not heard.
    pub fn reset(&mut self) -> Result<(), String> {
        // SAFETY: the handle is open.
        self.api.check(unsafe { (self.api.drop)(self.handle) })?;
        // SAFETY: the handle is open.
        self.api.check(unsafe { (self.api.prepare)(self.handle) })
    }

    /// Waits until everything has been heard.
    pub fn drain(&mut self) -> Result<(), String> {
        // SAFETY: the handle is open, here and below.
        self.api.check(unsafe { (self.api.nonblock)(self.handle, 0) })?;
        // SAFETY: as above.
        self.api.check(unsafe { (self.api.drain)(self.handle) })?;
        // SAFETY: as above.
        self.api.check(unsafe { (self.api.nonblock)(self.handle, NONBLOCK) })
    }
}

impl Drop for Pcm {
    fn drop(&mut self) {
        // SAFETY: the handle is open, and nobody uses it after this.
        unsafe {
            (self.api.drop)(self.handle);
            (self.api.close)(self.handle);
        }
    }
}
