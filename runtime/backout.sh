# --- Backing out -----------------------------------------------------------------------------------------------------
# Each step of which something has begun is undone, the last first. In doubt, failed, timed out, interrupted: all count
# as begun.

# cx_begun FIRST LAST: whether any unit of a range has begun.
cx_begun() {
  cx_at=$1
  while [ "$cx_at" -le "$2" ]; do
    eval "cx_unit_state=\${cx_u$cx_at-}"
    [ -z "$cx_unit_state" ] || return 0
    cx_at=$((cx_at + 1))
  done
  return 1
}

# cx_restorable KEY SAVE FIRST-LAST...: whether a restore has to run: only if its save is journaled as done (SAVE is its
# unit; - where the plan has none), and something that it would put back has begun since. An older copy must never be
# put over good data.
cx_restorable() {
  cx_key=$1
  cx_since=0
  if [ "$2" != - ]; then
    eval "cx_unit_state=\${cx_u$2-} cx_since=\${cx_w$2:-0}"
    if [ "$cx_unit_state" != "done" ]; then
      cx_not_needed "what it would restore from was not saved"
      return 1
    fi
  fi
  shift 2
  for cx_range in "$@"; do
    cx_at=${cx_range%-*}
    while [ "$cx_at" -le "${cx_range#*-}" ]; do
      eval "cx_begun_at=\${cx_b$cx_at:-0}"
      [ "$cx_begun_at" -le "$cx_since" ] || return 0
      cx_at=$((cx_at + 1))
    done
  done
  cx_not_needed "nothing that it would put back has begun since the save"
  return 1
}

cx_not_needed() {
  cx_say "  $cx_key is not needed: $1."
  [ -n "$cx_dry" ] || cx_note not-needed "$cx_key" "$1"
}

# cx_undo_step NUMBER FIRST LAST: begins the undo of a step, or fails where nothing of it has begun. Its forward units
# are FIRST to LAST.
cx_undo_step() {
  eval "cx_step_state=\${cx_p$1-}"
  case $cx_step_state in
  '' | passed | owed) return 1 ;;
  esac
  [ "$1" -gt "$cx_stop_at" ] || return 1
  cx_stop_if_asked
  cx_step_number=$1 cx_step_left=
  "about_$1"
  if [ "$cx_step_state" != undoing ] && [ "$3" -ge "$2" ] && ! cx_begun "$2" "$3"; then
    if [ -z "$cx_dry" ]; then
      cx_note undone "$cx_step_key" "nothing of it had begun"
      cx_disarm_step
    fi
    return 1
  fi
  cx_line="[$1/$cx_steps] taking back $cx_step_key"
  [ "$cx_step_title" = "$cx_step_key" ] || cx_line="$cx_line: $cx_step_title"
  cx_line="$cx_line - $cx_step_owner"
  [ -z "$cx_step_undo_takes" ] || cx_line="$cx_line - planned $(cx_duration "$cx_step_undo_takes")"
  cx_say "$cx_line"
  [ -n "$cx_dry" ] || cx_note undo "$cx_step_key" "by=$cx_user"
  eval "cx_expiry=\${cx_x$1-}"
  if [ -n "$cx_expiry" ] && [ -n "$cx_pass_over" ] && cx_now && [ "$cx_time" -ge "$cx_expiry" ] && cx_names_pass_over; then
    cx_leave_step
    return 1
  fi
}

# A step whose undo has expired is left as work to do.
cx_leave_step() {
  cx_text=${cx_pass_over#*"$cx_newline$cx_step_key="}
  cx_text="its undo has expired: ${cx_text%%"$cx_newline"*}"
  cx_say "  Passed over: $cx_text"
  cx_any_left=1
  [ -z "$cx_dry" ] || return 0
  cx_ascii "$cx_text"
  cx_note_now left "$cx_step_key" "by=$cx_user $cx_text"
  cx_note step-left "$cx_step_key" ''
  cx_step_number=
}

cx_step_undone() {
  [ -z "$cx_dry" ] || return 0
  if [ -n "$cx_step_left" ]; then
    cx_note step-left "$cx_step_key" ''
  else
    # Told first: a kill between the two may repeat the record, but must not lose the message.
    on_step_undone "$cx_step_first"
    cx_note undone "$cx_step_key" "by=$cx_user"
    cx_disarm_step
  fi
  cx_step_number=
}

# cx_undo_nothing NUMBER: a gate, or a step that only looked.
cx_undo_nothing() {
  eval "cx_step_state=\${cx_p$1-}"
  if [ -n "$cx_step_state" ] && [ "$1" -gt "$cx_stop_at" ] && [ -z "$cx_dry" ]; then
    "about_$1"
    cx_note undone "$cx_step_key" ''
  fi
}

# cx_owed COVER: the undo of an earlier step takes this one back.
cx_owed() {
  cx_say "  Taken back by the undo of $1."
  [ -n "$cx_dry" ] || cx_note owed "$cx_step_key" "cover=$1"
  cx_step_number=
}

# cx_cover_done: after the undo of a step that covers others, before theirs is checked.
cx_cover_done() { cx_cover_left=$cx_step_left; }

# cx_covered NUMBER: begins the checks of a covered step, or fails where it has not begun, or its cover's undo was passed
# over.
cx_covered() {
  eval "cx_step_state=\${cx_p$1-}"
  [ -z "$cx_cover_left" ] && [ -n "$cx_step_state" ] && [ "$cx_step_state" != passed ] || return 1
  cx_step_number=$1 cx_step_left=
  "about_$1"
}

# cx_covers_checked NUMBER: back to the step that covers.
cx_covers_checked() {
  cx_step_number=$1 cx_step_left=$cx_cover_left
  "about_$1"
}

# cx_irreversible FIRST LAST BECAUSE ACCEPTED-BY: past here only forward.
cx_irreversible() {
  cx_begun "$1" "$2" || return 0
  if [ -n "$cx_dry" ]; then
    cx_say "  IRREVERSIBLE: $3"
    cx_stop_at=$cx_steps
    return 0
  fi
  cx_say "  IRREVERSIBLE: $3 (accepted by $4)"
  cx_happened=
  cx_at=$1
  while [ "$cx_at" -le "$2" ]; do
    eval "cx_unit_state=\${cx_u$cx_at-}"
    [ "$cx_unit_state" != "done" ] || cx_happened=1
    cx_at=$((cx_at + 1))
  done
  if [ -z "$cx_happened" ] && [ -n "$cx_terminal" ]; then
    cx_ask "  It was begun, and whether anything of it was done is unknown. Did any of it happen? [yes/no]: "
    if [ "$cx_answer" = no ]; then
      cx_note_now by-hand "$cx_step_key" "by=$cx_user nothing of it had happened"
      return 0
    fi
  fi
  cx_backout_stuck "step $cx_step_key is irreversible; $cx_decides decides how to go on"
}

# In the middle of a failed implementation: the same backout, in the same process. Exits 3 or 4.
cx_back_out_now() {
  cx_reason=$1
  cx_updates_end
  cx_fail_event "$1"
  cx_note_now stopped "${cx_step_key:--}" "back out"
  cx_journal_read
  cx_reason=$1 cx_to='' cx_stop_at=0 cx_direction=undo cx_exit_status=3
  cx_back_out
}

# Takes back all steps after cx_stop_at, and ends the script.
cx_back_out() {
  cx_direction=undo
  if [ "$cx_state" != backing-out ]; then
    cx_ascii "$cx_reason"
    cx_note_now backout - "to=${cx_to:--} $cx_text"
  fi
  if [ "$cx_stop_at" -eq 0 ]; then
    cx_about_stopped
    cx_event backout
    cx_phase_begin
    on_backout
    [ -z "$cx_regular_backout" ] || cx_updates_begin on_backout_tick
  fi
  cx_undo_all
  if [ -n "$cx_any_left" ]; then
    cx_backout_stuck "some steps were passed over"
  fi
  if [ "$cx_stop_at" -gt 0 ]; then
    cx_note_now partly-backed-out - "to=$cx_to"
    cx_say "$cx_id is partly backed out: what followed step $cx_to is undone."
    cx_end "$cx_exit_status"
  fi
  health_after_backout
  if [ -n "$cx_any_left" ]; then
    cx_backout_stuck "the health after the backout is not as it should be"
  fi
  cx_updates_end
  cx_note_now backed-out - "by=$cx_user"
  cx_about_stopped
  cx_event backed_out
  on_backed_out
  rm -f -- "$cx_round_dir"/values/*.secret
  cx_say "$cx_id is backed out and verified."
  cx_end "$cx_exit_status"
}

cx_undo_all() {
  cx_number=$cx_steps
  while [ "$cx_number" -gt 0 ]; do
    "undo_$cx_number"
    cx_number=$((cx_number - 1))
  done
  cx_step_none
}

# What is said of the backout as a whole names the step at which the implementation had stopped.
cx_about_stopped() {
  cx_step_none
  [ -z "$cx_stopped_step" ] || "about_$cx_stopped_step"
}

# cx_each_to_undo FUNCTION: calls it for each step after cx_stop_at of which something is to be taken back, the last first,
# with what is known of the step.
cx_each_to_undo() {
  cx_number=$cx_steps
  while [ "$cx_number" -gt "$cx_stop_at" ]; do
    eval "cx_step_state=\${cx_p$cx_number-}"
    if [ -z "$cx_step_state" ] && [ "$cx_number" -le "${cx_assume_number:-0}" ]; then
      cx_step_state='assumed done'
    fi
    case $cx_step_state in
    '' | passed) ;;
    *)
      "about_$cx_number"
      "$1"
      ;;
    esac
    cx_number=$((cx_number - 1))
  done
  cx_step_none
}

# cx_backout_stuck WHY: the backout ends here, incomplete. Says what is left and whose it is.
cx_backout_stuck() {
  cx_ascii "$1"
  cx_note_now backout-stopped "${cx_step_key:--}" "$cx_text"
  cx_updates_end
  cx_reason=$1
  cx_event backout_failed new
  on_backout_failed
  cx_say "The backout of $cx_id is INCOMPLETE: $1."
  cx_remaining
  cx_command_of backout
  cx_say "Go on with: $cx_command"
  cx_end 4
}

# What a person must still do, by owner.
cx_remaining() {
  cx_journal_read
  cx_lines=''
  cx_each_to_undo cx_remains
  if [ -n "$cx_lines" ]; then
    cx_say "Remaining work, by owner:"
    printf '%s' "$cx_lines" | sort -s -t : -k 1,1
  fi
  held_guards
}

cx_remains() {
  case $cx_step_state in
  undoing) cx_line='its undo is not finished' ;;
  left) cx_line='its undo was passed over' ;;
  owed) cx_line='is taken back with an earlier step' ;;
  *) cx_line='is to be taken back' ;;
  esac
  cx_lines="$cx_lines  $cx_step_owner: $cx_step_key ($cx_step_title) $cx_line$cx_newline"
}

# cx_guard_held ENTER LEAVE TITLE: says so where a backout stops inside of a guard.
cx_guard_held() {
  eval "cx_enter_state=\${cx_p$1-} cx_leave_state=\${cx_p$2-}"
  case $cx_enter_state/$cx_leave_state in
  /* | passed/* | */done) ;;
  begun/*) cx_say "The guard may be HELD: $3." ;;
  *) cx_say "The guard is HELD: $3." ;;
  esac
}
