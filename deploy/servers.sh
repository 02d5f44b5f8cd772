#!/bin/sh
# Make sure that RabbitMQ, what the mongod from the wheel needs, and the reader of PDFs are here: installed through apt
# where they are missing and it may be done, else said. Nothing is started.
set -eu

missing=""
command -v pdftotext >/dev/null || missing="$missing poppler-utils"
if [ -z "${KHABAR_AMQP_URL:-}" ]; then
  command -v rabbitmq-server >/dev/null || [ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] || [ -x /usr/sbin/rabbitmq-server ] ||
    missing="$missing rabbitmq-server"
fi
if [ -z "${KHABAR_MONGO_URL:-}" ] && ! command -v mongod >/dev/null; then
  ldconfig -p 2>/dev/null | grep -q 'libcurl\.so\.4' || [ -e /usr/lib/x86_64-linux-gnu/libcurl.so.4 ] || missing="$missing libcurl4"
fi
[ -n "$missing" ] || exit 0

explain() {
  echo "khabar: missing:$missing. $1" >&2
  echo "khabar: install with 'apt-get install$missing', or set KHABAR_AMQP_URL and KHABAR_MONGO_URL to servers of your" >&2
  echo "khabar: own, or run 'docker compose up'." >&2
  [ "$missing" = " poppler-utils" ] || exit 1
  echo "khabar: going on without poppler-utils: PDFs will be rejected." >&2
  exit 0
}

command -v apt-get >/dev/null || explain "There is no apt-get here to install it with."
as_root=""
if [ "$(id -u)" -ne 0 ]; then
  sudo -n true 2>/dev/null || explain "Installing needs root."
  as_root="sudo -n"
fi

echo "Installing$missing through apt …"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
install() { $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing >"$log" 2>&1; }
install || { $as_root apt-get update >>"$log" 2>&1 && install; } || {
  tail -5 "$log" >&2
  explain "apt-get could not install it."
}
