# --- The outbox ------------------------------------------------------------------------------------------------------
# Each message to one recipient by one way is a file `outbox/EVENT.MESSAGE-ROUTE`: whole, durable, never changed, and made by
# one process only, whoever runs. Beside it, its `.log` has what came of it, in records like the journal's whose first word
# is the number of the channel. What it says decides whose turn it is: an automatic channel is the courier's, a call the
# runner's. So a log has one writer at a time.

cx_outbox_make() {
  if [ ! -d "$cx_outbox" ]; then
    mkdir -m 0700 -- "$cx_outbox" 2>/dev/null || [ -d "$cx_outbox" ] || cx_journal_lost "has no place beside it for messages"
    sync "$cx_state_dir"
  fi
}

# For a runner. What an earlier one had asked for is forgotten: it asked its own courier. What could not be told is tried again.
cx_outbox_open() {
  cx_outbox_make
  rm -f -- "$cx_outbox/.closing" "$cx_outbox/.during" "$cx_outbox/.composing" "$cx_outbox/.calls" "$cx_outbox/.news"
  if [ -n "$cx_fresh" ]; then
    cx_outbox_drop
  else
    cx_outbox_again 0
  fi
  command : >"$cx_outbox/.new"
}

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
  } >"$cx_entry_part" && sync "$cx_entry_part" || cx_journal_lost "has no place beside it for messages"
  [ -n "$cx_terminal$cx_entry_hold" ] || cx_entry_without_terminal
  # Of several processes that make it one succeeds, and the others find that it is there.
  ln -- "$cx_entry_part" "$cx_outbox/$cx_entry_id" 2>/dev/null || [ -e "$cx_outbox/$cx_entry_id" ] ||
    cx_journal_lost "has no place beside it for messages"
  rm -f -- "$cx_entry_part"
  sync "$cx_outbox"
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

# cx_outbox_scan [MODE]: prints what is to be done, in order, a line each:
#   due ID NUMBER TRIES   the courier's turn, now
#   call ID NUMBER DOUBT  a person's turn; DOUBT is 1 where a call may have been made
#   wait ID SECONDS       the courier's turn, in so many seconds
#   hold ID SECONDS       waits for an acknowledgement
#   release ID, drop ID   what has waited goes out, or need not
#   lost ID               no channel is left; to be recorded
#   untold ID SECONDS     that was recorded so many seconds ago
# MODE `closing` shortens the pauses. Entries of one address go in their order, as long as the first is being tried.
cx_outbox_scan() {
  cx_now
  set -- "${1-}" "$cx_outbox"/*
  cx_entry_word=$1
  shift
  [ -e "$1" ] || return 0
  LC_ALL=C awk -v now="$cx_time" -v closing="$cx_entry_word" -v pause="$cx_set_pause" -v closingPause="$cx_set_closing_pause" "$cx_awk_records"'
    function finished(name) { return (name in told) || (name in dropped) }
    function base(name) { sub(/-[^-]*$/, "", name); return name }
    # Seconds until the next try.
    function rest(name,   length_) {
      if (name in exhausted) { length_ = 300; if (closing != "") return 1e9 }
      else if (!tries[name]) return 0
      else if (closing != "") length_ = closingPause
      else { length_ = pause; for (t = 1; t < tries[name] && length_ < 300; t++) length_ *= 3; if (length_ > 300) length_ = 300 }
      return last[name] + length_ > now ? last[name] + length_ - now : 0
    }
    FNR == 1 {
      name = FILENAME; sub(/^.*\//, "", name)
      isLog = name ~ /\.log$/
      if (isLog) sub(/\.log$/, "", name); else { names[++count] = name; head = 1 }
    }
    !isLog {
      if (!head) next
      if ($1 == "#at") at[name] = $2
      else if ($1 == "#hold") { holdFor[name] = $2; holdOf[name] = $3 }
      else if ($1 == "#channel") { n = ++channels[name]; kind[name, n] = $2; where[name, n] = $3 " " $4 }
      else head = 0
      next
    }
    !valid() { next }
    $3 == "telling" { open[name] = $1; last[name] = seconds($2); next }
    $3 == "told" { told[name] = $1; doneBy[name] = $1; next }
    $3 == "delayed" { tries[name]++; last[name] = seconds($2); delete open[name]; next }
    $3 == "fallen" { position[name] = $1; tries[name] = 0; last[name] = seconds($2); delete open[name]; next }
    $3 == "untold" { exhausted[name] = 1; last[name] = seconds($2); delete open[name]; next }
    $3 == "again" { delete exhausted[name]; position[name] = 0; tries[name] = 0; next }
    $3 == "acknowledged" { known[base(name)] = 1; next }
    $3 == "escalated" { delete holdFor[name]; next }
    $3 == "dropped" { dropped[name] = 1; next }
    END {
      for (i = 1; i <= count; i++) {
        name = names[i]
        if (!(name in at)) continue
        if ((name in told) && kind[name, told[name]] != "auto") known[base(name)] = 1
        if (finished(name)) continue
        # In the order of their making.
        for (j = ++pending; j > 1 && (at[order[j - 1]] > at[name] || (at[order[j - 1]] == at[name] && order[j - 1] > name)); j--) order[j] = order[j - 1]
        order[j] = name
      }
      for (i = 1; i <= pending; i++) {
        name = order[i]
        if (name in holdFor) {
          left = at[name] + holdFor[name] - now
          if (holdOf[name] in known) print "drop", name
          else if (left <= 0) print "release", name
          else printf "hold %s %d\n", name, left + 1
          continue
        }
        n = position[name] + 1
        if (name in exhausted) {
          n = 1
          while (n <= channels[name] && kind[name, n] != "auto") n++
          if (n > channels[name] || rest(name) > 0) { printf "untold %s %d\n", name, (now > last[name] ? now - last[name] : 0); continue }
        }
        if (n > channels[name]) { print "lost", name; continue }
        if (kind[name, n] != "auto") { print "call", name, n, (open[name] == n) + 0; continue }
        if (where[name, n] in busy) { printf "wait %s %d\n", name, busy[where[name, n]]; continue }
        left = rest(name)
        if (!(name in exhausted)) busy[where[name, n]] = left > 0 ? left : 1
        if (left > 0) printf "wait %s %d\n", name, left
        else printf "due %s %d %d\n", name, n, (name in exhausted) ? -1 : tries[name] + 0
      }
    }
  ' "$@"
}

# What an earlier run of the change has left to tell is no longer so; what has a fixed time is.
cx_outbox_drop() {
  cx_outbox_scan | while read -r cx_entry_word cx_entry_id cx_entry_number; do
    case $cx_entry_id in
    at.*) continue ;;
    esac
    cx_entry_load "$cx_entry_id" 1
    cx_entry_note dropped "by=$cx_user of-an-earlier-run"
  done
}

# cx_outbox_again SECONDS: what could not be told that long ago or longer is tried again, from its first channel on.
cx_outbox_again() {
  cx_outbox_scan | while read -r cx_entry_word cx_entry_id cx_entry_number; do
    [ "$cx_entry_word" = untold ] && [ "$cx_entry_number" -ge "$1" ] || continue
    cx_entry_load "$cx_entry_id" 1
    cx_entry_note again "by=$cx_user"
  done
}

# cx_outbox_tend: after a message was made, and between operations: sees that the courier is at work, and makes the calls
# that are due.
cx_outbox_tend() {
  [ -d "$cx_outbox" ] && [ -z "$cx_in_courier" ] && [ "$cx_script" != communicate ] || return 0
  cx_news_show
  if [ -e "$cx_outbox/.calls" ] || [ -e "$cx_outbox/.new" ]; then
    rm -f -- "$cx_outbox/.calls"
    cx_calls
  fi
  if [ -e "$cx_outbox/.new" ] || [ -e "$cx_outbox/.during" ]; then
    cx_courier_start
  fi
}

# The end of a run: nothing more is waited for but one more try of each message. Then what remains is shown.
cx_outbox_close() {
  [ -d "$cx_outbox" ] || return 0
  cx_updates_end
  cx_tries=0
  while [ "$cx_tries" -lt 5 ]; do
    cx_tries=$((cx_tries + 1))
    cx_calls
    cx_courier_finish
    cx_outbox_pending closing || break
  done
  rm -f -- "$cx_outbox/.closing"
  cx_outbox_remaining
}

# Prints what is still to be told, by name and number, and what waits for an answer.
cx_outbox_remaining() {
  cx_entry_first=1 cx_entry_lines=$cx_newline
  cx_outbox_scan closing >"$cx_outbox/.remaining"
  while read -r cx_entry_word cx_entry_id cx_entry_rest; do
    case $cx_entry_word in
    hold) continue ;;
    esac
    cx_entry_load "$cx_entry_id" 1
    cx_entry_text="  $cx_entry_to${cx_entry_phone:+ ($cx_entry_phone)}: $cx_entry_body"
    case $cx_entry_lines in
    *"$cx_newline$cx_entry_text$cx_newline"*) continue ;;
    esac
    cx_entry_lines=$cx_entry_lines$cx_entry_text$cx_newline
    [ -z "$cx_entry_first" ] || cx_say "Still to be told:"
    cx_entry_first=
    cx_say "$cx_entry_text"
  done <"$cx_outbox/.remaining"
  while read -r cx_entry_word cx_entry_id cx_entry_rest; do
    [ "$cx_entry_word" = hold ] || continue
    cx_entry_load "$cx_entry_id" 1
    cx_entry_handle_of "${cx_entry_id%-*}"
    cx_say "Not acknowledged yet: message $cx_entry_handle. In $(cx_duration "$cx_entry_rest") $cx_entry_to is to be told${cx_entry_phone:+ ($cx_entry_phone)}."
  done <"$cx_outbox/.remaining"
  rm -f -- "$cx_outbox/.remaining"
}

# cx_entry_handle_of NAME: sets cx_entry_handle to the name without its time, by which people speak of a message.
cx_entry_handle_of() {
  case $1 in
  *.????????T??????Z.*) cx_entry_handle=${1%%.????????T??????Z.*}.${1#*.????????T??????Z.} ;;
  *) cx_entry_handle=$1 ;;
  esac
}

# cx_outbox_pending [MODE]: whether anything is due, or waits for another try, or for a person.
cx_outbox_pending() {
  cx_entry_text=$cx_newline$(cx_outbox_scan "${1-}")
  case $cx_entry_text in
  *"$cx_newline"due* | *"$cx_newline"wait* | *"$cx_newline"release* | *"$cx_newline"drop* | *"$cx_newline"lost* | *"$cx_newline"call*) return 0 ;;
  *) return 1 ;;
  esac
}

# For --status: messages that are not delivered, or wait for an answer.
cx_outbox_list() {
  [ -d "$cx_outbox" ] && [ -r "$cx_outbox" ] || return 0
  cx_delivery_defaults
  cx_outbox_scan | while read -r cx_entry_word cx_entry_id cx_entry_number; do
    cx_entry_handle_of "${cx_entry_id%-*}"
    case $cx_entry_word in
    call) cx_entry_text='a person has to tell it' ;;
    untold | lost) cx_entry_text='NOT TOLD, nobody could deliver it' ;;
    hold) cx_entry_text="is told in $(cx_duration "$cx_entry_number"), unless this message is acknowledged" ;;
    drop) continue ;;
    *) cx_entry_text='on its way' ;;
    esac
    cx_entry_load "$cx_entry_id" 1
    cx_say "  $cx_entry_handle: $cx_entry_to${cx_entry_phone:+ ($cx_entry_phone)}: $cx_entry_text: $cx_entry_body"
  done | sed '1i\
Messages:'
}
