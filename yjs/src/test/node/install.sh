#!/bin/sh
# Installs exactly what package-lock.json names, unless that has been done already.
set -eu
cd "$(dirname "$0")"
if ! command -v npm >/dev/null 2>&1; then
  echo "yjs: npm is not installed; the tests beside the real Yjs will be skipped" >&2
  exit 0
fi
if [ node_modules/.package-lock.json -nt package-lock.json ]; then
  exit 0
fi
npm ci --no-audit --no-fund --loglevel=error
