# --- The command line ------------------------------------------------------------------------------------------------

cx_usage() {
  printf '%s\n' "usage: sh $cx_id_word.$cx_script.sh [OPTION]..." ""
  if [ "$cx_script" = implement ]; then
    printf '%s\n' \
      "Implements $cx_id, or goes on where it stopped." "" \
      "  --outside-window REASON  run although the window is not open" \
      "  --cancel                 call the change off, as long as nothing of it is done"
  else
    printf '%s\n' \
      "Takes $cx_id back, in reverse, as far as it was implemented." "" \
      "  --to STEP                take back only what follows STEP" \
      "  --assume-done STEP       take STEP and those before it as done (done by hand, or the journal is lost)" \
      "  --value NAME=VALUE       what a step had remembered, for --assume-done: --value switch.previous=/srv/1" \
      "  --pass-over STEP=REASON  go on past an undo that fails; what is left is listed, and the exit status is 4"
  fi
  printf '%s\n' \
    "  --reason TEXT            why: told, journaled and in the evidence" \
    "  --status                 show what was done, and stop" \
    "  --dry-run                show what would be done, and stop" \
    "  --yes                    start without being asked; answers no gate, makes no call, skips nothing" \
    "  --state DIR              where the journal is (root: /var/lib/changes/$cx_id_word)" \
    "  --help" "" \
    "Exit status: 0 $([ "$cx_script" = implement ] && printf implemented || printf 'backed out, verified'); 1 stopped, may go on; 2 usage; 3 implementation failed, backed out in full;" \
    "4 backout incomplete, a person must act; 5 somebody else is running it; 6 refused; 7 the journal cannot be written."
}

cx_wrong_usage() {
  cx_error "$1"
  cx_error "See: sh $cx_id_word.$cx_script.sh --help"
  exit 2
}

cx_options() {
  cx_yes='' cx_state_dir='' cx_dry='' cx_wish=run cx_reason_given='' cx_outside='' cx_to='' cx_assume='' cx_values='' cx_pass_over=''
  while [ "$#" -gt 0 ]; do
    case $1 in
    --*=*)
      cx_option=${1%%=*}
      cx_argument=${1#*=}
      shift
      set -- "$cx_option" "$cx_argument" "$@"
      case $cx_option in
      --yes | --status | --dry-run | --help | --cancel) cx_wrong_usage "$cx_option takes no argument." ;;
      esac
      ;;
    esac
    case $1 in
    --state | --reason | --outside-window | --to | --assume-done | --value | --pass-over)
      [ "$#" -ge 2 ] && [ -n "$2" ] || cx_wrong_usage "$1 needs an argument."
      ;;
    esac
    case $cx_script$1 in
    *--yes) cx_yes=1 ;;
    *--status) cx_wish=status ;;
    *--dry-run) cx_dry=1 cx_wish=dry ;;
    *--help) cx_wish=help ;;
    *--state) cx_state_dir=$2 && shift ;;
    *--reason) cx_reason_given=$2 && shift ;;
    implement--outside-window) cx_outside=$2 && shift ;;
    implement--cancel) cx_wish=cancel ;;
    backout--to) cx_to=$2 && shift ;;
    backout--assume-done) cx_assume=$2 && shift ;;
    backout--value)
      case $2 in
      *=*) cx_store_value "$2" ;;
      *) cx_wrong_usage "--value needs NAME=VALUE." ;;
      esac
      shift
      ;;
    backout--pass-over)
      case $2 in
      *=?*) cx_pass_over="$cx_pass_over$cx_newline$2" && shift ;;
      *) cx_wrong_usage "--pass-over needs STEP=REASON." ;;
      esac
      ;;
    *) cx_wrong_usage "What is $1?" ;;
    esac
    shift
  done
}

# Values may hold anything: each is kept as an assignment of its own.
cx_store_value() {
  cx_quote "$1"
  cx_values="$cx_values cx_give_value $cx_quoted;"
}

main() {
  cx_environment
  plan
  cx_newline='
'
  cx_uid=$(id -u) cx_user=$(id -un 2>/dev/null) cx_host=$(uname -n)
  [ -n "$cx_user" ] || cx_user=$cx_uid
  [ -z "${SUDO_USER-}" ] || [ "$SUDO_USER" = "$cx_user" ] || cx_user="$cx_user($SUDO_USER)"
  cx_user=$(printf %s "$cx_user" | tr -c 'A-Za-z0-9._@()-' _)
  cx_self=$0 cx_holding='' cx_unsynced='' cx_names='' cx_untold='' cx_step_number='' cx_step_key='' cx_place=''
  cx_settling='' cx_capture='' cx_quiet='' cx_any_left='' cx_step_left='' cx_kind='' cx_unit='' cx_key='' cx_output='' cx_stop_at=0 cx_exit_status=0
  cx_phase_began=0 cx_undo_seconds=0 cx_next_update=0 cx_reason='' cx_reads_secrets='' cx_unit_settings=cx_no_settings
  cx_options "$@"
  if [ "$cx_wish" = help ]; then
    cx_usage
    exit 0
  fi
  cx_signals
  cx_require_commands
  cx_clock_start
  cx_state_place
  case $cx_wish in
  status) cx_status ;;
  dry) cx_dry_run ;;
  esac
  "cx_$cx_script" "$@"
}

cx_no_settings() { cx_settings '' '' 0 0 '' ''; }

# Another change's state is left alone.
cx_same_change() {
  if [ -n "$cx_journal_id" ] && [ "$cx_journal_id" != "$cx_id_word" ]; then
    cx_refuse "The journal in $cx_state_dir is that of another change, $cx_journal_id."
  fi
}

cx_take_state() {
  cx_lock
  cx_holding=1
  cx_journal_read
  cx_same_change
  if [ "$cx_damaged" -gt 0 ]; then
    cx_error "The journal $cx_state_dir/journal is damaged: $cx_damaged lines cannot be read. What they may have said is in doubt."
    [ -n "$cx_terminal" ] || cx_refuse "A person must look at it: run this on a terminal."
    cx_ask "Go on, and treat it as in doubt? [yes/no]: "
    [ "$cx_answer" = yes ] || cx_refuse "Nothing was started."
  fi
}

# --- Implementing ----------------------------------------------------------------------------------------------------

cx_implement() {
  cx_direction="do"
  cx_state_make
  cx_take_state
  case $cx_state in
  backing-out)
    cx_error "A backout of $cx_id is under way (reason: $cx_reason)."
    cx_refuse "Finish it with: sh $cx_state_dir/backout.sh"
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
    cx_say "$cx_id: $cx_title"
    cx_say "State: $cx_state_dir"
    cx_confirm "Implement it, $cx_steps steps?" || cx_refuse "Nothing was started."
  else
    cx_say "$cx_id: $cx_title"
    cx_say "State: $cx_state_dir"
    cx_confirm "Go on where it stopped?" || cx_refuse "Nothing was started."
  fi
  cx_begin_run
  "schedule"
  if [ -n "$cx_fresh" ] || ! cx_begun 1 "$cx_units"; then
    plan_requirements
  fi
  cx_event start
  on_start
  cx_now
  cx_phase_began=$cx_time
  cx_all_steps
  health_after_change
  cx_note_now implemented - "by=$cx_user"
  cx_event finish
  on_finish
  cx_say "$cx_id is implemented."
  [ -z "$cx_monitor" ] || cx_say "A failure may still show until $(cx_local "$((cx_time + cx_monitor))"); sh $cx_state_dir/backout.sh takes it back."
  cx_end 0
}

# Goes on with what was executed, if that is a part of this plan as it stands.
cx_same_plan() {
  cx_fresh=
  if [ -n "$cx_other_plan" ]; then
    cx_error "This is not the plan that was begun: $cx_other_plan."
    cx_refuse "Go on with the stored script (sh $cx_state_dir/implement.sh), or take it back (sh $cx_state_dir/backout.sh)."
  fi
}

# The last run may have ended before everybody was told.
cx_finish_telling() {
  cx_fresh=
  if [ "$cx_journal_digest" != "$cx_digest" ]; then
    cx_unlock
    exit 0
  fi
  cx_state_store
  cx_round_mark=$(printf %.12s "$cx_digest").$cx_round
  cx_journal_open
  cx_event "$1"
  "$2"
  cx_end 0
}

# Opens the journal and says who begins or goes on.
cx_begin_run() {
  cx_round_mark=$(printf %.12s "$cx_digest").$cx_round
  if [ -n "$cx_fresh" ]; then
    cx_forget_round
  fi
  cx_state_store
  cx_journal_open
  if [ -n "$cx_fresh" ]; then
    cx_note_now start - "round=$cx_round plan=$cx_digest change=$cx_id_word script=$cx_script by=$cx_user host=$cx_host"
  else
    [ "$cx_journal_digest" = "$cx_digest" ] || cx_note_now adopted - "plan=$cx_digest by=$cx_user"
    cx_note_now resume - "script=$cx_script by=$cx_user host=$cx_host"
  fi
  if [ -n "$cx_outside" ]; then
    cx_ascii "$cx_outside"
    cx_note_now outside-window - "by=$cx_user $cx_text"
  fi
  cx_secret_text=''
  plan_secrets
}

# A new round knows nothing of the one before; its sequence goes on.
cx_forget_round() {
  cx_saved_round=$cx_round cx_saved_sequence=$cx_sequence cx_saved_tail=$cx_tail
  cx_forget_state
  cx_round=$cx_saved_round cx_sequence=$cx_saved_sequence cx_tail=$cx_saved_tail cx_state=running
}

# Refused outside the window, unless told why not.
cx_window() {
  cx_now
  [ -n "$cx_zone" ] || return 0
  if [ "$cx_time" -ge "$cx_window_start" ] && [ "$cx_time" -lt "$cx_window_end" ]; then
    cx_outside=
    return 0
  fi
  cx_say "The window is $(cx_local "$cx_window_start") to $(cx_local "$cx_window_end"); now it is $(cx_local "$cx_time")."
  [ -n "$cx_outside" ] || cx_refuse "Outside of the window it runs only with --outside-window REASON."
}

# A change that is called off is told so; nothing of it may be done.
cx_cancel() {
  if [ -z "$cx_fresh" ] && cx_anything_done; then
    cx_refuse "Something of $cx_id has begun: back it out (sh $cx_state_dir/backout.sh)."
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

# --- Taking back -----------------------------------------------------------------------------------------------------

cx_backout() {
  cx_direction=undo
  if [ ! -s "$cx_state_dir/journal" ] && [ -z "$cx_assume" ]; then
    cx_error "There is no journal of $cx_id in $cx_state_dir, so it is not known what would have to be taken back."
    cx_places=$(cx_state_elsewhere)
    [ -z "$cx_places" ] || cx_error "There is one in$cx_newline$cx_places${cx_newline}Use it with --state DIR, as its owner."
    cx_refuse "If it was implemented by hand, or the journal is lost: --assume-done STEP."
  fi
  cx_state_make
  cx_take_state
  cx_hand_over "$@"
  case $cx_state in
  backed-out)
    cx_say "$cx_id is already backed out."
    cx_finish_telling backed_out on_backed_out
    ;;
  new | cancelled)
    [ -n "$cx_assume" ] || cx_nothing_to_undo
    cx_round=$((cx_round + 1)) cx_fresh=1
    ;;
  *) cx_fresh= ;;
  esac
  cx_find_steps
  if [ -z "$cx_assume" ] && ! cx_anything_done; then
    cx_nothing_to_undo
  fi
  [ -z "$cx_assume" ] || cx_values_needed
  cx_back_to "$cx_to_number"
  if [ "$cx_state" != backing-out ]; then
    cx_reason=${cx_reason_given:-not given}
  fi
  cx_say "$cx_id: $cx_title"
  cx_say "State: $cx_state_dir"
  cx_list_undo
  cx_confirm "Take this back?" || cx_refuse "Nothing was started."
  cx_begin_run
  cx_assume_now
  if [ -z "$cx_reason_given$cx_yes" ] && [ "$cx_state" != backing-out ]; then
    cx_ask "Why is it backed out? "
    cx_reason=${cx_answer:-not given}
  fi
  cx_back_out
}

cx_nothing_to_undo() {
  cx_say "Nothing of $cx_id has begun: there is nothing to take back."
  cx_unlock
  exit 0
}

# Another version of the plan was run: the script that was stored with it takes it back.
cx_hand_over() {
  [ -n "$cx_journal_digest" ] && [ "$cx_journal_digest" != "$cx_digest" ] || return 0
  case $cx_state in
  backed-out | cancelled | new) return 0 ;;
  esac
  if [ "$(readlink -f -- "$cx_self")" = "$(readlink -f -- "$cx_state_dir/backout.sh")" ] || [ ! -r "$cx_state_dir/backout.sh" ]; then
    # A kill may have come between storing a mended plan and saying so.
    [ -n "$cx_other_plan" ] || return 0
    cx_refuse "The journal belongs to another version of the plan ($cx_journal_digest), and its backout script is not in $cx_state_dir."
  fi
  cx_say "Another version of this plan was run; its own backout script takes over: $cx_state_dir/backout.sh"
  cx_unlock
  exec 8>&-
  set -- "$@" --state "$cx_state_dir"
  case $cx_applet in
  --emulate) exec "$cx_shell" --emulate sh "$cx_state_dir/backout.sh" "$@" ;;
  ?*) exec "$cx_shell" "$cx_applet" "$cx_state_dir/backout.sh" "$@" ;;
  *) exec "$cx_shell" "$cx_state_dir/backout.sh" "$@" ;;
  esac
}

# The numbers of the steps that options name.
cx_find_steps() {
  cx_to_number=0 cx_assume_number=0
  [ -z "$cx_to" ] || cx_to_number=$(cx_step_number_of "$cx_to") || cx_no_step "$cx_to"
  [ -z "$cx_assume" ] || cx_assume_number=$(cx_step_number_of "$cx_assume") || cx_no_step "$cx_assume"
}

cx_step_number_of() {
  plan_table | LC_ALL=C CX_STEP=$1 awk '$1 == "S" && $3 == ENVIRON["CX_STEP"] { print $2; found = 1; exit } END { exit !found }'
}

cx_no_step() {
  cx_error "There is no step $1. The steps are:"
  plan_table | awk '$1 == "S" { print "  " $3 }' >&2
  cx_unlock
  exit 2
}

# cx_back_to NUMBER: refuses a place where a backout cannot stop, and one whose undo has expired.
cx_back_to() {
  cx_stop_at=$1
  cx_now
  cx_number=$cx_steps
  while [ "$cx_number" -gt "$cx_stop_at" ]; do
    eval "cx_step_state=\${cx_p$cx_number-} cx_expiry=\${cx_x$cx_number-}"
    case $cx_step_state in
    '' | passed) ;;
    *)
      "about_$cx_number"
      if [ -n "$cx_expiry" ] && [ "$cx_time" -ge "$cx_expiry" ]; then
        cx_refuse "The undo of step $cx_step_key has expired at $(cx_local "$cx_expiry"): $cx_step_expires. $cx_decides decides how to go on."
      fi
      if [ -n "$cx_step_cover" ] && [ "$cx_step_cover" -le "$cx_stop_at" ]; then
        cx_line=$cx_step_key
        "about_$cx_step_cover"
        cx_refuse "Step $cx_line is taken back by the undo of $cx_step_key: a backout cannot stop between them."
      fi
      ;;
    esac
    cx_number=$((cx_number - 1))
  done
  cx_step_key=''
}

# The backout as it would run.
cx_list_undo() {
  cx_say "Steps to take back:"
  cx_number=$cx_steps cx_sum=0
  while [ "$cx_number" -gt "$cx_stop_at" ]; do
    eval "cx_step_state=\${cx_p$cx_number-}"
    if [ "$cx_number" -le "$cx_assume_number" ] && [ -z "$cx_step_state" ]; then
      cx_step_state='assumed done'
    fi
    case $cx_step_state in
    '' | passed) ;;
    *)
      "about_$cx_number"
      cx_line="  $cx_step_key"
      [ "$cx_step_title" = "$cx_step_key" ] || cx_line="$cx_line: $cx_step_title"
      cx_say "$cx_line - $cx_step_owner - $cx_step_state${cx_step_inverse:+ - $cx_step_inverse}"
      [ -z "$cx_step_loses" ] || cx_say "    loses $cx_step_loses"
      ;;
    esac
    cx_number=$((cx_number - 1))
  done
  cx_step_key=''
}

# What --assume-done needs to know before anything starts.
cx_values_needed() {
  cx_lacking=$(plan_values | while read -r cx_number cx_name cx_file; do
    if [ "$cx_number" -le "$cx_assume_number" ] && [ ! -e "$cx_state_dir/$cx_round/values/$cx_file" ]; then
      eval "cx_step_state=\${cx_p$cx_number-}"
      [ -n "$cx_step_state" ] || cx_value_given "$cx_name" || printf '  --value %s=...\n' "$cx_name"
    fi
  done)
  if [ -n "$cx_lacking" ]; then
    cx_error "These steps had remembered values that their undo may need:"
    cx_error "$cx_lacking"
    cx_unlock
    exit 2
  fi
}

cx_value_given() {
  cx_give_value() { [ "${1%%=*}" != "$cx_wanted" ] || cx_given=1; }
  cx_wanted=$1 cx_given=
  eval "$cx_values"
  [ -n "$cx_given" ]
}

# Journals the steps that are assumed to be done, and the values given for them.
cx_assume_now() {
  [ "$cx_assume_number" -gt 0 ] || return 0
  cx_give_value() {
    cx_name=${1%%=*}
    cx_value_file=$(plan_values | while read -r cx_number cx_text cx_file; do
      [ "$cx_text" != "$cx_name" ] || printf %s "$cx_file"
    done)
    if [ -z "$cx_value_file" ]; then
      cx_unlock
      cx_wrong_usage "No step remembers $cx_name."
    fi
    printf '%s' "${1#*=}" >"$cx_round_dir/values/$cx_value_file" && sync "$cx_round_dir/values/$cx_value_file" || cx_journal_lost "has no place beside it for a value"
    cx_note "done" "$cx_name" "remember=$cx_value_file by=$cx_user"
  }
  eval "$cx_values"
  cx_number=1
  while [ "$cx_number" -le "$cx_assume_number" ]; do
    eval "cx_step_state=\${cx_p$cx_number-}"
    if [ -z "$cx_step_state" ]; then
      "about_$cx_number"
      cx_note assumed "$cx_step_key" "by=$cx_user"
    fi
    cx_number=$((cx_number + 1))
  done
  cx_sync
  cx_step_key='' cx_saved_reason=$cx_reason cx_saved_state=$cx_state
  cx_journal_read
  cx_reason=$cx_saved_reason
  [ "$cx_saved_state" = backing-out ] || cx_state=running
}

# --- Showing ---------------------------------------------------------------------------------------------------------

cx_dry_run() {
  cx_yes=1
  cx_round_dir=$cx_state_dir cx_event_of=0 cx_assume_number=0
  cx_journal_read
  cx_same_change
  if [ "$cx_script" = implement ]; then
    cx_direction="do"
    case $cx_state in
    backed-out | cancelled) cx_forget_state ;;
    esac
    cx_say "What would run, and nothing of it runs now:"
    plan_requirements
    on_start
    cx_all_steps
    health_after_change
    on_finish
    exit 0
  fi
  cx_direction=undo
  cx_find_steps
  cx_back_to "$cx_to_number"
  cx_reason=${cx_reason_given:-the reason}
  cx_sum_undo
  if [ -n "$cx_assume" ]; then
    cx_refuse "A dry run knows only what the journal says: --assume-done cannot be tried."
  fi
  cx_anything_done || {
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
