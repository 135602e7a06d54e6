# --- Channels --------------------------------------------------------------------------------------------------------
# Each delivers the entry at hand, within the time of one try, in the folder cx_send_dir. It sets cx_delivery to why it
# failed, cx_delivery_final where another try is of no use, cx_delivery_after to the seconds until one is, where that was
# said; and cx_delivery_note to what the operator is to know of a delivery.

cx_deliver() {
  cx_delivery='' cx_delivery_final='' cx_delivery_after='' cx_delivery_note=''
  command : >"$cx_send_dir/output"
  case $cx_channel in
  email) cx_by_email ;;
  webhook) cx_by_webhook ;;
  *) cx_by_command ;;
  esac
}

# cx_why STATUS: sets cx_delivery by what a command said last.
cx_why() {
  cx_delivery=$(tail -c 400 "$cx_send_dir/output" | tail -n 1 | cx_visible)
  case $1 in
  124 | 137) cx_delivery="no answer within $(cx_duration "$cx_set_timeout")" ;;
  *) cx_delivery=${cx_delivery:-exit status $1} ;;
  esac
}

# A filter: control characters become blanks.
cx_visible() { tr -c '\11\40-\176\200-\377' ' ' | sed 's/ *$//'; }

# cx_wait_for VALUE: sets cx_delivery_after by a Retry-After (RFC 9110, 10.2.3): seconds, or a date; what is neither is ignored.
cx_wait_for() {
  cx_delivery_after=$1
  case $1 in
  '') return 0 ;;
  *[!0-9]*)
    cx_now
    cx_delivery_after=$(date -u -d "$1" +%s 2>/dev/null) && cx_delivery_after=$((cx_delivery_after - cx_time)) || cx_delivery_after=''
    ;;
  0?* | ?????*) cx_delivery_after=9999 ;;
  esac
  case $cx_delivery_after in
  -*) cx_delivery_after='' ;;
  esac
}

# --- Channels that the plan, or a module, declares

# The shell text of a channel sees $to, $subject, $body, and each as a string of JSON, as $to_json; $key, which stays the same when a message is sent again; $change,
# $event; $memory, a file that the channel may keep something in for its next message to this address; and the channel's secrets.
# All of it comes through a pipe, since secrets must not show. Exit status 69 says that another try is of no use; a line
# `retry-after: SECONDS` when one is, and a line `note: TEXT` of what it prints is shown to the operator.
cx_by_command() {
  cx_send_text=''
  cx_send_put to "$cx_address"
  cx_send_put subject "$cx_entry_title"
  cx_send_put body "$cx_entry_body"
  cx_send_json
  cx_send_put key "$cx_id_word/$cx_entry_id"
  cx_send_put change "$cx_id"
  cx_send_put event "$cx_entry_about"
  cx_send_put memory "$cx_outbox/.memory.$(printf '%s' "$cx_channel $cx_address" | cksum | tr ' ' .)"
  cx_send_put try_seconds "$cx_set_timeout"
  cx_send_secrets='' cx_send_values=''
  plan_channel_secrets "$cx_channel" || {
    cx_delivery=$cx_send_missing
    return 1
  }
  cx_send_text=$cx_send_text$cx_send_secrets$cx_newline$(plan_channel "$cx_channel")
  # shellcheck disable=SC3044 # These shells have it.
  case ${KSH_VERSION-} in
  *MIRBSD* | *LEGACY*) cx_send_text=$(typeset -f printf cx_print_can)$cx_newline$cx_send_text ;;
  esac
  printf '%s\n' "$cx_send_text" | (
    cd -- "$cx_send_dir" && umask 022 && cx_send_exec 'cx_text=$(cat) || exit; exec </dev/null; set -eu; eval "$cx_text"' >output 2>&1
  )
  cx_send_status=$?
  [ -z "$cx_send_values" ] || printf '%s' "$cx_send_values" | cx_mask "$cx_send_dir/output" || command : >"$cx_send_dir/output"
  if [ "$cx_send_status" -eq 0 ]; then
    cx_delivery_note=$(sed -n 's/^note: //p' "$cx_send_dir/output" | tail -n 1 | cut -b 1-400 | cx_visible)
    return 0
  fi
  cx_wait_for "$(sed -n 's/^retry-after: *//p' "$cx_send_dir/output" | tail -n 1 | tr -d '\r')"
  cx_why "$cx_send_status"
  [ "$cx_send_status" -ne 69 ] || cx_delivery_final=1
  return 1
}

# The plan's shell, as for operations.
cx_send_exec() {
  case $cx_applet in
  --emulate) set -- --emulate sh -c "$1" ;;
  ?*) set -- "$cx_applet" -c "$1" ;;
  *) set -- -c "$1" ;;
  esac
  exec timeout -k 5 "$cx_set_timeout" "$cx_shell" "$@"
}

# The words as strings of JSON. Systems take a subject of 150 characters at least. Words of more than 128 KiB have no such form:
# a channel that wants it fails.
cx_send_json() {
  cx_send_lines=$(
    CX_TO=$cx_address CX_SUBJECT=$cx_entry_title CX_BODY=$cx_entry_body LC_ALL=C awk "$cx_awk_json"'
      BEGIN { print json(ENVIRON["CX_TO"]); print json(shortened(ENVIRON["CX_SUBJECT"], 147)); print json(ENVIRON["CX_BODY"]) }' 2>/dev/null
  ) || return 0
  cx_send_put to_json "${cx_send_lines%%"$cx_newline"*}"
  cx_send_lines=${cx_send_lines#*"$cx_newline"}
  cx_send_put subject_json "${cx_send_lines%%"$cx_newline"*}"
  cx_send_put body_json "${cx_send_lines#*"$cx_newline"}"
}

cx_send_put() {
  cx_assignment "$1" "$2"
  cx_send_text=$cx_send_text$cx_assignment
}

# cx_channel_secret NAME VARIABLE: a channel's secret from the environment, as it was when the script started. (What the caller
# exports by the same name would be exported with it.)
cx_channel_secret() {
  eval "cx_secret_value=\${cx_env_$2-}"
  if [ -z "$cx_secret_value" ]; then
    cx_send_missing="its secret $1 is read from the environment variable $2, which is not set"
    return 1
  fi
  cx_assignment "$1" "$cx_secret_value"
  cx_send_values=$cx_send_values$cx_secret_value$cx_newline
  cx_send_secrets="${cx_send_secrets}unset $1$cx_newline$cx_assignment"
}

cx_channel_secret_file() {
  cx_secret_value=$(cat -- "$2" 2>/dev/null) || {
    cx_send_missing="its secret $1 is read from the file $2, which cannot be read here"
    return 1
  }
  cx_assignment "$1" "$cx_secret_value"
  cx_send_values=$cx_send_values$cx_secret_value$cx_newline
  cx_send_secrets="${cx_send_secrets}unset $1$cx_newline$cx_assignment"
}
