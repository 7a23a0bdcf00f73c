#!/usr/bin/env bash
# Says in CycloneDX JSON what is in the static binary: every crate that is linked, Rust's standard library and glibc.
#
#   deploy/sbom.sh           writes target/TRIPLE/release/shingle.cdx.json, beside the binary of deploy/build.sh
#
# It needs cargo-cyclonedx and python3. The same commit gives the same bytes: the time is that of the commit, and there is
# neither a random serial number nor a path of this machine in it.
set -euo pipefail
cd "$(dirname "$0")/.."

triple=$(rustc -vV | sed -n 's/^host: //p')
binary="${CARGO_TARGET_DIR:-target}/$triple/release/shingle"
[ -f "$binary" ] || { printf 'failed: %s is not there; run deploy/build.sh first\n' "$binary" >&2; exit 1; }
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || printf 0)}
export SOURCE_DATE_EPOCH

# The tool writes beside Cargo.toml and nowhere else.
draft=shingle-draft
trap 'rm -f "$draft.json"' EXIT
cargo cyclonedx --quiet --format json --spec-version 1.5 --target "$triple" --no-build-deps --override-filename "$draft"

glibc=$(ldd --version | sed -n '1s/.* //p')
python3 - "$draft.json" "$PWD" "$binary" "$(rustc --version | cut -d ' ' -f 2)" "$glibc" >"$binary.cdx.json" <<'NORMAL'
import datetime, hashlib, json, os, sys

draft, root, binary, rust, glibc = sys.argv[1:]
text = open(draft, encoding="utf-8").read()
# A package of this folder is named by the folder's path.
text = text.replace(f"path+file://{root}#", "").replace("?download_url=file://.", "")
bom = json.loads(text)
bom.pop("serialNumber", None)
when = datetime.datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), datetime.timezone.utc)
bom["metadata"]["timestamp"] = when.strftime("%Y-%m-%dT%H:%M:%SZ")
digest = hashlib.sha256(open(binary, "rb").read()).hexdigest()
bom["metadata"]["component"]["hashes"] = [{"alg": "SHA-256", "content": digest}]
# What no lock file names is in a static binary all the same.
ours = next(one for one in bom["dependencies"] if one["ref"] == bom["metadata"]["component"]["bom-ref"])
for name, version, licence in [
    ("rust-std", rust, "MIT OR Apache-2.0"),
    ("glibc", glibc, "LGPL-2.1-or-later"),
]:
    ours["dependsOn"].append(f"{name}@{version}")
    bom["dependencies"].append({"ref": f"{name}@{version}"})
    bom["components"].append(
        {
            "type": "library",
            "bom-ref": f"{name}@{version}",
            "name": name,
            "version": version,
            "scope": "required",
            "licenses": [{"expression": licence}],
            "purl": f"pkg:generic/{name}@{version}",
        }
    )
bom["components"].sort(key=lambda component: component["bom-ref"])
json.dump(bom, sys.stdout, indent=2, sort_keys=True, ensure_ascii=False)
sys.stdout.write("\n")
NORMAL

printf '%s\n' "$binary.cdx.json"
