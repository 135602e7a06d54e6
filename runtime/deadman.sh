# --- The undo that runs by itself ------------------------------------------------------------------------------------
# A step that can cut its own access is armed before it starts: a process of its own waits for the confirmation, and takes
# the step back when its time is over, whatever becomes of the session and of the runner. Whoever links the file DECISION
# first has decided: a confirmation and the end of the time cannot both win. All else is done under the lock.
#   N/armed.SEQ           is there while the step is armed; the process that waits: its number, its start, the boot
#   N/armed.SEQ.decision  "confirmed USER", or anything else: expired
#   N/armed.SEQ.room/     keeps room on the disk for what is written then

# cx_arm WITHIN: before the first operation of the step.
cx_arm() {
  if [ -n "$cx_dry" ]; then
    cx_say "  armed: taken back by itself unless it is confirmed within $(cx_duration "$1")"
    return 0
  fi
  eval "cx_unit_state=\${cx_c$cx_step_number-}"
  [ -z "$cx_unit_state" ] || return 0
  if [ "$cx_armed" = "$cx_step_number" ]; then
    cx_dead_man_lives || cx_start_dead_man || cx_say "  $cx_outcome"
    cx_say_armed
    return 0
  fi
  cx_kind='' cx_output=''
  until cx_arm_now "$1"; do
    cx_failure "step $cx_step_key cannot be armed, so it is not started: $cx_outcome" ""
  done
  cx_say "  ARMED until $(cx_local "$cx_armed_until" '%H:%M:%S %Z') ($cx_armed_by): taken back by itself unless it is confirmed."
}

cx_arm_now() {
  cx_now
  cx_boot_id
  cx_armed_seq=$((cx_sequence + 1)) cx_armed_within=$1 cx_armed_until=$((cx_time + $1)) cx_armed_up=- cx_armed_boot=$cx_machine_boot
  [ -z "$cx_boot" ] || cx_armed_up=$((${cx_up%%.*} + $1 + 1))
  cx_armed_expired='' cx_armed=$cx_step_number
  cx_start_dead_man || {
    cx_armed=''
    return 1
  }
  cx_second_man
  cx_note_now armed "$cx_step_key" "within=$1 until=$cx_armed_until up=$cx_armed_up boot=$cx_armed_boot by=$cx_armed_by"
}

# Starts the process that waits, in a session of its own. It stands by before this returns.
cx_start_dead_man() {
  cx_armed_file=$cx_round_dir/armed.$cx_armed_seq
  rm -f -- "$cx_armed_file"
  if ! cx_room_make; then
    cx_outcome="there is no room on the disk for what its undo would write ($cx_round_dir)"
    return 1
  fi
  cx_dead_man_words
  cx_become_dead_man </dev/null >>"$cx_round_dir/output/armed.$cx_armed_seq" 2>&1 5>&- 6>&- 8>/dev/null 9>/dev/null &
  cx_child=$!
  until [ -s "$cx_armed_file" ]; do
    if ! kill -0 "$cx_child" 2>/dev/null; then
      cx_outcome="the process that would take it back does not run ($cx_round_dir/output/armed.$cx_armed_seq)"
      return 1
    fi
    sleep 0.1
  done
}

cx_become_dead_man() {
  channel_environment_back
  cx_reads_secrets=''
  cx_spawn "$cx_state_dir/backout.sh" --dead-man "first $cx_armed_words" --state "$cx_state_dir"
}

cx_dead_man_words() {
  cx_armed_words="$cx_round $cx_armed_seq $cx_armed $cx_armed_within $cx_armed_until $cx_armed_up $cx_armed_boot"
}

# A disk that is full when the time is over must not keep the step as it is, where nobody may be able to get in: 256 KiB, and
# the names of 33 files, are given back just then.
cx_room_make() {
  [ ! -d "$cx_armed_file.room" ] || return 0
  cx_text=0123456789abcde$cx_newline
  while [ "${#cx_text}" -lt 8192 ]; do
    cx_text=$cx_text$cx_text
  done
  mkdir -- "$cx_armed_file.room" || return 1
  cx_tries=0
  while [ "$cx_tries" -lt 32 ]; do
    cx_tries=$((cx_tries + 1))
    { printf '%s' "$cx_text" >"$cx_armed_file.room/$cx_tries"; } 2>/dev/null || cx_tries=99
  done
  [ "$cx_tries" -eq 32 ] && cx_shielded sync "$cx_armed_file.room"/* && return 0
  cx_room_give
  return 1
}

cx_room_give() { rm -rf -- "$cx_armed_file.room" 2>/dev/null; }

# Whether the process that waits for the armed step is alive.
cx_dead_man_lives() {
  cx_armed_file=$cx_round_dir/armed.$cx_armed_seq
  { read -r cx_owner_pid cx_owner_started cx_owner_boot <"$cx_armed_file"; } 2>/dev/null && cx_owner_lives
}

# A second one, for the case that the first is killed: systemd, which does it half a minute later, and atd, which does it
# in the minute after that, over a restart of the machine too. Sets cx_armed_by. They know this user's PATH and HOME only,
# and the machine's own network and files: where the runner is in others, they would be of no use.
cx_second_man() {
  cx_armed_by=setsid
  for cx_name in net mnt; do
    cx_text=$(readlink "/proc/1/ns/$cx_name" 2>/dev/null) && [ "$cx_text" = "$(readlink "/proc/self/ns/$cx_name")" ] || return 0
  done
  case $cx_applet in
  --emulate) set -- "$cx_shell" --emulate sh ;;
  ?*) set -- "$cx_shell" "$cx_applet" ;;
  *) set -- "$cx_shell" ;;
  esac
  case $(systemctl is-system-running 2>/dev/null) in
  running | degraded | starting)
    if [ "$cx_uid" -eq 0 ] && command -v systemd-run >/dev/null 2>&1 &&
      systemd-run --quiet --collect --unit "armed-$cx_id_word-$cx_round.$cx_armed_seq" --on-active "$((cx_armed_within + 30))s" \
        --timer-property AccuracySec=1s --setenv "PATH=$PATH" --setenv "HOME=${HOME-/}" \
        -- "$@" "$cx_state_dir/backout.sh" --dead-man "second $cx_armed_words" --state "$cx_state_dir" >/dev/null 2>&1 5>&- 6>&- 8>&- 9>&-; then
      cx_armed_by=setsid,systemd-run
    fi
    ;;
  esac
  command -v at >/dev/null 2>&1 || return 0
  cx_quote "$cx_state_dir/backout.sh"
  cx_text="cd / && exec $* $cx_quoted --dead-man 'second $cx_armed_words'"
  cx_quote "$cx_state_dir"
  cx_text=$(printf '%s\n' "$cx_text --state $cx_quoted" | env -i "PATH=$PATH" "HOME=${HOME-/}" "LOGNAME=${LOGNAME-root}" \
    at -M now + "$(((cx_armed_within + 119) / 60))" minutes 2>&1 5>&- 6>&- 8>&- 9>&-) || return 0
  cx_name=${cx_text##*job }
  cx_name=${cx_name%% *}
  case $cx_text in
  *"No atd running"*) atrm "$cx_name" 2>/dev/null ;;
  *"job "[0-9]*) cx_armed_by=$cx_armed_by,at:$cx_name ;;
  esac
}

# cx_say_armed: until when what is armed can be confirmed, and how.
cx_say_armed() {
  [ -n "$cx_armed" ] || return 0
  cx_boot_id
  cx_armed_left
  if [ -n "$cx_armed_expired" ] || cx_decision || [ "$cx_left" -le 0 ]; then
    [ "$cx_decision" = confirmed ] || cx_say_over
    return 0
  fi
  cx_say "  ARMED until $(cx_local "$cx_armed_until" '%H:%M:%S %Z') ($cx_armed_by): then taken back by itself, unless somebody who got in anew runs"
  cx_shell_word "$cx_state_dir/implement.sh"
  cx_command="sh $cx_quoted"
  cx_command_state
  cx_command_option --confirm "$(cx_step_key_of "$cx_armed")"
  cx_say "    $cx_command"
}

# What becomes of the armed step, whose time is over.
cx_say_over() {
  cx_armed_file=$cx_state_dir/$cx_round/armed.$cx_armed_seq
  if [ ! -e "$cx_armed_file" ] || { cx_owner_read && cx_owner_lives; }; then
    cx_say "  The time for a confirmation is over: the step is taken back by itself."
  elif ! cx_dead_man_lives; then
    cx_say "  The time for a confirmation is over, and the step is NOT taken back."
  elif [ -z "$cx_armed_expired" ] && [ "$cx_left" -le -15 ]; then
    cx_say "  The time for a confirmation is over, and the step is NOT taken back yet: it seems that nothing can be written"
    cx_say "  to $cx_state_dir. (Is the disk full, or read-only?) It is tried again every ten seconds."
  else
    cx_say "  The time for a confirmation is over: the step is taken back by itself."
  fi
}

cx_step_key_of() { plan_table | awk -v number="$1" '$1 == "S" && $2 == number { print $3; exit }'; }

# What --status says of it. What is known of each step is not read there.
cx_status_armed() {
  [ -n "$cx_armed" ] || return 0
  cx_round_dir=$cx_state_dir/$cx_round
  cx_boot_id
  cx_armed_left
  cx_word=$(cx_step_key_of "$cx_armed")
  if [ -z "$cx_armed_expired" ] && [ "$cx_left" -gt 0 ]; then
    cx_say "Waits for a confirmation: $cx_word"
  else
    cx_say "Not confirmed in time: $cx_word"
  fi
  cx_say_armed
  cx_dead_man_lives || cx_say "  The process that would take it back has DIED (armed by $cx_armed_by). implement.sh starts it again, or takes the step back."
}

# Before a run, under the lock: what is being taken back by itself is left to whoever does it.
cx_leave_to_dead_man() {
  [ -n "$cx_armed" ] || return 0
  cx_round_dir=$cx_state_dir/$cx_round
  cx_boot_id
  cx_armed_left
  if [ -z "$cx_armed_expired" ] && [ "$cx_left" -gt 0 ] && ! cx_decision; then
    return 0
  fi
  cx_decision || :
  [ "$cx_decision" != confirmed ] && cx_dead_man_lives || return 0
  cx_say_armed
  cx_unlock
  exit 5
}

# cx_decision: sets cx_decision to confirmed or expired; fails where nothing is decided.
cx_decision() {
  cx_decision='' cx_armed_file=$cx_state_dir/$cx_round/armed.$cx_armed_seq
  [ -e "$cx_armed_file.decision" ] || return 1
  cx_decision=expired
  read -r cx_decision cx_decided_by <"$cx_armed_file.decision" || :
  [ "$cx_decision" = confirmed ] || cx_decision=expired
}

# The second name of a file needs no space: what is over is over on a full disk too.
cx_decide_expired() {
  ln -- "$cx_armed_file" "$cx_armed_file.decision" 2>/dev/null
  sync "${cx_armed_file%/*}" 2>/dev/null
  cx_decision
}

cx_decide_confirmed() {
  { printf 'confirmed %s\n' "$cx_user" >"$cx_armed_file.$$"; } 2>/dev/null && sync "$cx_armed_file.$$" &&
    ln -- "$cx_armed_file.$$" "$cx_armed_file.decision" 2>/dev/null && sync "${cx_armed_file%/*}" && cx_text=1 || cx_text=''
  rm -f -- "$cx_armed_file.$$" 2>/dev/null
  [ -n "$cx_text" ]
}

# cx_armed_left: sets cx_left to the seconds that are left. No clock that can be set counts, but after a restart of the
# machine there is no other.
cx_armed_left() {
  cx_now
  if [ -n "$cx_boot" ] && [ "$cx_armed_up" != - ] && [ "$cx_armed_boot" = "$cx_machine_boot" ]; then
    cx_left=$((cx_armed_up - ${cx_up%%.*}))
  else
    cx_left=$((cx_armed_until - cx_time))
  fi
}

# cx_disarm_step: when the step that is being undone was armed.
cx_disarm_step() {
  [ -n "$cx_armed" ] && [ "$cx_armed" = "$cx_step_number" ] || return 0
  cx_sync
  cx_disarm
}

# After the record that settles it. No confirmation can come later: it is decided.
cx_disarm() {
  cx_armed_file=$cx_round_dir/armed.$cx_armed_seq
  cx_decision || cx_decide_expired || :
  cx_room_give
  cx_dead_man_lives || cx_owner_pid=''
  rm -f -- "$cx_armed_file"
  [ -z "$cx_owner_pid" ] || [ "$cx_owner_pid" = "$$" ] || kill -s TERM -- "-$cx_owner_pid" 2>/dev/null
  case $cx_armed_by in
  *,systemd-run*) systemctl stop "armed-$cx_id_word-$cx_round.$cx_armed_seq.timer" >/dev/null 2>&1 ;;
  esac
  case $cx_armed_by in
  *,at:*) atrm "${cx_armed_by##*:}" >/dev/null 2>&1 ;;
  esac
  cx_armed=''
}

# cx_dead_man_waits: the process itself.
cx_dead_man_waits() {
  # shellcheck disable=SC2086 # split into the words it was made of
  cx_dead_man_is $cx_dead_man
  cx_direction=undo cx_terminal='' cx_dead_man_tries=10
  cx_state_own
  cx_boot_id
  cx_armed_file=$cx_state_dir/$cx_round/armed.$cx_armed_seq
  if [ "$cx_dead_man" = first ]; then
    cx_process_start "$$"
    printf '%s\n' "$$ $cx_started $cx_machine_boot" >"$cx_armed_file.part" && mv -f -- "$cx_armed_file.part" "$cx_armed_file" || exit 7
  fi
  while :; do
    [ -e "$cx_armed_file" ] || exit 0
    ! cx_decision || break
    cx_armed_left
    [ "$cx_left" -gt 0 ] || break
    [ "$cx_left" -le 5 ] || cx_left=5
    sleep "$cx_left"
  done
  cx_decision || cx_decide_expired || :
  cx_room_give
  # The runner may have been killed before it said that it had armed the step; or it is about to say so.
  cx_wanted=$cx_armed_seq cx_tries=0
  until cx_armed_in_journal || [ "$cx_tries" -ge 10 ]; do
    cx_tries=$((cx_tries + 1))
    sleep 1
  done
  cx_armed_in_journal || rm -f -- "$cx_armed_file"
  # What cannot be journaled is not started: it waits until it can be.
  until [ "$cx_decision" = confirmed ] || [ ! -e "$cx_armed_file" ]; do
    (cx_dead_man_acts)
    cx_status=$?
    [ "$cx_status" -eq 7 ] || exit "$cx_status"
    sleep 10
    cx_decision || cx_decide_expired || :
  done
  exit 0
}

cx_armed_in_journal() {
  cx_journal_read
  [ -n "$cx_armed" ] && [ "$cx_armed_seq" = "$cx_wanted" ]
}

cx_dead_man_is() {
  cx_dead_man=$1 cx_round=$2 cx_armed_seq=$3 cx_armed=$4 cx_armed_within=$5 cx_armed_until=$6 cx_armed_up=$7 cx_armed_boot=$8
}

cx_dead_man_acts() {
  cx_signals
  cx_dead_man_lock
  cx_holding=1
  cx_armed_in_journal || cx_armed=''
  cx_same_change
  if [ -n "$cx_armed" ] && [ "$cx_journal_digest" != "$cx_digest" ] && [ "$cx_dead_man" != again ]; then
    cx_dead_man_words
    cx_unlock
    exec 8>&-
    channel_environment_back
    case $cx_applet in
    --emulate) exec "$cx_shell" --emulate sh "$cx_state_dir/backout.sh" --dead-man "again $cx_armed_words" --state "$cx_state_dir" ;;
    ?*) exec "$cx_shell" "$cx_applet" "$cx_state_dir/backout.sh" --dead-man "again $cx_armed_words" --state "$cx_state_dir" ;;
    *) exec "$cx_shell" "$cx_state_dir/backout.sh" --dead-man "again $cx_armed_words" --state "$cx_state_dir" ;;
    esac
  fi
  if [ -z "$cx_armed" ]; then
    rm -f -- "$cx_armed_file"
    cx_unlock
    exit 0
  fi
  # On a disk that was full or read-only nothing may be decided yet.
  cx_decision || cx_decide_expired || cx_journal_lost "has no place beside it for what is decided"
  if [ "$cx_decision" = confirmed ]; then
    cx_unlock
    exit 0
  fi
  cx_fresh='' cx_round_dir=$cx_state_dir/$cx_round cx_assume_number=0 cx_stop_at=$((cx_armed - 1))
  cx_delivery_ready
  cx_read_secrets
  cx_journal_open
  cx_outbox_open
  cx_take_back_armed
  cx_end 0
}

# Whoever holds the lock when the time is over is ended: the runner, or what is left of it. A backout that is just undoing
# something is waited for.
cx_dead_man_lock() {
  cx_tries=0
  while ! cx_try_lock; do
    [ -e "$cx_armed_file" ] || exit 0
    if cx_owner_lives; then
      if [ "$cx_owner_script" = backout ] && [ -n "$(cx_supervisors)" ]; then
        cx_tries=0
      elif [ "$cx_tries" -eq 3 ]; then
        kill -s TERM "$cx_owner_pid" 2>/dev/null
      elif [ "$cx_tries" -ge 25 ]; then
        kill -s KILL "$cx_owner_pid" 2>/dev/null
      fi
    else
      for cx_child in $(cx_supervisors); do
        kill -s TERM "$cx_child" 2>/dev/null
      done
    fi
    cx_tries=$((cx_tries + 1))
    sleep 1
  done
}

# Takes the armed step back, under the lock, with the journal open. Who was told of the step is told.
cx_take_back_armed() {
  cx_number=$cx_armed
  "about_$cx_number"
  cx_reason="step $cx_step_key was not confirmed within $(cx_duration "$cx_armed_within")"
  [ -n "$cx_armed_expired" ] || cx_note_now unconfirmed "$cx_step_key" "by=$cx_user within=$(cx_duration "$cx_armed_within")"
  cx_saved_reason=$cx_reason
  cx_say "$cx_id: $cx_reason: it is taken back."
  cx_direction=undo cx_stop_at=$((cx_number - 1))
  cx_now
  cx_phase_began=$cx_time
  "undo_$cx_number"
  "about_$cx_number"
  cx_step_number=$cx_number
  cx_failure_told=''
  cx_fail_event "$cx_saved_reason"
  cx_step_none
  cx_sync
}
