//! SHA-256 by the SHA extensions of x86-64, `N` streams with alternating rounds.

use std::arch::x86_64::*;

use super::{State, BLOCK, K};

/// That this processor has the extensions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Proof(());

impl Proof {
    pub fn get() -> Option<Self> {
        let has = is_x86_feature_detected!("sha")
            && is_x86_feature_detected!("sse2")
            && is_x86_feature_detected!("ssse3")
            && is_x86_feature_detected!("sse4.1");
        has.then_some(Self(()))
    }
}

/// Hashes `blocks` blocks of every input.
///
/// # Panics
/// If an input is shorter.
pub(crate) fn compress<const N: usize>(
    _: Proof,
    states: &mut [State; N],
    inputs: [&[u8]; N],
    blocks: usize,
) {
    assert!(inputs.iter().all(|input| input.len() / BLOCK >= blocks));
    // SAFETY: the proof exists only where the processor has these features.
    unsafe { rounds(states, inputs, blocks) }
}

#[target_feature(enable = "sha,sse2,ssse3,sse4.1")]
fn rounds<const N: usize>(states: &mut [State; N], inputs: [&[u8]; N], blocks: usize) {
    let big_endian = _mm_set_epi64x(0x0c0d0e0f_08090a0b, 0x04050607_00010203);
    // The instructions want the words as (a, b, e, f) and (c, d, g, h), from the highest lane down.
    let mut abef = [_mm_setzero_si128(); N];
    let mut cdgh = abef;
    for j in 0..N {
        let [a, b, c, d, e, f, g, h] = states[j].0.map(|word| word as i32);
        abef[j] = _mm_set_epi32(a, b, e, f);
        cdgh[j] = _mm_set_epi32(c, d, g, h);
    }
    for block in 0..blocks {
        let before = (abef, cdgh);
        let mut w = [[_mm_setzero_si128(); 4]; N];
        for j in 0..N {
            let words = inputs[j][block * BLOCK..(block + 1) * BLOCK].chunks_exact(16);
            for (w, words) in w[j].iter_mut().zip(words) {
                // SAFETY: the chunk has 16 bytes; the load needs no alignment.
                let words = unsafe { _mm_loadu_si128(words.as_ptr().cast()) };
                *w = _mm_shuffle_epi8(words, big_endian);
            }
        }
        macro_rules! four_rounds {
            ($($i:literal)*) => {$({
                // SAFETY: there are 64 constants and the largest index is 15; the load needs no alignment.
                let k = unsafe { _mm_loadu_si128(K[4 * $i..4 * $i + 4].as_ptr().cast()) };
                for j in 0..N {
                    if $i >= 4 {
                        let sum = _mm_sha256msg1_epu32(w[j][$i % 4], w[j][($i + 1) % 4]);
                        let seven_ago = _mm_alignr_epi8::<4>(w[j][($i + 3) % 4], w[j][($i + 2) % 4]);
                        w[j][$i % 4] = _mm_sha256msg2_epu32(_mm_add_epi32(sum, seven_ago), w[j][($i + 3) % 4]);
                    }
                    let wk = _mm_add_epi32(w[j][$i % 4], k);
                    cdgh[j] = _mm_sha256rnds2_epu32(cdgh[j], abef[j], wk);
                    abef[j] = _mm_sha256rnds2_epu32(abef[j], cdgh[j], _mm_shuffle_epi32::<0x0e>(wk));
                }
            })*};
        }
        four_rounds!(0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15);
        for j in 0..N {
            abef[j] = _mm_add_epi32(abef[j], before.0[j]);
            cdgh[j] = _mm_add_epi32(cdgh[j], before.1[j]);
        }
    }
    for j in 0..N {
        let (x, y) = (abef[j], cdgh[j]);
        let (a, b, e, f) = (
            _mm_extract_epi32::<3>(x),
            _mm_extract_epi32::<2>(x),
            _mm_extract_epi32::<1>(x),
            _mm_extract_epi32::<0>(x),
        );
        let (c, d, g, h) = (
            _mm_extract_epi32::<3>(y),
            _mm_extract_epi32::<2>(y),
            _mm_extract_epi32::<1>(y),
            _mm_extract_epi32::<0>(y),
        );
        states[j] = State([a, b, c, d, e, f, g, h].map(|word| word as u32));
    }
}
