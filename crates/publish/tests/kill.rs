//! A process that is killed, again and again, at no particular point.

mod support;

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use althing_publish::{Form, Input, Publisher, Start};
use support::*;

const LINES: u64 = 200_000;
const PLACE: &str = "ALTHING_PUBLISH_CHILD";

/// What the killed process does; on its own it does nothing.
#[test]
fn child() {
    let Some(place) = std::env::var_os(PLACE).map(PathBuf::from) else {
        return;
    };
    let chain = Memory::in_file(&place.join("chain"));
    let mut nobody = ();
    let mut publisher =
        Publisher::open(&place.join("log"), settings(7_000, 4), chain, &mut nobody).unwrap();
    let input = Input::File {
        path: place.join("input"),
        start: Start::Resume,
    };
    publisher.append(input, Form::Raw).unwrap();
}

#[test]
fn a_process_that_is_killed_loses_and_doubles_nothing() {
    let place = tempdir();
    write_lines(&place.path().join("input"), (0..LINES).map(raw_line));
    let mut killed = 0;
    for wait in 1.. {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "child", "--test-threads=1"])
            .env(PLACE, place.path())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        // Each run is given a little longer, so that in the end one gets through however slow the machine is.
        std::thread::sleep(Duration::from_millis(wait * 3));
        if let Some(status) = child.try_wait().unwrap() {
            assert!(status.success(), "it failed on its own");
            break;
        }
        killed += 1;
        child.kill().unwrap();
        child.wait().unwrap();
    }
    assert!(killed > 3, "only {killed} were killed while they worked");
    let entries: Vec<_> = (0..LINES).map(|i| raw_line(i).into_bytes()).collect();
    let chain = Memory::in_file(&place.path().join("chain"));
    assert_published(&place.path().join("log"), &chain, &entries);
}
