# --- Regular updates -------------------------------------------------------------------------------------------------
# While a phase of the change goes on, the courier tells regularly how it stands, by the journal. Updates are counted from
# the event that began the phase, over every run: each has its number and goes out once.

# cx_phase_begin: a phase begins, or goes on, with the event at hand.
cx_phase_begin() {
  cx_phase_event=$cx_event_of
  cx_event_seconds
  cx_phase_began=$cx_event_began
}

# cx_updates_begin TICK: from now on the courier sends what is due; TICK is a function that tells it.
cx_updates_begin() {
  printf '%s %s %s\n' "$1" "$cx_phase_event" "$cx_phase_began" >"$cx_outbox/.during.part" &&
    cx_shielded mv -f -- "$cx_outbox/.during.part" "$cx_outbox/.during" || cx_journal_lost "has no place beside it for messages"
  cx_outbox_tend
}

# The phase is over. What the courier composes just now is let through: it happened before.
cx_updates_end() {
  cx_tries=0
  while [ -e "$cx_outbox/.during" ] || [ -e "$cx_outbox/.composing" ]; do
    mv -f -- "$cx_outbox/.during" "$cx_outbox/.ended" 2>/dev/null && break
    kill -0 "$cx_courier" 2>/dev/null && [ "$cx_tries" -lt 200 ] || break
    cx_tries=$((cx_tries + 1))
    sleep 0.05
  done
  rm -f -- "$cx_outbox/.ended" "$cx_outbox/.composing"
}

# In the courier.
cx_updates() {
  [ -e "$cx_outbox/.during" ] || return 0
  { read -r cx_update_tick cx_phase_event cx_phase_began <"$cx_outbox/.during"; } 2>/dev/null || return 0
  cx_update_due='' cx_update_act=look
  "$cx_update_tick"
  [ -n "$cx_update_due" ] || return 0
  mv -- "$cx_outbox/.during" "$cx_outbox/.composing" 2>/dev/null || return 0
  cx_direction="do"
  [ "$cx_update_tick" != on_backout_tick ] || cx_direction=undo
  cx_journal_read
  cx_steps_left
  cx_update_act=tell
  "$cx_update_tick"
  mv -- "$cx_outbox/.composing" "$cx_outbox/.during" 2>/dev/null
}

# cx_every NUMBER INTERVAL: whether the regular message is to be told now; where it is only looked for, that it is due. Each
# belongs to an event of its own.
cx_every() {
  cx_now
  cx_update_slot=$(((cx_time - cx_phase_began) / $2))
  eval "cx_update_last=\${cx_update_slot_$1:-0}"
  [ "$cx_update_slot" -gt "$cx_update_last" ] || return 1
  cx_update_due=1
  [ "$cx_update_act" = tell ] || return 1
  eval "cx_update_slot_$1=\$cx_update_slot"
  cx_event_of=$cx_phase_event.u$cx_update_slot cx_event_about=update
}

# Sets the step at hand, how many are left to do or to take back with it (cx_left_count), and their planned seconds
# (cx_left_seconds), after the journal was read.
cx_steps_left() {
  cx_left_count=0 cx_left_seconds=0 cx_left_at='' cx_left_first=0
  cx_number=1
  while [ "$cx_number" -le "$cx_steps" ]; do
    eval "cx_step_state=\${cx_p$cx_number-}"
    case $cx_direction$cx_step_state in
    undo | undopassed | dodone | dopassed) ;;
    *)
      "about_$cx_number"
      cx_left_count=$((cx_left_count + 1))
      if [ "$cx_direction" = undo ]; then
        cx_left_seconds=$((cx_left_seconds + ${cx_step_undo_takes:-0}))
        case $cx_step_state in
        owed) ;;
        *) cx_left_at=$cx_number cx_left_first=${cx_step_undo_takes:-0} ;;
        esac
      else
        cx_left_seconds=$((cx_left_seconds + ${cx_step_takes:-0}))
        [ -n "$cx_left_at" ] || cx_left_at=$cx_number cx_left_first=${cx_step_takes:-0}
      fi
      ;;
    esac
    cx_number=$((cx_number + 1))
  done
  # What the step at hand has used of its time is not left.
  cx_now
  if [ -n "$cx_left_at" ]; then
    eval "cx_step_state=\${cx_p$cx_left_at-}"
    cx_left_used=0
    case $cx_step_state in
    begun | undoing) cx_left_used=$((cx_time - ${cx_since:-$cx_time})) ;;
    esac
    [ "$cx_left_used" -le "$cx_left_first" ] || cx_left_used=$cx_left_first
    cx_left_seconds=$((cx_left_seconds - cx_left_used))
    "about_$cx_left_at"
    cx_step_number=$cx_left_at
  else
    cx_step_none
  fi
}

# In a text: `step 4 of 9`, of the implementation or of what is taken back.
cx_progress_words() {
  [ -z "$cx_plain_words" ] || {
    printf '[how far it is]'
    return
  }
  cx_journal_read
  cx_steps_left
  if [ "$cx_direction" = undo ]; then
    cx_left_total=$((cx_undone_count + cx_left_count))
    cx_left_now=$((cx_undone_count + 1))
  else
    cx_left_total=$cx_steps
    cx_left_now=$((cx_steps - cx_left_count + 1))
  fi
  [ "$cx_left_now" -le "$cx_left_total" ] || cx_left_now=$cx_left_total
  printf 'step %d of %d' "$cx_left_now" "$cx_left_total"
}

# cx_expected_end DIRECTION: when the implementation ends, or the backout (one that begins now, where there is none), by the
# planned durations of what is left.
cx_expected_end() {
  cx_direction=$1
  [ -z "$cx_plain_words" ] || {
    case $1 in
    undo) printf '[end of the backout]' ;;
    *) printf '[end of the implementation]' ;;
    esac
    return
  }
  cx_journal_read
  cx_steps_left
  cx_local "$((cx_time + cx_left_seconds))" '%H:%M %Z'
}

# When the next regular message of an interval goes out.
cx_next_update() {
  [ -z "$cx_plain_words" ] || {
    printf '[time of next update]'
    return
  }
  cx_now
  cx_local "$((cx_phase_began + ((cx_time - cx_phase_began) / $1 + 1) * $1))" '%H:%M %Z'
}

# The time of the event at hand.
cx_event_seconds() {
  cx_event_began=${cx_event_of#*.}
  cx_event_began=$(date -u -d "$(printf '%s' "${cx_event_began%%.*}" | sed 's/^\(....\)\(..\)\(..\)T\(..\)\(..\)\(..\)Z$/\1-\2-\3 \4:\5:\6/')" +%s)
}

cx_time_now() {
  [ -z "$cx_plain_words" ] || {
    printf '[time now]'
    return
  }
  cx_now
  cx_local "$cx_time" '%H:%M %Z'
}
