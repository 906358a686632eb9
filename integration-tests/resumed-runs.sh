#!/usr/bin/env bash
# Does a run that is killed (-9) in its middle and resumed learn as one that is not? Five seeds each, CartPole, to the
# same env steps. Prints the mean greedy return of the evaluations in the second half of each run, and the means.
#   integration-tests/resumed-runs.sh [FOLDER]      about ten minutes on two cores
set -euo pipefail
cd "$(dirname "$0")/.."
folder=${1:-$(mktemp -d)}
steps=30000
mkdir -p "$folder"
troupe=${TROUPE:-./troupe}

# $1: folder of a run
last_steps() { tail -n 1 "$1/metrics.jsonl" 2>/dev/null | sed -n 's/.*"env_steps":\([0-9]*\).*/\1/p'; }

# Mean of the greedy returns after half of the steps. $1: folder of a run
second_half() {
    awk -v half=$((steps / 2)) 'match($0, /"env_steps":[0-9]+/) {
        at = substr($0, RSTART + 12, RLENGTH - 12)
        if (at + 0 > half && match($0, /"eval_return_mean":[-0-9.e+]+/)) {
            sum += substr($0, RSTART + 19, RLENGTH - 19); count++
        }
    } END { if (count) printf "%.1f", sum / count; else printf "none" }' "$1/metrics.jsonl"
}

train() { "$troupe" train "$@" --no-http >/dev/null 2>&1; }

settings=(--steps "$steps" --until-return none --set run.checkpoint-interval-s=1 --set evaluation.interval-s=1)
for seed in 1 2 3 4 5; do
    whole=$folder/whole-$seed killed=$folder/killed-$seed
    train cartpole --seed "$seed" --run-dir "$whole" "${settings[@]}"
    "$troupe" train cartpole --seed "$seed" --run-dir "$killed" --no-http "${settings[@]}" >/dev/null 2>&1 &
    run=$!
    until [[ $(last_steps "$killed") -ge $((steps / 2)) ]]; do sleep 0.1; done
    kill -9 $run
    wait $run 2>/dev/null || true
    train --resume "$killed" "${settings[@]}"
    echo "seed $seed: uninterrupted $(second_half "$whole"), killed and resumed $(second_half "$killed")"
done
