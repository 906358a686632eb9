#!/usr/bin/env bash
# What do ten viewers of the page and a scraper cost? CartPole for some seconds, without and with them, in turns: env
# steps a second of each, and their ratio. Ends with the median ratio.
#   integration-tests/page-cost.sh [PAIRS]      about a minute a pair
set -euo pipefail
cd "$(dirname "$0")/.."
pairs=${1:-5}
seconds=20
viewers=10
troupe=${TROUPE:-./troupe}
folder=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$folder"' EXIT

number() { tail -n 1 "$1/metrics.jsonl" 2>/dev/null | sed -n 's/.*"'"$2"'":\([-0-9.E]*\).*/\1/p'; }

# $1: how many look at it. Prints env steps a second.
run() {
    local run=$folder/run-$RANDOM url from
    "$troupe" train cartpole --run-dir "$run" --http-port 0 --until-return none --steps 100000000 >/dev/null 2>&1 &
    local process=$! watching=()
    until [[ -n $(number "$run" env_steps) && $(number "$run" learner_steps) -gt 500 ]]; do sleep 0.2; done
    url=$(cat "$run/page-url")
    for ((i = 0; i < $1; i++)); do
        curl -sN "${url}api/v1/events" >/dev/null 2>&1 &
        watching+=($!)
    done
    if (($1)); then
        while sleep 5; do curl -s "${url}metrics" >/dev/null 2>&1 || break; done &
        watching+=($!)
    fi
    sleep 3
    from=$(number "$run" env_steps)
    sleep "$seconds"
    echo $(((($(number "$run" env_steps) - from)) / seconds))
    kill -9 $process ${watching[@]+"${watching[@]}"} 2>/dev/null || true
    wait $process 2>/dev/null || true
    rm -rf "$run"
}

for ((pair = 1; pair <= pairs; pair++)); do
    if ((pair % 2)); then alone=$(run 0) watched=$(run $viewers); else watched=$(run $viewers) alone=$(run 0); fi
    awk -v a="$alone" -v w="$watched" 'BEGIN { printf "%d alone, %d with viewers, ratio %.3f\n", a, w, w / a }' |
        tee -a "$folder/pairs"
done
sed 's/.*ratio //' "$folder/pairs" | sort -n | awk '{ r[NR] = $1 } END { printf "median ratio %.3f (%.3f to %.3f)\n", (r[int((NR + 1) / 2)] + r[int(NR / 2) + 1]) / 2, r[1], r[NR] }'
