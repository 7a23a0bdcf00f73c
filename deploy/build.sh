#!/usr/bin/env bash
# Makes the release artifact: one static binary, the same bytes wherever the same commit is built with the same tools.
#
#   deploy/build.sh          builds target/TRIPLE/release/shingle and prints its path, size and SHA-256
#
# It needs Rust, a C compiler and the static C library (Debian: libc6-dev). What "the same tools" are stands in
# docs/release.md.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD

fail() { printf 'failed: %s\n' "$*" >&2; exit 1; }

triple=$(rustc -vV | sed -n 's/^host: //p')
case "$triple" in
    *-linux-gnu) ;;
    *) fail "a static binary is made on Linux with glibc, and this is $triple" ;;
esac

wanted=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
case "$(rustc --version)" in
    "rustc $wanted."*) ;;
    *) printf 'note: releases are made with Rust %s; other compilers make other bytes: %s\n' "$wanted" "$(rustc --version)" >&2 ;;
esac

# Paths of this machine are not to be in the binary: neither in the places that panics name, nor in what the C compiler
# writes for an assertion. Each registry folder stands for itself, as a mirror unpacks to a folder of another name.
cargo fetch --quiet --locked --target "$triple"
cargo_home=$(realpath "${CARGO_HOME:-$HOME/.cargo}")
rust_flags=(-C target-feature=+crt-static)
# Randomness is the kernel's own call (Linux 3.17). Without this line the `getrandom` crate looks the call up in a shared
# library, which a static binary has not, and then wants /dev/urandom, which an empty image need not have.
rust_flags+=(--cfg 'getrandom_backend="linux_getrandom"')
c_flags=()
hide() {
    rust_flags+=("--remap-path-prefix=$1=$2")
    c_flags+=("-ffile-prefix-map=$1=$2")
}
hide "$root" /shingle
hide "$cargo_home" /cargo
# The last match wins, so the narrower one comes last.
for registry in "$cargo_home"/registry/src/*/; do hide "${registry%/}" /cargo/registry; done
hide "$(rustc --print sysroot)" /rust

# The flags count for the program and not for build scripts, because a target is named; and only these count, because
# they are in the encoded form, which wins over every other.
unset RUSTFLAGS
CARGO_ENCODED_RUSTFLAGS=$(IFS=$'\x1f'; printf '%s' "${rust_flags[*]}")
CFLAGS="${c_flags[*]}"
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || printf 0)}
export CARGO_ENCODED_RUSTFLAGS CFLAGS SOURCE_DATE_EPOCH LC_ALL=C TZ=UTC
# A setting that changes the bytes comes from Cargo.toml and nowhere else.
for setting in $(compgen -e | grep -E '^CARGO_(PROFILE|BUILD|TARGET)_' || true); do unset "$setting"; done

cargo build --release --locked --target "$triple"

binary="${CARGO_TARGET_DIR:-target}/$triple/release/shingle"
if readelf --program-headers "$binary" | grep -q INTERP; then fail "$binary is not static"; fi
# What asks the name service would load a library of the system at run time, and there is none in an empty image.
if grep -q nsswitch.conf "$binary"; then fail "$binary asks the name service"; fi

printf '%s\n' "$binary"
printf '%s bytes\n' "$(stat -c %s "$binary")"
printf 'sha256 %s\n' "$(sha256sum "$binary" | cut -d ' ' -f 1)"
