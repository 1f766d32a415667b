#!/usr/bin/env bash
# Keeps a local validator running for a person. LOCALNET=surfpool or =solana-test-validator runs that one from PATH.
set -euo pipefail
me=localnet
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
state=$root/.localnet
mkdir -p "$state"
payer=$state/payer.json

welcome() {
  cat <<END

  RPC         http://127.0.0.1:8899
  WebSocket   ws://127.0.0.1:8900
  program     $program_id
  funded key  ${payer#"$root"/}

Ctrl-C stops it.
END
}

case ${LOCALNET:-surfnet} in
  surfnet)
    exec target/debug/althing-localnet --keypair "$payer" "$@"
    ;;
  surfpool | solana-test-validator)
    command -v "$LOCALNET" >/dev/null || die "$LOCALNET is not on PATH" "Leave LOCALNET unset for the validator that the project builds itself."
    target/debug/althing-localnet --keypair "$payer" --only-keypair >"$state/payer.txt"
    ;;&
  surfpool)
    welcome
    exec surfpool start --offline --no-tui --no-deploy --airdrop "$(<"$state/payer.txt")" "$@"
    ;;
  solana-test-validator)
    welcome
    exec solana-test-validator --quiet --reset --ledger "$state/ledger" --mint "$(<"$state/payer.txt")" \
      --upgradeable-program "$program_id" "$program_so" "$payer" "$@"
    ;;
  *) die "LOCALNET=$LOCALNET is none of surfnet, surfpool, solana-test-validator" ;;
esac
