#!/usr/bin/env bash
# Checks the pages against what they describe: docs/accounts.md names every instruction, account and refusal of the IDL,
# docs/audit-log.md every kind of entry, docs/threat-model.md only tests that exist, README.md a snippet that is tested;
# and links between pages lead somewhere.
set -euo pipefail
me=docs
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
bad=0
fault() { printf 'docs: error: %s\n' "$*" >&2 && bad=1; }

names() { # PART: what the IDL has of it, one per line: a name, of a refusal with its code
  node -e '
    const part = process.argv[1];
    const idl = JSON.parse(require("fs").readFileSync("idl/althing.json", "utf8"));
    for (const { name, code } of idl[part]) console.log(part === "errors" ? `| ${code} | \`${name}\` |` : name);
  ' "$1"
}

while IFS= read -r name; do
  grep -q "^#### \`$name(" docs/accounts.md || fault "docs/accounts.md: no section for the instruction $name"
done < <(names instructions)
while IFS= read -r name; do
  grep -qFx "### \`$name\`" docs/accounts.md || fault "docs/accounts.md: no section for the account $name"
done < <(names accounts)
while IFS= read -r row; do
  grep -qF "$row" docs/accounts.md || fault "docs/accounts.md: no row $row"
done < <(names errors)
[[ $(grep -c '^| [67][0-9][0-9][0-9] | `' docs/accounts.md) == "$(names errors | wc -l)" ]] ||
  fault 'docs/accounts.md: lists another number of refusals than the IDL has'

while read -r kind number; do
  grep -q "^| \`$kind\` | $number |" docs/audit-log.md || fault "docs/audit-log.md: no row for the kind $kind = $number"
done < <(sed -n '/^pub enum EntryKind/,/^}/s/^ *\([A-Za-z]*\) = \([0-9]*\),.*/\1 \2/p' programs/althing/src/audit/entry.rs)

# A test is named `file::test`; its file lies in one of the suites.
while IFS= read -r named; do
  file=${named%%::*} test=${named##*::} found=false
  for path in {tests/program/tests,tests/bank/tests,programs/althing/src}/"$file"{.rs,/tests.rs}; do
    [[ ! -f $path ]] || ! grep -q "fn $test(" "$path" || found=true
  done
  $found || fault "docs/threat-model.md: there is no test $named"
done < <(grep -o '`[a-z_/]\+::[a-z0-9_]\+`' docs/threat-model.md | tr -d '`' | sort -u)

first_snippet() { awk '/^```ts$/ { on = 1 } on; on && /^```$/ { exit }' "$1"; }
[[ $(first_snippet README.md) == "$(first_snippet clients/ts/README.md)" ]] ||
  fault 'README.md: the snippet is not that of clients/ts/README.md, which a test runs'

for page in README.md CHANGELOG.md SECURITY.md docs/*.md; do
  while IFS= read -r link; do
    [[ -e $(dirname "$page")/${link%%#*} ]] || fault "$page: the link to $link leads nowhere"
  done < <(grep -o ']([^):]*)' "$page" | sed 's/^](//; s/)$//' | grep -v '^#' || true)
done

((bad == 0)) || exit 1
say 'every instruction, account, refusal, kind, test and link is there'
