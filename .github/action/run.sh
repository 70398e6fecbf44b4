#!/usr/bin/env bash
# Gets the program and runs `sensible action`: a released binary, checked by its checksum and kept in the runner's tool
# cache; where there is none for this version or machine, it is built from the source that lies beside this script.
# All settings come by the environment (action.yml). Bash 3.2 (macOS) and Git's on Windows will do.
set -euo pipefail

version=${SENSIBLE_VERSION:-}
source=${SENSIBLE_SOURCE:-$(cd "$(dirname "$0")/../.." && pwd)}
work=$(mktemp -d "${RUNNER_TEMP:-${TMPDIR:-/tmp}}/sensible.XXXXXX")
trap 'rm -rf "$work"' EXIT

fail() {
  printf '::error title=Sensible::%s\n' "$1"
  printf 'sensible: %s\n' "$1" >&2
  exit 1
}

case $version in
  *[!A-Za-z0-9._/+-]* | *..*) fail "the input version is no release: give one such as v1.2.3, or leave it out" ;;
esac

system() {
  case ${RUNNER_OS:-$(uname -s)} in
    Linux) echo linux ;;
    macOS | Darwin) echo darwin ;;
    Windows | MINGW* | MSYS*) echo windows ;;
    *) echo unknown ;;
  esac
}

machine() {
  case ${RUNNER_ARCH:-$(uname -m)} in
    X64 | x86_64 | amd64) echo amd64 ;;
    ARM64 | arm64 | aarch64) echo arm64 ;;
    *) echo unknown ;;
  esac
}

os=$(system)
arch=$(machine)
exe=
[ "$os" = windows ] && exe=.exe

# Only what never changes is kept: a release, or a commit.
kept() {
  [ -n "${RUNNER_TOOL_CACHE:-}" ] || return 1
  [[ $version =~ ^v[0-9]+\.[0-9]+\.[0-9]+ || $version =~ ^[0-9a-f]{40}$ ]]
}

# keep FILE puts a program into the cache, at once or not at all, and says where it is now.
keep() {
  if kept; then
    local folder=$RUNNER_TOOL_CACHE/sensible/$version/$os-$arch
    if mkdir -p "$folder" && cp "$1" "$folder/.new.$$" && mv -f "$folder/.new.$$" "$folder/sensible$exe"; then
      echo "$folder/sensible$exe"
      return
    fi
  fi
  echo "$1"
}

sum() {
  if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d ' ' -f 1
}

fetch() { curl --silent --show-error --fail --location --retry 2 --max-time 120 --output "$2" "$1"; }

# released downloads the binary of this version; 1 where there is none for this machine.
released() {
  [[ $version =~ ^v[0-9] ]] || return 1
  local name=sensible_${os}_${arch}$exe from=${SENSIBLE_DOWNLOAD_URL:-https://github.com/${SENSIBLE_REPOSITORY:-sensible-im/sensible}/releases/download}
  fetch "$from/$version/checksums.txt" "$work/checksums.txt" 2>"$work/why" || return 1
  local want
  want=$(awk -v name="$name" '{ file = $2; sub(/^\*/, "", file) } file == name { print $1; exit }' "$work/checksums.txt")
  [[ $want =~ ^[0-9a-f]{64}$ ]] || return 1
  fetch "$from/$version/$name" "$work/sensible$exe" 2>"$work/why" || return 1
  [ "$(sum "$work/sensible$exe")" = "$want" ] ||
    fail "the binary $name of $version is not the one that its checksum names, so it was not run: try again, and report it if it stays so"
  chmod +x "$work/sensible$exe"
}

built() {
  command -v go >/dev/null ||
    fail "there is no released binary $version for $os/$arch, and no Go to build one: put actions/setup-go before this step, or pin a release"
  echo "There is no released binary for this version: building it from source." >&2
  (cd "$source" && CGO_ENABLED=0 GOTOOLCHAIN=auto go build -trimpath -ldflags "-s -w -X main.version=${version:-dev}" -o "$work/sensible$exe" ./cmd/sensible) ||
    fail "the program could not be built from source: see the lines above, or pin a release (v1.2.3)"
}

program=
if kept && [ -x "$RUNNER_TOOL_CACHE/sensible/$version/$os-$arch/sensible$exe" ]; then
  program=$RUNNER_TOOL_CACHE/sensible/$version/$os-$arch/sensible$exe
else
  released || built
  program=$(keep "$work/sensible$exe")
fi

if [ -n "${SENSIBLE_GITHUB_URL:-}" ]; then
  "$program" action --github-url "$SENSIBLE_GITHUB_URL"
else
  "$program" action
fi
