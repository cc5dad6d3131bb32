#!/usr/bin/env bash
# Holds the dashboards against the types of @grafana/schema, by TypeScript's strict rules. Needs node
# and npm; fetches two packages into a temporary folder.
set -euo pipefail

here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cp "$here/package.json" "$here/types.mjs" "$folder"
npm install --prefix "$folder" --no-audit --no-fund --no-package-lock --loglevel=error
dashboards=("$here"/../../helm/graydiff/files/dashboards/*.json)
node "$folder/types.mjs" "${dashboards[@]}" >"$folder/dashboards.ts"
(cd "$folder" && node_modules/.bin/tsc --noEmit --strict --target es2022 --module nodenext dashboards.ts)
echo "${#dashboards[@]} dashboards agree with $(
  sed -n 's/.*"\(@grafana\/schema\)": "\(.*\)".*/\1 \2/p' "$here/package.json")"
