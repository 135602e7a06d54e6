# --- Confirmations ---------------------------------------------------------------------------------------------------

# cx_confirmed: after the last operation of an armed step and its verification. Returns where the step may stay, and fails
# where it was done anew instead. Meanwhile nobody holds the lock: a session that is cut off does not stand in the way.
cx_confirmed() {
  [ -z "$cx_dry" ] && [ "$cx_armed" = "$cx_step_number" ] || return 0
  cx_number_before=$cx_step_number
  cx_sync
  cx_journal_read
  cx_runs_before=$cx_runs
  cx_owner_write waiting || :
  cx_let_go
  # Only now: who reads this may confirm, or back out, at once.
  cx_say "  Done, and waits for a confirmation."
  cx_say_armed
  cx_wait_for_decision
  cx_take_lock_again
  rm -f -- "$cx_state_dir/waiting"
  cx_journal_read
  if [ "$cx_runs" -ne "$cx_runs_before" ]; then
    cx_unlock
    cx_error "Somebody else has gone on with $cx_id meanwhile. --status shows how."
    exit 5
  fi
  cx_journal_open
  cx_note_decision
  case $cx_answer in
  backout) [ -z "$cx_armed" ] || cx_back_out_now "step $cx_step_key was not confirmed" ;;
  stop) [ -z "$cx_armed" ] || cx_stop "step $cx_step_key is not confirmed" ;;
  esac
  cx_stop_if_asked
  eval "cx_unit_state=\${cx_c$cx_number_before-}"
  if [ -n "$cx_unit_state" ]; then
    cx_say "  Confirmed."
    return 0
  fi
  cx_step_unconfirmed
  cx_number=$cx_number_before
  "step_$cx_number"
  return 1
}

# Waits until it is decided: by a confirmation from anywhere, by what is typed here, or by the time; and then until the step
# is taken back. Where the process that does it has died, this one will.
cx_wait_for_decision() {
  cx_answer='' cx_late_said=''
  cx_listen
  while [ -e "$cx_armed_file" ] && [ -z "$cx_stopping" ]; do
    if cx_decision; then
      [ "$cx_decision" = expired ] && cx_dead_man_lives || break
    fi
    cx_armed_left
    if [ "$cx_left" -le 0 ] && ! cx_dead_man_lives; then
      cx_decide_expired || break
    fi
    if [ -z "$cx_late_said" ] && [ "$cx_left" -le -15 ]; then
      cx_late_said=1
      cx_say_over
    fi
    if [ -z "$cx_decision" ] && [ -s "$cx_round_dir/answer" ]; then
      read -r cx_answer <"$cx_round_dir/answer"
      case $cx_answer in
      confirm) cx_decide_confirmed || : ;;
      backout | stop) break ;;
      *) cx_listen ;;
      esac
    fi
    sleep 0.2
  done
  [ -z "$cx_listener" ] || kill -s KILL "$cx_listener" 2>/dev/null
}

# Reads an answer from the terminal while the runner looks at other things.
cx_listen() {
  cx_answer='' cx_listener=''
  [ -n "$cx_terminal" ] || return 0
  rm -f -- "$cx_round_dir/answer"
  cx_say "  Here, [confirm], [backout] or [stop]. (An open connection can outlive what new ones cannot get through.)"
  command exec 6<&0
  (
    trap - HUP INT TERM QUIT
    IFS= read -r cx_typed && printf '%s\n' "${cx_typed:-nothing}" >"$cx_round_dir/answer.part" && mv -f -- "$cx_round_dir/answer.part" "$cx_round_dir/answer"
  ) <&6 &
  cx_listener=$!
  exec 6<&-
}

# Another one may just be journaling the decision, or undoing the step.
cx_take_lock_again() {
  [ "$cx_left" -gt 0 ] || [ ! -e "$cx_armed_file" ] || { cx_decision && [ "$cx_decision" = confirmed ]; } || cx_until_writable
  cx_tries=0
  while ! cx_try_lock; do
    if [ -n "$cx_stopping" ] || { [ "$cx_tries" -gt 50 ] && [ "$cx_owner_script" = implement ]; }; then
      cx_say_armed
      [ -z "$cx_stopping" ] || exit 1
      cx_locked
    fi
    cx_tries=$((cx_tries + 1))
    sleep 0.2
  done
  cx_holding=1
}

# The time is over, and this process is the last that could take the step back: it does not give up where the disk is full.
cx_until_writable() {
  cx_room_give
  cx_late_said=''
  until [ -n "$cx_stopping" ] || cx_owner_write waiting.part 2>/dev/null; do
    [ -n "$cx_late_said" ] ||
      cx_say "  The time for a confirmation is over, and the step is NOT taken back yet: nothing can be written to $cx_state_dir. It is tried again."
    cx_late_said=1
    sleep 2
  done
  rm -f -- "$cx_state_dir/waiting.part"
}

# Under the lock: journals a confirmation that was given while somebody else held it.
cx_note_decision() {
  [ -n "$cx_armed" ] && [ -z "$cx_armed_expired" ] && cx_decision && [ "$cx_decision" = confirmed ] || return 0
  "about_$cx_armed"
  cx_step_number=$cx_armed
  cx_note_now confirmed "$cx_step_key" "by=$cx_decided_by"
  eval "cx_c$cx_armed=1 cx_names=\"\$cx_names cx_c$cx_armed\""
  cx_disarm
}

# The step was taken back, or is to be: by this process, where the one that should have has died. Returns where a person
# wants to try it again.
cx_step_unconfirmed() {
  if [ -n "$cx_armed" ]; then
    cx_finish_armed
  else
    cx_say "  It was not confirmed in time, and was taken back by itself."
  fi
  "about_$cx_number_before"
  cx_what="step $cx_step_key was not confirmed in time, and was taken back" cx_failure_told=1
  if [ -z "$cx_terminal" ]; then
    cx_number=$cx_number_before
    if [ "$cx_on_failure" = backout ] && cx_anything_done_before; then
      cx_back_out_now "$cx_what"
    fi
    cx_stop "$cx_what"
  fi
  while :; do
    cx_ask "  [retry] the step, [backout], [stop]: "
    case $cx_answer in
    retry)
      cx_failure_told=''
      return 0
      ;;
    backout) cx_back_out_now "$cx_what" ;;
    stop | '') cx_stop "$cx_what" ;;
    esac
  done
}

# Takes back what nobody has confirmed in time, in the middle of an implementation. Nobody is asked: there may be nobody.
cx_finish_armed() {
  cx_saved_terminal=$cx_terminal cx_terminal='' cx_dead_man=runner cx_dead_man_tries=10 cx_assume_number=0
  cx_take_back_armed
  cx_terminal=$cx_saved_terminal cx_dead_man='' cx_direction="do"
  cx_journal_read
}

# At the start of a run, with the journal open: what was decided while nobody was there, and what nobody has decided in time.
cx_settle_armed() {
  cx_note_decision
  [ -n "$cx_armed" ] || return 0
  cx_armed_file=$cx_round_dir/armed.$cx_armed_seq
  cx_boot_id
  cx_armed_left
  [ -n "$cx_armed_expired" ] || [ "$cx_left" -le 0 ] || [ -e "$cx_armed_file.decision" ] || return 0
  cx_decide_expired || :
  cx_number_before=$cx_armed
  cx_step_unconfirmed
}

# --confirm STEP: from a session that got in anew.
cx_confirm_step() {
  cx_readable
  [ -s "$cx_state_dir/journal" ] || cx_refuse "There is no journal of $cx_id in $cx_state_dir: nothing waits for a confirmation."
  cx_state_own
  cx_journal_read
  cx_same_change
  cx_number=$(cx_step_number_of "$cx_confirm") || {
    cx_error "There is no step $cx_confirm."
    exit 2
  }
  eval "cx_unit_state=\${cx_c$cx_number-} cx_step_state=\${cx_p$cx_number-}"
  if [ -n "$cx_unit_state" ]; then
    cx_say "$cx_confirm is confirmed already."
    exit 0
  fi
  if [ "$cx_armed" != "$cx_number" ]; then
    cx_refuse "$cx_confirm does not wait for a confirmation: it has not begun, or was taken back. --status shows it."
  fi
  cx_round_dir=$cx_state_dir/$cx_round cx_armed_file=$cx_state_dir/$cx_round/armed.$cx_armed_seq
  cx_boot_id
  cx_armed_left
  if [ -n "$cx_armed_expired" ] || [ "$cx_left" -le 0 ] || [ "$cx_step_state" = undoing ]; then
    cx_refuse "It is too late to confirm $cx_confirm: it is taken back."
  fi
  [ -n "$cx_armed_ready" ] || cx_refuse "$cx_confirm is not finished: it can be confirmed when all its operations are done."
  cx_decide_confirmed || cx_decision || { cx_room_give && cx_decide_confirmed; } || cx_decision || {
    cx_error "The confirmation cannot be written to $cx_round_dir: $cx_confirm is not confirmed."
    cx_say_armed >&2
    exit 7
  }
  cx_decision
  [ "$cx_decision" = confirmed ] || cx_refuse "It is too late to confirm $cx_confirm: it is taken back."
  cx_say "$cx_confirm is confirmed: it stays."
  cx_journal_confirmation
  if cx_owner_read waiting && cx_owner_lives; then
    cx_say "The session that waited for it goes on ($cx_owner_user on $cx_owner_host, process $cx_owner_pid)."
  else
    cx_command_of implement
    cx_say "Go on with: $cx_command"
  fi
  exit 0
}

# Where somebody else holds the lock, they do it.
cx_journal_confirmation() {
  cx_try_lock || return 0
  cx_holding=1
  cx_journal_read
  cx_journal_open
  cx_note_decision
  cx_unlock
  exec 8>&- 9>&-
}
