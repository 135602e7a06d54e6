# --- The supervisor of one operation ---------------------------------------------------------------------------------
# It runs in a session of its own and outlives the runner: whoever kills the runner does not stop the operation, and
# its outcome is journaled all the same. While it lives it holds the lock (descriptor 8); the operation does not.

# cx_load NAME FILE: sets NAME to a remembered value, or unsets it where nothing was remembered.
cx_load() {
  unset "$1"
  if [ -f "$cx_round_dir/values/$2" ]; then
    eval "$1=\$(cat -- \"\$cx_round_dir/values/\$2\")"
  fi
}

# cx_supervise STATE ROUND-DIR BOOT SEQUENCE KEY TIMEOUT SECRETS: runs STATE/run.sh; its output goes where ours goes.
# The outcome (a word and a status) goes to STATE/outcome and, if there is a sequence, to the journal; where it cannot be
# written, the supervisor ends with 7. SECRETS is not
# empty where assignments come through descriptor 3: a pipe shows in no argument list, no environment and no file.
cx_supervise() {
  cx_state_dir=$1 cx_round_dir=$2 cx_boot=$3 cx_sequence=$4 cx_key=$5 cx_limit=$6 cx_secrets=$7
  cx_end='' cx_watch=''
  # Before any trap is set: until a new process has let go of its parent's traps, a signal to it is lost.
  if [ -n "$cx_limit" ]; then
    cx_watch_time &
    cx_watch=$!
  fi
  trap 'cx_end=ended' TERM
  trap 'cx_end=timeout' USR1
  cx_now
  cx_begun=$cx_time
  (
    trap - TERM USR1
    exec 8>&- 9>&-
    if [ -n "$cx_secrets" ]; then
      eval "$(cat <&3)"
      exec 3<&-
    fi
    umask 022
    set -eu
    # shellcheck source=/dev/null
    . "$cx_state_dir/run.sh"
  ) &
  cx_operation=$!
  [ -z "$cx_secrets" ] || exec 3<&-
  while :; do
    wait "$cx_operation"
    cx_status=$?
    [ -z "$cx_end" ] || cx_end_operation
    kill -0 "$cx_operation" 2>/dev/null || break
  done
  [ -z "$cx_watch" ] || kill "$cx_watch" 2>/dev/null
  if [ "$cx_status" -eq 0 ]; then
    cx_outcome "done" 0
  else
    cx_outcome failed "$cx_status"
  fi
  # Once more: a trap of mksh that comes just as its wait begins runs only after the wait.
  [ -z "$cx_watch" ] || kill "$cx_watch" 2>/dev/null
  exit "$cx_lost"
}

# Sends USR1 when the time is over. Its sleep ends with it, also where TERM comes just as it begins.
cx_watch_time() {
  exec 3<&- 8>&- 9>&-
  cx_sleep='' cx_over=''
  trap 'cx_over=1; [ -z "$cx_sleep" ] || kill -s KILL "$cx_sleep"' TERM
  sleep "$cx_limit" &
  cx_sleep=$!
  [ -z "$cx_over" ] || kill -s KILL "$cx_sleep"
  wait "$cx_sleep"
  [ -n "$cx_over" ] || kill -s USR1 $$
}

# Ends the operation with all it started: first politely, ten seconds later for good. This shell leads the process
# group, so the outcome is written before the last signal.
cx_end_operation() {
  trap '' TERM USR1
  kill -s TERM -- "-$$"
  cx_tries=0
  while kill -0 "$cx_operation" 2>/dev/null && [ "$cx_tries" -lt 100 ]; do
    cx_tries=$((cx_tries + 1))
    sleep 0.1
  done
  cx_outcome "$cx_end" 0
  kill -s KILL -- "-$$"
}

# cx_outcome WORD STATUS: the runner is told if the journal could not be: what follows must not be spliced to a torn line.
cx_outcome() {
  cx_now
  if [ -n "$cx_sequence" ] && ! cx_append "$cx_sequence" "$1" "$cx_key" "status=$2 seconds=$((cx_time - cx_begun))"; then
    set -- unjournaled "$2"
  fi
  cx_lost=0
  printf '%s %s\n' "$1" "$2" 2>/dev/null >"$cx_state_dir/outcome" || cx_lost=7
}
