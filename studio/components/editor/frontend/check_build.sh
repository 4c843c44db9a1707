#!/usr/bin/env bash
# Rebuilds the editor from its sources and says whether the committed files are what they give.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

npm ci --ignore-scripts --loglevel=error
npm run --silent check
npm test --silent
fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
node build.mjs "$fresh"

differs=0
for file in editor.js editor.css THIRD_PARTY_LICENSES.txt; do
  committed=$(sha256sum < "../build/$file")
  if [ "$committed" != "$(sha256sum < "$fresh/$file")" ]; then
    echo "studio/components/editor/build/$file is not what its sources give: run 'npm ci && npm run build'" >&2
    differs=1
  fi
done
if [ "$differs" = 0 ]; then
  echo "The committed editor is what its sources give."
fi
exit "$differs"
