#!/bin/bash
# Healthy: the learner answers 200. Arguments: path (/health/ready), port (8080). Needs nothing but bash.
set -euo pipefail
path=${1:-/health/ready}
port=${2:-8080}

exec 3<>"/dev/tcp/127.0.0.1/$port"
printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "$path" >&3
answer=$(cat <&3)
echo "${answer##*$'\r\n\r\n'}"
[[ $answer == "HTTP/1.1 200 "* ]]
