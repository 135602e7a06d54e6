# --- What was done, by whom, when, with what result ------------------------------------------------------------------

# cx_report: prints the last round of the journal, a line a step, and what went wrong.
cx_report() {
  {
    plan_table
    echo "#"
    cat -- "$cx_state_dir/journal"
    # What became of messages, in the order of time; of one second, in that of their events.
    for cx_entry_log in "$cx_outbox"/*.log; do
      [ ! -e "$cx_entry_log" ] || printf '%s\n' "${cx_entry_log##*/}"
    done | sort -n | while IFS= read -r cx_entry_log; do
      cat -- "$cx_outbox/$cx_entry_log"
    done | sort -s -k 2,2
  } | LC_ALL=C awk '
    function rest(from,   text, i) {
      text = ""
      for (i = from; i < NF; i++) text = text (text == "" ? "" : " ") $i
      return text
    }
    function who(   i) {
      for (i = 5; i < NF; i++) if (index($i, "by=") == 1) return substr($i, 4)
      return ""
    }
    # What is in printable ASCII as \0ooo, as it was.
    function plain(text,   out, at) {
      while (match(text, /\\0[0-3][0-7][0-7]/)) {
        at = substr(text, RSTART + 2, 3)
        at = substr(at, 1, 1) * 64 + substr(at, 2, 1) * 8 + substr(at, 3, 1)
        out = out substr(text, 1, RSTART - 1) (at < 32 || at == 127 ? "?" : sprintf("%c", at))
        text = substr(text, RSTART + 5)
      }
      return out text
    }
    function detail(name,   i) {
      for (i = 5; i < NF; i++) if (index($i, name "=") == 1) return substr($i, length(name) + 2)
      return ""
    }
    function eventWords(name) {
      if (name ~ /^every\./) return "regular update"
      gsub(/[._]/, " ", name)
      return name
    }
    # Who was to be told, by what, about what. Records of an early version do not say who.
    function message(   i, whom, by, what) {
      whom = $4
      for (i = 5; i < NF; i++) if ($i == "to") { whom = rest(i + 1); break }
      by = detail("channel"); what = eventOf()
      return whom (by == "" || by == "none" ? "" : ", by " by) (what == "" ? "" : ": " what)
    }
    # An event is named by its record: 17.20261205T211403Z; of a regular update, or a fixed time, it tells itself.
    function eventOf(   event) {
      event = detail("event")
      if (event ~ /^at\./) return "at its time"
      if (event ~ /\.u[0-9]+$/) return "regular update"
      return eventName[int(event)]
    }
    function ofEarlierRound(   event) {
      event = detail("event")
      return event !~ /^at\./ && int(event) < startedAt
    }
    function clock(iso) { return substr(iso, 1, 10) " " substr(iso, 12, 8) "Z" }
    # What became of messages is read last, and belongs between the rest by its time.
    function add(text,   at) {
      text = "  " clock($2) "  " text
      for (at = ++troubles; at > 1 && substr(trouble[at - 1], 1, 22) > substr(text, 1, 22); at--) trouble[at] = trouble[at - 1]
      trouble[at] = text
    }
    !journal && $0 == "#" { journal = 1; next }
    !journal && $1 == "S" {
      count++; keys[count] = $3
      title = $0; sub(/^S [^ ]+ [^ ]+ [^ ]+ /, "", title)
      split(title, parts, "\t"); titles[$3] = parts[1]; owners[$3] = parts[2]
      next
    }
    !journal { next }
    !/^[0-9]+ [ -~]* #[0-9]+\.$/ { next }
    $3 == "start" {
      split("", state); split("", from); split("", to); split("", by); split("", trouble); split("", runs); troubles = 0; runCount = 0
      split("", told); toldCount = 0; startedAt = $1 + 0
    }
    $3 == "start" || $3 == "resume" || $3 == "backout" || $3 == "implemented" || $3 == "backed-out" || $3 == "partly-backed-out" || \
      $3 == "stopped" || $3 == "backout-stopped" || $3 == "cancelled" || $3 == "adopted" || $3 == "outside-window" || $3 == "armed" || $3 == "confirmed" { runs[++runCount] = "  " clock($2) "  " $3 ($4 == "-" ? "" : " " $4) " " rest(5) }
    $3 == "step" { state[$4] = "begun"; from[$4] = $2; to[$4] = ""; by[$4] = who() }
    $3 == "passed" { state[$4] = "not needed"; from[$4] = $2; to[$4] = $2; by[$4] = who() }
    $3 == "step-done" || $3 == "go" { state[$4] = $3 == "go" ? "go" : "done"; to[$4] = $2; if ($3 == "go") { from[$4] = $2; by[$4] = who() } }
    $3 == "no-go" { state[$4] = "no go"; from[$4] = $2; to[$4] = $2; by[$4] = who() }
    $3 == "assumed" { state[$4] = "assumed done"; from[$4] = $2; to[$4] = $2; by[$4] = who() }
    $3 == "undo" { state[$4] = "being undone"; from[$4] = $2; to[$4] = ""; by[$4] = who() }
    $3 == "owed" { state[$4] = "owed by its cover"; to[$4] = $2 }
    $3 == "undone" { state[$4] = "undone"; to[$4] = $2; if (who() != "") by[$4] = who() }
    $3 == "step-left" { state[$4] = "LEFT TO DO"; to[$4] = $2 }
    $3 == "failed" || $3 == "timeout" || $3 == "ended" || $3 == "broken" || $3 == "skipped" || $3 == "left" || $3 == "by-hand" || \
      $3 == "settled" || $3 == "not-needed" || $3 == "late" || $3 == "torn" || $3 == "unconfirmed" { add($3 " " $4 " " rest(5)) }
    ($3 == "told" || $3 == "untold" || $3 == "acknowledged" || $3 == "escalated") && ofEarlierRound() { next }
    $3 == "untold" { add("NOT TOLD: " message()) }
    $3 == "escalated" { add("NOT ACKNOWLEDGED, so told too: " message()) }
    $3 == "acknowledged" { told[++toldCount] = "  " clock($2) "  acknowledged by " who() ": " message() }
    $3 == "event" { eventName[$1] = eventWords($4) }
    $3 == "told" { told[++toldCount] = "  " clock($2) "  " message() }
    END {
      print "Runs:"
      for (i = 1; i <= runCount; i++) print plain(runs[i])
      print "Steps:"
      for (i = 1; i <= count; i++) {
        key = keys[i]
        line = "  [" i "/" count "] " key
        if (titles[key] != "" && titles[key] != key) line = line ": " titles[key]
        line = line " - " owners[key] " - " (state[key] == "" ? "not begun" : state[key])
        if (from[key] != "") line = line ", " clock(from[key])
        if (to[key] != "" && to[key] != from[key]) line = line " to " substr(clock(to[key]), 12)
        if (by[key] != "") line = line ", by " by[key]
        print plain(line)
      }
      if (troubles) { print "What did not go as planned:"; for (i = 1; i <= troubles; i++) print plain(trouble[i]) }
      if (toldCount) { print "Told:"; for (i = 1; i <= toldCount; i++) print plain(told[i]) }
    }'
}

# cx_status: for anybody who may read the state; takes no lock and changes nothing.
cx_status() {
  cx_say "$cx_id: $cx_title"
  cx_readable
  if [ ! -s "$cx_state_dir/journal" ]; then
    cx_say "State: there is no journal in $cx_state_dir."
    cx_status_times
    cx_elsewhere --status
    exit 0
  fi
  cx_journal_read
  cx_same_change
  case $cx_state in
  new) cx_word='nothing has run' ;;
  running) cx_word='begun, not finished' ;;
  implemented) cx_word='implemented' ;;
  backing-out) cx_word='being backed out' ;;
  partly) cx_word='partly backed out' ;;
  backed-out) cx_word='backed out' ;;
  cancelled) cx_word='cancelled' ;;
  esac
  cx_say "State: $cx_word (run $cx_round)"
  cx_say "Where: $cx_state_dir"
  if cx_owner_read && cx_owner_lives; then
    cx_say "Runner: $cx_owner_user on $cx_owner_host, process $cx_owner_pid"
  elif cx_owner_read && [ "$cx_owner_host" != "$cx_host" ]; then
    cx_say "Runner: $cx_owner_user on $cx_owner_host, process $cx_owner_pid, which has not ended properly; whether it still runs is seen only there"
  elif [ -n "$cx_armed" ] && cx_owner_read waiting && cx_owner_lives; then
    cx_say "Runner: $cx_owner_user on $cx_owner_host, process $cx_owner_pid, waits for a confirmation"
  elif [ -n "$(cx_supervisors)" ]; then
    cx_say "Runner: it has died; the operation that it started is still running"
  else
    cx_say "Runner: nobody"
  fi
  [ "$cx_torn" -eq 0 ] || cx_say "Journal: $cx_torn torn or doubled records are set aside"
  [ "$cx_damaged" -eq 0 ] || cx_say "Journal: DAMAGED, $cx_damaged lines cannot be read; what they may have said is in doubt"
  [ -z "$cx_other_plan" ] || cx_say "Plan: not the one that was executed: $cx_other_plan"
  cx_status_armed
  case $cx_state in running | partly) cx_status_times ;; esac
  cx_report
  if [ "$(stat -c %u -- "$cx_state_dir")" = "$cx_uid" ]; then
    cx_outbox_list
  else
    cx_say "Messages: shown to $(stat -c %U -- "$cx_state_dir") alone."
  fi
  held_guards
  exit 0
}

# What cannot be read is not "nothing": refuses, and says who can.
cx_readable() {
  if cx_barrier "$cx_state_dir"; then
    cx_refuse "Whether $cx_id has run is not known: $cx_user cannot look into $cx_closed, which belongs to $(stat -c %U -- "$cx_closed")."
  fi
  if [ -e "$cx_state_dir/journal" ] && [ ! -r "$cx_state_dir/journal" ]; then
    cx_refuse "The journal $cx_state_dir/journal cannot be read by $cx_user. It belongs to $(stat -c %U -- "$cx_state_dir/journal")."
  fi
}

# The guards that are held as the journal has it now. In a shell of its own: the runner goes on with what it has read.
cx_held_now() { [ -z "$cx_has_guards" ] || (cx_journal_read && held_guards); }

# cx_end STATUS: the last thing that a run does.
cx_end() {
  cx_ending=$1
  cx_sync
  cx_outbox_close
  {
    printf '%s: %s\nPlan %s\nState %s on %s\n' "$cx_id" "$cx_title" "$cx_digest" "$cx_state_dir" "$cx_host" && cx_report && cx_held_now
  } 2>/dev/null >"$cx_round_dir/evidence.txt.part" && mv -f -- "$cx_round_dir/evidence.txt.part" "$cx_round_dir/evidence.txt" &&
    cx_say "Evidence: $cx_round_dir/evidence.txt" ||
    cx_say "The evidence could not be written to $cx_round_dir. --status shows what it would say."
  cx_unlock
  exit "$1"
}

# cx_stop WHY: an implementation stops and may go on later; a backout that stops is incomplete.
cx_stop() {
  cx_stopping=''
  if [ -z "$cx_holding" ]; then
    exit 1
  fi
  if [ "$cx_direction" = undo ]; then
    cx_stop_backout "$1"
  fi
  cx_ascii "$1"
  cx_note_now stopped "${cx_step_key:--}" "$cx_text"
  cx_say "STOPPED: $1."
  cx_say_armed
  cx_held_now
  cx_command_of implement
  cx_say "Go on with: $cx_command"
  cx_command_of backout
  cx_say "Take back with: $cx_command"
  cx_end 1
}

cx_stop_backout() {
  cx_ascii "$1"
  cx_note_now backout-stopped "${cx_step_key:--}" "$cx_text"
  cx_say "The backout of $cx_id is INCOMPLETE: $1."
  cx_remaining
  cx_command_of backout
  cx_say "Go on with: $cx_command"
  cx_end 4
}
