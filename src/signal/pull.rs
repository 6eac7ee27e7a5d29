//! The stream of samples that every station pulls from, block by block.

use crate::words::Result;

/// A stream of mono samples of known rate, pulled in blocks of any size.
///
/// What comes out never depends on the sizes of the blocks.
pub trait Pull {
    /// Fills `out` from the front and returns how many samples it wrote: fewer than asked for only at the end, and 0
    /// from then on.
    ///
    /// # Errors
    /// Where the source can't be read any further.
    fn pull(&mut self, out: &mut [f32]) -> Result<usize>;
}

impl<P: Pull + ?Sized> Pull for Box<P> {
    fn pull(&mut self, out: &mut [f32]) -> Result<usize> {
        (**self).pull(out)
    }
}

/// Pulls from samples in memory.
#[derive(Clone, Debug)]
pub struct Samples<S> {
    samples: S,
    next: usize,
}

impl<S: AsRef<[f32]>> Samples<S> {
    /// A stream over these samples.
    pub fn new(samples: S) -> Self {
        Self { samples, next: 0 }
    }
}

impl<S: AsRef<[f32]>> Pull for Samples<S> {
    fn pull(&mut self, out: &mut [f32]) -> Result<usize> {
        let rest = &self.samples.as_ref()[self.next..];
        let count = rest.len().min(out.len());
        out[..count].copy_from_slice(&rest[..count]);
        self.next += count;
        Ok(count)
    }
}

/// How many samples a block has where nothing asks for another size: large enough that calls cost nothing, small enough
/// to stay in the processor's cache.
pub const BLOCK: usize = 8192;

/// Hands every block of the stream to `each`, to the end.
///
/// # Errors
/// The first error of the stream or of `each`.
pub fn for_each_block(source: &mut dyn Pull, mut each: impl FnMut(&[f32]) -> Result<()>) -> Result<()> {
    let mut block = vec![0.0; BLOCK];
    loop {
        match source.pull(&mut block)? {
            0 => return Ok(()),
            count => each(&block[..count])?,
        }
    }
}
