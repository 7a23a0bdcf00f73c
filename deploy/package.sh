#!/usr/bin/env bash
# Makes the Debian package of a built binary:
#
#   deploy/package.sh BINARY [FOLDER]     writes FOLDER/shingle_VERSION-REVISION_ARCHITECTURE.deb and prints its path;
#                                         FOLDER is target/debian where none is named
#
# The binary also writes what belongs to it: manual pages, completions, the first portfolio. DEBFULLNAME and DEBEMAIL say
# who the maintainer is, REVISION counts packages of one version (1). The same binary and SOURCE_DATE_EPOCH, by default
# the time of the last commit, give the same bytes.
set -euo pipefail

fail() { printf 'failed: %s\n' "$*" >&2; exit 1; }

binary=$(realpath "${1:?the shingle binary}")
out=$(realpath "${2:-.}")
cd "$(dirname "$0")/.."
if [ $# -lt 2 ]; then
    out=$PWD/target/debian
    mkdir -p "$out"
fi
[ -d "$out" ] || fail "there is no folder $out"
for tool in dh dpkg-buildpackage; do
    command -v "$tool" >/dev/null || fail "please install: debhelper dpkg-dev"
done

version=$("$binary" --version | cut -d ' ' -f 2)-${REVISION:-1}
maintainer="${DEBFULLNAME:-The builder of this package} <${DEBEMAIL:-root@localhost}>"
export SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || printf 0)}" LC_ALL=C TZ=UTC
umask 022

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tree="$work/shingle"
mkdir "$tree"
cp -r deploy/debian "$tree"
cp README.md CHANGELOG.md SECURITY.md "$tree"
cp -r docs "$tree"

# What lies in the root folder of the installed system.
root="$tree/root"
install -D "$binary" "$root/usr/bin/shingle"
install -D --mode=644 --target-directory="$root/lib/systemd/system" deploy/systemd/*
"$binary" init "$root/etc/shingle/data" >/dev/null 2>&1
"$binary" schema config --out "$root/etc/shingle" >/dev/null
# The config file is relative to where it is; the key is state, and state has a place of its own.
sed -e 's|^#data = .*|data = "data"|' -e 's|^#keys = .*|keys = "/var/lib/shingle/keys"|' deploy/shingle.toml \
    >"$root/etc/shingle/shingle.toml"
for line in '^data = ' '^keys = '; do
    grep -q "$line" "$root/etc/shingle/shingle.toml" || fail "deploy/shingle.toml has no line for $line"
done
mkdir -p "$root/usr/share/shingle" "$root/usr/share/bash-completion/completions" \
    "$root/usr/share/zsh/vendor-completions" "$root/usr/share/fish/vendor_completions.d"
cp -r data "$root/usr/share/shingle/example"
"$binary" completions bash >"$root/usr/share/bash-completion/completions/shingle"
"$binary" completions zsh >"$root/usr/share/zsh/vendor-completions/_shingle"
"$binary" completions fish >"$root/usr/share/fish/vendor_completions.d/shingle.fish"
"$binary" man --out "$tree/man" >/dev/null

printf '%s\n' 'root/* /' >"$tree/debian/shingle.install"
printf '%s\n' 'man/*.1' >"$tree/debian/shingle.manpages"
printf '%s\n' README.md SECURITY.md docs/*.md >"$tree/debian/shingle.docs"
sed -i "s|@MAINTAINER@|$maintainer|" "$tree/debian/control"
sed -e 's/^$/./' -e 's/^/ /' LICENSE-MIT | tail -n +5 >"$work/mit"
sed -i -e "/@MIT@/{r $work/mit" -e 'd}' "$tree/debian/copyright"
cat >"$tree/debian/changelog" <<CHANGELOG
shingle ($version) unstable; urgency=medium

  * Packaged; what changed is in CHANGELOG.md.

 -- $maintainer  $(date -u -R -d "@$SOURCE_DATE_EPOCH")
CHANGELOG

cd "$tree"
dpkg-buildpackage --build=binary --unsigned-changes --unsigned-buildinfo --no-check-builddeps >"$work/log" 2>&1 ||
    fail "dpkg-buildpackage: $(tail -n 20 "$work/log")"
cp "$work"/shingle_*.deb "$out"
printf '%s\n' "$out"/shingle_"$version"_*.deb
