# --- Telling people --------------------------------------------------------------------------------------------------
# A message that cannot be delivered never stops the work. What was told is journaled by event and route, so that
# nothing goes out twice.

# cx_event NAME [new]: the event that messages belong to; the same one again where a run was cut off.
cx_event() {
  cx_event_of=
  case ${2-} in
  new) ;;
  *)
    cx_name=$1
    while :; do
      case $cx_name in
      *[!A-Za-z0-9_]*)
        cx_text=${cx_name%%[!A-Za-z0-9_]*}
        cx_name=${cx_text}_${cx_name#"$cx_text"?}
        ;;
      *) break ;;
      esac
    done
    eval "cx_event_of=\${cx_event_$cx_name-}"
    ;;
  esac
  if [ -z "$cx_event_of" ]; then
    cx_note event "$1" ''
    cx_event_of=$cx_sequence
    [ -n "${2-}" ] || eval "cx_event_$cx_name=\$cx_sequence cx_names=\"\$cx_names cx_event_$cx_name\""
  fi
}

# cx_message NUMBER KEY TO FROM-HEADER SUBJECT-HEADER SUBJECT: the message that the following routes deliver. Its text is
# cx_body.
cx_message() {
  cx_message_number=$1 cx_message_key=$2 cx_message_to=$3 cx_message_from=$4 cx_message_subject=$5 cx_message_title=$6
}

# cx_route ROUTE FALLBACK CHANNEL ADDRESS WHO [CHANNEL ADDRESS WHO]...: one way to reach one recipient; the channels are
# tried in order. FALLBACK is a phone number for the case that all fail.
cx_route() {
  cx_route=$1 cx_fallback=$2
  shift 2
  if [ -n "$cx_dry" ]; then
    cx_say "  tell $cx_message_to by $1 ($2): $cx_body"
    return 0
  fi
  eval "cx_told=\${cx_told$cx_message_number-}"
  case $cx_told in
  *" $cx_event_of.$cx_route "*) return 0 ;;
  *" $cx_event_of.$cx_route? "*) cx_maybe_told=1 ;;
  *) cx_maybe_told= ;;
  esac
  while [ "$#" -gt 0 ]; do
    cx_channel=$1 cx_address=$2 cx_who=$3
    shift 3
    cx_ascii "$cx_who ($cx_address)"
    cx_recipient=$cx_text
    cx_note_now telling "$cx_message_key" "event=$cx_event_of route=$cx_route channel=$cx_channel to $cx_recipient"
    if cx_deliver; then
      cx_note_now told "$cx_message_key" "event=$cx_event_of route=$cx_route channel=$cx_channel to $cx_recipient"
      cx_say "  Told $cx_who by $cx_channel ($cx_address)."
      return 0
    fi
    cx_say "  $cx_who could not be told by $cx_channel ($cx_address)${cx_delivery:+: $cx_delivery}."
  done
  if [ "$cx_channel" != phone ] && [ -n "$cx_fallback" ] && [ -n "$cx_terminal" ]; then
    cx_address=$cx_fallback cx_channel=phone cx_maybe_told=
    if cx_by_phone; then
      cx_ascii "$cx_who ($cx_address)"
      cx_note_now told "$cx_message_key" "event=$cx_event_of route=$cx_route channel=phone to $cx_text"
      return 0
    fi
  fi
  cx_ascii "$cx_message_to${cx_fallback:+ ($cx_fallback)}"
  cx_note_now untold "$cx_message_key" "event=$cx_event_of route=$cx_route to $cx_text"
  cx_say "  NOT TOLD: $cx_who${cx_fallback:+, $cx_fallback}: $cx_body"
  cx_untold="$cx_untold  $cx_who${cx_fallback:+ ($cx_fallback)}: $cx_body$cx_newline"
}

cx_deliver() {
  cx_delivery=
  case $cx_channel in
  phone) cx_by_phone ;;
  email) cx_by_email ;;
  webhook | ticket)
    cx_delivery='this version cannot send by it'
    return 1
    ;;
  *) cx_by_command ;;
  esac
}

# A call is made by a person. --yes never makes one.
cx_by_phone() {
  if [ -z "$cx_terminal" ]; then
    cx_delivery='nobody is at a terminal to call'
    return 1
  fi
  cx_say "  CALL $cx_who at $cx_address and say:"
  cx_say "    $cx_body"
  [ -z "$cx_maybe_told" ] || cx_say "    (The last run ended while this call was being made: ask whether they know.)"
  while :; do
    cx_ask "  Answer [done] when they know, [failed] if they cannot be reached: "
    case $cx_answer in
    "done") return 0 ;;
    failed | '')
      cx_delivery='not reached'
      return 1
      ;;
    esac
  done
}

cx_by_email() {
  cx_sendmail=$(command -v sendmail) || {
    cx_delivery='there is no sendmail on this machine'
    return 1
  }
  {
    [ -z "$cx_message_from" ] || printf 'From: %s\n' "$cx_message_from"
    printf 'To: %s\nSubject: %s\n' "$cx_address" "$cx_message_subject"
    printf 'Message-ID: <%s.%s.%s.%s@%s>\n' "$cx_id_word" "$cx_round_mark" "$cx_event_of" "$cx_message_number-$cx_route" "changec.invalid"
    printf 'Auto-Submitted: auto-generated\nMIME-Version: 1.0\n'
    printf 'Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n%s\n' "$cx_body"
  } >"$cx_state_dir/message" || return 1
  cx_quote "$cx_sendmail"
  cx_send_text="$cx_quoted -t -oi <\"\$cx_state_dir/message\""
  cx_send_twice
}

# A declared channel. Its text sees $to, $subject and $body.
cx_by_command() {
  cx_quote "$cx_address"
  cx_send_text="to=$cx_quoted"
  cx_quote "$cx_message_title"
  cx_send_text="$cx_send_text subject=$cx_quoted"
  cx_quote "$cx_body"
  cx_send_text="$cx_send_text body=$cx_quoted$cx_newline$(plan_channel "$cx_channel")"
  cx_send_twice
}

# A server that fails now may take it a moment later. Two tries, a minute each at most: the work waits meanwhile.
cx_send_twice() {
  cx_saved_kind=${cx_kind-} cx_saved_unit=${cx_unit-} cx_saved_key=${cx_key-} cx_saved_settings=${cx_unit_settings-}
  cx_saved_secrets=$cx_reads_secrets
  cx_reads_secrets=''
  for cx_pause_now in 2 0; do
    printf '%s\n' "$cx_send_text" >"$cx_state_dir/run.sh" || return 1
    cx_run_text "$cx_message_key" '' 60 && break
    cx_delivery=$cx_outcome
    cx_sleep "$cx_pause_now"
  done
  cx_kind=$cx_saved_kind cx_unit=$cx_saved_unit cx_key=$cx_saved_key cx_unit_settings=$cx_saved_settings
  cx_reads_secrets=$cx_saved_secrets
  cx_output=''
  [ "$cx_word" = "done" ]
}

# cx_quote TEXT: sets cx_quoted to TEXT as one word of shell.
cx_quote() {
  cx_quoted='' cx_rest=$1
  while :; do
    case $cx_rest in
    *\'*)
      cx_quoted="$cx_quoted${cx_rest%%\'*}'\\''"
      cx_rest=${cx_rest#*\'}
      ;;
    *) break ;;
    esac
  done
  cx_quoted="'$cx_quoted$cx_rest'"
}

# cx_shell_word TEXT: the same, for a person: without quotes where none are needed.
cx_shell_word() {
  case $1 in
  '' | *[!A-Za-z0-9_./:,@%+=-]*) cx_quote "$1" ;;
  *) cx_quoted=$1 ;;
  esac
}

# cx_every NUMBER INTERVAL: whether a regular message is due; the first one an interval after its phase began.
cx_every() {
  [ -z "$cx_dry" ] || return 1
  cx_now
  eval "cx_last=\${cx_every$1:-\$cx_phase_began}"
  cx_update_interval=$2
  [ "$cx_time" -ge "$((cx_last + $2))" ] || return 1
  eval "cx_every$1=\$cx_time"
  cx_event "every.$1" new
}

# cx_scheduled SECONDS WHAT: a message with a fixed time is not sent by this script; what is due is shown.
cx_scheduled() {
  cx_now
  [ -n "$cx_fresh" ] && [ "$cx_time" -ge "$1" ] || return 0
  cx_say "Due since $(cx_local "$1"): $2"
}

cx_next_update() {
  cx_now
  cx_local "$((cx_time + cx_update_interval))" '%H:%M %Z'
}

cx_time_now() {
  cx_now
  cx_local "$cx_time" '%H:%M %Z'
}

# When a backout that begins now would end, by the plan's durations.
cx_backout_end() {
  cx_now
  cx_local "$((cx_time + cx_undo_seconds))" '%H:%M %Z'
}
