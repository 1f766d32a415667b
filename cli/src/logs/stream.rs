//! A stream of lines that ended before its end.

use althing_publish::{Left, PublishError};

use super::publish;
use crate::error::{Error, Exit};

/// What a fault in the middle of a stream means: the stream cannot be known again, so whoever sends it is told what of it
/// is in the log.
pub(crate) fn fault(error: PublishError, left: Left) -> Error {
    let of_a_line = matches!(
        error,
        PublishError::Line { .. }
            | PublishError::LongLine { .. }
            | PublishError::EmptyLine { .. }
            | PublishError::CutOff { .. }
    );
    let known = publish::fault(error);
    let first = match (of_a_line, known.exit) {
        (true, _) => "Mend the line. ".to_owned(),
        // Its advice is to run the same command again.
        (_, Exit::Unconfirmed) => String::new(),
        _ if known.todo.contains("same command") || known.todo.is_empty() => String::new(),
        _ => format!("{} ", known.todo),
    };
    let Left { lines, certain } = left;
    let then = match (certain, lines) {
        (false, _) => "Run it again without --skip: it finds out what became of the last batch, and says how many lines to leave out.".into(),
        (true, 0) => "Nothing of the stream is published: send it again.".into(),
        (true, lines) => format!("{lines} lines of the stream are published: send it again with --skip {lines}."),
    };
    known.advise(first + &then)
}

#[cfg(test)]
mod tests {
    use super::{fault as stream, *};

    #[test]
    fn what_is_said_of_a_stream_never_doubles_a_line() {
        let empty = || PublishError::EmptyLine {
            input: "-".into(),
            line: 9,
        };
        let left = |lines, certain| Left { lines, certain };
        let bad = stream(empty(), left(4, true));
        assert_eq!(bad.exit, Exit::Usage);
        assert_eq!(
            bad.todo,
            "Mend the line. 4 lines of the stream are published: send it again with --skip 4."
        );
        assert!(stream(empty(), left(0, true))
            .todo
            .contains("Nothing of the stream"));
        let faults = [
            PublishError::Moved("m".into()),
            PublishError::Unconfirmed("u".into()),
            PublishError::Chain("c".into()),
            PublishError::Stopped,
            empty(),
        ];
        for error in faults {
            let before = publish::fault(PublishError::Unconfirmed("u".into())).exit;
            let unconfirmed = matches!(error, PublishError::Unconfirmed(_));
            let told = stream(error, left(7, false));
            assert_eq!(told.exit == before, unconfirmed);
            assert!(!told.todo.contains("same command"), "{}", told.todo);
            assert!(told.todo.contains("without --skip"), "{}", told.todo);
        }
        let left = publish::fault(PublishError::StreamLeft {
            input: "-".into(),
            lines: 7,
        });
        assert!(left.todo.contains("--skip 7"), "{}", left.todo);
    }
}
