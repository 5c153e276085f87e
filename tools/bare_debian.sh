#!/bin/sh
# tools/bare_debian.sh: does a newcomer's machine do what the README says?
#
# Makes a bare Debian 12 in a folder, puts a clean clone of HEAD into it, and runs
# commands there: ./dev week, ./dev run (by tools/try_run.sh), ./dev test. Packages
# come from where this machine's own apt gets them. Mounts are made in a namespace
# of their own: they end with the commands, however those end. Needs root, and room
# for 3 GB.
set -eu

usage() {
  cat <<'END'
tools/bare_debian.sh [--keep] FOLDER [COMMAND...]

  FOLDER     made by this script, and removed by it at the end
  COMMAND    run by sh in the clone; default: './dev week' tools/try_run.sh './dev test'
  --keep     do not remove FOLDER
END
}
say() { printf 'bare_debian: %s\n' "$*"; }
die() { printf 'bare_debian: %s\n' "$*" >&2; exit 1; }

keep=
while :; do
  case ${1:-} in
    --keep) keep=yes; shift ;;
    -h | --help) usage; exit 0 ;;
    -*) usage >&2; exit 2 ;;
    *) break ;;
  esac
done
if [ $# -eq 0 ]; then usage >&2; exit 2; fi
folder=$1
shift
if [ $# -eq 0 ]; then set -- './dev week' tools/try_run.sh './dev test'; fi

repository=$(cd -- "$(dirname -- "$0")/.." && pwd -P)
[ "$(id -u)" -eq 0 ] || die "needs root (debootstrap and chroot do)"
for tool in debootstrap git apt-get unshare; do
  command -v "$tool" >/dev/null 2>&1 || die "needs $tool"
done
[ ! -e "$folder" ] || die "$folder exists; name a folder that does not"

# What apt on this machine knows as Debian: address, suite, component.
codename=bookworm
# shellcheck disable=SC2016  # apt's own placeholders
targets=$(apt-get indextargets --format '$(REPO_URI) $(CODENAME) $(COMPONENT)' \
  'Created-By: Packages' 'Origin: Debian' |
  grep -E "^[^ ]+ $codename(-updates|-security)? " | sort -u)
mirror=$(printf '%s\n' "$targets" | sed -n "s/ $codename .*//p" | head -n 1)
[ -n "$mirror" ] || die "apt has no list of $codename; run apt-get update first"
eval "$(apt-config shell proxy Acquire::http::Proxy)"
if [ -n "${proxy:-}" ]; then export http_proxy="$proxy" https_proxy="$proxy"; fi
certificates=
case $mirror in https:*) certificates=--include=ca-certificates ;; esac

mkdir -p -- "$folder"
folder=$(cd -- "$folder" && pwd -P)
finish() {
  status=$?
  trap - EXIT
  if [ -n "$keep" ]; then
    say "kept: $folder"
  else
    rm -rf --one-file-system -- "$folder"
  fi
  exit "$status"
}
trap finish EXIT
trap 'exit 130' INT TERM HUP

say "making a bare Debian ($codename) in $folder"
# shellcheck disable=SC2086  # one option or none
debootstrap --variant=minbase $certificates "$codename" "$folder" "$mirror"

# apt inside goes the same way as apt outside.
printf '%s\n' "$targets" | sed 's/^/deb /' >"$folder/etc/apt/sources.list"
apt-config dump | grep -E '^Acquire::(http|https|Check-|Retries|ForceIPv)' \
  >"$folder/etc/apt/apt.conf.d/90outside" || :
for file in /etc/apt/auth.conf /etc/apt/auth.conf.d; do
  if [ -e "$file" ]; then cp -a -- "$file" "$folder/etc/apt/"; fi
done
for file in /etc/resolv.conf /etc/hosts; do
  if [ -e "$file" ]; then cp -L -- "$file" "$folder$file"; fi
done

# A space in the path, since some paths have one.
home="/root/a clean clone"
mkdir -p -- "$folder$home"
git clone --quiet --no-hardlinks -- "$repository" "$folder$home/bookable"
if [ -d "$repository/../shared/vectors" ]; then
  mkdir -p -- "$folder$home/shared"
  cp -R -- "$repository/../shared/vectors" "$folder$home/shared/"
fi
say "clone of $(git -C "$repository" rev-parse --short HEAD)"

for command in "$@"; do
  say "running: $command"
  begun=$(date +%s)
  # shellcheck disable=SC2016  # expanded by the inner shells
  unshare --mount --propagation private --fork sh -c '
    mount -t proc proc "$1/proc" || echo "bare_debian: no /proc inside" >&2
    mount --rbind /dev "$1/dev" || echo "bare_debian: no /dev inside" >&2
    exec chroot "$1" /usr/bin/env -i HOME=/root TERM="${TERM:-dumb}" LANG=C.UTF-8 \
      PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
      sh -c "cd -- \"\$1\" && eval \"\$2\"" sh "$2" "$3"
  ' sh "$folder" "$home/bookable" "$command" || die "FAILED: $command"
  say "ok after $(($(date +%s) - begun)) s: $command"
done
