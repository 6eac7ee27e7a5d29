//! Boxes: a length, a name of four letters, a body that may hold boxes (ISO/IEC 14496-12, 4.2).

/// Boxes as they are written, one behind the other or within another.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Boxes {
    bytes: Vec<u8>,
}

impl Boxes {
    /// Adds a box whose body `fill` writes.
    pub fn within(&mut self, name: [u8; 4], fill: impl FnOnce(&mut Self)) {
        let start = self.bytes.len();
        self.u32(0);
        self.bytes(&name);
        fill(self);
        // Only the sound of a file is longer than a size of 32 bits can say, and that is no box of these.
        let size = (self.bytes.len() - start) as u32;
        self.bytes[start..start + 4].copy_from_slice(&size.to_be_bytes());
    }

    /// Adds a box that begins with a version and flags.
    pub fn full(&mut self, name: [u8; 4], version: u8, flags: u32, fill: impl FnOnce(&mut Self)) {
        self.within(name, |boxes| {
            boxes.u32(u32::from(version) << 24 | flags);
            fill(boxes);
        });
    }

    /// Adds bytes as they are.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// Adds so many zeros.
    pub fn zeros(&mut self, count: usize) {
        self.bytes.resize(self.bytes.len() + count, 0);
    }

    /// Adds a number of 8 bits.
    pub fn u8(&mut self, number: u8) {
        self.bytes.push(number);
    }

    /// Adds a number of 16 bits.
    pub fn u16(&mut self, number: u16) {
        self.bytes(&number.to_be_bytes());
    }

    /// Adds a number of 32 bits.
    pub fn u32(&mut self, number: u32) {
        self.bytes(&number.to_be_bytes());
    }

    /// Adds a number of 64 bits.
    pub fn u64(&mut self, number: u64) {
        self.bytes(&number.to_be_bytes());
    }

    /// What was written.
    pub fn done(self) -> Vec<u8> {
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_says_how_long_it_is_with_all_that_is_in_it() {
        let mut boxes = Boxes::default();
        boxes.within(*b"moov", |boxes| boxes.full(*b"mvhd", 1, 7, |boxes| boxes.u16(0x0203)));
        assert_eq!(boxes.done(), b"\0\0\0\x16moov\0\0\0\x0emvhd\x01\0\0\x07\x02\x03");
    }
}
