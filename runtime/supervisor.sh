# --- Supervisors, as the runner sees them ----------------------------------------------------------------------------
# Each operation has a supervisor of its own (see cx_supervise). To start one takes longer than most operations, so while
# one operation runs the supervisor of the next one starts, and stands by: it waits for its request at one of the pipes
# `request.5` and `request.6`, in turns, whose other end is that descriptor of the runner. When the runner is gone, it goes too.

# cx_supervise_run KEY SEQUENCE TIMEOUT: has run.sh run, and waits for that. Sets cx_word and cx_status to the outcome. A
# supervisor that died while it stood by is replaced, once.
cx_supervise_run() {
  for cx_text in 1 2; do
    cx_supervisor_ready
    cx_child=$cx_standby cx_child_token=$cx_standby_token cx_lane_used=$cx_lane cx_standby=
    cx_request_words "$@"
    cx_request_put "$cx_request"
    cx_supervisor_start
    cx_supervise_await
    [ "$cx_word" = unknown ] && [ -z "$cx_stopping" ] && cx_request_unread || return 0
  done
}

# The secrets of the plan reach an operation through a pipe, behind its request.
cx_supervise_with_secrets() {
  cx_supervisor_token
  cx_child_token=$cx_token
  cx_request_words "$@"
  cx_spawn_with_secrets &
  cx_child=$!
  cx_supervise_await
}

cx_spawn_with_secrets() {
  printf '%s\n%s' "$cx_request" "$cx_secret_text" | cx_spawn_supervisor "$cx_child_token" 5>&- 6>&-
}

# cx_request_words KEY SEQUENCE TIMEOUT: sets cx_request to what is asked of cx_child_token: words, - for none.
cx_request_words() {
  cx_text=${cx_capture#"$cx_round_dir/"}
  cx_request="$cx_child_token ${2:--} ${3:--} ${cx_reads_secrets:--} ${cx_text:--} ${cx_running##*/} $1"
}

cx_supervise_await() {
  cx_tick_begin
  cx_await "$cx_child"
  cx_tick_end
  case $cx_awaited in
  100) cx_word='done' cx_status=0 ;;
  7) cx_word=unjournaled ;;
  8) cx_journal_lost "cannot be made durable" ;;
  *)
    { read -r cx_text cx_word cx_status <"$cx_state_dir/outcome"; } 2>/dev/null && [ "$cx_text" = "$cx_child_token" ] ||
      cx_word=unknown cx_status=
    ;;
  esac
  [ "$cx_word" != unjournaled ] || cx_journal_lost "cannot be written"
}

# Sets cx_token, the name of a supervisor. None before had it, also in earlier runs: what is said to or by another one is
# not meant.
cx_supervisor_token() {
  cx_supervisors_named=$((cx_supervisors_named + 1))
  cx_token=$$.$cx_run_mark.$cx_supervisors_named
}

cx_supervisor_ready() {
  [ -n "$cx_standby" ] && kill -s 0 "$cx_standby" 2>/dev/null || cx_supervisor_start
}

cx_supervisor_start() {
  [ -n "$cx_requests" ] || cx_requests_open
  cx_supervisor_token
  cx_standby_token=$cx_token
  if [ "$cx_lane" = 5 ]; then cx_lane=6; else cx_lane=5; fi
  # (It opens the pipe while it still holds the runner's end: it would else wait for a runner that has died.)
  cx_spawn_supervisor "$cx_token" <"$cx_state_dir/request.$cx_lane" 5>&- 6>&- &
  cx_standby=$!
}

cx_spawn_supervisor() {
  cx_spawn "$cx_state_dir/operation.sh" "$cx_state_dir" "$cx_round_dir" "$cx_boot" "$1" >/dev/null 2>&1
}

# New pipes for each run: at those of an earlier one somebody may still wait.
cx_requests_open() {
  set -- "$cx_state_dir/request.5" "$cx_state_dir/request.6"
  cx_shielded rm -f -- "$@"
  cx_shielded mkfifo -- "$@" && command exec 5<>"$1" 6<>"$2" || cx_journal_lost "has no place beside it for requests"
  cx_requests=1
}

cx_request_put() {
  if [ "$cx_lane_used" = 5 ]; then printf '%s\n' "$1" >&5; else printf '%s\n' "$1" >&6; fi ||
    cx_journal_lost "has no supervisor beside it"
}

cx_request_get() {
  if [ "$cx_lane_used" = 5 ]; then read -r cx_line <&5; else read -r cx_line <&6; fi
}

# Whether nobody has read the last request: what it asks for was not begun.
cx_request_unread() {
  cx_unread=
  cx_request_put end
  while cx_request_get && [ "$cx_line" != end ]; do
    [ "$cx_line" != "$cx_request" ] || cx_unread=1
  done
  [ -n "$cx_unread" ]
}

# Nothing more is run before somebody else may have the lock: who stands by holds it, too.
cx_stand_down() {
  [ -n "$cx_requests" ] || return 0
  exec 5>&- 6>&-
  cx_requests=''
  [ -z "$cx_standby" ] || cx_await "$cx_standby"
  cx_standby=''
}

# cx_await PID: waits for a child, and sets cx_awaited to its status. Signals interrupt a wait; the child is waited for until it is gone.
cx_await() {
  while :; do
    cx_signal=
    wait "$1" 2>/dev/null
    cx_awaited=$?
    if [ "$cx_stopping" = now ] && [ -n "$cx_signal" ]; then
      cx_end_child "$1"
    fi
    [ -n "$cx_signal" ] || return 0
    kill -0 "$1" 2>/dev/null || return 0
  done
}

# Tells the supervisor to end its operation. Where secrets pass, it is a grandchild.
cx_end_child() {
  if [ -n "$cx_reads_secrets" ]; then
    for cx_child_found in $(cx_supervisors); do
      kill -s TERM "$cx_child_found"
    done
  else
    kill -s TERM "$1"
  fi 2>/dev/null
}

# The processes that supervise an operation of this state directory, or stand by.
# (The path comes to grep and awk by other ways than their arguments: they would find each other.)
cx_supervisors() {
  set -- /proc/[0-9]*/cmdline
  for cx_proc in $(printf '%s\n' "$cx_state_dir/operation.sh" | grep -lFf - "$@" 2>/dev/null); do
    if tr '\0' '\n' 2>/dev/null <"$cx_proc" | CX_PATH=$cx_state_dir/operation.sh awk '$0 == ENVIRON["CX_PATH"] { found = 1 } END { exit !found }'; then
      cx_proc=${cx_proc#/proc/}
      printf '%s\n' "${cx_proc%/cmdline}"
    fi
  done
}
