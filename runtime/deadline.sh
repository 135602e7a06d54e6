# --- Until when there is a way back ----------------------------------------------------------------------------------
# Of each step the compiler knows the turn-round time: the latest moment to begin the backout, and be done, verified and
# announced before the window ends. Less what the step itself can take, it is the latest moment to start it.

# cx_times TURN WORDS LATEST WORDS [gate]: of the step that cx_about has told of. TURN is empty where there is no way
# back. Of a gate LATEST is the latest answer.
cx_times() {
  cx_step_turn=$1 cx_step_turn_words=$2 cx_step_latest=$3 cx_step_latest_words=$4 cx_step_is_gate=${5-}
}

# cx_time_words: sets cx_time_text to what the line of a step says of it.
cx_time_words() {
  cx_time_text=
  if [ -z "$cx_step_latest" ]; then
    return
  elif [ -n "$cx_step_is_gate" ]; then
    cx_time_text=" - answer by $cx_step_latest_words"
  elif [ -n "$cx_step_turn" ]; then
    cx_time_text=" - turn round by $cx_step_turn_words"
  else
    cx_time_text=" - no way back, start by $cx_step_latest_words"
  fi
}

# cx_in_time_to_begin: a change whose first step cannot be taken back in time any more is not begun unseen.
cx_in_time_to_begin() {
  "about_1"
  if [ -z "$cx_late_reason" ] && cx_is_late; then
    [ -n "$cx_terminal" ] || cx_refuse "It is too late to begin: $cx_late. With --outside-window REASON it runs all the same."
    cx_say "LATE: $cx_late; now it is $(cx_local "$cx_time")."
  fi
  cx_step_none
}

# cx_is_late: whether the step should have been started already; sets cx_late.
cx_is_late() {
  [ -n "$cx_step_latest" ] && cx_now && [ "$cx_time" -gt "$cx_step_latest" ] || return 1
  cx_late="$cx_step_key had to start by $cx_step_latest_words"
  [ -z "$cx_step_turn" ] || cx_late="$cx_late, to turn round by $cx_step_turn_words"
}

# cx_in_time: returns where a step may start: it can still be taken back in time, or somebody has said to go on.
cx_in_time() {
  cx_is_late || return 0
  if [ -n "$cx_step_is_gate" ]; then
    cx_say "  LATE: the latest answer that leaves every later step its way back was $cx_step_latest_words."
    cx_tell_deadline
    return 0
  fi
  cx_say "  LATE: $cx_late; now it is $(cx_local "$cx_time")."
  cx_tell_deadline
  if [ -n "${cx_late_reason-}" ]; then
    cx_go_late "$cx_late_reason"
    return 0
  fi
  if [ -z "$cx_terminal" ]; then
    if [ "$cx_on_failure" = backout ] && cx_anything_done_before; then
      cx_back_out_now "$cx_late"
    fi
    cx_stop "$cx_late (run this on a terminal, or with --outside-window REASON)"
  fi
  cx_ask_late
}

# cx_tell_deadline: once, however often the step is asked about.
cx_tell_deadline() {
  cx_event decision_deadline
  on_decision_deadline
}

cx_ask_late() {
  while :; do
    cx_ask "  [go] on with a reason, [rest] for all later steps too, [backout], [stop]: "
    case $cx_answer in
    go | rest)
      cx_wanted=$cx_answer
      if cx_ask_reason "  Why is the way back in time given up? "; then
        [ "$cx_wanted" = go ] || cx_late_reason=$cx_answer
        cx_go_late "$cx_answer"
        return 0
      fi
      ;;
    backout) cx_back_out_now "$cx_late" ;;
    stop | '') cx_stop "$cx_late" ;;
    esac
  done
}

cx_go_late() {
  cx_ascii "$1"
  cx_note_now late "$cx_step_key" "by=$cx_user $cx_text"
}

# cx_anything_done_before: the walk over all steps ends at this one again.
cx_anything_done_before() {
  cx_at_step=$cx_number
  cx_anything_done && cx_any=1 || cx_any=
  cx_number=$cx_at_step
  [ -n "$cx_any" ]
}

# cx_status_times: until when the step that runs, or comes next, can be turned round from. What is known of each step is
# not read here.
cx_status_times() {
  cx_find_next
  cx_time_text=$(plan_times | sed -n "s/^$cx_number //p")
  [ -n "$cx_time_text" ] || return 0
  # shellcheck disable=SC2086 # split into the words of the table
  set -- $cx_time_text
  cx_now
  cx_line="Next: [$cx_number/$cx_steps] $1"
  if [ "$2" = gate ]; then
    cx_line="$cx_line, answer by $(cx_moment "$4")"
  elif [ -z "$cx_step_state" ]; then
    cx_line="$cx_line, start by $(cx_moment "$4")"
  else
    cx_line="Now: [$cx_number/$cx_steps] $1"
  fi
  if [ "$3" = - ]; then
    cx_line="$cx_line, no way back"
  else
    cx_line="$cx_line, turn round by $(cx_moment "$3")"
  fi
  cx_say "$cx_line"
}

# cx_find_next: sets cx_number to that of the first step that is not done, or to one more than there are.
cx_find_next() {
  cx_number=1 cx_step_state=
  while [ "$cx_number" -le "$cx_steps" ]; do
    eval "cx_step_state=\${cx_p$cx_number-}"
    case $cx_step_state in
    "done" | passed) cx_number=$((cx_number + 1)) ;;
    *) return ;;
    esac
  done
}

# cx_phase_is_open: whether what comes next is in a phase whose own window is open.
cx_phase_is_open() {
  cx_number=1
  [ -n "$cx_fresh" ] || cx_find_next
  [ "$cx_number" -le "$cx_steps" ] || return 1
  "about_$cx_number"
  cx_step_none
  [ -n "$cx_step_from" ] && [ "$cx_time" -ge "$cx_step_from" ] && [ "$cx_time" -lt "$cx_step_until" ]
}

# cx_moment SECONDS: prints a time, and whether it has passed.
cx_moment() {
  printf %s "$(cx_local "$1")"
  [ "$cx_time" -le "$1" ] || printf ' (PASSED)'
}
