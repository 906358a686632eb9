#!/usr/bin/env bash
# Does a run that is killed (-9) and resumed learn as one that is not? CartPole, to the same env steps: in one go and killed
# in its middle, and, on two lanes, in one go and killed twenty times at random moments. Prints the mean greedy return of the
# evaluations in the second half of each run.
#   integration-tests/resumed-runs.sh [FOLDER [SEED …]]     seeds 1 to 5: half an hour on two cores
# A run that is there is not run again.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=${1:-$(mktemp -d)}
mkdir -p "$folder"
seeds=("${@:2}")
((${#seeds[@]})) || seeds=(1 2 3 4 5)
troupe=${TROUPE:-./troupe}

# $1: folder of a run
last_steps() { tail -n 1 "$1/metrics.jsonl" 2>/dev/null | sed -n 's/.*"env_steps":\([0-9]*\).*/\1/p'; }

# Mean of the greedy returns after half of the steps. $1: folder of a run; $2: its steps
second_half() {
    awk -v half=$(($2 / 2)) 'match($0, /"env_steps":[0-9]+/) {
        at = substr($0, RSTART + 12, RLENGTH - 12)
        if (at + 0 > half && match($0, /"eval_return_mean":[-0-9.e+]+/)) {
            sum += substr($0, RSTART + 19, RLENGTH - 19); count++
        }
    } END { if (count) printf "%.1f", sum / count; else printf "none" }' "$1/metrics.jsonl"
}

train() { "$troupe" train "$@" --no-http >/dev/null 2>&1; }

settings=(--until-return none --set run.checkpoint-interval-s=1 --set evaluation.interval-s=1)

# Trains, and kills what trains at each of the moments, in env steps. $1: folder; $2: seed; $3: lanes; $4: steps; then the
# moments
train_and_kill() {
    local run_folder=$1 moment run
    local start=(cartpole --seed "$2" --run-dir "$run_folder" --set "actors.lanes=$3") steps=$4
    [ ! -e "$run_folder/summary.json" ] || return 0
    shift 4
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

# One in each twentieth of the steps, but for the last thousand. $1: seed; $2: steps
moments() {
    local i span=$((($2 - 1000) / 20))
    RANDOM=$1
    for ((i = 0; i < 20; i++)); do echo $((i * span + RANDOM % span + 1)); done
}

for seed in "${seeds[@]}"; do
    train_and_kill "$folder/whole-$seed" "$seed" 8 30000
    train_and_kill "$folder/once-$seed" "$seed" 8 30000 15000
    echo "seed $seed, 30,000 env steps: in one go $(second_half "$folder/whole-$seed" 30000)," \
        "killed once $(second_half "$folder/once-$seed" 30000)"
done
# A kill ends the episodes of all lanes. Two lanes have some 1,500 steps each between two kills, so that episodes of 500
# steps come to their end; eight lanes would seldom see what lies behind the 180th, and
# never an episode's end.
for seed in "${seeds[@]}"; do
    mapfile -t twenty < <(moments "$seed" 60000)
    train_and_kill "$folder/whole-on-two-$seed" "$seed" 2 60000
    train_and_kill "$folder/often-$seed" "$seed" 2 60000 "${twenty[@]}"
    echo "seed $seed, 60,000 env steps on two lanes: in one go $(second_half "$folder/whole-on-two-$seed" 60000)," \
        "killed ${#twenty[@]} times $(second_half "$folder/often-$seed" 60000)"
done
