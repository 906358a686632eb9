#!/usr/bin/env bash
# What do ten viewers of the page and a scraper cost? A viewer follows the events, has read the history once, and asks for the
# replay every five seconds, as the page does while its replay is in sight. At first the CPU time of a paused learner's
# process, without and with them, as a share of all cores. Then one run of CartPole, without and with them in turns: env
# steps a second of each, and their ratio; its median.
#   integration-tests/page-cost.sh [PAIRS]      two minutes, and about one more for each two pairs
set -euo pipefail
cd "$(dirname "$0")/.."
pairs=${1:-5}
seconds=15
viewers=10
troupe=${TROUPE:-./troupe}
folder=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$folder"' EXIT

number() { tail -n 1 "$1/metrics.jsonl" 2>/dev/null | sed -n 's/.*"'"$2"'":\([-0-9.E]*\).*/\1/p'; }

watching=()

# Begins a run in $run, process $process, and waits until it learns.
begin() {
    run=$folder/run-$RANDOM
    "$troupe" train cartpole --run-dir "$run" --http-port 0 --until-return none --steps 100000000 >/dev/null 2>&1 &
    process=$!
    until [[ -n $(number "$run" env_steps) && $(number "$run" learner_steps) -gt 500 ]]; do sleep 0.2; done
    url=$(cat "$run/page-url")
}

# $1: how many look at it from now on, with a scraper where it is not 0.
watch() {
    local i
    watching=()
    for ((i = 0; i < $1; i++)); do
        curl -sN "${url}api/v1/events" >/dev/null 2>&1 &
        watching+=($!)
        { curl -s "${url}api/v1/metrics"; while curl -s "${url}api/v1/replay?max_age_s=5"; do sleep 5; done; } >/dev/null 2>&1 &
        watching+=($!)
    done
    if (($1)); then
        while sleep 5; do curl -s "${url}metrics" >/dev/null 2>&1 || break; done &
        watching+=($!)
    fi
}

# Where nobody looks there is nobody to wait for, and a wait for nobody in particular would be for the run.
unwatch() {
    ((${#watching[@]})) || return 0
    kill "${watching[@]}" 2>/dev/null || true
    wait "${watching[@]}" 2>/dev/null || true
}

# $1: how many look at it. Prints env steps a second of the present run.
rate() {
    local from
    watch "$1"
    sleep 3
    from=$(number "$run" env_steps)
    sleep "$seconds"
    echo $(((($(number "$run" env_steps) - from)) / seconds))
    unwatch
}

# CPU seconds of the process so far, with what it has started.
cpu() {
    local ids=("$process" $(pgrep -P "$process" || true))
    for id in "${ids[@]}"; do cut -d' ' -f14,15 "/proc/$id/stat"; done |
        awk -v hz="$(getconf CLK_TCK)" '{ ticks += $1 + $2 } END { print ticks / hz }'
}

# Prints CPU seconds a second of a paused learner: alone, watched, alone, watched.
paused() {
    local run process url before many turn
    begin
    curl -s -X POST -H "Authorization: Bearer $(cat "$run/control-secret")" "${url}api/v1/control/pause" >/dev/null
    sleep 3
    for turn in 1 2 3 4; do
        ((turn % 2)) && many=0 || many=$viewers
        watch "$many"
        sleep 2
        before=$(cpu)
        sleep "$seconds"
        awk -v a="$before" -v b="$(cpu)" -v s="$seconds" 'BEGIN { printf "%.4f ", (b - a) / s }'
        unwatch
    done
    kill -9 $process 2>/dev/null || true
    wait $process 2>/dev/null || true
}

paused | awk -v cores="$(nproc --all)" '{ a = ($1 + $3) / 2; w = ($2 + $4) / 2
    printf "a paused learner computes %.1f ms a second alone and %.1f ms with viewers: they take %.2f %% of %d cores\n", a * 1e3, w * 1e3, (w - a) / cores * 100, cores }'

((pairs)) || exit 0
begin
for ((pair = 1; pair <= pairs; pair++)); do
    if ((pair % 2)); then alone=$(rate 0) watched=$(rate $viewers); else watched=$(rate $viewers) alone=$(rate 0); fi
    awk -v a="$alone" -v w="$watched" 'BEGIN { printf "%d alone, %d with viewers, ratio %.3f\n", a, w, w / a }' |
        tee -a "$folder/pairs"
done
kill -9 $process 2>/dev/null || true
sed 's/.*ratio //' "$folder/pairs" | sort -n | awk '{ r[NR] = $1 } END { printf "median ratio %.3f (%.3f to %.3f)\n", (r[int((NR + 1) / 2)] + r[int(NR / 2) + 1]) / 2, r[1], r[NR] }'
