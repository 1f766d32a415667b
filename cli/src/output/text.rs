//! Text for people: `Name  value` lines, tables.

use super::{Cell, Record};
use crate::input::{
    decimal::{format_bps, format_units},
    format_duration, format_time,
};

/// One record, a line per value.
#[must_use]
pub fn record(record: &Record) -> String {
    let mut out = String::new();
    write_record(record, 0, &mut out);
    out
}

/// Several records as a table; the columns are the first one's.
#[must_use]
pub fn table(records: &[Record]) -> String {
    rows(records, 0)
}

/// One record in one line, for series.
#[must_use]
pub fn line(record: &Record) -> String {
    let cells: Vec<String> = record
        .0
        .iter()
        .map(|(name, value)| format!("{name}={}", inline(value)))
        .collect();
    format!("{}\n", cells.join("  "))
}

/// `votingEndsAt` reads "Voting ends at".
#[must_use]
pub fn label(name: &str) -> String {
    let mut label = String::new();
    for c in name.chars() {
        if label.is_empty() {
            label.extend(c.to_uppercase());
        } else if c.is_uppercase() {
            label.push(' ');
            label.extend(c.to_lowercase());
        } else if c == '_' {
            label.push(' ');
        } else {
            label.push(c);
        }
    }
    label
}

fn write_record(record: &Record, indent: usize, out: &mut String) {
    let labels = record.0.iter().filter(|(_, value)| !is_block(value));
    let width = labels
        .map(|(name, _)| label(name).chars().count())
        .max()
        .unwrap_or(0);
    let margin = " ".repeat(indent);
    for (name, value) in &record.0 {
        let name = label(name);
        match value {
            Cell::Record(inner) => {
                out.push_str(&format!("{margin}{name}:\n"));
                write_record(inner, indent + 2, out);
            }
            Cell::List(cells) if is_block(value) => {
                out.push_str(&format!("{margin}{name}:\n"));
                write_list(cells, indent + 2, out);
            }
            _ => out.push_str(&format!("{margin}{name:<width$}  {}\n", inline(value))),
        }
    }
}

fn is_block(value: &Cell) -> bool {
    match value {
        Cell::Record(_) => true,
        Cell::List(cells) => !cells.is_empty(),
        _ => false,
    }
}

fn write_list(cells: &[Cell], indent: usize, out: &mut String) {
    let margin = " ".repeat(indent);
    let records: Vec<Record> = cells.iter().filter_map(as_record).collect();
    let uniform = records.len() == cells.len() && is_uniform(&records);
    if uniform {
        out.push_str(&rows(&records, indent));
        return;
    }
    for cell in cells {
        match cell {
            Cell::Record(inner) => {
                write_record(inner, indent, out);
                out.push('\n');
            }
            other => out.push_str(&format!("{margin}{}\n", inline(other))),
        }
    }
}

fn as_record(cell: &Cell) -> Option<Record> {
    match cell {
        Cell::Record(record) => Some(record.clone()),
        _ => None,
    }
}

/// Whether the records have the same columns, none of which is a block.
fn is_uniform(records: &[Record]) -> bool {
    let names = |record: &Record| {
        record
            .0
            .iter()
            .map(|(name, _)| name.clone())
            .collect::<Vec<_>>()
    };
    let Some(first) = records.first() else {
        return false;
    };
    let flat = |record: &Record| !record.0.iter().any(|(_, value)| is_block(value));
    records
        .iter()
        .all(|record| names(record) == names(first) && flat(record))
}

fn rows(records: &[Record], indent: usize) -> String {
    let Some(first) = records.first() else {
        return String::new();
    };
    let header: Vec<String> = first
        .0
        .iter()
        .map(|(name, _)| label(name).to_uppercase())
        .collect();
    let body = records.iter().map(|record| {
        let column = |(name, _): &(String, Cell)| record.get(name).map_or(String::new(), inline);
        first.0.iter().map(column).collect::<Vec<_>>()
    });
    let lines: Vec<Vec<String>> = std::iter::once(header).chain(body).collect();
    let width = |column: usize| {
        lines
            .iter()
            .map(|line| line[column].chars().count())
            .max()
            .unwrap_or(0)
    };
    let widths: Vec<usize> = (0..first.0.len()).map(width).collect();
    let margin = " ".repeat(indent);
    let mut out = String::new();
    for line in &lines {
        let cells = line
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell:<width$}"));
        let text = cells.collect::<Vec<_>>().join("  ");
        out.push_str(&margin);
        out.push_str(text.trim_end());
        out.push('\n');
    }
    out
}

/// A value in one line. Text of others cannot move a terminal's cursor.
#[must_use]
pub fn inline(value: &Cell) -> String {
    match value {
        Cell::None | Cell::Time(0) => "-".into(),
        Cell::Bool(true) => "yes".into(),
        Cell::Bool(false) => "no".into(),
        Cell::Count(value) => value.to_string(),
        Cell::Big(value) => value.to_string(),
        Cell::Text(text) => harmless(text, |_| false),
        Cell::Amount(units, decimals) => format_units(*units, *decimals),
        Cell::Time(unix) => format_time(*unix),
        Cell::Span(seconds) => format_duration(*seconds),
        Cell::Bps(bps) => format_bps(*bps),
        Cell::Record(record) => {
            let parts = record
                .0
                .iter()
                .map(|(name, value)| format!("{name} {}", inline(value)));
            parts.collect::<Vec<_>>().join(", ")
        }
        Cell::List(cells) if cells.is_empty() => "-".into(),
        Cell::List(cells) => cells.iter().map(inline).collect::<Vec<_>>().join(", "),
    }
}

/// Whether a character changes the direction of the text around it.
fn turns(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Text with a mark in the place of every character that a terminal obeys, but for those that are allowed.
#[must_use]
pub fn harmless(text: &str, allowed: impl Fn(char) -> bool) -> String {
    let mark = |c: char| (c.is_control() || turns(c)) && !allowed(c);
    text.chars()
        .map(|c| if mark(c) { '\u{fffd}' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_aligned_and_nests() {
        let text = record(&crate::record! {
            "name" => "x",
            "votingEndsAt" => Cell::Time(1),
            "rules" => crate::record! { "quorum" => "10%" },
            "votes" => vec![crate::record! { "voter" => "a", "weight" => 10u64 }, crate::record! { "voter" => "bbbb", "weight" => 1u64 }],
            "none" => Vec::<Cell>::new(),
        });
        let expected = "Name            x\n\
                        Voting ends at  1970-01-01T00:00:01Z\n\
                        Rules:\n  Quorum  10%\n\
                        Votes:\n  VOTER  WEIGHT\n  a      10\n  bbbb   1\n\
                        None            -\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn a_table_has_the_columns_of_its_first_row() {
        let rows = [
            crate::record! { "a" => 1u64, "longName" => true },
            crate::record! { "a" => 100u64, "longName" => false },
        ];
        assert_eq!(table(&rows), "A    LONG NAME\n1    yes\n100  no\n");
        assert_eq!(table(&[]), "");
    }

    #[test]
    fn escape_sequences_of_others_do_not_reach_the_terminal() {
        let text = record(&crate::record! { "name" => "\u{1b}[2Jx\r\n\u{202e}" });
        assert!(!text.contains(['\u{1b}', '\r', '\u{202e}']), "{text:?}");
        assert_eq!(text.lines().count(), 1);
    }
}
