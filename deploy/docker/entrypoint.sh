#!/bin/bash
# Runs the troupe command in a container. The JVM takes this process's place, so that signals reach it.
# TROUPE_JAVA_OPTS: further flags for the JVM, as in "-Xmx1g -Xlog:gc".
# TROUPE_OPTIONS: further options of the command, as in "--set run.seed=7".
set -euo pipefail

# Split at blanks on purpose: these are several in one variable.
# shellcheck disable=SC2206
flags=(${TROUPE_JAVA_OPTS:-}) options=(${TROUPE_OPTIONS:-})
# Made when the image is built.
archive=/opt/troupe/troupe.jsa
if [ -e "$archive" ]; then flags+=("-XX:SharedArchiveFile=$archive"); fi

# One collector thread: most of the memory that Troupe uses is not in the heap.
exec java \
    -XX:+UseSerialGC \
    -XX:-UsePerfData \
    -XX:MaxRAMPercentage=60 \
    -XX:+ExitOnOutOfMemoryError \
    -Dai.djl.offline=true \
    -Djava.security.properties=/opt/troupe/java.security \
    "${flags[@]}" \
    -jar /opt/troupe/troupe.jar "$@" "${options[@]}"
