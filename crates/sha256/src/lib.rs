//! SHA-256 of several streams at once.
//!
//! One stream is bound by the latency of its rounds. Where the processor allows, a thread hashes several messages side
//! by side: sixteen in the lanes of AVX-512 registers, or two whose rounds alternate in the SHA extensions. Which of
//! them runs is decided once, by what the processor says it has; elsewhere messages go one by one through `sha2`.
//!
//! - [`hash_all`] hashes whole messages that lie in memory.
//! - [`Kernel::compress`] is for streams that come in parts, as files do.

#[cfg(target_arch = "x86_64")]
mod extensions;
mod many;
#[cfg(target_arch = "x86_64")]
mod wide;

pub use many::hash_all;

/// Bytes of a block.
pub const BLOCK: usize = 64;

/// Most streams that a kernel takes at once.
pub const MAX_STREAMS: usize = 16;

/// A SHA-256 hash.
pub type Digest = [u8; 32];

/// The round constants (FIPS 180-4, 4.2.2).
#[cfg(target_arch = "x86_64")]
static K: [u32; 64] = [
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
];

/// The hash of a stream so far: the eight words of FIPS 180-4.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct State(pub [u32; 8]);

impl State {
    /// FIPS 180-4, 5.3.3.
    pub const START: Self = Self([
        0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab,
        0x5be0cd19,
    ]);

    pub fn digest(self) -> [u8; 32] {
        let mut out = [0; 32];
        for (bytes, word) in out.chunks_exact_mut(4).zip(self.0) {
            bytes.copy_from_slice(&word.to_be_bytes());
        }
        out
    }
}

/// Pads a message of `total` bytes whose last `buffer[..used]` are at hand; returns the end, a multiple of [`BLOCK`].
/// The buffer must have room for 72 bytes more.
pub fn pad(buffer: &mut [u8], used: usize, total: u64) -> usize {
    let end = (used + 9).next_multiple_of(BLOCK);
    buffer[used] = 0x80;
    buffer[used + 1..end - 8].fill(0);
    buffer[end - 8..end].copy_from_slice(&total.wrapping_mul(8).to_be_bytes());
    end
}

/// How this processor hashes several streams.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kernel(Kind);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// One stream at a time.
    Single,
    /// Two streams in the SHA extensions.
    #[cfg(target_arch = "x86_64")]
    Pairs(extensions::Proof),
    /// Sixteen streams in AVX-512, a few in the SHA extensions.
    #[cfg(target_arch = "x86_64")]
    Wide(extensions::Proof, wide::Proof),
}

impl Kernel {
    /// The best one of this processor.
    #[must_use]
    pub fn detect() -> Self {
        #[cfg(target_arch = "x86_64")]
        match (extensions::Proof::get(), wide::Proof::get()) {
            (Some(pairs), Some(wide)) => return Self(Kind::Wide(pairs, wide)),
            (Some(pairs), None) => return Self(Kind::Pairs(pairs)),
            (None, _) => {}
        }
        Self(Kind::Single)
    }

    #[cfg(target_arch = "x86_64")]
    fn pairs(self) -> Option<extensions::Proof> {
        match self.0 {
            Kind::Single => None,
            Kind::Pairs(pairs) | Kind::Wide(pairs, _) => Some(pairs),
        }
    }

    /// Streams that are worth having at hand at once; with one, [`Kernel::compress`] is not to be used.
    #[must_use]
    pub fn streams(self) -> usize {
        match self.0 {
            Kind::Single => 1,
            #[cfg(target_arch = "x86_64")]
            Kind::Pairs(_) => 2,
            #[cfg(target_arch = "x86_64")]
            Kind::Wide(..) => MAX_STREAMS,
        }
    }

    /// Hashes the next blocks of every stream, as many as the shortest has, or more where streams go one by one.
    /// Returns how many bytes were taken from each. Every input is a multiple of [`BLOCK`], and there is at least one.
    ///
    /// # Panics
    /// Where [`Kernel::streams`] is 1, for more streams than that, or for lists of different lengths.
    pub fn compress(self, states: &mut [State], inputs: &[&[u8]], taken: &mut [usize]) {
        assert!(
            states.len() == inputs.len()
                && inputs.len() == taken.len()
                && inputs.len() <= self.streams()
        );
        match self.0 {
            Kind::Single => panic!("this processor hashes one stream at a time"),
            #[cfg(target_arch = "x86_64")]
            Kind::Pairs(pairs) => by_pairs(pairs, states, inputs, taken),
            #[cfg(target_arch = "x86_64")]
            Kind::Wide(pairs, _) if inputs.len() < wide::WORTHWHILE => {
                by_pairs(pairs, states, inputs, taken);
            }
            #[cfg(target_arch = "x86_64")]
            Kind::Wide(_, wide) => {
                let blocks = inputs
                    .iter()
                    .map(|input| input.len() / BLOCK)
                    .min()
                    .unwrap_or(0);
                wide::compress(wide, states, inputs, blocks);
                taken.fill(blocks * BLOCK);
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
fn by_pairs(proof: extensions::Proof, states: &mut [State], inputs: &[&[u8]], taken: &mut [usize]) {
    let mut pairs = states
        .chunks_exact_mut(2)
        .zip(inputs.chunks_exact(2))
        .zip(taken.chunks_exact_mut(2));
    for ((states, inputs), taken) in &mut pairs {
        let blocks = inputs[0].len().min(inputs[1].len()) / BLOCK;
        let states: &mut [State; 2] = states.try_into().expect("chunks of two");
        extensions::compress(proof, states, [inputs[0], inputs[1]], blocks);
        taken.fill(blocks * BLOCK);
    }
    if let ([.., state], [.., input], [.., taken]) = (&mut *states, inputs, &mut *taken) {
        if inputs.len() % 2 == 1 {
            let blocks = input.len() / BLOCK;
            extensions::compress(proof, std::array::from_mut(state), [input], blocks);
            *taken = blocks * BLOCK;
        }
    }
}

#[cfg(test)]
mod tests;
