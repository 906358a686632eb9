#!/usr/bin/env bash
# What do ten viewers of the page and a scraper cost a paused learner? A viewer follows the events, has read the history once,
# and asks for the replay every five seconds, as the page does while its replay is in sight. The CPU time of the learner's
# process, without and with them, as a share of all cores. What they cost a run that goes on: ./troupe bench viewers.
#   integration-tests/page-cost.sh      two minutes
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=15
viewers=10
troupe=${TROUPE:-./troupe}
folder=$(mktemp -d)
watching=()
process=""
# Nothing here runs in a subshell, whose children this would not know.
trap 'kill -9 ${process:+"$process"} ${watching[@]+"${watching[@]}"} 2>/dev/null || true; rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM

number() { tail -n 1 "$1/metrics.jsonl" 2>/dev/null | sed -n 's/.*"'"$2"'":\([-0-9.E]*\).*/\1/p'; }

# Begins a run in $run, process $process, and waits until it learns.
begin() {
    run=$folder/run-$RANDOM
    "$troupe" train cartpole --run-dir "$run" --http-port 0 --until-return none --steps 100000000 \
        >"$folder/run.out" 2>&1 &
    process=$!
    until [[ -n $(number "$run" env_steps) && $(number "$run" learner_steps) -gt 500 ]]; do
        kill -0 "$process" 2>/dev/null || { tail -n 5 "$folder/run.out" >&2; echo "the run has ended" >&2; exit 1; }
        sleep 0.2
    done
    url=$(cat "$run/page-url")
}

finish() {
    kill -9 "$process" 2>/dev/null || true
    wait "$process" 2>/dev/null || true
    process=""
}

# What a viewer asks for beside its events, until it is told to stop.
ask() {
    trap 'kill $(jobs -p) 2>/dev/null; exit' TERM
    curl -sf "${url}api/v1/metrics" >/dev/null
    while curl -sf "${url}api/v1/replay?max_age_s=5" >/dev/null; do sleep 5 & wait $!; done
}

scrape() {
    trap 'kill $(jobs -p) 2>/dev/null; exit' TERM
    while curl -sf "${url}metrics" >/dev/null; do sleep 5 & wait $!; done
}

# $1: how many look at it from now on, with a scraper where it is not 0.
watch() {
    local i
    watching=()
    for ((i = 0; i < $1; i++)); do
        curl -sfN "${url}api/v1/events" >/dev/null 2>&1 &
        watching+=($!)
        ask &
        watching+=($!)
    done
    if (($1)); then
        scrape &
        watching+=($!)
    fi
}

# Where nobody looks there is nobody to wait for, and a wait for nobody in particular would be for the run.
unwatch() {
    ((${#watching[@]})) || return 0
    kill "${watching[@]}" 2>/dev/null || true
    wait "${watching[@]}" 2>/dev/null || true
    watching=()
}

# CPU seconds of the process so far, with what it has started.
cpu() {
    local ids=("$process" $(pgrep -P "$process" || true))
    for id in "${ids[@]}"; do cut -d' ' -f14,15 "/proc/$id/stat"; done |
        awk -v hz="$(getconf CLK_TCK)" '{ ticks += $1 + $2 } END { print ticks / hz }'
}

# Leaves CPU seconds a second of a paused learner in a file: alone, watched, alone, watched.
measure_paused() {
    local before many turn
    begin
    curl -sf -X POST -H "Authorization: Bearer $(cat "$run/control-secret")" "${url}api/v1/control/pause" >/dev/null
    sleep 3
    for turn in 1 2 3 4; do
        ((turn % 2)) && many=0 || many=$viewers
        watch "$many"
        sleep 2
        before=$(cpu)
        sleep "$seconds"
        awk -v a="$before" -v b="$(cpu)" -v s="$seconds" 'BEGIN { printf "%.4f ", (b - a) / s }' >>"$folder/paused"
        unwatch
    done
    finish
}

measure_paused
awk -v cores="$(nproc --all)" '{ a = ($1 + $3) / 2; w = ($2 + $4) / 2
    printf "a paused learner computes %.1f ms a second alone and %.1f ms with viewers: they take %.2f %% of %d cores\n", a * 1e3, w * 1e3, (w - a) / cores * 100, cores }' "$folder/paused"
