//! Durations and moments, in the proleptic Gregorian calendar and UTC.

const MINUTE: i64 = 60;
const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;

/// A duration in seconds: `90`, `90s`, `1h30m`, `3d`, `2w`.
///
/// # Errors
/// Where it is none, or does not fit.
pub fn duration(text: &str) -> Result<i64, String> {
    let bad = || format!("{text}: not a duration such as 90s, 1h30m or 3d");
    let mut total: i64 = 0;
    let mut digits = String::new();
    let mut last_unit = i64::MAX;
    for c in text.chars() {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        let unit = match c {
            's' => 1,
            'm' => MINUTE,
            'h' => HOUR,
            'd' => DAY,
            'w' => 7 * DAY,
            _ => return Err(bad()),
        };
        if unit >= last_unit {
            return Err(bad());
        }
        last_unit = unit;
        let count: i64 = digits.parse().map_err(|_| bad())?;
        total = count
            .checked_mul(unit)
            .and_then(|s| total.checked_add(s))
            .ok_or_else(bad)?;
        digits.clear();
    }
    if !digits.is_empty() {
        // Plain seconds; after a unit they would be ambiguous.
        if last_unit != i64::MAX {
            return Err(bad());
        }
        total = digits.parse().map_err(|_| bad())?;
    } else if last_unit == i64::MAX {
        return Err(bad());
    }
    Ok(total)
}

/// Seconds as a duration, in its two largest units.
#[must_use]
pub fn format_duration(seconds: i64) -> String {
    let mut rest = seconds.unsigned_abs();
    let mut parts = vec![];
    for (unit, name) in [(DAY, 'd'), (HOUR, 'h'), (MINUTE, 'm'), (1, 's')] {
        let unit = unit.unsigned_abs();
        if rest >= unit {
            parts.push(format!("{}{name}", rest / unit));
            rest %= unit;
        }
    }
    parts.truncate(2);
    let text = if parts.is_empty() {
        "0s".into()
    } else {
        parts.join(" ")
    };
    if seconds < 0 {
        format!("-{text}")
    } else {
        text
    }
}

/// Unix seconds as RFC 3339 in UTC; beyond the year 9999 as the number.
#[must_use]
pub fn format_time(unix: i64) -> String {
    let (days, second) = (unix.div_euclid(DAY), unix.rem_euclid(DAY));
    let (year, month, day) = civil(days);
    if !(0..=9_999).contains(&year) {
        return format!("@{unix}");
    }
    let (hour, minute, second) = (second / HOUR, second % HOUR / MINUTE, second % MINUTE);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// A moment in unix seconds, from RFC 3339: `2026-01-31T12:00:00Z`, `…+02:00`, `2026-01-31` (midnight UTC), or `@SECONDS`.
///
/// # Errors
/// Where it is none.
pub fn moment(text: &str) -> Result<i64, String> {
    let bad = || format!("{text}: not a time such as 2026-01-31T12:00:00Z");
    if let Some(unix) = text.strip_prefix('@') {
        return unix.parse().map_err(|_| bad());
    }
    let (date, rest) = text.split_at_checked(10).ok_or_else(bad)?;
    let days = parse_date(date).ok_or_else(bad)?;
    let seconds = if rest.is_empty() {
        0
    } else {
        parse_clock(rest).ok_or_else(bad)?
    };
    Ok(days * DAY + seconds)
}

fn parse_date(text: &str) -> Option<i64> {
    let (year, month, day) = (
        number(text, 0..4)?,
        number(text, 5..7)?,
        number(text, 8..10)?,
    );
    let dashes = text.get(4..5)? == "-" && text.get(7..8)? == "-";
    let days = days_from_civil(year, month, day);
    // A day that does not exist comes back as another.
    (dashes && civil(days) == (year, month, day)).then_some(days)
}

/// `T12:00:00` and an offset, as seconds after midnight UTC.
fn parse_clock(text: &str) -> Option<i64> {
    let (hour, minute, second) = (
        number(text, 1..3)?,
        number(text, 4..6)?,
        number(text, 7..9)?,
    );
    let marks = matches!(text.get(0..1)?, "T" | "t" | " ")
        && text.get(3..4)? == ":"
        && text.get(6..7)? == ":";
    if !marks || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let offset = match text.get(9..)? {
        "Z" | "z" => 0,
        zone if zone.len() == 6 && zone.get(3..4)? == ":" => {
            let (hours, minutes) = (number(zone, 1..3)?, number(zone, 4..6)?);
            let size = hours * HOUR + minutes * MINUTE;
            match zone.get(0..1)? {
                _ if hours > 23 || minutes > 59 => return None,
                "+" => size,
                "-" => -size,
                _ => return None,
            }
        }
        _ => return None,
    };
    Some(hour * HOUR + minute * MINUTE + second - offset)
}

fn number(text: &str, range: std::ops::Range<usize>) -> Option<i64> {
    let digits = text.get(range)?;
    digits
        .bytes()
        .all(|b| b.is_ascii_digit())
        .then(|| digits.parse().ok())?
}

/// Days since 1970-01-01 as year, month, day. After H. Hinnant, "chrono-Compatible Low-Level Date Algorithms".
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_shifted + 2) / 5 + 1;
    let month = if month_shifted < 10 {
        month_shifted + 3
    } else {
        month_shifted - 9
    };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

/// The inverse of [`civil`].
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_units_from_large_to_small() {
        assert_eq!(duration("90"), Ok(90));
        assert_eq!(duration("90s"), Ok(90));
        assert_eq!(duration("1h30m"), Ok(5_400));
        assert_eq!(duration("2w3d"), Ok(17 * DAY));
        assert_eq!(duration("0s"), Ok(0));
        for bad in [
            "",
            "s",
            "1x",
            "1m1h",
            "1h1h",
            "1h30",
            "-1s",
            "1.5h",
            "9999999999999999999s",
            "99999999999999w",
        ] {
            assert!(duration(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn durations_read_in_their_two_largest_units() {
        assert_eq!(format_duration(0), "0s");
        assert_eq!(format_duration(3 * DAY), "3d");
        assert_eq!(format_duration(DAY + HOUR + 1), "1d 1h");
        assert_eq!(format_duration(-61), "-1m 1s");
        assert_eq!(format_duration(i64::MIN), "-106751991167300d 15h");
    }

    #[test]
    fn moments_are_rfc_3339() {
        for (unix, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_735_689_599, "2024-12-31T23:59:59Z"),
            (-1, "1969-12-31T23:59:59Z"),
            (253_402_300_799, "9999-12-31T23:59:59Z"),
        ] {
            assert_eq!(format_time(unix), text);
            assert_eq!(moment(text), Ok(unix));
        }
        assert_eq!(format_time(i64::MAX / 2), format!("@{}", i64::MAX / 2));
        assert_eq!(moment("2026-01-31"), Ok(1_769_817_600));
        assert_eq!(moment("2026-01-31T02:00:00+02:00"), Ok(1_769_817_600));
        assert_eq!(moment("@-5"), Ok(-5));
        for bad in [
            "",
            "2026-02-29",
            "2026-13-01",
            "2026-01-31T24:00:00Z",
            "2026-01-31T12:00:00",
            "2026/01/31",
            "@x",
            "2026-01-31T12:00:00+25:00",
            "日本語日本語",
        ] {
            assert!(moment(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn every_day_of_four_centuries_comes_back() {
        for day in -200_000..200_000 {
            let (year, month, date) = civil(day);
            assert_eq!(days_from_civil(year, month, date), day);
        }
    }
}
