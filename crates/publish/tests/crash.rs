//! Runs that are stopped anywhere, gone on with, and held against a plain tree.

mod support;

use std::path::{Path, PathBuf};

use althing_publish::{Form, Input, Outcome, PublishError, Publisher, Settings, Start};
use support::*;

const LINES: u64 = 3000;

struct Case {
    folder: tempfile::TempDir,
    chain: Memory,
    settings: Settings,
    json: bool,
}

impl Case {
    fn new(json: bool, settings: Settings) -> Self {
        let folder = tempdir();
        let line = if json { json_line } else { raw_line };
        write_lines(&folder.path().join("input"), (0..LINES).map(line));
        Self {
            folder,
            chain: Memory::new(),
            settings,
            json,
        }
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    /// One run, as of a new process; stopped at a call.
    fn run(&self, stop: Option<u64>) -> Result<Outcome, PublishError> {
        let mut watcher = StopAt(stop);
        let settings = self.settings.clone();
        let mut publisher =
            Publisher::open(&self.log(), settings, self.chain.clone(), &mut watcher)?;
        let input = Input::File {
            path: self.folder.path().join("input"),
            start: Start::Resume,
        };
        let keys = keyring();
        let form = match self.json {
            true => Form::Json {
                defaults: defaults(),
                salts: &keys,
            },
            false => Form::Raw,
        };
        publisher.append(input, form)
    }

    fn entry(&self, line: u64, index: u64) -> Vec<u8> {
        match self.json {
            true => json_entry(index, &json_line(line)),
            false => raw_line(line).into_bytes(),
        }
    }

    /// Half of what a crash of the machine can leave: files that never got their names.
    fn tear(&self) {
        let log = self.log();
        for path in [".althing/journal.new", ".checkpoint", ".staging/tile-0-000"] {
            let path = log.join(path);
            if path.parent().is_some_and(Path::exists) {
                std::fs::write(path, b"{\"version\":1,\"lo").unwrap();
            }
        }
    }
}

fn stopped(result: Result<Outcome, PublishError>) -> bool {
    match result {
        Ok(_) => false,
        Err(PublishError::Stopped) => true,
        Err(other) => panic!("{other}"),
    }
}

/// Stops once at each call in turn; `between` happens before the run that goes on.
fn stop_everywhere(case: impl Fn() -> Case, between: impl Fn(&Case)) -> u64 {
    for stop in 0.. {
        let case = case();
        let was_stopped = stopped(case.run(Some(stop)));
        between(&case);
        case.run(None).unwrap();
        let entries: Vec<_> = (0..LINES).map(|line| case.entry(line, line)).collect();
        assert_published(&case.log(), &case.chain, &entries);
        assert_eq!(case.run(None).unwrap().transactions, 0);
        if !was_stopped {
            return stop;
        }
    }
    unreachable!()
}

#[test]
fn stopped_at_every_step_nothing_is_lost_or_doubled() {
    let stops = stop_everywhere(|| Case::new(false, settings(1000, 30)), Case::tear);
    assert!(stops >= 3 * 5, "{stops}");
}

#[test]
fn stopped_at_every_step_records_keep_their_places_and_openings() {
    let case = || Case::new(true, settings(1000, 30));
    stop_everywhere(case, |_| {});
    let case = case();
    case.run(Some(7)).unwrap_err();
    case.run(None).unwrap();
    let keys = keyring();
    for index in [0, 3, 999, 1002, 2997] {
        let kept = althing_publish::kept::find(&case.log(), index)
            .unwrap()
            .unwrap();
        let record = althing_record::Record::decode(&case.entry(index, index)).unwrap();
        assert_eq!(kept.leaf, record.leaf());
        let shown = kept.openings[0].disclose(&record, &keys).unwrap();
        let text = althing_record::Value::Text(format!("request {index}"));
        assert_eq!(shown.value, text);
    }
    assert_eq!(althing_publish::kept::find(&case.log(), 1).unwrap(), None);
}

#[test]
fn batches_of_several_transactions_are_gone_on_with_in_the_middle() {
    // Batches that begin and end anywhere have many subtrees.
    let stops = stop_everywhere(|| Case::new(false, settings(777, 2)), Case::tear);
    assert!(stops > 4 * 8, "{stops}");
}

#[test]
fn answers_that_are_lost_are_found_out() {
    for fate in [Fate::AnswerLost, Fate::Lost] {
        let case = Case::new(false, settings(777, 3));
        for _ in 0..60 {
            case.chain.set_fate(fate);
            match case.run(None) {
                Err(PublishError::Unconfirmed(_)) => {}
                done => {
                    done.unwrap();
                    break;
                }
            }
            case.chain.set_fate(Fate::Confirmed);
            if fate == Fate::Lost {
                case.run(None).unwrap();
            }
        }
        let entries: Vec<_> = (0..LINES).map(|line| case.entry(line, line)).collect();
        assert_published(&case.log(), &case.chain, &entries);
    }
}

/// One run of a stream, as of a new process.
fn send(case: &Case, stop: Option<u64>, skip: Option<u64>) -> Result<Outcome, PublishError> {
    let mut watcher = StopAt(stop);
    let settings = case.settings.clone();
    let mut publisher = Publisher::open(&case.log(), settings, case.chain.clone(), &mut watcher)?;
    let input = std::fs::File::open(case.folder.path().join("input")).unwrap();
    let input = Input::Stream {
        name: "-".into(),
        from: Box::new(input),
        skip,
    };
    publisher.append(input, Form::Raw)
}

/// What somebody does who is told nothing but what the next run says.
fn send_again(case: &Case) {
    let skip = match send(case, None, None) {
        Ok(_) => return,
        Err(PublishError::StreamLeft { lines, .. }) => lines,
        Err(other) => panic!("{other}"),
    };
    send(case, None, Some(skip)).unwrap();
}

#[test]
fn a_stream_that_was_stopped_anywhere_is_sent_again_by_the_number_that_is_said() {
    for (batch, subtrees) in [(1000, 30), (777, 2)] {
        let mut refused = 0;
        for stop in 0.. {
            let case = Case::new(false, settings(batch, subtrees));
            let was_stopped = stopped(send(&case, Some(stop), None));
            if was_stopped {
                // Where a batch was under way nobody can know the number yet, and a wrong one is refused.
                if let Err(error) = send(&case, None, Some(1)) {
                    refused += u64::from(matches!(error, PublishError::StreamLeft { .. }));
                }
                let case = Case::new(false, settings(batch, subtrees));
                stopped(send(&case, Some(stop), None));
                case.tear();
                send_again(&case);
                let entries: Vec<_> = (0..LINES).map(|line| case.entry(line, line)).collect();
                assert_published(&case.log(), &case.chain, &entries);
            } else {
                assert!(refused > 5, "{refused}");
                break;
            }
        }
    }
}

#[test]
fn of_a_stream_too_answers_that_are_lost_are_found_out() {
    for fate in [Fate::AnswerLost, Fate::Lost] {
        let case = Case::new(false, settings(777, 3));
        case.chain.set_fate(fate);
        let lost = send(&case, None, None).unwrap_err();
        assert!(matches!(lost, PublishError::Unconfirmed(_)), "{lost}");
        case.chain.set_fate(Fate::Confirmed);
        send_again(&case);
        let entries: Vec<_> = (0..LINES).map(|line| case.entry(line, line)).collect();
        assert_published(&case.log(), &case.chain, &entries);
    }
}

/// Of a batch of several transactions some came into the log, and then somebody else's entry.
#[test]
fn of_a_stream_whose_batch_is_taken_back_only_what_arrived_is_counted() {
    let mut partly = 0;
    for stop in 0.. {
        let case = Case::new(false, settings(777, 2));
        if !stopped(send(&case, Some(stop), None)) {
            break;
        }
        let at = case.chain.mark().size;
        case.chain.append_entry(b"alone");
        let settings = case.settings.clone();
        let mut nobody = ();
        let mut publisher =
            Publisher::open(&case.log(), settings, case.chain.clone(), &mut nobody).unwrap();
        publisher
            .take([Ok(b"alone".to_vec())], case.chain.mark())
            .unwrap();
        drop(publisher);
        match send(&case, None, None) {
            Err(PublishError::StreamLeft { lines, .. }) => {
                assert_eq!(lines, at);
                partly += u64::from(!at.is_multiple_of(777));
                send(&case, None, Some(lines)).unwrap();
            }
            done => {
                done.unwrap();
                assert_eq!(at, 0, "stopped at {stop}");
            }
        }
        let mut entries: Vec<_> = (0..at).map(|line| case.entry(line, line)).collect();
        entries.push(b"alone".to_vec());
        entries.extend((at..LINES).map(|line| case.entry(line, line + 1)));
        assert_published(&case.log(), &case.chain, &entries);
    }
    assert!(partly > 3, "{partly}");
}

/// Somebody else's entry comes in between a stop and the next run.
#[test]
fn entries_that_come_in_between_are_fetched_and_the_rest_follows_them() {
    for (json, subtrees) in [(false, 30), (false, 2), (true, 2)] {
        for stop in 0.. {
            let case = Case::new(json, settings(777, subtrees));
            let was_stopped = stopped(case.run(Some(stop)));
            let at = case.chain.mark().size;
            case.chain.append_entry(b"alone");
            let apart = case.run(None).unwrap_err();
            assert!(matches!(apart, PublishError::Apart { .. }), "{apart}");

            let settings = case.settings.clone();
            let mut nobody = ();
            let mut publisher =
                Publisher::open(&case.log(), settings, case.chain.clone(), &mut nobody).unwrap();
            assert_eq!(publisher.published().size, at, "stopped at {stop}");
            let wrong = [Ok(b"another".to_vec())];
            let refused = publisher.take(wrong, case.chain.mark()).unwrap_err();
            assert!(
                matches!(refused, PublishError::OtherRoot { .. }),
                "{refused}"
            );
            publisher
                .take([Ok(b"alone".to_vec())], case.chain.mark())
                .unwrap();
            drop(publisher);
            case.run(None).unwrap();

            let mut entries: Vec<_> = (0..at).map(|line| case.entry(line, line)).collect();
            entries.push(b"alone".to_vec());
            entries.extend((at..LINES).map(|line| case.entry(line, line + 1)));
            assert_published(&case.log(), &case.chain, &entries);
            if json {
                for line in (0..LINES).step_by(300) {
                    let index = line + u64::from(line >= at);
                    let kept = althing_publish::kept::find(&case.log(), index).unwrap();
                    let leaf = althing_record::leaf_of(&entries[index as usize]);
                    assert_eq!(kept.unwrap().leaf, leaf, "line {line}, stopped at {stop}");
                }
            }
            if !was_stopped {
                break;
            }
        }
    }
}

#[test]
fn a_fetch_that_is_stopped_is_gone_on_with() {
    for stop in 0.. {
        let case = Case::new(false, settings(1000, 30));
        case.run(None).unwrap();
        (0..600).for_each(|i: u32| case.chain.append_entry(&i.to_be_bytes()));
        let take = |stop| {
            let mut watcher = StopAt(stop);
            let settings = case.settings.clone();
            let mut publisher =
                Publisher::open(&case.log(), settings, case.chain.clone(), &mut watcher)?;
            let from = publisher.published().size - LINES;
            let missing = (from as u32..600).map(|i| Ok(i.to_be_bytes().to_vec()));
            publisher.take(missing, case.chain.mark())
        };
        let was_stopped = stopped(take(Some(stop * 29)));
        take(None).unwrap();
        let mut entries: Vec<_> = (0..LINES).map(|line| case.entry(line, line)).collect();
        entries.extend((0..600u32).map(|i| i.to_be_bytes().to_vec()));
        assert_published(&case.log(), &case.chain, &entries);
        if !was_stopped {
            break;
        }
    }
}
