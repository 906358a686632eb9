#!/bin/bash
# Asks a Prometheus that watches a run every query of the dashboard, and names those that have no answer.
#   deploy/prometheus/check-dashboard.sh [address (http://127.0.0.1:9090)]
# Needs curl and jq. Status 0: all targets answer, and all queries have data but those of alerts, where none fires.
# Status 1: that is not so. Any other: it could not be found out.
set -euo pipefail
for tool in curl jq; do
    command -v "$tool" >/dev/null || { echo "there is no $tool on the PATH: nothing was checked" >&2; exit 2; }
done
cd "$(dirname "$0")/../.."
address=${1:-http://127.0.0.1:9090}
ask() { curl --silent --show-error --fail-with-body --get "$address/api/v1/$1" "${@:2}"; }

ask targets | jq -r '.data.activeTargets[] | "\(.health)  \(.labels.job)  \(.labels.service // "")  \(.scrapeUrl)  \(.lastError)"'
down=$(ask targets | jq '[.data.activeTargets[] | select(.health != "up")] | length')
learner=$(ask query --data-urlencode 'query=troupe_learner_run_info' | jq -r '.data.result[0].metric.instance // empty')
[[ -n $learner ]] || { echo "no learner is scraped" >&2; exit 1; }

queries=$(jq -r '.panels[] | .title as $title | .targets[]? | [$title, .expr] | @tsv' deploy/grafana/dashboards/troupe.json \
    | sed 's/\\\\/\\/g')
[[ -n $queries ]] || { echo "the dashboard has no queries: nothing was checked" >&2; exit 2; }
asked=0 empty=0
while IFS=$'\t' read -r title query; do
    query=${query//\$__rate_interval/30s}
    query=${query//\$learner/$learner}
    # With a matcher it may be any; a repeated panel shows one after the other.
    query=${query//shard=\"\$shard\"/shard=~\".+\"}
    query=${query//\$shard/.+}
    count=$(ask query --data-urlencode "query=$query" | jq '.data.result | length')
    asked=$((asked + 1))
    if [[ $count == 0 && $query != ALERTS* ]]; then
        empty=$((empty + 1))
        echo "no data: $title: $query"
    fi
done <<<"$queries"
ask alerts | jq -r '.data.alerts[] | "\(.state): \(.annotations.summary)"'
echo "$asked queries, $empty without data; $down targets down"
((empty == 0 && down == 0))
