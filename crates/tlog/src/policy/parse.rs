//! Reads policy files.

use std::collections::{HashMap, HashSet};

use super::{Group, Member, Policy, PolicyFault, MAX_POLICY};
use crate::key::{KeyType, VerifierKey};
use crate::text::{number, TextError, TextFault};

struct Reader<'a> {
    policy: Policy,
    names: HashMap<&'a [u8], Member>,
    members: HashSet<&'a [u8]>,
    quorum: bool,
}

pub(super) fn parse(bytes: &[u8]) -> Result<Policy, TextError> {
    if bytes.len() > MAX_POLICY {
        return Err(TextFault::TooLong {
            len: bytes.len(),
            max: MAX_POLICY,
        }
        .at(1));
    }
    let policy = Policy {
        logs: vec![],
        witnesses: vec![],
        groups: vec![],
        quorum: None,
        keys: vec![],
    };
    let mut reader = Reader {
        policy,
        names: HashMap::new(),
        members: HashSet::new(),
        quorum: false,
    };
    let mut rest = bytes;
    let mut number = 1;
    while !rest.is_empty() {
        let end = rest
            .iter()
            .position(|byte| *byte == b'\n')
            .ok_or(TextFault::NoFinalNewline.at(number))?;
        reader
            .line(&rest[..end])
            .map_err(|fault| fault.at(number))?;
        rest = &rest[end + 1..];
        number += 1;
    }
    if !reader.quorum {
        return Err(TextFault::Policy(PolicyFault::Quorum).at(number));
    }
    Ok(reader.policy)
}

impl<'a> Reader<'a> {
    fn line(&mut self, line: &'a [u8]) -> Result<(), TextFault> {
        let forbidden = |byte: &&u8| (**byte < b' ' && **byte != b'\t') || **byte == 0x7f;
        if let Some(byte) = line.iter().find(forbidden) {
            return Err(TextFault::Policy(PolicyFault::Byte(*byte)));
        }
        let is_space = |byte: &u8| matches!(byte, b' ' | b'\t');
        let items: Vec<&[u8]> = line
            .split(is_space)
            .filter(|item| !item.is_empty())
            .collect();
        match items.split_first() {
            None => Ok(()),
            Some((first, _)) if first.starts_with(b"#") => Ok(()),
            Some((&b"log", rest)) => self.log(rest),
            Some((&b"witness", rest)) => self.witness(rest),
            Some((&b"group", rest)) => self.group(rest).map_err(TextFault::Policy),
            Some((&b"quorum", rest)) => self.quorum(rest).map_err(TextFault::Policy),
            Some(_) => Err(TextFault::Policy(PolicyFault::Keyword)),
        }
    }

    fn log(&mut self, items: &[&[u8]]) -> Result<(), TextFault> {
        let (key, url) = match items {
            [key] => (key, None),
            [key, url] => (key, Some(*url)),
            _ => return Err(TextFault::Policy(PolicyFault::Form("log <vkey> [<url>]"))),
        };
        self.party(key, url, KeyType::Ed25519)
    }

    fn witness(&mut self, items: &[&'a [u8]]) -> Result<(), TextFault> {
        let (name, key, url) = match items {
            [name, key] => (name, key, None),
            [name, key, url] => (name, key, Some(*url)),
            _ => {
                return Err(TextFault::Policy(PolicyFault::Form(
                    "witness <name> <vkey> [<url>]",
                )))
            }
        };
        let member = Member::Witness(self.policy.witnesses.len());
        self.define(name, member).map_err(TextFault::Policy)?;
        self.party(key, url, KeyType::Cosignature)
    }

    fn party(&mut self, key: &[u8], url: Option<&[u8]>, kind: KeyType) -> Result<(), TextFault> {
        let key = VerifierKey::parse(&String::from_utf8_lossy(key)).map_err(TextFault::Key)?;
        let url = url.map(|url| String::from_utf8_lossy(url).into_owned());
        self.policy.add(key, url, kind).map_err(TextFault::Policy)
    }

    fn group(&mut self, items: &[&'a [u8]]) -> Result<(), PolicyFault> {
        let [name, threshold, members @ ..] = items else {
            return Err(PolicyFault::Form("group <name> all|any|<k> <name>..."));
        };
        if members.is_empty() {
            return Err(PolicyFault::Form("at least one member"));
        }
        let out_of_bounds = PolicyFault::Threshold {
            members: members.len(),
        };
        let threshold = match *threshold {
            b"all" => members.len(),
            b"any" => 1,
            k => std::str::from_utf8(k)
                .ok()
                .and_then(number)
                .and_then(|k| usize::try_from(k).ok())
                .filter(|k| (1..=members.len()).contains(k))
                .ok_or(out_of_bounds)?,
        };
        let members = members
            .iter()
            .map(|member| self.member(member))
            .collect::<Result<_, _>>()?;
        let group = Member::Group(self.policy.groups.len());
        self.define(name, group)?;
        self.policy.groups.push(Group { threshold, members });
        Ok(())
    }

    fn member(&mut self, name: &'a [u8]) -> Result<Member, PolicyFault> {
        let member = self.defined(name)?;
        if !self.members.insert(name) {
            return Err(PolicyFault::Twice(printable(name)));
        }
        Ok(member)
    }

    fn quorum(&mut self, items: &[&[u8]]) -> Result<(), PolicyFault> {
        let [name] = items else {
            return Err(PolicyFault::Form("quorum <name>|none"));
        };
        if self.quorum {
            return Err(PolicyFault::Quorum);
        }
        self.quorum = true;
        if *name != b"none" {
            self.policy.quorum = Some(self.defined(name)?);
        }
        Ok(())
    }

    fn define(&mut self, name: &'a [u8], member: Member) -> Result<(), PolicyFault> {
        if name == b"none" || self.names.contains_key(name) {
            return Err(PolicyFault::Taken);
        }
        self.names.insert(name, member);
        Ok(())
    }

    fn defined(&self, name: &[u8]) -> Result<Member, PolicyFault> {
        self.names
            .get(name)
            .copied()
            .ok_or_else(|| PolicyFault::Undefined(printable(name)))
    }
}

fn printable(name: &[u8]) -> String {
    String::from_utf8_lossy(name).into_owned()
}
