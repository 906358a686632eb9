#!/bin/bash
# Trains CartPole on the cluster of kubectl's context, takes its actor, its shard and its learner away meanwhile, serves what
# was learned, and checks that it was solved and that no step is missing in the books: overlays/minimal, results and policy in
# one test.
#   deploy/kubernetes/smoke.sh IMAGE [seconds that it may take (1200)] [goal (475)]
# Needs kubectl, jq, openssl and ./troupe build, a default storage class (or volumes to claim), and an image that the
# cluster's machines have or can pull. Makes the namespace troupe, which must not be there, and deletes it.
set -euo pipefail
cd "$(dirname "$0")/../.."
image=${1:?the image of the nodes, as the cluster knows it} limit_s=${2:-1200} goal=${3:-475}
# A registry may have a port, so only what follows the last slash is looked at.
tag=latest name=$image
[[ ${image##*/} != *:* ]] || { tag=${image##*:} name=${image%:*}; }
# Not every run solves it within 40,000.
steps=100000
k() { kubectl -n troupe "$@"; }
# What is asked again and again: no answer may hold up the rest.
look() { timeout 20 kubectl -n troupe "$@"; }
say() { printf '%4d s  %s\n' "$SECONDS" "$*"; }

# Fails where it is there: nobody's run is to be deleted in the end.
echo "on the cluster of $(kubectl config current-context)"
kubectl create -f deploy/kubernetes/base/namespace.yaml
here=$(mktemp -d)
end() {
    status=$?
    if ((status != 0)); then
        k get pods,events || true
        for pod in $(k get pods -o name); do k logs --tail 60 "$pod" || true; done
    fi
    kubectl delete namespace troupe --wait=true --timeout=180s || status=1
    rm -r "$here"
    exit "$status"
}
trap end EXIT

# $1: folder of ours; $2: folder of deploy/kubernetes; the rest: more of the kustomization
kustomization() {
    local folder
    mkdir -p "$here/$1"
    folder=$(realpath --relative-to="$here/$1" "deploy/kubernetes/$2")
    printf '%s\n' "resources: ['$folder']" \
        "images: [{name: troupe, newName: '$name', newTag: '$tag'}]" "${@:3}" >"$here/$1/kustomization.yaml"
}
# Until what the command prints is what was expected. $1: what is waited for; $2: that; the rest: the command
await() {
    local what=$1 expected=$2 found=
    shift 2
    until [[ $found == "$expected" ]]; do
        ((SECONDS < limit_s)) || { echo "$what: not within $limit_s s; it is '$found'" >&2; return 1; }
        sleep 1
        found=$("$@" 2>/dev/null) || true
    done
    say "$what"
}
has_steps() {
    local told
    told=$(look exec troupe-learner-0 -- tail -n 1 /var/lib/troupe/runs/run/metrics.jsonl | jq .env_steps)
    ((told >= $1)) && echo yes
}
ready() { look get pod "$1" -o jsonpath='{.status.conditions[?(@.type=="Ready")].status}'; }
uid() { look get pod "$1" -o jsonpath='{.metadata.uid}'; }
restarted() {
    local now
    now=$(uid "$1") && [[ $now != "$2" ]] && echo yes
}
exit_code() { look get pod troupe-learner-0 -o jsonpath='{.status.containerStatuses[0].lastState.terminated.exitCode}'; }

kustomization run overlays/minimal "configMapGenerator:" \
    "  - {name: troupe-config, namespace: troupe, behavior: merge, files: [overlay.conf]}"
cat deploy/kubernetes/overlays/minimal/overlay.conf - >"$here/run/overlay.conf" <<END
troupe { environment.name = cartpole, run { until-return = none, max-env-steps = $steps, checkpoint-interval-s = 5 } }
END
secret=$(openssl rand -hex 24)
k create secret generic troupe-secret --from-literal=control-secret="$secret"
kubectl apply -k "$here/run"

await "the learner is ready" True ready troupe-learner-0
await "5,000 steps are stored" yes has_steps 5000
actor=$(k get pods -l app.kubernetes.io/component=actor -o jsonpath='{.items[0].metadata.name}')
k delete pod "$actor" --force --grace-period=0
await "10,000 steps, with another actor" yes has_steps 10000
old=$(uid troupe-replay-0)
k delete pod troupe-replay-0 --force --grace-period=0
await "another shard" yes restarted troupe-replay-0 "$old"
await "20,000 steps" yes has_steps 20000
old=$(uid troupe-learner-0)
k delete pod troupe-learner-0 --force --grace-period=0
await "another learner" yes restarted troupe-learner-0 "$old"
await "30,000 steps" yes has_steps 30000
k rollout restart deployment/troupe-actor
k rollout status deployment/troupe-actor --timeout=180s
await "the run is over" 0 exit_code

k scale statefulset/troupe-learner statefulset/troupe-replay deployment/troupe-actor --replicas=0
k wait --for=delete --timeout=120s pod/troupe-learner-0
kustomization results results
kubectl apply -k "$here/results"
k wait --for=condition=Ready --timeout=180s pod/troupe-results
k cp troupe-results:/var/lib/troupe/runs/run "$here/finished"
kubectl delete -k "$here/results"
cat "$here/finished/summary.json"
jq -e --argjson goal "$goal" '.best_eval_return >= $goal
       and .transitions_produced == .transitions_stored + .transitions_lost' "$here/finished/summary.json" >/dev/null \
    || { echo "not solved, or steps are missing" >&2; exit 1; }

./troupe export "$here/finished" --to "$here/policy.zip"
k create configmap troupe-policy --from-file="$here/policy.zip"
kustomization policy policy
kubectl apply -k "$here/policy"
k rollout status deployment/troupe-policy --timeout=180s
answer=$(k exec deployment/troupe-policy -- curl --silent --show-error --fail --max-time 10 \
    -H "Authorization: Bearer $secret" -H 'Content-Type: application/json' \
    -d '{"observation": [0, 0, 0.1, 0]}' http://localhost:8090/v1/policy/act)
echo "$answer"
jq -e '(.fallback | not) and (.action == 0 or .action == 1)' <<<"$answer" >/dev/null \
    || { echo "that is no answer of the policy" >&2; exit 1; }
say "solved, and its policy answers"
