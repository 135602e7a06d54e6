# --- The outbox ------------------------------------------------------------------------------------------------------
# Each message to one recipient by one way is a file `outbox/EVENT.MESSAGE-ROUTE`: whole, durable, never changed, and made by
# one process only, whoever runs. Beside it, its `.log` has what came of it, in records like the journal's whose first word
# is the number of the channel. What it says decides whose turn it is: an automatic channel is the courier's, a call the
# runner's. So a log has one writer at a time.

cx_outbox_make() {
  if [ ! -d "$cx_outbox" ]; then
    cx_shielded mkdir -m 0700 -- "$cx_outbox" 2>/dev/null || [ -d "$cx_outbox" ] || cx_journal_lost "has no place beside it for messages"
    cx_shielded sync "$cx_state_dir"
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

# cx_outbox_scan [MODE]: prints what is to be done, in order, a line each:
#   due ID NUMBER TRIES   the courier's turn, now
#   call ID NUMBER DOUBT  a person's turn; DOUBT is 1 where a call may have been made
#   wait ID SECONDS       the courier's turn, in so many seconds
#   hold ID SECONDS       waits for an acknowledgement
#   release ID, drop ID   what has waited goes out, or need not
#   lost ID               no channel is left; to be recorded
#   untold ID SECONDS     that was recorded so many seconds ago
# MODE `closing` shortens the pauses. Entries of one address go in their order, as long as the first is being tried. Those in
# cx_flying are under way, and not printed.
cx_outbox_scan() {
  cx_now
  set -- "${1-}" "$cx_outbox"/*
  cx_entry_word=$1
  shift
  [ -e "$1" ] || return 0
  LC_ALL=C awk -v now="$cx_time" -v flying=" $cx_flying " -v closing="$cx_entry_word" -v pause="$cx_set_pause" -v closingPause="$cx_set_closing_pause" "$cx_awk_records"'
    function finished(name) { return (name in told) || (name in dropped) }
    function base(name) { sub(/-[^-]*$/, "", name); return name }
    # Seconds until the next try.
    function rest(name,   length_) {
      if (name in exhausted) { length_ = 300; if (closing != "") return 1e9 }
      else if (!tries[name]) return 0
      else if (closing != "") length_ = closingPause
      else { length_ = pause; for (t = 1; t < tries[name] && length_ < 300; t++) length_ *= 3 }
      # A server may say how long it wants to be left alone.
      if (after[name] > length_) length_ = after[name]
      if (length_ > (closing != "" ? 10 : 300)) length_ = closing != "" ? 10 : 300
      return last[name] + length_ > now ? last[name] + length_ - now : 0
    }
    # The number of the channel that an entry under way is tried by.
    function flyingBy(name,   n) {
      if (name in open) return open[name]
      n = (name in exhausted) ? 1 : position[name] + 1
      while (n < channels[name] && kind[name, n] != "auto") n++
      return n
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
    $3 == "delayed" {
      after[name] = 0
      for (f = 5; f <= NF && $f != "to"; f++) if ($f ~ /^after=[0-9]+$/) after[name] = substr($f, 7) + 0
      tries[name]++; last[name] = seconds($2); delete open[name]; next
    }
    $3 == "fallen" { position[name] = $1; tries[name] = after[name] = 0; last[name] = seconds($2); delete open[name]; next }
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
        if (index(flying, " " name " ")) { busy[where[name, flyingBy(name)]] = 1; continue }
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
  if [ -e "$cx_outbox/.calls" ] || [ -e "$cx_outbox/.new" ] || [ -n "$cx_calls_later" ]; then
    [ ! -e "$cx_outbox/.calls" ] || rm -f -- "$cx_outbox/.calls"
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
  cx_calls_later='' cx_tries=0
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
  cx_outbox_scan closing | cx_outbox_untold
  cx_outbox_scan closing | cx_outbox_unanswered
}

# Of what cx_outbox_scan prints: what is still to be told.
cx_outbox_untold() {
  cx_entry_first=1 cx_entry_lines=$cx_newline
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
  done
}

# The same: which messages wait for an answer, how one is put down, and who is told else.
cx_outbox_unanswered() {
  cx_entry_last=''
  while read -r cx_entry_word cx_entry_id cx_entry_rest; do
    [ "$cx_entry_word" = hold ] || continue
    cx_entry_load "$cx_entry_id" 1
    cx_entry_handle_of "${cx_entry_id%-*}"
    if [ "$cx_entry_handle" != "$cx_entry_last" ]; then
      cx_command="sh $cx_id_word.communicate.sh --acknowledge $cx_entry_handle"
      cx_command_state
      cx_say "Not acknowledged yet: message $cx_entry_handle. Whoever hears an answer runs: $cx_command"
      cx_entry_last=$cx_entry_handle
    fi
    cx_say "  In $(cx_duration "$cx_entry_rest") $cx_entry_to is to be told${cx_entry_phone:+ ($cx_entry_phone)}, by $cx_id_word.communicate.sh --due."
  done
}

# cx_outbox_pending [MODE]: whether anything is due, or waits for another try, or for a person who has not put it off.
cx_outbox_pending() {
  cx_pending=$(cx_outbox_scan "${1-}" | while read -r cx_entry_word cx_entry_id cx_entry_rest; do
    case $cx_entry_word in
    due | wait | release | drop | lost) printf 1 ;;
    call) cx_call_is_later "$cx_entry_id" || printf 1 ;;
    esac
  done)
  [ -n "$cx_pending" ]
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
