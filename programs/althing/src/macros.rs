//! Anchor's `require!` family without the file, line and compared values that Anchor builds at every
//! refusal: a twelfth of the program. What a user needs stands in the error's message.

/// Refuses with `$error` unless `$condition` holds.
macro_rules! ensure {
    ($condition:expr, $error:expr $(,)?) => {
        if !$condition {
            return Err($crate::error::refuse($error));
        }
    };
}

/// Refuses with `$error` unless both values are equal.
macro_rules! ensure_eq {
    ($left:expr, $right:expr, $error:expr $(,)?) => {
        if $left != $right {
            return Err($crate::error::refuse($error));
        }
    };
}

/// Refuses with `$error` unless both keys are equal.
macro_rules! ensure_keys_eq {
    ($left:expr, $right:expr, $error:expr $(,)?) => {
        if $left != $right {
            return Err($crate::error::refuse($error));
        }
    };
}
