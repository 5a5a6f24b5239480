#!/bin/sh
# Runs a command as a container of the image would: root file system of its own and read-only, user 10001 without
# capabilities or ways to new ones, process 1 of its own process namespace. Needs root. What is mounted where:
#   /opt/java   JAVA_FOLDER      /opt/holon  HOLON_FOLDER, writable when MODE is build
#   /data       DATA_FOLDER, writable        /tmp  empty, writable
# To be started with unshare --mount --pid --fork:
#   confine.sh run|build ROOT JAVA_FOLDER HOLON_FOLDER DATA_FOLDER COMMAND...
set -eu
mode=$1 root=$2 java=$3 holon=$4 data=$5
shift 5

bind() {
  mount --bind "$1" "$root/$2"
  mount -o "remount,bind,$3" "$root/$2"
}

mount -t tmpfs -o mode=755 none "$root"
cd "$root"
mkdir -p usr etc proc dev tmp data opt/java opt/holon
for name in bin sbin lib lib64; do
  if [ -L "/$name" ]; then ln -s "usr/$name" "$name"; elif [ -d "/$name" ]; then mkdir "$name"; bind "/$name" "$name" ro; fi
done
echo 'holon:x:10001:10001::/tmp:/usr/sbin/nologin' >etc/passwd
echo 'holon:x:10001:' >etc/group
echo '127.0.0.1 localhost' >etc/hosts
for name in null zero random urandom; do
  touch "dev/$name"
  mount --bind "/dev/$name" "dev/$name"
done
mkdir dev/shm
mount -t tmpfs -o mode=1777,nosuid,nodev none dev/shm
mount -t proc none proc
mount -t tmpfs -o mode=1777,nosuid,nodev none tmp
bind /usr usr ro,nosuid
bind "$java" opt/java ro,nosuid
bind "$holon" opt/holon "$([ "$mode" = build ] && echo rw || echo ro),nosuid"
bind "$data" data rw,nosuid
mount -o remount,ro,mode=755 "$root"

exec chroot "$root" /usr/bin/env -i PATH=/opt/java/bin:/usr/bin:/bin HOME=/tmp \
  /usr/bin/setpriv --reuid 10001 --regid 10001 --clear-groups --no-new-privs --inh-caps=-all --bounding-set=-all "$@"
