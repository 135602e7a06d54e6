# --- Implementing ----------------------------------------------------------------------------------------------------

cx_implement() {
  cx_direction="do"
  cx_state_make
  cx_take_state
  case $cx_state in
  backing-out)
    cx_error "A backout of $cx_id is under way (reason: $cx_reason)."
    cx_command_of backout
    cx_refuse "Finish it with: $cx_command"
    ;;
  implemented)
    if [ "$cx_wish" = cancel ]; then
      cx_refuse "$cx_id is implemented: it can be backed out, not cancelled."
    fi
    if [ "$cx_journal_digest" = "$cx_digest" ]; then
      cx_say "$cx_id is already implemented."
      cx_finish_telling finish on_finish
    fi
    cx_same_plan
    ;;
  new | backed-out | cancelled)
    cx_round=$((cx_round + 1)) cx_fresh=1
    ;;
  running | partly)
    cx_same_plan
    ;;
  esac
  if [ "$cx_wish" = cancel ]; then
    cx_cancel
  fi
  cx_window
  if [ -n "$cx_fresh" ]; then
    cx_in_time_to_begin
    cx_say "$cx_id: $cx_title"
    cx_say "State: $cx_state_dir"
    cx_confirm "Implement it, $cx_steps steps?" || cx_refuse "Nothing was started."
  else
    cx_say "$cx_id: $cx_title"
    cx_say "State: $cx_state_dir"
    cx_confirm "Go on where it stopped?" || cx_refuse "Nothing was started."
  fi
  if [ -n "$cx_fresh" ] || [ "$cx_journal_digest" != "$cx_digest" ]; then
    cx_check_texts
  fi
  cx_begin_run
  cx_settle_armed
  if [ -n "$cx_fresh" ] || ! cx_begun 1 "$cx_units"; then
    plan_requirements
  fi
  cx_event start
  cx_phase_begin
  "schedule"
  on_start
  [ -z "$cx_regular_implementation" ] || cx_updates_begin on_implementation_tick
  cx_all_steps
  health_after_change
  cx_updates_end
  cx_note_now implemented - "by=$cx_user"
  cx_event finish
  on_finish
  cx_say "$cx_id is implemented."
  cx_command_of backout
  [ -z "$cx_monitor" ] || cx_say "A failure may still show until $(cx_local "$((cx_time + cx_monitor))")."
  cx_say "Take back with: $cx_command"
  cx_end 0
}

# Goes on with what was executed, if that is a part of this plan as it stands.
cx_same_plan() {
  cx_fresh=
  if [ -n "$cx_other_plan" ]; then
    cx_error "This is not the plan that was begun: $cx_other_plan."
    cx_command_of implement
    cx_error "Go on with the stored script: $cx_command"
    cx_command_of backout
    cx_refuse "Or take it back: $cx_command"
  fi
}

# The last run may have ended before everybody was told.
cx_finish_telling() {
  cx_fresh=
  if [ "$cx_journal_digest" != "$cx_digest" ]; then
    cx_unlock
    exit 0
  fi
  cx_delivery_ready
  cx_state_store
  cx_journal_open
  cx_outbox_open
  cx_event "$1"
  "$2"
  cx_end 0
}

# Opens the journal and says who begins or goes on.
cx_begin_run() {
  cx_delivery_ready
  cx_read_secrets
  if [ -n "$cx_fresh" ]; then
    cx_forget_round
  else
    cx_round_dir=$cx_state_dir/$cx_round
    cx_values_sound
  fi
  cx_state_store
  cx_journal_open
  if [ -n "$cx_fresh" ]; then
    cx_note_now start - "format=2 round=$cx_round plan=$cx_digest change=$cx_id_word script=$cx_script by=$cx_user host=$cx_host"
  else
    [ "$cx_journal_digest" = "$cx_digest" ] || cx_note_now adopted - "plan=$cx_digest by=$cx_user"
    cx_mask_earlier
    cx_note_now resume - "script=$cx_script by=$cx_user host=$cx_host"
  fi
  if [ -n "$cx_outside_now" ]; then
    cx_note_outside -
    cx_sync
  fi
  if [ -n "$cx_uses_email" ]; then
    cx_mail_say
    cx_ascii "$cx_mail_words"
    cx_note email - "$cx_text"
  fi
  cx_outbox_open
}

# cx_note_outside KEY: that something runs outside of its window, and why.
cx_note_outside() {
  cx_ascii "$cx_outside"
  cx_note outside-window "$1" "by=$cx_user $cx_text"
}

# A new round knows nothing of the one before; its sequence goes on.
cx_forget_round() {
  cx_saved_round=$cx_round cx_saved_sequence=$cx_sequence cx_saved_tail=$cx_tail
  cx_forget_state
  cx_round=$cx_saved_round cx_sequence=$cx_saved_sequence cx_tail=$cx_saved_tail cx_state=running
}

# Refused outside the window, unless told why not.
cx_window() {
  cx_late_reason=$cx_outside
  cx_now
  [ -n "$cx_zone" ] || return 0
  if { [ "$cx_time" -ge "$cx_window_start" ] && [ "$cx_time" -lt "$cx_window_end" ]; } || cx_phase_is_open; then
    return 0
  fi
  cx_outside_now=1
  cx_say "The window is $(cx_local "$cx_window_start") to $(cx_local "$cx_window_end"); now it is $(cx_local "$cx_time")."
  [ -n "$cx_outside" ] || cx_refuse "Outside of the window it runs only with --outside-window REASON."
}

# A change that is called off is told so; nothing of it may be done.
cx_cancel() {
  if [ -z "$cx_fresh" ] && cx_anything_done; then
    cx_command_of backout
    cx_refuse "Something of $cx_id has begun. Take it back with: $cx_command"
  fi
  cx_confirm "Cancel $cx_id?" || cx_refuse "It is not cancelled."
  cx_begin_run
  cx_reason=${cx_reason_given:-called off by $cx_user}
  cx_ascii "$cx_reason"
  cx_note_now cancelled - "by=$cx_user $cx_text"
  cx_event cancelled
  on_cancelled
  cx_say "$cx_id is cancelled."
  cx_end 0
}

cx_anything_done() {
  cx_number=1
  while [ "$cx_number" -le "$cx_steps" ]; do
    eval "cx_step_state=\${cx_p$cx_number-}"
    case $cx_step_state in
    '' | passed) ;;
    *) return 0 ;;
    esac
    cx_number=$((cx_number + 1))
  done
  return 1
}
