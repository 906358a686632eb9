#!/bin/bash
# Healthy: the node answers 200. Arguments: path (/health/ready), port; without one the learner's page is asked, and where
# there is none the metrics of an actor or a shard. Needs nothing but bash.
set -euo pipefail
path=${1:-/health/ready}

for port in ${2:-8080 9464}; do
    if exec 3<>"/dev/tcp/127.0.0.1/$port"; then break; fi
done 2>/dev/null
printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "$path" >&3
answer=$(cat <&3)
echo "${answer##*$'\r\n\r\n'}"
[[ $answer == "HTTP/1.1 200 "* ]]
