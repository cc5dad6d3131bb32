#!/usr/bin/env bash
# Holds the objects of the Prometheus operator that the chart renders, and those of deploy/argo,
# against the types of these operators, by TypeScript's strict rules: an API server knows them only
# where the operators are installed. Needs node and npm; fetches four packages into a temporary folder.
set -euo pipefail

here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

"$here/../../kubernetes/render.sh" "$here/values.yaml" >"$folder/chart.yaml"
cp "$here/package.json" "$here/types.mjs" "$folder"
npm install --prefix "$folder" --no-audit --no-fund --no-package-lock --loglevel=error
node "$folder/types.mjs" "$folder/chart.yaml" "$here"/../../argo/*.yaml >"$folder/objects.ts"
(cd "$folder" && node_modules/.bin/tsc --noEmit --strict --skipLibCheck --target es2022 --module nodenext objects.ts)
echo "all of them agree with the operators' types"
