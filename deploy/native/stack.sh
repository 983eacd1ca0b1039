#!/usr/bin/env bash
# The servers that the full composition and the tests need, on 127.0.0.1, without Docker.
#   stack.sh up      starts PostgreSQL, Redis and Kafka, finds or installs Chromium; servers named in the environment are used as they are
#   stack.sh env     prints the variables that name them (eval "$(deploy/native/stack.sh env)")
#   stack.sh status  what runs
#   stack.sh down    stops what it started and removes its data
# Named servers: SLIPWAY_TEST_DATABASE_URL (a superuser's), SLIPWAY_TEST_REDIS_URL, SLIPWAY_TEST_KAFKA_BROKERS, SLIPWAY_TEST_CHROMIUM
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
state=${SLIPWAY_STACK_DIR:-$root/.slipway/stack}
env_file=$state/env

fail() { echo "stack: $*" >&2; exit 1; }
free_port() { node -e "const s=require('net').createServer().listen(0,'127.0.0.1',()=>{console.log(s.address().port);s.close()})"; }
listening() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
await_port() { for _ in $(seq 200); do listening "$1" && return; sleep .1; done; return 1; }
remember() { echo "export $1='$2'" >>"$env_file"; }

apt_updated=
# Finds a command, or installs Debian's package of it where that is possible.
need() { # package, command...
  local package=$1; shift
  for command in "$@"; do command -v "$command" >/dev/null && return; done
  command -v apt-get >/dev/null && [ "$(id -u)" = 0 ] || fail "$1 is missing: install $package (or name a server in the environment, see the head of $0)"
  [ -n "$apt_updated" ] || { apt-get update -qq >/dev/null || true; apt_updated=1; }
  echo "stack: installing $package" >&2
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" >"$state/apt-$package.log" 2>&1 || fail "could not install $package, see $state/apt-$package.log"
}

start_postgres() {
  if [ -n "${SLIPWAY_TEST_DATABASE_URL:-}" ]; then remember SLIPWAY_TEST_DATABASE_URL "$SLIPWAY_TEST_DATABASE_URL"; return; fi
  node "$here/postgres.mjs" up "$state/postgres" >"$state/postgres.url" || fail "PostgreSQL did not start, see $state/postgres"
  remember SLIPWAY_TEST_DATABASE_URL "$(cat "$state/postgres.url")"
}

start_redis() {
  if [ -n "${SLIPWAY_TEST_REDIS_URL:-}" ]; then remember SLIPWAY_TEST_REDIS_URL "$SLIPWAY_TEST_REDIS_URL"; return; fi
  need redis-server redis-server
  local port; port=$(free_port)
  redis-server --port "$port" --bind 127.0.0.1 --save '' --appendonly no --dir "$state" --pidfile "$state/redis.pid" --daemonize yes --logfile "$state/redis.log" >/dev/null
  await_port "$port" || fail "Redis did not start, see $state/redis.log"
  remember SLIPWAY_TEST_REDIS_URL "redis://127.0.0.1:$port"
}

start_kafka() {
  if [ -n "${SLIPWAY_TEST_KAFKA_BROKERS:-}" ]; then remember SLIPWAY_TEST_KAFKA_BROKERS "$SLIPWAY_TEST_KAFKA_BROKERS"; return; fi
  need default-jre-headless java
  need maven mvn
  local port; port=$(free_port)
  KAFKA_DIR=$state/kafka KAFKA_BASE_PORT=$port "$here/kafka.sh" up 1 || fail 'Kafka did not start'
  remember SLIPWAY_TEST_KAFKA_BROKERS "127.0.0.1:$port"
}

find_chromium() {
  if [ -n "${SLIPWAY_TEST_CHROMIUM:-}" ]; then remember SLIPWAY_TEST_CHROMIUM "$SLIPWAY_TEST_CHROMIUM"; return; fi
  need chromium chromium chromium-browser google-chrome
  remember SLIPWAY_TEST_CHROMIUM "$(command -v chromium || command -v chromium-browser || command -v google-chrome)"
}

# A second runtime: the product must run on the recommended Node as on the oldest.
find_node24() {
  if [ -n "${SLIPWAY_TEST_NODE24:-}" ]; then remember SLIPWAY_TEST_NODE24 "$SLIPWAY_TEST_NODE24"; return; fi
  local package cache=$root/.slipway/cache/node24
  package=$(node -p '`node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`')
  [ -x "$cache/node_modules/$package/bin/node" ] ||
    npm install --prefix "$cache" --no-save --no-audit --no-fund --loglevel=error "$package@24.21.0" >"$state/node24.log" 2>&1 || fail "could not fetch Node 24, see $state/node24.log"
  remember SLIPWAY_TEST_NODE24 "$cache/node_modules/$package/bin/node"
}

find_schemathesis() {
  if [ -n "${SLIPWAY_TEST_SCHEMATHESIS:-}" ]; then remember SLIPWAY_TEST_SCHEMATHESIS "$SLIPWAY_TEST_SCHEMATHESIS"; return; fi
  local cache=$root/.slipway/cache/schemathesis
  if [ ! -x "$cache/bin/schemathesis" ]; then
    need python3 python3
    python3 -c 'import ensurepip' 2>/dev/null || need python3-venv pyvenv
    python3 -m venv "$cache" && "$cache/bin/pip" install -q --disable-pip-version-check 'schemathesis==4.32.5' >"$state/schemathesis.log" 2>&1 ||
      fail "could not install schemathesis, see $state/schemathesis.log"
  fi
  remember SLIPWAY_TEST_SCHEMATHESIS "$cache/bin/schemathesis"
}

up() {
  if [ -f "$env_file" ] && [ -f "$state/.up" ]; then echo 'stack: already up (stack.sh down first to start anew)' >&2; return; fi
  mkdir -p "$state"; : >"$env_file"
  trap 'down' ERR EXIT
  start_kafka & local kafka=$!
  start_postgres; start_redis; find_chromium; need docker-compose docker-compose; find_node24; find_schemathesis
  wait "$kafka" || fail 'Kafka did not start'
  touch "$state/.up"
  trap - ERR EXIT
}

down() {
  [ -d "$state" ] || return 0
  [ -d "$state/kafka" ] && KAFKA_DIR=$state/kafka "$here/kafka.sh" down
  [ -f "$state/redis.pid" ] && kill "$(cat "$state/redis.pid")" 2>/dev/null || true
  [ -d "$state/postgres" ] && node "$here/postgres.mjs" down "$state/postgres"
  rm -rf "$state"
}

status() {
  [ -f "$state/.up" ] || { echo 'stack: down'; return 1; }
  sed -E "s/^export //; s#(://[^:]*:)[^@]*@#\1***@#" "$env_file"
}

case ${1:-} in
  up) up ;;
  env) [ -f "$env_file" ] || fail 'the stack is down: run deploy/native/stack.sh up'; cat "$env_file" ;;
  status) status ;;
  down) down ;;
  *) sed -n 2,7p "$0"; exit 2 ;;
esac
