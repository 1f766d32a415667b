#!/usr/bin/env bash
# Prints the path of a Python that has the packages of tests/interop/requirements.txt; installs them when that file has changed.
set -euo pipefail
me=python
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

requirements=tests/interop/requirements.txt
venv=${XDG_CACHE_HOME:-$HOME/.cache}/althing/python-$(sha256sum "$requirements" | cut -c1-16)
python=$venv/bin/python
# A Python that was removed since, or replaced by another release, leaves a venv that does not run.
ready() { [[ -f $venv/.complete ]] && "$python" -c 'import sys' 2>/dev/null; }

make_venv() {
  rm -rf "$venv"
  python3 -m venv "$venv" >/dev/null 2>&1 && return
  rm -rf "$venv"
  # Debian keeps what venv needs apart. virtualenv brings its own.
  local tools
  tools=$(mktemp -d)
  # shellcheck disable=SC2064
  trap "rm -rf '$tools'" RETURN
  python3 -m pip install --quiet --target "$tools" virtualenv==20.35.4 >&2 && PYTHONPATH=$tools python3 -m virtualenv --quiet "$venv" >&2
}

install() {
  if ! make_venv; then
    if [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
      apt-get -qq update && apt-get -qq install -y --no-install-recommends python3-venv
      make_venv
    else
      return 1
    fi
  fi >&2
}

if ! ready; then
  command -v python3 >/dev/null ||
    die "python3 is missing: the interoperation tests run other implementations in it" "As root: apt-get install python3 python3-venv"
  python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))' ||
    die "Python 3.10 or newer is needed, and this machine has $(python3 --version)" "Put a newer python3 first in PATH."
  mkdir -p "${venv%/*}"
  exec {lock}>"$venv.lock"
  flock "$lock"
  if ! ready; then
    timed "virtual environment" install ||
      die "a virtual environment cannot be made" "As root: apt-get install python3-venv" "Or: python3 -m pip install virtualenv"
    timed "Python packages" "$python" -m pip install --quiet --disable-pip-version-check --no-input -r "$requirements" >&2 ||
      die "the packages of $requirements cannot be installed" "What pip says is above; they come from the Python Package Index, so the network is needed once."
    touch "$venv/.complete"
  fi
fi
printf '%s\n' "$python"
