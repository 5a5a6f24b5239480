#!/bin/sh
# Makes the two keys of a cluster, scheduler.json and messenger.json, in a folder: JSON Web Keys on secp256k1, readable by
# their owner only. Keys that are there are kept: who spawned a process for a scheduler cannot change it.
#   make-keys.sh FOLDER
set -eu
folder=${1:?make-keys.sh needs the folder to write to}
command -v openssl >/dev/null || { echo "make-keys: openssl is not installed" >&2; exit 1; }
umask 077
mkdir -p "$folder"
for name in scheduler messenger; do
  file=$folder/$name.json
  if [ -e "$file" ]; then
    echo "make-keys: $file is there already, kept" >&2
    continue
  fi
  # RFC 5915 §3: after 7 bytes of header stand the 32 bytes of the private key; RFC 8812 §3.1 wants them in base64url.
  secret=$(openssl ecparam -name secp256k1 -genkey -noout -outform DER | tail -c +8 | head -c 32 | base64 -w 0 | tr '+/' '-_' | tr -d '=')
  [ "${#secret}" -eq 43 ] || { echo "make-keys: openssl made no key" >&2; exit 1; }
  printf '{"crv":"secp256k1","d":"%s","kty":"EC"}\n' "$secret" >"$file.new"
  mv "$file.new" "$file"
done
