#!/usr/bin/env bash
# A long check as an array of Slurm jobs, and a merge after it. Copy it, and call it with your own target:
#
#   bash slurm.sh ./my-batchnorm.ts
#   bash slurm.sh -- python3 my_batchnorm.py
#
# All nodes must see the current folder. Called again it goes on where it was: what is finished is not judged again.
set -euo pipefail
shards=${SHARDS:-8}
at_once=${AT_ONCE:-4}
folder=${FOLDER:-bnspec-run}
read -r -a bnspec <<< "${BNSPEC:-npx bnspec}"
read -r -a options <<< "${OPTIONS:---runs 100000}"

case "${1:-}" in
  shard)
    shift
    exec "${bnspec[@]}" check "${options[@]}" --shard "$SLURM_ARRAY_TASK_ID/$shards" --resume "$folder/units" "$@"
    ;;
  merge)
    shift
    exec "${bnspec[@]}" merge "$folder/units" --json "$folder/report.json" --html "$folder/report.html" "$@"
    ;;
esac

mkdir -p "$folder"
array=$(sbatch --parsable --job-name=bnspec --array="1-$shards%$at_once" --requeue \
  --output="$folder/shard-%a.log" --open-mode=append "$0" shard "$@")
# Not afterok: after one task that fails, such a job waits for ever. The merge names what is missing.
merge=$(sbatch --parsable --job-name=bnspec-merge --dependency="afterany:$array" \
  --output="$folder/merge.log" "$0" merge "$@")
echo "shards: job $array; merge: job $merge, which exits with the code of the verdict; report: $folder/report.html"
