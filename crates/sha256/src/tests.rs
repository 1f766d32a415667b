//! Every kernel that this processor has against `ring` and `sha2`.

use proptest::prelude::*;
use sha2::Digest as _;

use super::*;

/// All kernels that can run here besides the single stream.
fn kernels() -> Vec<Kernel> {
    let mut out = Vec::new();
    #[cfg(target_arch = "x86_64")]
    {
        let pairs = extensions::Proof::get();
        out.extend(pairs.map(|pairs| Kernel(Kind::Pairs(pairs))));
        if let (Some(pairs), Some(wide)) = (pairs, wide::Proof::get()) {
            out.push(Kernel(Kind::Wide(pairs, wide)));
        }
    }
    out
}

fn reference(message: &[u8]) -> [u8; 32] {
    let digest: [u8; 32] = sha2::Sha256::digest(message).into();
    let other = ring::digest::digest(&ring::digest::SHA256, message);
    assert_eq!(digest, other.as_ref());
    digest
}

/// Whole messages, by every kernel and one by one.
fn hash_whole(messages: &[Vec<u8>]) -> Vec<(Kernel, Vec<[u8; 32]>)> {
    let slices: Vec<&[u8]> = messages.iter().map(Vec::as_slice).collect();
    let single = std::iter::once(Kernel(Kind::Single));
    let hash = |kernel| {
        let mut digests = vec![[0xee; 32]; slices.len()];
        hash_all(kernel, &slices, &mut digests);
        (kernel, digests)
    };
    kernels().into_iter().chain(single).map(hash).collect()
}

fn hex(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Hashes whole messages by a kernel, each as one stream.
fn hash(kernel: Kernel, messages: &[Vec<u8>]) -> Vec<[u8; 32]> {
    let padded: Vec<Vec<u8>> = messages
        .iter()
        .map(|message| {
            let mut buffer = message.clone();
            // Bytes beyond the message must not count.
            buffer.resize(message.len() + 72, 0xee);
            let end = pad(&mut buffer, message.len(), message.len() as u64);
            buffer.truncate(end);
            buffer
        })
        .collect();
    let mut states = vec![State::START; messages.len()];
    let mut at = vec![0; messages.len()];
    loop {
        let open: Vec<usize> = (0..messages.len())
            .filter(|i| at[*i] < padded[*i].len())
            .collect();
        if open.is_empty() {
            return states.into_iter().map(State::digest).collect();
        }
        for open in open.chunks(kernel.streams()) {
            let mut some: Vec<State> = open.iter().map(|i| states[*i]).collect();
            let inputs: Vec<&[u8]> = open.iter().map(|i| &padded[*i][at[*i]..]).collect();
            let mut taken = vec![0; open.len()];
            kernel.compress(&mut some, &inputs, &mut taken);
            for ((i, state), taken) in open.iter().zip(some).zip(taken) {
                assert!(taken > 0 && taken % BLOCK == 0);
                states[*i] = state;
                at[*i] += taken;
            }
        }
    }
}

/// FIPS 180-4 examples and the empty message.
#[test]
fn known_answers() {
    let long = b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".to_vec();
    let messages = vec![b"".to_vec(), b"abc".to_vec(), long, vec![b'a'; 1_000_000]];
    let expected = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
    ];
    for (message, expected) in messages.iter().zip(expected) {
        assert_eq!(hex(&reference(message)), expected);
    }
    for kernel in kernels() {
        let digests: Vec<String> = hash(kernel, &messages)
            .iter()
            .map(|digest| hex(digest))
            .collect();
        assert_eq!(digests, expected, "{kernel:?}");
    }
    for (kernel, digests) in hash_whole(&messages) {
        let digests: Vec<String> = digests.iter().map(|digest| hex(digest)).collect();
        assert_eq!(digests, expected, "{kernel:?}");
    }
}

/// Around every boundary of padding, and in every number of streams.
#[test]
fn all_lengths_and_counts() {
    for kernel in kernels() {
        for length in 0..200_usize {
            let message: Vec<u8> = (0..length).map(|i| (i * 7 + length) as u8).collect();
            assert_eq!(
                hash(kernel, std::slice::from_ref(&message)),
                [reference(&message)],
                "{kernel:?} {length}"
            );
        }
        for count in 1..=kernel.streams() {
            let messages: Vec<Vec<u8>> = (0..count).map(|i| vec![i as u8; 100 + 61 * i]).collect();
            let expected: Vec<_> = messages.iter().map(|message| reference(message)).collect();
            assert_eq!(hash(kernel, &messages), expected, "{kernel:?} {count}");
        }
    }
}

/// Of one length, as the nodes of a tree are, and each longer than the one before.
#[test]
fn whole_messages_of_every_length_and_count() {
    for length in 0..300 {
        let messages: Vec<Vec<u8>> = (0..35).map(|i| vec![i; length]).collect();
        let expected: Vec<_> = messages.iter().map(|message| reference(message)).collect();
        for (kernel, digests) in hash_whole(&messages) {
            assert_eq!(digests, expected, "{kernel:?} {length}");
        }
    }
    for count in 0..70 {
        let messages: Vec<Vec<u8>> = (0..count).map(|i| vec![i as u8; i * 5]).collect();
        let expected: Vec<_> = messages.iter().map(|message| reference(message)).collect();
        for (kernel, digests) in hash_whole(&messages) {
            assert_eq!(digests, expected, "{kernel:?} {count}");
        }
    }
}

#[test]
#[should_panic(expected = "a digest for every message")]
fn no_message_goes_without_its_digest() {
    hash_all(Kernel::detect(), &[b"one", b"two"], &mut [[0; 32]]);
}

#[test]
#[should_panic(expected = "one stream at a time")]
fn the_single_kernel_takes_no_streams() {
    Kernel(Kind::Single).compress(&mut [State::START], &[&[0; 64]], &mut [0]);
}

proptest! {
    #[test]
    fn agrees_with_other_implementations(
        messages in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..700), 1..40)
    ) {
        let expected: Vec<_> = messages.iter().map(|message| reference(message)).collect();
        for kernel in kernels() {
            prop_assert_eq!(hash(kernel, &messages), expected.clone());
        }
        for (_, digests) in hash_whole(&messages) {
            prop_assert_eq!(digests, expected.clone());
        }
    }
}
