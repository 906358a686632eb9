#!/bin/bash
# Trains CartPole in containers and checks that it was solved: the whole of docker-compose.yml in one test.
#   deploy/compose/smoke.sh [seconds that it may take (300)] [goal (475)]
# Needs ./troupe build, Docker with Compose v2, curl and jq. Leaves no containers behind.
set -euo pipefail
cd "$(dirname "$0")/../.."
limit_s=${1:-300} goal=${2:-475}
export COMPOSE_PROJECT_NAME=troupe-smoke TROUPE_ENV=cartpole TROUPE_OPTIONS="--set run.until-return=$goal"

end() {
    status=$?
    if ((status != 0)); then
        docker compose ps -a || true
        docker compose logs --no-color --tail 60 || true
    fi
    docker compose down -v --timeout 30 || true
    exit "$status"
}
trap end EXIT

docker compose up -d
learner=$(docker compose ps -aq learner)
page=http://$(docker compose port learner 8080)

curl --silent --show-error --fail --retry 60 --retry-delay 1 --retry-all-errors "$page/health/live"
echo
curl --silent --show-error --fail "$page/metrics" | grep -m1 '^troupe_learner_env_steps_total '

code=$(timeout "$limit_s" docker wait "$learner") || { echo "the run did not end within $limit_s s" >&2; exit 1; }
[[ $code == 0 ]] || { echo "the learner ended with status $code" >&2; exit 1; }

runs=$(mktemp -d)
docker compose cp learner:/var/lib/troupe/runs "$runs"
summary=$(cat "$runs"/runs/*/summary.json)
rm -r "$runs"
echo "$summary"
jq -e --argjson goal "$goal" '.best_eval_return >= $goal
       and .transitions_produced == .transitions_stored + .transitions_lost
       and .transitions_lost == 0' <<<"$summary" >/dev/null \
    || { echo "not solved, or steps are missing" >&2; exit 1; }
