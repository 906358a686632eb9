#!/bin/bash
# Trains CartPole in containers and checks that it was solved: the whole of docker-compose.yml in one test.
# Needs ./troupe build, Docker with Compose v2, curl and jq. Leaves nothing behind.
set -euo pipefail
cd "$(dirname "$0")/../.."
export COMPOSE_PROJECT_NAME=troupe-smoke
limit_s=${1:-300}

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

docker compose up -d --build
learner=$(docker compose ps -aq learner)

curl --silent --show-error --fail --retry 60 --retry-delay 1 --retry-all-errors http://127.0.0.1:8080/health/live
echo
curl --silent --show-error --fail http://127.0.0.1:8080/metrics | grep -m1 '^troupe_learner_env_steps_total '

code=$(timeout "$limit_s" docker wait "$learner") || { echo "the run did not end within $limit_s s" >&2; exit 1; }
[[ $code == 0 ]] || { echo "the learner ended with status $code" >&2; exit 1; }

summary=$(docker compose run --rm --no-deps -T --entrypoint bash learner -c 'cat runs/*/summary.json')
echo "$summary"
jq -e '.best_eval_return >= 475
       and .transitions_produced == .transitions_stored + .transitions_lost
       and .transitions_lost == 0' <<<"$summary" >/dev/null \
    || { echo "not solved, or steps are missing" >&2; exit 1; }
