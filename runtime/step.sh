# --- Steps -----------------------------------------------------------------------------------------------------------

# cx_step NUMBER [UNIT KEY SETTINGS]: begins a step, or fails where the journal says that nothing of it is to be done.
# UNIT is the text of its `when`, which is asked once.
cx_step() {
  eval "cx_step_state=\${cx_p$1-}"
  cx_step_number=$1
  case $cx_step_state in
  "done" | passed) return 1 ;;
  esac
  cx_stop_if_asked
  "about_$1"
  if [ -n "$cx_step_enter" ]; then
    eval "cx_enter_state=\${cx_p$cx_step_enter-}"
    if [ "$cx_enter_state" = passed ]; then
      cx_pass_step "$1"
      return 1
    fi
  fi
  cx_phase_window
  cx_progress "$1"
  [ -z "$cx_step_loses" ] || cx_say "  An undo loses $cx_step_loses."
  if [ -n "$cx_dry" ]; then
    [ -z "${2-}" ] || cx_say "  only when $3 holds"
    return 0
  fi
  if [ -z "$cx_step_state" ] && [ -n "${2-}" ] && ! cx_when "$2" "$3" "$4"; then
    cx_say "  Not needed: its condition does not hold."
    cx_pass_step "$1"
    return 1
  fi
  cx_in_time
  [ -n "$cx_step_state" ] || cx_note step "$cx_step_key" "by=$cx_user"
  on_step_started "$cx_step_last"
}

cx_pass_step() {
  [ -n "$cx_dry" ] || cx_note passed "$cx_step_key" "by=$cx_user"
  eval "cx_p$1=passed"
  cx_names="$cx_names cx_p$1"
}

# Whether a condition holds. That it cannot be asked is a failure, not a no.
cx_when() {
  cx_kind=shell cx_unit=$1 cx_key=$2
  while :; do
    "$3"
    cx_run "$1" "$2" '' "$cx_timeout" && return 0
    if [ "$cx_word" = failed ] && [ "$cx_status" -lt 126 ]; then
      return 1
    fi
    cx_stop_if_asked
    cx_failure "condition $2: $cx_outcome" ""
  done
}

cx_step_done() {
  [ -z "$cx_dry" ] || return 0
  # Told first: a kill between the two may repeat the record, but must not lose the message.
  on_step_done "$cx_step_last"
  cx_note step-done "$cx_step_key" ''
  cx_step_number=
}

# cx_about KEY TITLE OWNER TAKES UNDO-TAKES INVERSE [NAME FIRST LAST]: what is known of a step. FIRST and LAST are the name
# where the step is the first or last of those that one `for` has made.
cx_about() {
  cx_step_key=$1 cx_step_title=$2 cx_step_owner=$3 cx_step_takes=$4 cx_step_undo_takes=$5 cx_step_inverse=$6
  cx_step_name=${7-$1} cx_step_first=${8-$1} cx_step_last=${9-$1}
  cx_times '' '' '' ''
  cx_step_loses='' cx_step_from='' cx_step_until='' cx_step_cover='' cx_step_expires='' cx_step_enter=''
}

# Between steps a message speaks of none.
cx_step_none() { cx_step_number='' cx_step_key='' cx_step_title='' cx_step_owner='' cx_place=''; }

# [4/17] migrate: Apply schema 15 - Carol Dvorak - planned 15m
cx_progress() {
  cx_line="[$1/$cx_steps] $cx_step_key"
  [ "$cx_step_title" = "$cx_step_key" ] || cx_line="$cx_line: $cx_step_title"
  cx_line="$cx_line - $cx_step_owner"
  [ -z "$cx_step_takes" ] || cx_line="$cx_line - planned $(cx_duration "$cx_step_takes")"
  cx_time_words
  cx_say "$cx_line$cx_time_text"
}

# A phase with a window of its own waits for it.
cx_phase_window() {
  [ -n "$cx_step_from" ] && [ -z "$cx_dry" ] || return 0
  cx_now
  if [ "$cx_time" -lt "$cx_step_from" ]; then
    cx_stop "the next phase begins at $(cx_local "$cx_step_from")"
  elif [ "$cx_time" -ge "$cx_step_until" ]; then
    [ -n "$cx_outside" ] || cx_stop "the window of this phase ended at $(cx_local "$cx_step_until") (--outside-window REASON goes on)"
    cx_note_outside "$cx_step_key"
  fi
}

# cx_gate NUMBER: a go/no-go question to its owner. No answer is no.
cx_gate() {
  if [ -n "$cx_dry" ]; then
    return 0
  fi
  if [ -z "$cx_terminal" ]; then
    cx_stop "gate $cx_step_key waits for the answer of $cx_step_owner (run this on a terminal)"
  fi
  cx_sync
  cx_ask "  GO or NO-GO, $cx_step_owner? [go/no]: "
  if [ "$cx_answer" != go ]; then
    cx_ascii "$cx_answer"
    cx_note_now no-go "$cx_step_key" "by=$cx_user $cx_text"
    cx_stop "gate $cx_step_key was answered no"
  fi
  cx_note_now go "$cx_step_key" "by=$cx_user"
  on_step_done "$cx_step_last"
  cx_step_number=
}

# All steps, in order.
cx_all_steps() {
  cx_number=1
  while [ "$cx_number" -le "$cx_steps" ]; do
    eval "cx_step_state=\${cx_p$cx_number-}"
    case $cx_step_state in
    "done" | passed) ;;
    *) "step_$cx_number" ;;
    esac
    cx_number=$((cx_number + 1))
  done
  cx_step_none
}
