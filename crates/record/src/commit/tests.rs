use super::*;
use crate::value::{from_hex, to_hex};

/// Case 2 of RFC 4231, its key padded with zeros (which HMAC does to every key shorter than a block).
#[test]
fn the_mac_is_hmac_sha_256() {
    let mut secret = [0; 32];
    secret[..4].copy_from_slice(b"Jefe");
    let mac = SubjectKey::new(&secret)
        .unwrap()
        .mac(b"what do ya want for nothing?");
    assert_eq!(
        to_hex(&mac),
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    );
}

#[test]
fn a_commitment_is_the_documented_hash() {
    let place = Place {
        log: [1; 32],
        operator: [2; 32],
        sequence: 3,
        kind: 1049,
        version: 1,
        field: 4,
        index: 5,
    };
    let salt = Salt::new([6; 32]).unwrap();
    let preimage = [
        &b"ALTHCOM\x01\x19\x04\x01\x04\x05\x00"[..],
        &[6; 32],
        b"Ada",
    ]
    .concat();
    let expected: Hash = Sha256::digest(preimage).into();
    assert_eq!(
        commitment(&place, &salt, &Value::Text("Ada".into()))
            .unwrap()
            .bytes(),
        expected
    );
    assert_eq!(
        commitment(&place, &salt, &Value::Bytes(b"Ada".to_vec()))
            .unwrap()
            .bytes(),
        expected
    );
    assert_eq!(from_hex("1904"), Some(1049u16.to_le_bytes().to_vec()));
}

fn somewhere() -> Place {
    Place {
        log: [1; 32],
        operator: [2; 32],
        sequence: 3,
        kind: 1049,
        version: 1,
        field: 4,
        index: 5,
    }
}

fn committed(key: &SubjectKey, place: &Place, value: &Value) -> Commitment {
    commitment(place, &key.salt(place), value).unwrap()
}

#[test]
fn a_covered_value_is_the_documented_bytes() {
    let key = SubjectKey::new(&[7; 32]).unwrap();
    let (place, value) = (somewhere(), Value::Text("Ada".into()));
    let made = committed(&key, &place, &value);
    let block = |i: u8| {
        let message = [
            &b"ALTHENC\x01"[..],
            &[1; 32],
            &[2; 32],
            &[3, 0, 0, 0, 0, 0, 0, 0],
            b"\x19\x04\x01\x04\x05",
            &made.bytes(),
            &[i, 0, 0, 0],
        ];
        key.mac(&message.concat())
    };
    let mut expected = [block(0), block(1)].concat();
    for (byte, plain) in expected.iter_mut().zip(b"\x00\x03\x00Ada") {
        *byte ^= plain;
    }
    assert_eq!(key.cover(&place, &made, &value), expected);
}

#[test]
fn what_is_covered_comes_back_under_its_key_at_its_place_and_nowhere_else() {
    let key = SubjectKey::new(&[7; 32]).unwrap();
    let other = SubjectKey::new(&[8; 32]).unwrap();
    let place = somewhere();
    let elsewhere = Place { index: 6, ..place };
    let values = [
        Value::Text(String::new()),
        Value::Text("é".repeat(30)),
        Value::Bytes(vec![0; 61]),
        Value::Bytes(vec![0; 62]),
        Value::Bytes(vec![0xff; MAX_VALUE]),
        Value::Sha256([9; 32]),
    ];
    for value in &values {
        let made = committed(&key, &place, value);
        let covered = key.cover(&place, &made, value);
        assert!(may_be_covered(covered.len()));
        assert_eq!(key.uncover(&place, &made, &covered).as_ref(), Some(value));
        let strange = committed(&other, &place, value);
        for wrong in [
            other.uncover(&place, &made, &covered),
            key.uncover(&elsewhere, &made, &covered),
            key.uncover(&place, &strange, &covered),
            key.uncover(&place, &made, &covered[..covered.len() - 1]),
        ] {
            assert_ne!(wrong.as_ref(), Some(value));
        }
    }
    let lengths = values.map(|it| key.cover(&place, &committed(&key, &place, &it), &it).len());
    assert_eq!(lengths, [64, 64, 64, 128, 4160, 64]);
    // Two values of one place share no mask, so that their XOR says nothing.
    let [one, two] = [0u8, 1].map(|byte| {
        let value = Value::Bytes(vec![byte; 29]);
        key.cover(&place, &committed(&key, &place, &value), &value)
    });
    let differ = one
        .iter()
        .zip(&two)
        .skip(32)
        .filter(|(a, b)| a != b)
        .count();
    assert!(differ > 20, "{differ}");
    for length in [0, 63, 65, 4159, 4224] {
        assert!(!may_be_covered(length), "{length}");
    }
}

#[test]
fn secrets_are_not_shown() {
    let key = SubjectKey::new(&[7; 32]).unwrap();
    assert_eq!(
        format!("{key:?} {:?}", Salt::new([7; 32]).unwrap()),
        "SubjectKey(hidden) Salt(hidden)"
    );
    assert_eq!(
        format!("{:?}", Value::Text("Ada".into())),
        "Value(Content, 3 bytes)"
    );
}
