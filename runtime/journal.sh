# --- The journal -----------------------------------------------------------------------------------------------------
# Written ahead: an intent is durable before it is acted on. Descriptor 9 appends to it.

# cx_note EVENT KEY DETAIL: writes a record; the next cx_sync makes it durable.
cx_note() {
  cx_sequence=$((cx_sequence + 1))
  cx_append "$cx_sequence" "$1" "$2" "$3" || cx_journal_lost "cannot be written"
  cx_unsynced=1
}

# Makes all records durable. A failed sync is final: what it lost cannot be known.
cx_sync() {
  [ -n "$cx_unsynced" ] || return 0
  cx_shielded sync "$cx_state_dir/journal" || cx_journal_lost "cannot be made durable"
  cx_unsynced=
}

# A record that must be durable before anything else happens.
cx_note_now() {
  cx_note "$@"
  cx_sync
}

cx_journal_lost() {
  cx_error "The journal $cx_state_dir/journal $1. Nothing more is started."
  cx_error "Free space or mend the disk, then run the script again: it goes on from what the journal holds."
  exit 7
}

# cx_ascii TEXT: sets cx_text to TEXT in printable ASCII, other bytes and backslashes as \0ooo for printf %b.
cx_ascii() {
  cx_text=$1
  case $cx_text in
  *[!\ -~]* | *\\*)
    cx_text=$(trap '' HUP INT QUIT TERM && printf '%s' "$1" | od -An -v -to1 | awk '{
      for (i = 1; i <= NF; i++) {
        c = substr($i, 1, 1) * 64 + substr($i, 2, 1) * 8 + substr($i, 3, 1)
        printf(c < 32 || c > 126 || c == 92 ? "\\0" $i : sprintf("%c", c) == "%" ? "%%" : sprintf("%c", c))
      }
    }')
    ;;
  esac
  if [ "${#cx_text}" -gt 2000 ]; then
    cx_text="$(printf '%.2000s' "$cx_text") (cut)"
  fi
}

# Opens the journal for appending, after it was read. A new one is made durable, its folder too. What a power cut tore
# off is closed by a newline and a record that says so: nothing is ever removed from a journal.
cx_journal_open() {
  cx_new_journal=
  [ -s "$cx_state_dir/journal" ] || cx_new_journal=1
  command exec 9>>"$cx_state_dir/journal" || cx_journal_lost "cannot be opened"
  if [ -n "$cx_new_journal" ]; then
    cx_shielded sync "$cx_state_dir/journal" && cx_shielded sync "$cx_state_dir" || cx_journal_lost "cannot be made durable"
  elif [ "$(tail -c 1 "$cx_state_dir/journal" | wc -l)" -eq 0 ]; then
    printf '\n' >&9 || cx_journal_lost "cannot be written"
  fi
  cx_run_mark=$cx_sequence cx_running=$cx_round_dir/output/running.$cx_sequence
  if [ "$cx_tail" -gt 0 ]; then
    cx_note torn - "lines=$cx_tail"
    cx_error "The journal ended in a torn record, as after a power cut. It is set aside; what it was about is in doubt."
  fi
}

# Reads the journal with the plan's table, and sets
#   cx_round, cx_sequence    the last ones
#   cx_state                 new, running, implemented, backing-out, partly, backed-out, cancelled
#   cx_reason                of the backout
#   cx_stopped_step          the step at which the implementation stopped, or was killed; nothing where none was under way
#   cx_p$STEP                of a step: begun, done, passed (its `when` did not hold), owed (its cover's undo is due),
#                            undoing, left; nothing where it has not begun or is undone
#   cx_u$UNIT                of a unit: doubt, done, failed, skipped, left; nothing where it has not begun
#   cx_o$UNIT                done: what is read once was read
#   cx_b$UNIT cx_w$UNIT      the sequences of the last intent and of the outcome, of units that a restore asks about
#   cx_c$STEP                1: it was confirmed
#   cx_armed                 the step whose undo will run by itself; nothing where there is none. Then also, of its record:
#   cx_armed_seq cx_armed_within cx_armed_until cx_armed_up cx_armed_boot cx_armed_by, and
#   cx_armed_expired         1: its time is over, and taking it back has begun
#   cx_armed_ready           1: all its operations are done
#   cx_runs                  how many runs have begun, gone on or turned into a backout
#   cx_since                 when the last step was begun, or its undo
#   cx_undone_count          how many steps this backout has taken back
#   cx_torn, cx_damaged      lines set aside; the former at the end of a run, the latter anywhere else
#   cx_other_plan            what was executed is not a prefix of this plan: why
# A journal of another format is refused.
cx_journal_read() {
  cx_forget_state
  if [ ! -s "$cx_state_dir/journal" ]; then
    return 0
  fi
  cx_assignments=$(trap '' HUP INT QUIT TERM && { plan_table && echo "#" && cat -- "$cx_state_dir/journal"; } | cx_journal_program) || {
    cx_error "The journal $cx_state_dir/journal cannot be read."
    exit 7
  }
  eval "$cx_assignments"
  [ -z "$cx_other_format" ] || cx_refuse "The journal $cx_state_dir/journal was written by scripts of another version of changec. Go on with those in $cx_state_dir."
  case $cx_reason in
  *\\*) cx_reason=$(printf '%b' "$cx_reason") ;;
  esac
}

# Everything that an earlier reading has set.
cx_forget_state() {
  for cx_name in $cx_names; do
    unset "$cx_name"
  done
  cx_names='' cx_round=0 cx_sequence=0 cx_state=new cx_reason='' cx_torn=0 cx_damaged=0 cx_other_plan='' cx_stopped_step=''
  cx_tail=0 cx_journal_digest='' cx_journal_id='' cx_armed='' cx_runs=0 cx_since='' cx_undone_count=0
}

# Functions of awk for records: valid() says whether $0 is one, whole and by its checksum; seconds() reads a time.
cx_awk_records='
  BEGIN { FS = "[ ]"; for (i = 32; i < 127; i++) code[sprintf("%c", i)] = i - 32 }
  function word(bytes,   sum, i) {
    sum = 5381
    for (i = 1; i <= length(bytes); i++) sum = (sum * 31 + code[substr(bytes, i, 1)]) % 16777213
    return sum
  }
  function valid(   sum, i) {
    if ($0 !~ /^[0-9]+ [0-9]+-[0-9]+-[0-9]+T[0-9]+:[0-9]+:[0-9]+Z [a-z-]+ .+ #[0-9]+\.$/) return 0
    sum = (5381 * 31 + word($1)) % 16777213
    # Most words are there more than once, and a journal may have many thousand records.
    for (i = 2; i < NF; i++) sum = (sum * 31 + ($i in words ? words[$i] : (words[$i] = word($i)))) % 16777213
    return sum == substr($NF, 2) + 0
  }
  function seconds(iso,   y, m, d, era, yoe, doy) {
    y = substr(iso, 1, 4) + 0; m = substr(iso, 6, 2) + 0; d = substr(iso, 9, 2) + 0
    if (m <= 2) y--
    era = int(y / 400); yoe = y - era * 400
    doy = int((153 * (m + (m > 2 ? -3 : 9)) + 2) / 5) + d - 1
    return (era * 146097 + yoe * 365 + int(yoe / 4) - int(yoe / 100) + doy - 719468) * 86400 \
      + substr(iso, 12, 2) * 3600 + substr(iso, 15, 2) * 60 + substr(iso, 18, 2)
  }
'

cx_journal_program() {
  LC_ALL=C awk -v digest="$cx_digest" "$cx_awk_records"'
    BEGIN { state = "new" }
    function quoted(text) {
      gsub(/[^ -~]/, "?", text)
      gsub(/\047/, "\047\\\047\047", text)
      return "\047" text "\047"
    }
    function value(name,   i) {
      for (i = 5; i <= NF; i++) if (index($i, name "=") == 1) return substr($i, length(name) + 2)
      return ""
    }
    function rest(   text) {
      text = $0
      sub(/ #[0-9]+\.$/, "", text)
      sub(/^[^ ]+ [^ ]+ [^ ]+ [^ ]+ ?/, "", text)
      return text
    }
    # A unit speaks for its step until the step is undone; after that it has not begun.
    function set(key, to) {
      if (!(key in unit)) { unknown[key] = 1; return }
      of[key] = to
      when[key] = generation[stepOf[key]] + 0
    }
    function begin_round() {
      split("", of); split("", step); split("", generation); split("", began); split("", ended); split("", order); split("", orderStep); split("", orderGeneration); split("", digestMade)
      split("", unknown); split("", forward); split("", made); split("", when); split("", lastEvent)
      split("", confirmed); begun_count = 0; armed = ""
      current = ""; stopped = ""
    }

    # The table of the plan, then a line with a #, then the journal.
    !journal && $0 == "#" { journal = 1; next }
    !journal {
      if ($1 == "S") { stepNumber[$3] = $2; stepKey[$2] = $3; if ($4 != "-") expires[$3] = $4 }
      else if ($1 == "U") {
        unit[$4] = $2; direction[$4] = $3; stepOf[$4] = $5; digestOf[$4] = $6; position[$4] = ++units
        if ($3 == "F") { firstUnits[$5] = firstUnits[$5] " " $4 }
        if ($7 == "W") watched[$4] = 1
      }
      next
    }

    ++line == 1 && $3 == "start" && $5 != "format=2" { format = 1 }
    {
      if (!valid()) { suspect++; next }
      if ($1 in seen) { if (seen[$1] == $0) { torn++; next } suspect++; next }
      seen[$1] = $0
      if ($1 + 0 > sequence) sequence = $1 + 0
      event = $3; key = $4
    }
    event == "torn" { torn += suspect; suspect = 0; next }
    suspect { damaged += suspect; suspect = 0 }
    event == "start" || event == "resume" || event == "adopted" || event == "backout" { runs++ }
    event == "start" {
      begin_round(); round = value("round"); state = "running"; plan = value("plan"); id = value("change"); next
    }
    event == "adopted" { plan = value("plan"); next }
    event == "stopped" { stopped = key; next }
    event == "step" || event == "undo" { since = seconds($2) }
    event == "step" { step[key] = "begun"; current = key; stopped = ""; delete lastEvent["step." key ".undone"]; next }
    event == "passed" { step[key] = "passed"; next }
    event == "step-done" || event == "go" { step[key] = "done"; ended[key] = seconds($2); next }
    event == "begin" || event == "timeout" || event == "ended" {
      set(key, "doubt")
      if (event == "begin") {
        began[key] = $1
        if (value("way") == "do") {
          if (made[key, current] != generation[current] + 1) {
            order[++begun_count] = key; orderStep[begun_count] = current; orderGeneration[begun_count] = generation[current] + 0
            made[key, current] = generation[current] + 1
          }
          digestMade[key] = value("digest")
        }
      }
      next
    }
    event == "done" || event == "settled" || event == "by-hand" { set(key, "done"); if (!(key in began)) began[key] = $1; if (key in watched) saved[key] = $1; next }
    event == "failed" { set(key, "failed"); next }
    event == "skipped" { set(key, "skipped"); next }
    event == "left" { set(key, "left"); leftStep[stepOf[key]] = 1; next }
    event == "not-needed" { set(key, "done"); next }
    event == "assumed" {
      step[key] = "done"; ended[key] = seconds($2)
      n = split(firstUnits[key], list, " ")
      # What was saved was saved before anything else of the step began.
      for (i = 1; i <= n; i++) if (of[list[i]] == "") { set(list[i], "done"); began[list[i]] = $1; saved[list[i]] = $1 - 1 }
      next
    }
    event == "undo" { step[key] = "undoing"; next }
    event == "owed" { step[key] = "owed"; next }
    event == "armed" {
      armed = key; expired = ""
      armedWords = $1 " " value("within") " " value("until") " " value("up") " " value("boot") " " value("by")
      next
    }
    event == "confirmed" { if (key == armed) armed = ""; confirmed[key] = 1; next }
    event == "unconfirmed" { expired = 1; next }
    event == "undone" {
      if (rest() !~ /^nothing of it/) undone++
      if (key == armed) armed = ""
      delete confirmed[key]
      step[key] = ""; generation[key]++; delete ended[key]
      delete lastEvent["step." key ".started"]; delete lastEvent["step." key ".done"]
      next
    }
    event == "step-left" { step[key] = "left"; next }
    event == "implemented" { state = "implemented"; current = ""; stopped = ""; next }
    event == "backout" { state = "backing-out"; undone = 0; reason = rest(); sub(/^[^ ]+ /, "", reason); next }
    event == "backed-out" { state = "backed-out"; next }
    event == "partly-backed-out" { state = "partly"; delete lastEvent["backout"]; next }
    event == "resume" { if (state == "partly" && value("script") == "implement") state = "running"; next }
    event == "cancelled" { state = "cancelled"; next }
    event == "event" { if (key != "-") { at = $2; gsub(/[-:]/, "", at); lastEvent[key] = $1 "." at } next }

    END {
      damaged += 0
      torn += suspect
      other = ""
      if (plan != "" && plan != digest) {
        for (i = 1; i <= begun_count; i++) {
          key = order[i]
          if (generation[orderStep[i]] + 0 > orderGeneration[i]) continue
          if (!(key in unit)) { other = key " was executed and is not in this plan"; break }
          if (digestMade[key] != digestOf[key] && !(i == begun_count && of[key] == "failed")) { other = key " was executed and reads otherwise in this plan"; break }
          if (position[key] < last) { other = key " stands elsewhere in this plan"; break }
          last = position[key]
        }
        if (other == "") for (key in unit)
          if (direction[key] == "F" && position[key] < last && of[key] == "" && step[stepOf[key]] != "passed" && step[stepOf[key]] != "") {
            other = key " is new in this plan, before what was executed"; break
          }
      }
      # Where records were lost, whatever precedes something that has begun may have begun too.
      if (damaged) {
        last = 0
        for (key in of) if (direction[key] == "F" && position[key] > last) last = position[key]
        for (key in unit) if (direction[key] == "F" && position[key] < last && of[key] == "" && step[stepOf[key]] != "passed" \
            && generation[stepOf[key]] == 0) { set(key, "doubt"); if (step[stepOf[key]] == "") step[stepOf[key]] = "begun" }
      }
      printf "cx_runs=%d cx_other_format=%s\n", runs, format
      if (armed in stepNumber) {
        ready = 1
        n = split(firstUnits[armed], list, " ")
        for (i = 1; i <= n; i++) if (of[list[i]] !~ /^(done|skipped)$/ && list[i] !~ /\/saved$/ || when[list[i]] + 0 < generation[armed] + 0) ready = ""
        # (Text in the place of a number would be reckoned with by the shell.)
        split(armedWords, list, " ")
        for (i = 2; i <= 4; i++) if (list[i] !~ /^[0-9]+$/) list[i] = (i == 4 ? "-" : 0)
        printf "cx_armed=%s cx_armed_seq=%s cx_armed_within=%s cx_armed_until=%s cx_armed_up=%s cx_armed_boot=%s cx_armed_by=%s\n", \
          stepNumber[armed], list[1], list[2], list[3], list[4], quoted(list[5]), quoted(list[6])
        printf "cx_armed_expired=%s cx_armed_ready=%s\n", expired, ready
      }
      for (key in confirmed) if (key in stepNumber) {
        name = "cx_c" stepNumber[key]; names[++nameCount] = name
        printf "%s=1\n", name
      }
      for (key in of) {
        if (of[key] == "" || when[key] + 0 < generation[stepOf[key]] + 0) continue
        name = (direction[key] == "O" ? "cx_o" : "cx_u") unit[key]; names[++nameCount] = name
        printf "%s=%s\n", name, of[key]
      }
      for (key in watched) if (began[key] != "") {
        name = "cx_w" unit[key]; names[++nameCount] = name
        printf "%s=%s\n", name, saved[key]
        name = "cx_b" unit[key]; names[++nameCount] = name
        printf "%s=%s\n", name, began[key]
      }
      for (key in step) if (step[key] != "" && (key in stepNumber)) {
        name = "cx_p" stepNumber[key]; names[++nameCount] = name
        printf "%s=%s\n", name, step[key]
      }
      for (key in expires) if ((key in ended) && (key in stepNumber)) {
        name = "cx_x" stepNumber[key]; names[++nameCount] = name
        printf "%s=%s\n", name, ended[key] + expires[key]
      }
      for (key in lastEvent) {
        name = key; gsub(/[^A-Za-z0-9]/, "_", name); name = "cx_event_" name; names[++nameCount] = name
        printf "%s=%s\n", name, lastEvent[key]
      }
      # (One text that grows by each name would be copied each time.)
      printf "cx_names=\047"
      for (i = 1; i <= nameCount; i++) printf " %s", names[i]
      printf "\047\ncx_round=%d\ncx_sequence=%d\ncx_state=%s\ncx_reason=%s\ncx_torn=%d\ncx_damaged=%d\n", \
        round, sequence, state, quoted(reason), torn, damaged
      printf "cx_since=%s\ncx_undone_count=%d\n", since, undone
      if (stopped == "") stopped = current
      printf "cx_stopped_step=%s\n", stepNumber[stopped]
      printf "cx_tail=%d\ncx_other_plan=%s\ncx_journal_digest=%s\ncx_journal_id=%s\n", suspect, quoted(other), quoted(plan), quoted(id)
    }
  '
}
