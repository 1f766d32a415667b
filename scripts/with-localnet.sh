#!/usr/bin/env bash
# usage: with-localnet.sh COMMAND...: runs it beside a fresh local validator on free ports and stops that one afterwards.
# The command finds it by ALTHING_RPC_URL, ALTHING_WS_URL, ALTHING_PROGRAM_ID and ALTHING_KEYPAIR (a funded keypair file,
# which is the program's upgrade authority too).
set -euo pipefail
me=localnet
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
run=$(mktemp -d "$root/target/localnet.XXXXXX")
target/debug/althing-localnet --free-ports --keypair "$run/payer.json" --ready-file "$run/ready.json" ${ALTHING_LOCALNET_ARGS-} >"$run/log" 2>&1 &
validator=$!
stop() {
  kill "$validator" 2>/dev/null || true
  wait "$validator" 2>/dev/null || true
  rm -rf "$run"
}
trap stop EXIT
for ((i = 0; i < 300; i++)); do
  [[ -f $run/ready.json ]] && break
  kill -0 "$validator" 2>/dev/null || die "the local validator did not start" "$(<"$run/log")"
  sleep 0.1
done
[[ -f $run/ready.json ]] || die "the local validator was not ready after 30 s" "$(<"$run/log")"
field() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" "$run/ready.json"; }
ALTHING_RPC_URL=$(field rpcUrl) ALTHING_WS_URL=$(field wsUrl) ALTHING_PROGRAM_ID=$program_id ALTHING_KEYPAIR=$run/payer.json
export ALTHING_RPC_URL ALTHING_WS_URL ALTHING_PROGRAM_ID ALTHING_KEYPAIR
"$@"
