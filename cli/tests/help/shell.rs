//! Command lines of examples, split as a shell would: quotes, `&&`, redirections.

/// The commands of a line, each as its words.
pub fn commands(line: &str) -> Vec<Vec<String>> {
    let mut all = vec![vec![]];
    let mut words = words(line).into_iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "&&" | "|" | ";" => all.push(vec![]),
            ">" | "<" => {
                words.next();
            }
            _ => all.last_mut().unwrap().push(word),
        }
    }
    all.retain(|command| command.first().is_some_and(|word| word == "althing"));
    all
}

fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (vec![], String::new(), None);
    let mut begun = false;
    for c in line.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), c) => word.push(c),
            (None, '\'' | '"') => (quote, begun) = (Some(c), true),
            (None, ' ') => {
                if begun {
                    words.push(std::mem::take(&mut word));
                }
                begun = false;
            }
            (None, c) => {
                word.push(c);
                begun = true;
            }
        }
    }
    assert!(quote.is_none(), "{line}: a quote is not closed");
    if begun {
        words.push(word);
    }
    words
}

#[test]
fn lines_are_split_as_a_shell_does() {
    assert_eq!(
        commands("althing a 'b c' && althing d > e | jq ."),
        [vec!["althing", "a", "b c"], vec!["althing", "d"]]
    );
}
