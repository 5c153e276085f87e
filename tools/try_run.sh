#!/bin/sh
# tools/try_run.sh: does ./dev run end in a service that answers?
#
# Starts it, waits for what it prints, sends the curl line it printed, opens the
# booking page, ends it. Needs what ./dev run needs, and curl.
set -eu
cd -- "$(dirname -- "$0")/.."
say() { printf 'try_run: %s\n' "$*"; }
die() { say "$*" >&2; exit 1; }

if ! command -v curl >/dev/null 2>&1; then
  apt-get -q update && apt-get -q -y --no-remove --no-install-recommends install curl
fi
output=$(mktemp)
./dev run >"$output" 2>&1 &
run=$!
# It becomes the service (exec): the same process is to be ended.
trap 'kill "$run" 2>/dev/null || :; rm -f -- "$output"' EXIT
seconds=0
until grep -q '^bookabled listens on ' "$output"; do
  kill -0 "$run" 2>/dev/null || { cat -- "$output"; die "./dev run has ended"; }
  seconds=$((seconds + 1))
  [ "$seconds" -lt 3600 ] || { cat -- "$output"; die "no answer within an hour"; }
  sleep 1
done
tail -n 25 -- "$output"
line=$(grep "^curl '" "$output")
say "$line"
answer=$(eval "$line --silent --show-error --fail")
case $answer in
  *'"start":'*) ;;
  *) die "no slots: $answer" ;;
esac
page=$(sed -n 's/^booking page  *//p' "$output")
curl --silent --show-error --fail --header 'Accept: text/html' "$page" | grep -q '<main id="page"' ||
  die "no page at $page"
say "slots and page are there"
