# --- The entries of the outbox ---------------------------------------------------------------------------------------
# Each is one message to one recipient by one way, in a file of its own; see the outbox.

# cx_entry_queue CHANNEL ADDRESS WHO...: makes the entry cx_entry_id of the message at hand, unless somebody else has.
cx_entry_queue() {
  cx_entry_time
  cx_entry_part=$cx_outbox/.part.$cx_entry_id.$$
  {
    printf '#at %s\n' "$cx_exact"
    [ -z "$cx_entry_hold" ] || printf '#hold %s\n' "$cx_entry_hold"
    cx_entry_numbers=0 cx_entry_last=''
    cx_entry_text=''
    while [ "$#" -gt 0 ]; do
      cx_entry_channel "$1" "$2" "$3"
      shift 3
    done
    if [ "$cx_entry_last" != phone ] && [ -n "$cx_message_phone" ]; then
      cx_entry_channel phone "$cx_message_phone" "$cx_entry_who" resort
    fi
    cx_entry_put key "$cx_message_key"
    cx_entry_put to "$cx_message_to"
    cx_entry_put phone "$cx_message_phone"
    cx_entry_put sender "$cx_message_sender"
    cx_entry_put from "$cx_message_from"
    cx_entry_put subject "$cx_message_subject"
    cx_entry_put title "$cx_message_title"
    cx_entry_put event "$cx_event_of"
    cx_entry_put route "$cx_message_route"
    cx_entry_put about "$cx_event_about"
    cx_entry_put made "${cx_exact%.*}"
    cx_entry_put body "$cx_body"
    printf '%s' "$cx_entry_text"
  } >"$cx_entry_part" && cx_shielded sync "$cx_entry_part" || cx_journal_lost "has no place beside it for messages"
  [ -n "$cx_terminal$cx_entry_hold" ] || cx_entry_without_terminal
  # Of several processes that make it one succeeds, and the others find that it is there.
  ln -- "$cx_entry_part" "$cx_outbox/$cx_entry_id" 2>/dev/null || [ -e "$cx_outbox/$cx_entry_id" ] ||
    cx_journal_lost "has no place beside it for messages"
  rm -f -- "$cx_entry_part"
  cx_shielded sync "$cx_outbox"
  command : >"$cx_outbox/.new"
}

# The time of a new entry, in cx_exact: later than that of any before, so that they keep their order. The clock of another run
# may differ by a second.
cx_entry_time() {
  cx_now_exact
  if { IFS=. read -r cx_entry_seconds cx_entry_hundredths <"$cx_outbox/.last"; } 2>/dev/null; then
    cx_entry_hundredths=$((1${cx_entry_hundredths} - 100 + 1))
    if [ "$cx_entry_hundredths" -ge 100 ]; then
      cx_entry_hundredths=0 cx_entry_seconds=$((cx_entry_seconds + 1))
    fi
    if [ "$cx_entry_seconds" -gt "${cx_exact%.*}" ] ||
      { [ "$cx_entry_seconds" -eq "${cx_exact%.*}" ] && [ "$((100 + cx_entry_hundredths))" -gt "1${cx_exact#*.}" ]; }; then
      cx_exact=$((100 + cx_entry_hundredths))
      cx_exact=$cx_entry_seconds.${cx_exact#1}
    fi
  fi
  printf '%s\n' "$cx_exact" >"$cx_outbox/.last"
}

# Where nobody is at a terminal, calls fall to the next channel. That is put down before there is an entry for the courier.
cx_entry_without_terminal() {
  cx_entry_number=1 cx_entry_key=$cx_message_key cx_entry_event=$cx_event_of cx_entry_route=$cx_message_route
  cx_entry_to=$cx_message_to cx_entry_phone=$cx_message_phone cx_entry_body=$cx_body
  while [ "$cx_entry_number" -le "$cx_entry_numbers" ]; do
    eval "cx_channel_kind=\$cx_entry_kind_$cx_entry_number"
    [ "$cx_channel_kind" != auto ] || return 0
    eval "cx_channel=\$cx_entry_channel_$cx_entry_number cx_address=\$cx_entry_address_$cx_entry_number cx_who=\$cx_entry_who_$cx_entry_number"
    cx_call_falls
    cx_entry_number=$((cx_entry_number + 1))
  done
  cx_entry_number=1
  cx_entry_lost
}

# cx_entry_channel CHANNEL ADDRESS WHO [resort]: one of the ways, which are tried in order. A last resort is a call that the
# plan does not ask for.
cx_entry_channel() {
  cx_entry_numbers=$((cx_entry_numbers + 1)) cx_entry_last=$1 cx_entry_who=$3
  cx_channel_kind "$1"
  cx_ascii "$2"
  cx_entry_word=$cx_text
  while :; do
    case $cx_entry_word in
    *' '*) cx_entry_word=${cx_entry_word%%' '*}_${cx_entry_word#*' '} ;;
    *) break ;;
    esac
  done
  cx_channel_kind=${4:-$cx_channel_kind}
  printf '#channel %s %s %s\n' "$cx_channel_kind" "$1" "$cx_entry_word"
  eval "cx_entry_kind_$cx_entry_numbers=\$cx_channel_kind cx_entry_channel_$cx_entry_numbers=\$1"
  eval "cx_entry_address_$cx_entry_numbers=\$2 cx_entry_who_$cx_entry_numbers=\$3"
  cx_entry_put "channel_$cx_entry_numbers" "$1"
  cx_entry_put "address_$cx_entry_numbers" "$2"
  cx_entry_put "who_$cx_entry_numbers" "$3"
  cx_entry_put "kind_$cx_entry_numbers" "$cx_channel_kind"
}

cx_entry_put() {
  cx_assignment "cx_entry_$1" "$2"
  cx_entry_text=$cx_entry_text$cx_assignment
}

# cx_channel_kind CHANNEL: sets cx_channel_kind to auto, or to manual where a person has to tell.
cx_channel_kind() {
  cx_channel_kind=auto cx_channel_words=''
  case $1 in
  phone) cx_channel_kind=manual ;;
  *) plan_channel_kind "$1" ;;
  esac
}

# cx_entry_load ID NUMBER: sets cx_entry_* and the channel of that number.
cx_entry_load() {
  cx_entry_id=$1 cx_entry_number=$2
  # shellcheck source=/dev/null
  . "$cx_outbox/$1"
  eval "cx_channel=\$cx_entry_channel_$2 cx_address=\$cx_entry_address_$2 cx_who=\$cx_entry_who_$2 cx_channel_kind=\$cx_entry_kind_$2"
}

# cx_entry_note WORD [DETAIL]: a durable record about the entry at hand. It is in a shell of its own: descriptor 9 is the
# journal's.
cx_entry_note() {
  (
    trap '' HUP INT QUIT TERM
    cx_ascii "$cx_who ($cx_address)"
    cx_entry_log=$cx_outbox/$cx_entry_id.log
    cx_entry_torn=
    if [ -s "$cx_entry_log" ] && [ "$(tail -c 1 "$cx_entry_log" | wc -l)" -eq 0 ]; then
      cx_entry_torn=1
    fi
    command exec 9>>"$cx_entry_log" || exit 1
    [ -z "$cx_entry_torn" ] || printf '\n' >&9
    cx_append "$cx_entry_number" "$1" "$cx_entry_key" "event=$cx_entry_event route=$cx_entry_route channel=$cx_channel${2:+ $2} to $cx_text" &&
      sync "$cx_entry_log"
  ) || cx_journal_lost "has no place beside it for what became of a message"
}

# cx_entry_handle_of NAME: sets cx_entry_handle to the name without its time, by which people speak of a message.
cx_entry_handle_of() {
  case $1 in
  *.????????T??????Z.*) cx_entry_handle=${1%%.????????T??????Z.*}.${1#*.????????T??????Z.} ;;
  *) cx_entry_handle=$1 ;;
  esac
}
