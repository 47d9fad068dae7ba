#!/usr/bin/env bash
# Renews requirements.lock: exact versions with hashes, one file for every platform and Python >= 3.11;
# and site/pins/requirements.lock, what builds the site, in the same versions where both name a package.
# Usage: tools/lock.sh [--keep]     --keep changes only what pyproject.toml no longer allows or lacks
set -euo pipefail
cd "$(dirname "$0")/.."

upgrade=--upgrade
case "${1:-}" in
    --keep) upgrade= ;;
    "") ;;
    *) echo "tools/lock.sh: unknown argument '$1'; the only one is --keep" >&2; exit 2 ;;
esac

tool=build/lock-tool
if [ ! -x "$tool/bin/uv" ]; then
    "${PYTHON:-python3}" -m venv "$tool"
    "$tool/bin/pip" install --quiet uv
fi

# The lock must be the public registry's and say nothing of this machine: no local index, no
# find-links, no configuration file. "fewest" keeps one version of each package for all Pythons, so
# that stored notebook outputs are judged against the same numpy everywhere.
unset UV_INDEX UV_INDEX_URL UV_DEFAULT_INDEX UV_EXTRA_INDEX_URL UV_FIND_LINKS UV_CONSTRAINT UV_OVERRIDE
common=(--universal --python-version 3.11 --fork-strategy fewest
    --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --no-config --quiet)
# shellcheck disable=SC2086  # $upgrade is one word or none
"$tool/bin/uv" pip compile pyproject.toml --extra test --extra cluster --extra postgres \
    "${common[@]}" $upgrade --output-file requirements.lock
echo "requirements.lock: $(grep -c '==' requirements.lock) packages pinned"

# shellcheck disable=SC2086
"$tool/bin/python" -c 'import tomllib
extras = tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]
print(*extras["site"], sep="\n")' | "$tool/bin/uv" pip compile - --constraint requirements.lock \
    --no-annotate "${common[@]}" $upgrade --output-file site/pins/requirements.lock
echo "site/pins/requirements.lock: $(grep -c '==' site/pins/requirements.lock) packages pinned"
