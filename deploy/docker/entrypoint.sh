#!/bin/bash
# Runs the troupe command in a container. The JVM takes this process's place, so that signals reach it.
# TROUPE_JAVA_OPTS: further flags for the JVM, as in "-Xmx1g -Xlog:gc".
# TROUPE_OPTIONS: further options of the command, as in "--set run.seed=7".
# TROUPE_ADVERTISE=hostname: other nodes reach this one under the container's host name, and it is called as the container.
set -euo pipefail

# Split at blanks on purpose: these are several in one variable.
# shellcheck disable=SC2206
flags=(${TROUPE_JAVA_OPTS:-}) options=(${TROUPE_OPTIONS:-})
if [[ ${TROUPE_ADVERTISE:-} == hostname ]]; then
    name=$HOSTNAME
    if [[ $HOSTNAME =~ ^[0-9a-f]{12}$ ]]; then
        # An id. The engine's name service knows the container's name, as in 172.18.0.5 troupe-actor-3.troupe_troupe.
        found=$(getent -s dns hosts "$(hostname -i | cut -d' ' -f1)" | awk '{ sub(/\..*/, "", $2); print $2 }') || found=
        if [[ $found =~ ^[A-Za-z0-9][A-Za-z0-9-]*$ ]]; then name=$found; fi
    fi
    options=(--set=cluster.host="$HOSTNAME" --set=transport.host="$HOSTNAME" --set=cluster.node-name="$name" "${options[@]}")
fi
# Made when the image is built.
archive=/opt/troupe/troupe.jsa
if [ -e "$archive" ]; then flags+=("-XX:SharedArchiveFile=$archive"); fi

exec java \
    @/opt/troupe/jvm.options \
    -XX:MaxRAMPercentage=60 \
    -XX:+ExitOnOutOfMemoryError \
    -Djava.security.properties=/opt/troupe/java.security \
    "${flags[@]}" \
    -jar /opt/troupe/troupe.jar "$@" "${options[@]}"
