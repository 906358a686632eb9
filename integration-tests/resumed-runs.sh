#!/usr/bin/env bash
# Does a run that is killed (-9) and resumed learn as one that is not? Five seeds each, CartPole, to the same env steps: in
# one go, killed in its middle, and killed twenty times at random moments. Prints the mean greedy return of the evaluations
# in the second half of each run.
#   integration-tests/resumed-runs.sh [FOLDER]      about twenty minutes on two cores; a run that is there is not run again
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

settings=(--until-return none --set run.checkpoint-interval-s=1 --set evaluation.interval-s=1)

# Trains for $steps and kills what trains at each of the moments, in env steps. $1: folder; $2: seed; then the moments
train_and_kill() {
    local run_folder=$1 seed=$2 moment run
    local start=(cartpole --seed "$seed" --run-dir "$run_folder")
    shift 2
    for moment; do
        "$troupe" train "${start[@]}" --steps "$steps" --no-http "${settings[@]}" >/dev/null 2>&1 &
        run=$!
        until [[ $(last_steps "$run_folder") -ge $moment ]]; do
            kill -0 $run 2>/dev/null || { echo "$run_folder ended before $moment env steps" >&2; exit 1; }
            sleep 0.1
        done
        kill -9 $run
        wait $run 2>/dev/null || true
        start=(--resume "$run_folder")
    done
    train "${start[@]}" --steps "$steps" "${settings[@]}"
}

# One in each twentieth of the run, but for its last thousand steps. $1: seed
moments() {
    local i span=$(((steps - 1000) / 20))
    RANDOM=$1
    for ((i = 0; i < 20; i++)); do echo $((i * span + RANDOM % span + 1)); done
}

for seed in 1 2 3 4 5; do
    whole=$folder/whole-$seed once=$folder/once-$seed often=$folder/often-$seed
    [ -e "$whole/summary.json" ] || train_and_kill "$whole" "$seed"
    [ -e "$once/summary.json" ] || train_and_kill "$once" "$seed" $((steps / 2))
    mapfile -t moments < <(moments "$seed")
    [ -e "$often/summary.json" ] || train_and_kill "$often" "$seed" "${moments[@]}"
    echo "seed $seed: in one go $(second_half "$whole"), killed once $(second_half "$once")," \
        "killed ${#moments[@]} times $(second_half "$often")"
done
