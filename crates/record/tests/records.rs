mod support;
use althing_record::*;
use support::*;

#[test]
fn roundtrip() {
    for (name, line) in lines() {
        let record = record(&line);
        let bytes = record.encode();
        println!("{name}: {}", bytes.len());
        assert_eq!(Record::decode(&bytes).as_ref(), Ok(&record), "{name}");
        fuzz::decode(&bytes);
    }
}
