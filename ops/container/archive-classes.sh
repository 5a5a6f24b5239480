#!/bin/sh
# Makes the archive of classes (AppCDS) for the libraries in FOLDER/lib, and FOLDER/classes.options, with which java uses it:
# runs a development node until it is ready and stops it in order. Not as root: PostgreSQL refuses that.
#   archive-classes.sh FOLDER
set -eu
folder=$1
data=$(mktemp -d)
trap 'rm -rf "$data"' EXIT

# In one order: the archive is good for exactly this class path.
class_path=$(printf '%s\n' "$folder"/lib/*.jar | LC_ALL=C sort | paste -sd: -)
java "@$folder/java.options" -XX:ArchiveClassesAtExit="$folder/classes.jsa" -Xlog:disable -cp "$class_path" \
  dev.holon.node.Main dev --port 0 --data "$data/node" >"$data/out" 2>&1 &
node=$!

seconds=0
until grep -q '^READY' "$data/out"; do
  if ! kill -0 "$node" 2>/dev/null || [ "$seconds" -ge 120 ]; then
    cat "$data/out" >&2
    echo "archive-classes: the node did not start" >&2
    exit 1
  fi
  sleep 1
  seconds=$((seconds + 1))
done
kill -TERM "$node"
wait "$node" || true

[ -s "$folder/classes.jsa" ] || { echo "archive-classes: no archive was written" >&2; exit 1; }
printf -- '-XX:SharedArchiveFile=%s/classes.jsa\n-cp %s\n' "$folder" "$class_path" >"$folder/classes.options"
