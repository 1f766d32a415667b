#!/usr/bin/env bash
# Installs the Node packages, when package-lock.json has changed since.
set -euo pipefail
me=node
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

node_is_new_enough() { node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' 2>/dev/null; }

if ! node_is_new_enough || ! command -v npm >/dev/null; then
  if [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
    timed "Node from Debian" sh -c 'apt-get -qq update && apt-get -qq install -y --no-install-recommends nodejs npm' >&2 || true
  fi
  node_is_new_enough && command -v npm >/dev/null ||
    die "Node 20.19 or newer with npm is needed, and this machine has $(node --version 2>/dev/null || echo none)" \
      "Install it (for example Debian's nodejs and npm where they are new enough), then run this again."
fi

stamp=node_modules/.althing-stamp
now=$(sha256sum package-lock.json | cut -c1-64)
[[ -f $stamp && $(<"$stamp") == "$now" ]] && exit
timed "npm packages" npm ci --silent --no-progress
printf '%s' "$now" >"$stamp"
