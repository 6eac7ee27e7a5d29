//! The bytes of a WAV file as samples.

/// How a sample is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Encoding {
    /// A whole number of so many bytes, 1 to 8; one byte has no sign, and fewer bits stand in the upper ones.
    Whole(usize),
    /// An IEEE 754 number of 4 bytes.
    Float,
    /// An IEEE 754 number of 8 bytes.
    Double,
}

/// Which byte of a number comes first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Endian {
    /// The lowest: RIFF.
    Little,
    /// The highest: RIFX.
    Big,
}

impl Encoding {
    /// How many bytes a sample has.
    pub fn bytes(self) -> usize {
        match self {
            Self::Whole(bytes) => bytes,
            Self::Float => 4,
            Self::Double => 8,
        }
    }

    /// Appends the samples of these bytes as fractions of full scale; a last one that is not whole is left out.
    pub fn decode(self, endian: Endian, bytes: &[u8], out: &mut Vec<f32>) {
        const HALF: f64 = (1u64 << 63) as f64;
        match self {
            Self::Whole(1) => out.extend(bytes.iter().map(|byte| (f32::from(*byte) - 128.0) / 128.0)),
            Self::Whole(2) => each(endian, bytes, out, |number| f32::from(i16::from_le_bytes(number)) / 32_768.0),
            // 24 bits fit into an `f32` exactly.
            Self::Whole(3) => {
                each(endian, bytes, out, |[a, b, c]| (i32::from_le_bytes([0, a, b, c]) >> 8) as f32 / 8_388_608.0);
            }
            Self::Whole(4) => {
                each(endian, bytes, out, |number| (f64::from(i32::from_le_bytes(number)) / 2_147_483_648.0) as f32);
            }
            Self::Whole(count) => {
                for number in bytes.chunks_exact(count) {
                    let mut upper = [0; 8];
                    upper[8 - count..].copy_from_slice(number);
                    if endian == Endian::Big {
                        upper[8 - count..].reverse();
                    }
                    out.push((i64::from_le_bytes(upper) as f64 / HALF) as f32);
                }
            }
            Self::Float => each(endian, bytes, out, f32::from_le_bytes),
            Self::Double => each(endian, bytes, out, |number| f64::from_le_bytes(number) as f32),
        }
    }
}

/// Appends what `sample` makes of each number, given with its lowest byte first.
fn each<const N: usize>(endian: Endian, bytes: &[u8], out: &mut Vec<f32>, sample: impl Fn([u8; N]) -> f32) {
    let (numbers, _) = bytes.as_chunks::<N>();
    match endian {
        Endian::Little => out.extend(numbers.iter().map(|number| sample(*number))),
        Endian::Big => out.extend(numbers.iter().map(|number| {
            let mut number = *number;
            number.reverse();
            sample(number)
        })),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(encoding: Encoding, endian: Endian, bytes: &[u8]) -> Vec<f32> {
        let mut out = Vec::new();
        encoding.decode(endian, bytes, &mut out);
        out
    }

    #[test]
    fn half_of_full_scale_is_a_half_in_every_encoding() {
        for count in 2..=8 {
            let mut bytes = vec![0; count];
            bytes[count - 1] = 0xC0;
            assert_eq!(decoded(Encoding::Whole(count), Endian::Little, &bytes), [-0.5], "{count} bytes");
            bytes.reverse();
            assert_eq!(decoded(Encoding::Whole(count), Endian::Big, &bytes), [-0.5], "{count} bytes");
        }
        assert_eq!(decoded(Encoding::Whole(1), Endian::Little, &[64, 128, 192]), [-0.5, 0.0, 0.5]);
        for endian in [Endian::Little, Endian::Big] {
            let order = |mut bytes: Vec<u8>| {
                if endian == Endian::Big {
                    bytes.reverse();
                }
                bytes
            };
            assert_eq!(decoded(Encoding::Float, endian, &order((-0.5f32).to_le_bytes().to_vec())), [-0.5]);
            assert_eq!(decoded(Encoding::Double, endian, &order((-0.5f64).to_le_bytes().to_vec())), [-0.5]);
        }
    }

    #[test]
    fn full_scale_is_one_and_a_broken_sample_is_none() {
        assert_eq!(decoded(Encoding::Whole(2), Endian::Little, &[0, 0x80, 0xFF]), [-1.0]);
        assert_eq!(decoded(Encoding::Whole(3), Endian::Big, &[0x7F, 0xFF, 0xFF]), [8_388_607.0 / 8_388_608.0]);
    }
}
