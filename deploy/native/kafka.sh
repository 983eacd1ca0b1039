#!/usr/bin/env bash
# Apache Kafka in KRaft mode on 127.0.0.1, from Maven Central jars: no Docker, no ZooKeeper.
#   kafka.sh fetch | up [1|3] | start N | stop N | kill9 N | status | down | wipe
# KAFKA_VERSION (4.4.0), KAFKA_BASE_PORT (19092), KAFKA_DIR (state), KAFKA_LIBS (jars), KAFKA_HEAP (256m), KAFKA_SESSION_MS (9000)
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
version=${KAFKA_VERSION:-4.4.0}
base_port=${KAFKA_BASE_PORT:-19092}
dir=${KAFKA_DIR:-$root/.slipway/kafka}
libs=${KAFKA_LIBS:-$root/.slipway/cache/kafka-$version}
heap=${KAFKA_HEAP:-256m}
cluster_id=MkU3OEVBNTcwNTJENDM2Qk
java_options=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto -Djava.awt.headless=true)
log_options=(-Dorg.slf4j.simpleLogger.defaultLogLevel=warn -Dorg.slf4j.simpleLogger.showDateTime=true "-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS")

broker_port() { echo $((base_port + ($1 - 1) * 2)); }
controller_port() { echo $((base_port + ($1 - 1) * 2 + 1)); }

fetch() {
  [ -f "$libs/.complete" ] && return
  mkdir -p "$libs"
  mvn -B -q -f "$here/kafka-pom.xml" -Dkafka.version="$version" dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$libs"
  touch "$libs/.complete"
}

configure() { # node, cluster size
  local node=$1 size=$2 replicas=1 in_sync=1 voters=""
  [ "$size" -ge 3 ] && replicas=3 in_sync=2
  for i in $(seq "$size"); do voters+="${voters:+,}$i@127.0.0.1:$(controller_port "$i")"; done
  cat >"$dir/node$node.properties" <<P
process.roles=broker,controller
broker.session.timeout.ms=${KAFKA_SESSION_MS:-9000}
node.id=$node
controller.quorum.voters=$voters
listeners=PLAINTEXT://127.0.0.1:$(broker_port "$node"),CONTROLLER://127.0.0.1:$(controller_port "$node")
advertised.listeners=PLAINTEXT://127.0.0.1:$(broker_port "$node")
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
log.dirs=$dir/node$node
num.partitions=3
default.replication.factor=$replicas
min.insync.replicas=$in_sync
offsets.topic.replication.factor=$replicas
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=$replicas
transaction.state.log.min.isr=$in_sync
transaction.state.log.num.partitions=4
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
auto.create.topics.enable=false
log.cleaner.dedupe.buffer.size=16777216
P
  [ -f "$dir/node$node/meta.properties" ] ||
    java "${java_options[@]}" "${log_options[@]}" -Xmx128m -cp "$libs/*" kafka.tools.StorageTool format -t "$cluster_id" -c "$dir/node$node.properties" >"$dir/node$node.format.log" 2>&1
}

# A killed JVM may stay a zombie where no init reaps it; with all its threads gone it is not running.
running() {
  kill -0 "$1" 2>/dev/null || return 1
  ! { grep -q '^State:.Z' "/proc/$1/status" && [ "$(ls "/proc/$1/task" | wc -l)" -le 1 ]; } 2>/dev/null
}
alive() { [ -f "$dir/node$1.pid" ] && running "$(cat "$dir/node$1.pid")"; }

start() {
  alive "$1" && return
  setsid java "${java_options[@]}" "${log_options[@]}" -Xms"$heap" -Xmx"$heap" -cp "$libs/*" kafka.Kafka "$dir/node$1.properties" >>"$dir/node$1.log" 2>&1 </dev/null &
  echo $! >"$dir/node$1.pid"
}

await_up() {
  for _ in $(seq 600); do
    (exec 3<>"/dev/tcp/127.0.0.1/$(broker_port "$1")") 2>/dev/null && return
    alive "$1" || { echo "broker $1 died:" >&2; tail -20 "$dir/node$1.log" >&2; return 1; }
    sleep .1
  done
  echo "broker $1 did not open its port within 60 s, see $dir/node$1.log" >&2
  return 1
}

stop() { # node, signal
  alive "$1" || return 0
  local pid
  pid=$(cat "$dir/node$1.pid")
  kill "${2:--TERM}" "$pid"
  for _ in $(seq 300); do running "$pid" || return 0; sleep .1; done
  kill -KILL "$pid"
}

nodes() { ls "$dir" 2>/dev/null | sed -n 's/^node\([0-9]*\)\.properties$/\1/p'; }

case ${1:-} in
  fetch) fetch ;;
  up) fetch; mkdir -p "$dir"; size=${2:-1}; for n in $(seq "$size"); do configure "$n" "$size"; start "$n"; done; for n in $(seq "$size"); do await_up "$n"; done ;;
  start) start "$2"; await_up "$2" ;;
  stop) stop "$2" ;;
  kill9) stop "$2" -KILL ;;
  status) for n in $(nodes); do if alive "$n"; then echo "kafka broker $n: running on 127.0.0.1:$(broker_port "$n"), pid $(cat "$dir/node$n.pid")"; else echo "kafka broker $n: down"; fi; done ;;
  down) for n in $(nodes); do stop "$n"; done ;;
  wipe) "$0" down; rm -rf "$dir" ;;
  *) sed -n 2,4p "$0"; exit 2 ;;
esac
