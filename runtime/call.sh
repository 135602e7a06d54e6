# --- Calls, and whatever else a person tells -------------------------------------------------------------------------
# A call is made by a person. --yes never makes one.

# Makes the calls that are due. Without a terminal the courier lets them fall to the next channel. What is put off is asked
# again five minutes later, between operations, and at the end.
cx_calls() {
  [ -n "$cx_terminal" ] || return 0
  if [ -n "$cx_calls_later" ]; then
    cx_now
    [ "$cx_time" -lt "$cx_calls_again" ] || cx_calls_later=''
  fi
  cx_outbox_scan 2>/dev/null >"$cx_outbox/.turns" || return 0
  while read -r cx_entry_word cx_entry_id cx_entry_number cx_entry_doubt <&4; do
    [ "$cx_entry_word" = call ] || continue
    ! cx_call_is_later "$cx_entry_id" || continue
    cx_entry_load "$cx_entry_id" "$cx_entry_number"
    cx_call
  done 4<"$cx_outbox/.turns"
  rm -f -- "$cx_outbox/.turns"
}

# The entry at hand is told by a person, or falls to its next channel.
cx_call() {
  cx_channel_kind "$cx_channel"
  cx_entry_note telling
  if [ "$cx_channel" = phone ]; then
    cx_say "  CALL $cx_who at $cx_address and say:"
  else
    cx_say "  TELL $cx_who by $cx_channel ($cx_address)${cx_channel_words:+: $cx_channel_words} The words:"
  fi
  printf '%s\n' "$cx_entry_body" | sed 's/^/    /'
  [ -z "$cx_entry_sender" ] || cx_say "    ($cx_entry_sender tells them.)"
  [ "$cx_entry_doubt" != 1 ] || cx_say "    (The last run ended while this call was being made: ask whether they know.)"
  while :; do
    cx_ask "  Answer [done] when they know, [failed] if they cannot be reached, [later]: "
    case $cx_answer in
    "done")
      cx_entry_note told "by=$cx_user"
      return 0
      ;;
    failed | '')
      cx_entry_failed 'not reached'
      cx_entry_note fallen "by=$cx_user"
      command : >"$cx_outbox/.new"
      return 0
      ;;
    later)
      cx_now
      cx_entry_note delayed "by=$cx_user"
      [ -n "$cx_calls_later" ] || cx_calls_again=$((cx_time + 300))
      cx_calls_later="$cx_calls_later $cx_entry_id "
      return 0
      ;;
    esac
  done
}

cx_call_is_later() {
  case $cx_calls_later in
  *" $1 "*) return 0 ;;
  *) return 1 ;;
  esac
}

# Nobody is at a terminal to make the call of the entry at hand. One that the plan does not ask for is not spoken of.
cx_call_falls() {
  [ "$cx_channel_kind" = resort ] || cx_entry_failed 'nobody is at a terminal to do so'
  cx_entry_note fallen nobody
}

cx_entry_failed() { cx_news "  $cx_who could not be told by $cx_channel ($cx_address)${1:+: $1}."; }

# No channel of the entry at hand is left.
cx_entry_lost() {
  cx_who=$cx_entry_to cx_address=${cx_entry_phone:-no number} cx_channel=none
  cx_entry_note untold
  cx_news "  NOT TOLD: $cx_entry_to${cx_entry_phone:+, $cx_entry_phone}: $cx_entry_body"
}
