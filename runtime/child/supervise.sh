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

# cx_supervise STATE ROUND-DIR BOOT TOKEN: stands by until standard input asks for something:
#   TOKEN SEQUENCE TIMEOUT SECRETS CAPTURE OUTPUT KEY
# Then runs STATE/run.sh, with its output in ROUND-DIR/output/OUTPUT (and the standard output in ROUND-DIR/CAPTURE). A word
# is - where there is none. If there is a sequence, the journal is made durable before that, and the outcome goes to it.
# Exit status: 100 where all is done; 7 where the journal or STATE/outcome cannot be written, 8 where the journal cannot be
# made durable; else STATE/outcome has the token, a word and a status. SECRETS: behind the request stand assignments, for the
# operation alone: a pipe shows in no argument list, no environment and no file.
cx_supervise() {
  cx_state_dir=$1 cx_round_dir=$2 cx_boot=$3 cx_token=
  # What was said to another one is not meant.
  until [ "$cx_token" = "$4" ]; do
    read -r cx_token cx_sequence cx_limit cx_secrets cx_capture cx_output cx_key || exit 0
  done
  [ "$cx_sequence" != - ] || cx_sequence=
  if [ "$cx_secrets" = - ]; then cx_secrets=; else exec 3<&0; fi
  exec 0</dev/null 2>>"$cx_round_dir/output/$cx_output"
  if [ "$cx_capture" = - ]; then exec >&2; else exec >>"$cx_round_dir/$cx_capture"; fi
  cx_end='' cx_watch=''
  # Before any trap is set: until a new process has let go of its parent's traps, a signal to it is lost.
  if [ "$cx_limit" != - ]; then
    cx_watch_time &
    cx_watch=$!
  fi
  trap 'cx_end=ended' TERM
  trap 'cx_end=timeout' USR1
  cx_now
  cx_begun=$cx_time
  if [ -n "$cx_sequence" ] && ! sync "$cx_state_dir/journal" 2>/dev/null; then
    cx_watch_end
    exit 8
  fi
  [ -z "$cx_end" ] || cx_outcome "$cx_end" 0
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
    # Only a wait that a signal has interrupted gives more than 128 while the operation runs.
    [ "$cx_status" -gt 128 ] && kill -0 "$cx_operation" 2>/dev/null || break
  done
  if [ "$cx_status" -eq 0 ]; then
    cx_outcome "done" 0
  else
    cx_outcome failed "$cx_status"
  fi
}

cx_watch_end() { [ -z "$cx_watch" ] || kill "$cx_watch" 2>/dev/null; }

# Sends USR1 when the time is over. Its sleep ends with it, also where TERM comes just as it begins.
cx_watch_time() {
  # (What the shell says of its sleep is no output of the operation.)
  exec 2>/dev/null 3<&- 8>&- 9>&-
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
  cx_outcome_write "$cx_end" 0
  kill -s KILL -- "-$$"
}

# cx_outcome WORD STATUS: the last thing that a supervisor does.
cx_outcome() {
  cx_watch_end
  cx_outcome_write "$@"
  # Once more: a trap of mksh that comes just as its wait begins runs only after the wait.
  cx_watch_end
  exit "$cx_exit"
}

# cx_outcome_write WORD STATUS: sets cx_exit. The runner is told if the journal could not be written: what follows must not
# be spliced to a torn line.
cx_outcome_write() {
  cx_now
  cx_exit=7
  if [ -n "$cx_sequence" ]; then
    cx_append "$cx_sequence" "$1" "$cx_key" "status=$2 seconds=$((cx_time - cx_begun))" || set -- unjournaled "$2"
  fi
  case $1 in
  done) cx_exit=100 ;;
  *) { printf '%s\n' "$cx_token $1 $2" >"$cx_state_dir/outcome"; } 2>/dev/null && [ "$1" != unjournaled ] && cx_exit=0 ;;
  esac
}
