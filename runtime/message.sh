# --- Telling people --------------------------------------------------------------------------------------------------
# A message becomes an entry of the outbox as soon as its event happens; it is delivered beside the work, and never stops
# it. An event keeps its identity over every run, so that nothing goes out twice.

# cx_event NAME [new]: the event that messages belong to; the same one again where a run was cut off. Its identity is its
# record's number and time: 17.20261205T211403Z.
cx_event() {
  cx_event_of='' cx_event_about=$1
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
    cx_compact_time "$cx_iso"
    cx_event_of=$cx_sequence.$cx_compact
    [ -n "${2-}" ] || eval "cx_event_$cx_name=\$cx_event_of cx_names=\"\$cx_names cx_event_$cx_name\""
  fi
}

# cx_compact_time ISO: sets cx_compact to 20261205T211403Z.
cx_compact_time() {
  IFS=-:
  # shellcheck disable=SC2086 # split into fields
  set -- $1
  IFS=' 	
'
  cx_compact=$1$2$3$4$5
}

# cx_message KEY WORD TO SENDER FROM-HEADER SUBJECT-HEADER SUBJECT: the message that the following routes deliver. WORD is its
# key as a part of a file's name; SENDER is who makes its calls. Its text is cx_body.
cx_message() {
  cx_message_key=$1 cx_message_word=$2 cx_message_to=$3 cx_message_sender=$4
  cx_message_from=$5 cx_message_subject=$6 cx_message_title=$7
}

# cx_route ROUTE PHONE CHANNEL ADDRESS WHO [CHANNEL ADDRESS WHO]...: one way to reach one recipient; the channels are tried
# in order. PHONE is a number for the case that all fail.
cx_route() {
  cx_message_route=$1 cx_message_phone=$2
  shift 2
  case $cx_telling in
  queue) ;;
  *)
    "cx_${cx_telling}_route" "$@"
    return 0
    ;;
  esac
  cx_entry_id=$cx_event_of.$cx_message_word-$cx_message_route
  [ ! -e "$cx_outbox/$cx_entry_id" ] || return 0
  cx_entry_hold=''
  cx_entry_queue "$@"
  cx_outbox_tend
}

# cx_unless NUMBER SECONDS TO PHONE CHANNEL ADDRESS WHO [CHANNEL ADDRESS WHO]...: whom to tell where nobody acknowledges the
# message in time. It waits in the outbox, and an acknowledgement drops it.
cx_unless() {
  cx_unless_number=$1 cx_unless_seconds=$2 cx_unless_to=$3
  shift 3
  case $cx_telling in
  queue) ;;
  *)
    cx_say "   unless that is acknowledged within $(cx_duration "$cx_unless_seconds"): tell $cx_unless_to by $2 ($3)"
    cx_preview_number=$((cx_preview_number + ($# - 1) / 3))
    return 0
    ;;
  esac
  cx_entry_id=$cx_event_of.$cx_message_word-e$cx_unless_number
  [ ! -e "$cx_outbox/$cx_entry_id" ] || return 0
  cx_entry_hold="$cx_unless_seconds $cx_event_of.$cx_message_word"
  cx_unless_body=$cx_body cx_unless_told=$cx_message_to cx_message_phone=$1 cx_message_route=e$cx_unless_number
  cx_body="$cx_unless_told has not acknowledged this within $(cx_duration "$cx_unless_seconds"): $cx_body"
  cx_message_to=$cx_unless_to
  shift
  cx_entry_queue "$@"
  cx_body=$cx_unless_body cx_message_to=$cx_unless_told
}

# In a dry run.
cx_show_route() { cx_say "  tell $cx_message_to by $1 ($2): $cx_body"; }

# cx_scheduled SECONDS WORD WHAT: a message with a fixed time is sent by the script that communicates; what is due and was
# not sent is shown.
cx_scheduled() {
  cx_now
  [ -n "$cx_fresh" ] && [ "$cx_time" -ge "$1" ] || return 0
  for cx_entry_place in "$cx_outbox/at.$1.$2"-*; do
    [ ! -e "$cx_entry_place" ] || return 0
  done
  cx_say "Due since $(cx_local "$1"): $3"
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

# cx_assignment NAME TEXT: sets cx_assignment to a line that assigns the text, exact to the last byte, in printable ASCII: not
# every shell takes other bytes in what it reads.
cx_assignment() {
  if cx_not_plain "$2"; then
    cx_quote "$(trap '' HUP INT QUIT TERM && printf '%s' "$2" | od -An -v -to1 | awk '{ for (i = 1; i <= NF; i++) printf "\\0%s", $i }')"
    cx_assignment="$1=\$(printf '%b.' $cx_quoted)$cx_newline$1=\${$1%.}$cx_newline"
  else
    cx_quote "$2"
    cx_assignment="$1=$cx_quoted$cx_newline"
  fi
}

# Whether a text has other bytes than those of printable ASCII on one line.
cx_not_plain() {
  case $1 in
  *[!\ -~]*) return 0 ;;
  *) return 1 ;;
  esac
}
