#!/usr/bin/env bash
# A long check on all cores of one machine, with GNU parallel. Copy it, and call it with your own target:
#
#   bash parallel.sh ./my-batchnorm.ts
#   bash parallel.sh -- python3 my_batchnorm.py
#
# Called again it goes on where it was. It exits with the code of the verdict.
set -euo pipefail
shards=${SHARDS:-$(nproc)}
folder=${FOLDER:-bnspec-run}
read -r -a bnspec <<< "${BNSPEC:-npx bnspec}"
read -r -a options <<< "${OPTIONS:---runs 100000}"

mkdir -p "$folder"
# The merge names the shards that are missing.
parallel --quote --jobs "$shards" --joblog "$folder/jobs.log" --results "$folder/logs" \
  "${bnspec[@]}" check "${options[@]}" --shard "{}/$shards" --resume "$folder/units" "$@" \
  ::: $(seq "$shards") > "$folder/shards.log" || echo "some shards are not whole" >&2
exec "${bnspec[@]}" merge "$folder/units" --json "$folder/report.json" --html "$folder/report.html" "$@"
