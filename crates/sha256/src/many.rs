//! Whole messages.

use sha2::Digest as _;

use crate::{Digest, Kernel};

/// Hashes every message; its digest comes to the same place. Neighbours of one length are hashed fastest.
///
/// # Panics
/// Where there are not as many digests as messages.
pub fn hash_all(kernel: Kernel, messages: &[&[u8]], digests: &mut [Digest]) {
    assert_eq!(messages.len(), digests.len(), "a digest for every message");
    let mut done = 0;
    #[cfg(target_arch = "x86_64")]
    if let Some(proof) = kernel.pairs() {
        let pairs = messages.chunks_exact(2).zip(digests.chunks_exact_mut(2));
        for (messages, digests) in pairs {
            digests.copy_from_slice(&pairs::hash(proof, [messages[0], messages[1]]));
            done += 2;
        }
    }
    for (message, digest) in messages.iter().zip(digests).skip(done) {
        *digest = sha2::Sha256::digest(message).into();
    }
}

#[cfg(target_arch = "x86_64")]
mod pairs {
    use crate::extensions::{compress, Proof};
    use crate::{pad, Digest, State, BLOCK};

    /// Two messages side by side, the longer one's surplus by itself.
    pub fn hash(proof: Proof, messages: [&[u8]; 2]) -> [Digest; 2] {
        let mut states = [State::START; 2];
        let whole = messages.map(|message| message.len() / BLOCK);
        let both = whole[0].min(whole[1]);
        if both > 0 {
            compress(proof, &mut states, messages, both);
        }
        let mut tails = [[0; 2 * BLOCK]; 2];
        let mut ends = [0; 2];
        for i in 0..2 {
            let (blocks, rest) = messages[i].split_at(whole[i] * BLOCK);
            if whole[i] > both {
                let state = std::array::from_mut(&mut states[i]);
                compress(proof, state, [&blocks[both * BLOCK..]], whole[i] - both);
            }
            tails[i][..rest.len()].copy_from_slice(rest);
            ends[i] = pad(&mut tails[i], rest.len(), messages[i].len() as u64) / BLOCK;
        }
        if ends[0] == ends[1] {
            compress(proof, &mut states, [&tails[0], &tails[1]], ends[0]);
        } else {
            for i in 0..2 {
                compress(
                    proof,
                    std::array::from_mut(&mut states[i]),
                    [&tails[i]],
                    ends[i],
                );
            }
        }
        states.map(State::digest)
    }
}
