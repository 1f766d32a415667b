//! SHA-256 of sixteen streams, one in each 32-bit lane of the AVX-512 registers.

use std::arch::x86_64::*;

use super::{State, BLOCK, K, MAX_STREAMS};

/// From this many streams on it beats the SHA extensions, whose time grows with each stream while this one's does not.
pub(crate) const WORTHWHILE: usize = 8;

/// That this processor has the instructions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Proof(());

impl Proof {
    pub fn get() -> Option<Self> {
        (is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512bw"))
            .then_some(Self(()))
    }
}

/// Hashes `blocks` blocks of every input, at most sixteen and at least one of them.
///
/// # Panics
/// If an input is shorter, or the lists differ in length.
pub(crate) fn compress(_: Proof, states: &mut [State], inputs: &[&[u8]], blocks: usize) {
    assert!(states.len() == inputs.len() && (1..=MAX_STREAMS).contains(&inputs.len()));
    assert!(inputs.iter().all(|input| input.len() / BLOCK >= blocks));
    // Lanes without a stream repeat the first one; nobody reads their result.
    let mut all = [inputs[0]; MAX_STREAMS];
    all[..inputs.len()].copy_from_slice(inputs);
    let mut words = [[0; MAX_STREAMS]; 8];
    for (lane, state) in states.iter().enumerate() {
        for (word, value) in words.iter_mut().zip(state.0) {
            word[lane] = value;
        }
    }
    // SAFETY: the proof exists only where the processor has these features.
    unsafe { rounds(&mut words, &all, blocks) };
    for (lane, state) in states.iter_mut().enumerate() {
        state.0 = words.map(|word| word[lane]);
    }
}

#[target_feature(enable = "avx512f,avx512bw")]
fn rounds(words: &mut [[u32; MAX_STREAMS]; 8], inputs: &[&[u8]; MAX_STREAMS], blocks: usize) {
    // SAFETY: an array of sixteen words is 64 bytes; loads and stores need no alignment.
    let mut s = (*words).map(|word| unsafe { _mm512_loadu_si512(word.as_ptr().cast()) });
    for block in 0..blocks {
        let mut w = message(inputs, block);
        let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = s;
        macro_rules! round {
            ($i:expr) => {{
                let i = $i;
                if i >= 16 {
                    w[i % 16] = schedule(w[i % 16], w[(i + 1) % 16], w[(i + 9) % 16], w[(i + 14) % 16]);
                }
                let wk = _mm512_add_epi32(w[i % 16], _mm512_set1_epi32(K[i] as i32));
                // 0xca: where the first has a bit the second's, else the third's. 0xe8: the majority. 0x96: all xored.
                let choice = _mm512_ternarylogic_epi32::<0xca>(e, f, g);
                let majority = _mm512_ternarylogic_epi32::<0xe8>(a, b, c);
                let sum1 = xor3(_mm512_ror_epi32::<6>(e), _mm512_ror_epi32::<11>(e), _mm512_ror_epi32::<25>(e));
                let sum0 = xor3(_mm512_ror_epi32::<2>(a), _mm512_ror_epi32::<13>(a), _mm512_ror_epi32::<22>(a));
                let t1 = _mm512_add_epi32(_mm512_add_epi32(_mm512_add_epi32(h, wk), choice), sum1);
                h = g;
                g = f;
                f = e;
                e = _mm512_add_epi32(d, t1);
                d = c;
                c = b;
                b = a;
                a = _mm512_add_epi32(t1, _mm512_add_epi32(sum0, majority));
            }};
        }
        macro_rules! eight_rounds {
            ($($i:literal)*) => {$(
                round!($i); round!($i + 1); round!($i + 2); round!($i + 3);
                round!($i + 4); round!($i + 5); round!($i + 6); round!($i + 7);
            )*};
        }
        eight_rounds!(0 8 16 24 32 40 48 56);
        for (s, new) in s.iter_mut().zip([a, b, c, d, e, f, g, h]) {
            *s = _mm512_add_epi32(*s, new);
        }
    }
    for (word, s) in words.iter_mut().zip(s) {
        // SAFETY: as for the loads.
        unsafe { _mm512_storeu_si512(word.as_mut_ptr().cast(), s) };
    }
}

#[inline]
#[target_feature(enable = "avx512f")]
fn xor3(a: __m512i, b: __m512i, c: __m512i) -> __m512i {
    _mm512_ternarylogic_epi32::<0x96>(a, b, c)
}

/// The message word from those 16, 15, 7 and 2 rounds ago (FIPS 180-4, 6.2.2).
#[inline]
#[target_feature(enable = "avx512f")]
fn schedule(ago16: __m512i, ago15: __m512i, ago7: __m512i, ago2: __m512i) -> __m512i {
    let s0 = xor3(
        _mm512_ror_epi32::<7>(ago15),
        _mm512_ror_epi32::<18>(ago15),
        _mm512_srli_epi32::<3>(ago15),
    );
    let s1 = xor3(
        _mm512_ror_epi32::<17>(ago2),
        _mm512_ror_epi32::<19>(ago2),
        _mm512_srli_epi32::<10>(ago2),
    );
    _mm512_add_epi32(_mm512_add_epi32(ago16, s0), _mm512_add_epi32(ago7, s1))
}

/// The sixteen words of a block of each stream, turned so that a register holds one word of all streams.
#[inline]
#[target_feature(enable = "avx512f,avx512bw")]
fn message(inputs: &[&[u8]; MAX_STREAMS], block: usize) -> [__m512i; 16] {
    let big_endian = _mm512_set4_epi32(0x0c0d0e0f, 0x08090a0b, 0x04050607, 0x00010203);
    let r: [__m512i; 16] = std::array::from_fn(|lane| {
        let bytes = &inputs[lane][block * BLOCK..(block + 1) * BLOCK];
        // SAFETY: the slice has 64 bytes; the load needs no alignment.
        let words = unsafe { _mm512_loadu_si512(bytes.as_ptr().cast()) };
        _mm512_shuffle_epi8(words, big_endian)
    });
    transpose(r)
}

/// Rows to columns of a 16 by 16 matrix of words.
#[inline]
#[target_feature(enable = "avx512f")]
fn transpose(r: [__m512i; 16]) -> [__m512i; 16] {
    // Within each 128-bit quarter: pairs of words, then fours.
    let mut t = r;
    for i in (0..16).step_by(2) {
        t[i] = _mm512_unpacklo_epi32(r[i], r[i + 1]);
        t[i + 1] = _mm512_unpackhi_epi32(r[i], r[i + 1]);
    }
    let mut u = t;
    for i in (0..16).step_by(4) {
        u[i] = _mm512_unpacklo_epi64(t[i], t[i + 2]);
        u[i + 1] = _mm512_unpackhi_epi64(t[i], t[i + 2]);
        u[i + 2] = _mm512_unpacklo_epi64(t[i + 1], t[i + 3]);
        u[i + 3] = _mm512_unpackhi_epi64(t[i + 1], t[i + 3]);
    }
    // Then the quarters: u[4 g + k] has word 4 q + k of rows 4 g .. 4 g + 4 in quarter q.
    let mut w = u;
    for k in 0..4 {
        let low01 = _mm512_shuffle_i32x4::<0x44>(u[k], u[4 + k]);
        let high01 = _mm512_shuffle_i32x4::<0xee>(u[k], u[4 + k]);
        let low23 = _mm512_shuffle_i32x4::<0x44>(u[8 + k], u[12 + k]);
        let high23 = _mm512_shuffle_i32x4::<0xee>(u[8 + k], u[12 + k]);
        w[k] = _mm512_shuffle_i32x4::<0x88>(low01, low23);
        w[4 + k] = _mm512_shuffle_i32x4::<0xdd>(low01, low23);
        w[8 + k] = _mm512_shuffle_i32x4::<0x88>(high01, high23);
        w[12 + k] = _mm512_shuffle_i32x4::<0xdd>(high01, high23);
    }
    w
}
