# --- Operations ------------------------------------------------------------------------------------------------------
# Every function here returns when the plan may go on, and only then: a stop or a backout ends the script from within.

# cx_do KIND UNIT KEY SETTINGS DIGEST PLACE [SETTLE] [NUMBER]: runs one operation, unless the journal says that it was.
# SETTINGS is a function that gives time limits and tries; SETTLE the scope whose verify shows that it was done; NUMBER
# the seconds of a wait, or a list of checks.
cx_do() {
  cx_kind=$1 cx_unit=$2 cx_key=$3 cx_unit_settings=$4 cx_unit_digest=$5 cx_place=$6 cx_settle=${7-} cx_number_given=${8-}
  eval "cx_unit_state=\${cx_u$cx_unit-}"
  case $cx_unit_state in
  done | skipped) return 0 ;;
  esac
  if [ -n "$cx_dry" ]; then
    cx_show_operation
    return 0
  fi
  "$cx_unit_settings"
  if [ "$cx_unit_state" = doubt ] && [ "$cx_direction" = "do" ] && [ "$cx_kind" = shell ]; then
    cx_in_doubt && return 0
  fi
  cx_left_tries=$cx_retries
  while :; do
    cx_between
    cx_try_operation && return 0
    cx_stop_if_asked
    if [ "$cx_left_tries" -gt 0 ] && [ "$cx_word" != unknown ]; then
      cx_left_tries=$((cx_left_tries - 1))
      cx_say "  $cx_key: $cx_outcome; trying again in $cx_pause s ($cx_left_tries more)"
      cx_sleep "$cx_pause"
      continue
    fi
    cx_failure "operation $cx_key: $cx_outcome" "$cx_key" && return 0
  done
}

# cx_settings TIMEOUT UNDO-TIMEOUT RETRIES PAUSE SAFE SECRETS: of the operations of a scope. SAFE: running one again does
# what running it once does. SECRETS: they read some.
cx_settings() {
  cx_timeout=$1 cx_retries=$3 cx_pause=$4 cx_safe=$5 cx_reads_secrets=$6
  [ "$cx_direction" = "do" ] || cx_timeout=$2
}

cx_try_operation() {
  cx_word=
  cx_note begin "$cx_key" "way=$cx_direction digest=$cx_unit_digest"
  # The supervisor makes this durable before it starts a shell text.
  [ "$cx_kind" = shell ] || cx_sync
  case $cx_kind in
  shell) cx_run "$cx_unit" "$cx_key" "$((cx_sequence + 1))" "$cx_timeout" ;;
  manual) cx_by_person ;;
  wait) cx_wait_time ;;
  until) cx_wait_until ;;
  checks) cx_run_checks ;;
  esac
}

# cx_run UNIT KEY SEQUENCE TIMEOUT: runs the text of a unit. Sets cx_outcome; an empty SEQUENCE journals no outcome.
cx_run() {
  cx_write_text "$1"
  cx_run_text "$2" "$3" "$4"
}

# cx_write_text UNIT: writes the text of a unit, with its variables, to run.sh.
cx_write_text() {
  cx_unwritten=
  "shell_$1" >"$cx_state_dir/run.sh" && [ -z "$cx_unwritten" ] || cx_journal_lost "has no place beside it for the operation's text"
}

# cx_run_text KEY SEQUENCE TIMEOUT: runs what run.sh holds. Where cx_capture is set, its standard output goes there.
cx_run_text() {
  cx_output=$cx_running
  # (A redirection that fails would end the shell but for `command`.)
  command : >>"$cx_output" && { [ -z "$cx_capture" ] || command : >"$cx_capture"; } ||
    cx_journal_lost "has no place beside it for an output"
  if [ -n "$cx_reads_secrets" ]; then
    cx_supervise_with_secrets "$@"
  else
    cx_supervise_run "$@"
  fi
  cx_output_keep "$1" "$2"
  [ -z "$2" ] || cx_sequence=$2
  cx_unsynced=1
  cx_show_output
  case $cx_word in
  done) cx_outcome='done' ;;
  failed) cx_outcome="failed with exit status $cx_status" ;;
  timeout) cx_outcome="ended after its time limit of $(cx_duration "$3")" ;;
  ended) cx_outcome="ended by a signal" ;;
  *) cx_outcome="its supervisor died, so the outcome is unknown" ;;
  esac
  [ "$cx_word" = "done" ]
}

# An operation whose outcome is unknown: fails where it has to run again. What is safe to repeat is repeated: that is
# surer than a verification, which may hold for another reason.
cx_in_doubt() {
  cx_say "  $cx_key was begun, and whether it was done is unknown."
  if [ -n "$cx_safe" ]; then
    cx_say "  $cx_key: running it again is safe."
    return 1
  fi
  if [ -n "$cx_settle" ] && cx_settles "$cx_settle"; then
    cx_say "  $cx_key: its verification holds, so it was done."
    cx_note_now settled "$cx_key" "by=verify"
    return 0
  fi
  if [ -z "$cx_terminal" ]; then
    cx_stop "operation $cx_key is in doubt, and nobody is here to say whether it was done (run this on a terminal, or back out)"
  fi
  while :; do
    cx_ask "Was $cx_key done? [done], [run] it again, [backout], [stop]: "
    case $cx_answer in
    "done") cx_note_now settled "$cx_key" "by=$cx_user" && return 0 ;;
    run) return 1 ;;
    backout) cx_back_out_now "operation $cx_key was in doubt" ;;
    stop | '') cx_stop "operation $cx_key is in doubt" ;;
    esac
  done
}

# cx_settles SCOPE: whether its verify holds; asks nothing but its own questions.
cx_settles() {
  cx_saved_unit="$cx_kind $cx_unit $cx_key $cx_unit_settings $cx_unit_digest $cx_place"
  cx_saved_seconds=$cx_number_given
  cx_settling=1 cx_holds=1
  "verify_$1"
  cx_settling=
  # shellcheck disable=SC2086 # split into the words it was made of
  set -- $cx_saved_unit
  cx_kind=$1 cx_unit=$2 cx_key=$3 cx_unit_settings=$4 cx_unit_digest=$5 cx_place=$6 cx_number_given=$cx_saved_seconds
  "$cx_unit_settings"
  [ -n "$cx_holds" ]
}

# A person does it, and says so.
cx_by_person() {
  cx_outcome='not done: nobody was here to do it'
  "text_$cx_unit"
  cx_say "  By hand: $cx_words"
  if [ -z "$cx_terminal" ]; then
    cx_note failed "$cx_key" "status=1 nobody"
    return 1
  fi
  cx_outcome='not done'
  while :; do
    cx_ask "  Answer [done] when it is done, [failed] if it cannot be: "
    case $cx_answer in
    "done") cx_note_now "done" "$cx_key" "status=0 by=$cx_user" && return 0 ;;
    failed) cx_note failed "$cx_key" "status=1 by=$cx_user" && return 1 ;;
    '') cx_note failed "$cx_key" "status=1 nobody" && return 1 ;;
    esac
  done
}

cx_wait_time() {
  cx_say "  Waiting $(cx_duration "$cx_number_given")"
  cx_sleep "$cx_number_given"
  cx_outcome='interrupted'
  [ -z "$cx_stopping" ] || return 1
  cx_note "done" "$cx_key" "status=0"
}

# Polls until the text succeeds, or the time limit of its scope.
cx_wait_until() {
  cx_now
  cx_deadline=${cx_timeout:+$((cx_time + cx_timeout))}
  cx_poll=1 cx_quiet=1
  cx_say "  Waiting until this holds${cx_timeout:+, $(cx_duration "$cx_timeout") at most}:"
  cx_show_command
  while ! cx_run "$cx_unit" "$cx_key" '' "$cx_timeout"; do
    cx_outcome='interrupted'
    [ -z "$cx_stopping" ] || return 1
    cx_now
    if [ -n "$cx_deadline" ] && [ "$cx_time" -ge "$cx_deadline" ]; then
      cx_note failed "$cx_key" "status=timeout"
      cx_quiet=
      cx_show_output
      cx_outcome="did not hold within $(cx_duration "$cx_timeout")"
      return 1
    fi
    cx_sleep "$cx_poll"
    [ "$cx_poll" -ge 10 ] || cx_poll=$((cx_poll * 2))
  done
  cx_quiet=
  cx_note "done" "$cx_key" "status=0"
}

cx_run_checks() {
  if cx_check_list "$cx_number_given"; then
    cx_note "done" "$cx_key" "status=0"
  else
    cx_outcome='a check failed'
    cx_note failed "$cx_key" "status=1"
    return 1
  fi
}

# cx_sleep SECONDS: a sleep that a signal ends.
cx_sleep() {
  [ "$1" -gt 0 ] || return 0
  cx_sync
  sleep "$1" 5>&- 6>&- 8>&- 9>&- &
  cx_sleeper=$!
  cx_signal=
  wait "$cx_sleeper"
  [ -z "$cx_signal" ] || kill "$cx_sleeper" 2>/dev/null
}

# What is looked at between two operations.
cx_between() {
  cx_stop_if_asked
  cx_outbox_tend
}

cx_stop_if_asked() {
  [ -z "$cx_stopping" ] || cx_stop "interrupted ($cx_signal_name)"
}

# What a dry run shows of an operation.
cx_show_operation() {
  case $cx_kind in
  shell | until)
    [ "$cx_kind" = shell ] || cx_say "  $cx_key, until it succeeds:"
    [ "$cx_kind" = until ] || cx_say "  $cx_key:"
    "shell_$cx_unit" | sed 's/^/    /'
    ;;
  manual)
    "text_$cx_unit"
    cx_say "  $cx_key, by hand: $cx_words"
    ;;
  wait) cx_say "  $cx_key: wait $(cx_duration "$cx_number_given")" ;;
  checks) cx_say "  $cx_key: checks" && cx_check_list "$cx_number_given" ;;
  esac
}
