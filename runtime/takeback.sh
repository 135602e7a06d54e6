# --- Taking back -----------------------------------------------------------------------------------------------------

cx_backout() {
  cx_direction=undo
  cx_readable
  if [ ! -s "$cx_state_dir/journal" ] && [ -z "$cx_assume" ]; then
    cx_error "There is no journal of $cx_id in $cx_state_dir, so it is not known what would have to be taken back."
    cx_elsewhere "" >&2
    cx_refuse "If it was implemented by hand, or the journal is lost: --assume-done STEP."
  fi
  cx_state_make
  cx_take_state
  cx_hand_over "$@"
  case $cx_state in
  backed-out)
    if [ -z "$cx_assume" ]; then
      cx_say "$cx_id is already backed out."
      cx_finish_telling backed_out on_backed_out
    fi
    cx_round=$((cx_round + 1)) cx_fresh=1
    ;;
  new | cancelled)
    [ -n "$cx_assume" ] || cx_nothing_to_undo
    cx_round=$((cx_round + 1)) cx_fresh=1
    ;;
  *) cx_fresh= ;;
  esac
  cx_find_steps
  cx_only_ends=''
  if [ -z "$cx_assume" ] && ! cx_anything_done; then
    [ "$cx_state" = backing-out ] || cx_nothing_to_undo
    cx_only_ends=1
  fi
  [ -z "$cx_assume" ] || cx_values_needed
  cx_back_to "$cx_to_number"
  if [ "$cx_to_number" -gt 0 ] && ! cx_anything_to_undo; then
    cx_say "Nothing that follows $cx_to has begun: there is nothing to take back."
    cx_unlock
    exit 0
  fi
  if [ "$cx_state" != backing-out ]; then
    cx_reason=${cx_reason_given:-not given}
  fi
  cx_say "$cx_id: $cx_title"
  cx_say "State: $cx_state_dir"
  # A kill may have come between the last undo and the end.
  if [ -n "$cx_only_ends" ]; then
    cx_say "All steps are taken back. What is left is to check the health, and to tell."
  else
    cx_list_undo
    cx_confirm "Take this back?" || cx_refuse "Nothing was started."
  fi
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
  cx_state_own
  cx_say "Another version of this plan was run; its own backout script takes over: $cx_state_dir/backout.sh"
  if [ -n "$cx_holding" ]; then
    cx_unlock
    exec 8>&-
  fi
  set -- "$@" --state "$cx_state_dir"
  plan_environment_back
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
  trap '' HUP INT QUIT TERM
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
  cx_each_to_undo cx_may_be_undone
}

cx_may_be_undone() {
  eval "cx_expiry=\${cx_x$cx_number-}"
  if [ -n "$cx_expiry" ] && [ "$cx_time" -ge "$cx_expiry" ] && ! cx_names_pass_over; then
    cx_error "The undo of step $cx_step_key has expired at $(cx_local "$cx_expiry"): $cx_step_expires. $cx_decides decides how to go on."
    cx_pass_over="$cx_pass_over$cx_newline$cx_step_key=REASON" cx_to=''
    cx_command_of backout
    cx_text=$cx_command cx_pass_over=''
    cx_stop_behind
    cx_command_of backout
    cx_error "To take back only what follows it: $cx_command"
    cx_command=$cx_text
    cx_refuse "To go on past it, which leaves it to do: $cx_command"
  fi
  if [ -n "$cx_step_cover" ] && [ "$cx_step_cover" -le "$cx_stop_at" ]; then
    cx_line=$cx_step_key
    "about_$cx_step_cover"
    cx_refuse "Step $cx_line is taken back by the undo of $cx_step_key: a backout cannot stop between them."
  fi
}

# Whether anything after cx_stop_at is to be taken back.
cx_anything_to_undo() {
  cx_any=''
  cx_each_to_undo cx_found_to_undo
  [ -n "$cx_any" ]
}

cx_found_to_undo() { cx_any=1; }

# Sets cx_to to the first step behind cx_number at which a backout can stop: none that follows is taken back with one before.
cx_stop_behind() {
  cx_at=$cx_number
  while [ "$cx_at" -le "$cx_steps" ]; do
    "about_$cx_at"
    if [ "$cx_at" -eq "$cx_number" ] || { [ -n "$cx_step_cover" ] && [ "$cx_step_cover" -le "$cx_number" ]; }; then
      cx_number=$cx_at cx_to=$cx_step_key
    fi
    cx_at=$((cx_at + 1))
  done
}

# The backout as it would run.
cx_list_undo() {
  cx_say "Steps to take back:"
  cx_each_to_undo cx_list_step
}

cx_list_step() {
  cx_line="  $cx_step_key"
  [ "$cx_step_title" = "$cx_step_key" ] || cx_line="$cx_line: $cx_step_title"
  cx_say "$cx_line - $cx_step_owner - $cx_step_state${cx_step_inverse:+ - $cx_step_inverse}"
  [ -z "$cx_step_loses" ] || cx_say "    loses $cx_step_loses"
}

# What --assume-done needs to know before anything starts. A secret is given in a file: arguments show.
cx_values_needed() {
  cx_lacking=$(plan_values | while read -r cx_number cx_name cx_file; do
    case "$cx_file $cx_values_shown " in
    *.secret*" $cx_name "*) printf ' %s' "$cx_name" ;;
    esac
  done)
  if [ -n "$cx_lacking" ]; then
    cx_unlock
    cx_wrong_usage "Secret, and shown to others as an argument:$cx_lacking. Put the value into a file: --value-file NAME=FILE."
  fi
  cx_lacking=$(plan_values | while read -r cx_number cx_name cx_file; do
    if [ "$cx_number" -le "$cx_assume_number" ] && [ ! -e "$cx_state_dir/$cx_round/values/$cx_file" ]; then
      eval "cx_step_state=\${cx_p$cx_number-}"
      [ -n "$cx_step_state" ] || cx_value_given "$cx_name" || case $cx_file in
      *.secret) printf '  --value-file %s=FILE\n' "$cx_name" ;;
      *) printf '  --value %s=...\n' "$cx_name" ;;
      esac
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
    printf '%s' "${1#*=}" >"$cx_round_dir/values/$cx_value_file" &&
      cx_shielded sync "$cx_round_dir/values/$cx_value_file" || cx_journal_lost "has no place beside it for a value"
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
  cx_step_none
  cx_saved_reason=$cx_reason cx_saved_state=$cx_state
  cx_journal_read
  cx_reason=$cx_saved_reason
  [ "$cx_saved_state" = backing-out ] || cx_state=running
}
