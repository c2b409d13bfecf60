#!/bin/sh
# Builds what test/mongocrypt runs against: libmongocrypt of Debian, its Node binding, and the driver, in a folder of their own.
# Usage: sh test/mongocrypt/install.sh FOLDER; then FIVEFOLD_MONGOCRYPT=FOLDER npx vitest run test/mongocrypt
# Debian 12 has libmongocrypt 1.7.2; mongodb-client-encryption 6.0.0 is the newest version that builds with it.
set -eu
folder=${1:?Name a folder.}
mkdir -p "$folder"
if ! dpkg -s libmongocrypt-dev >/dev/null 2>&1; then
  apt-get update -qq
  apt-get install -y -qq libmongocrypt-dev build-essential python3
fi
cd "$folder"
# node-addon-api before 8.3 does not compile with the headers of Node 20.20.
echo '{"private": true, "overrides": {"node-addon-api": "^8.3.0"}}' >package.json
npm install --silent --ignore-scripts --legacy-peer-deps mongodb-client-encryption@6.0.0 mongodb@7.9.0
cd node_modules/mongodb-client-encryption
gyp=$(npm root -g)/npm/node_modules/node-gyp/bin/node-gyp.js
BUILD_TYPE=dynamic node "$gyp" rebuild --nodedir="$(dirname "$(dirname "$(command -v node)")")" >build.log 2>&1 || {
  tail -20 build.log
  exit 1
}
echo "Built. Run: FIVEFOLD_MONGOCRYPT=$folder npx vitest run test/mongocrypt"
