# --- Showing ---------------------------------------------------------------------------------------------------------

cx_dry_run() {
  cx_yes=1
  cx_readable
  cx_telling=show cx_event_of=0 cx_assume_number=0
  cx_now
  cx_phase_began=$cx_time
  cx_journal_read
  cx_round_dir=$cx_state_dir/$cx_round
  cx_same_change
  if [ "$cx_script" = implement ]; then
    cx_direction="do"
    case $cx_state in
    backed-out | cancelled) cx_forget_state ;;
    esac
    cx_check_texts
    cx_say "What would run, and nothing of it runs now:"
    plan_requirements
    on_start
    cx_all_steps
    health_after_change
    on_finish
    exit 0
  fi
  cx_direction=undo
  cx_hand_over "$@"
  cx_find_steps
  cx_back_to "$cx_to_number"
  cx_reason=${cx_reason_given:-the reason}
  if [ -n "$cx_assume" ]; then
    cx_refuse "A dry run knows only what the journal says: --assume-done cannot be tried."
  fi
  cx_anything_done || [ "$cx_state" = backing-out ] || {
    cx_say "Nothing of $cx_id has begun: there is nothing to take back."
    exit 0
  }
  cx_say "What would be taken back, and nothing of it is now:"
  on_backout
  cx_undo_all
  health_after_backout
  on_backed_out
  exit 0
}
