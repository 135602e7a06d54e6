# --- What is read once -----------------------------------------------------------------------------------------------

# cx_once ACT UNIT KEY SETTINGS DIGEST PLACE NAME: remembers a value, observes a fingerprint, or keeps a file, unless the
# journal says that it was done. It is durable before the record is.
cx_once() {
  cx_kind=shell cx_act=$1 cx_unit=$2 cx_key=$3 cx_unit_settings=$4 cx_unit_digest=$5 cx_place=$6 cx_name=$7
  eval "cx_unit_state=\${cx_o$cx_unit-}"
  [ "$cx_unit_state" != "done" ] || return 0
  if [ -n "$cx_dry" ]; then
    cx_say "  $cx_act $cx_key"
    return 0
  fi
  "$cx_unit_settings"
  cx_left_tries=$cx_retries cx_value_sum=''
  while :; do
    cx_stop_if_asked
    if "cx_act_$cx_act"; then
      cx_note "done" "$cx_key" "$cx_act=$cx_name digest=$cx_unit_digest${cx_value_sum:+ sum=$cx_value_sum}"
      return 0
    fi
    cx_stop_if_asked
    if [ "$cx_left_tries" -gt 0 ]; then
      cx_left_tries=$((cx_left_tries - 1))
      cx_sleep "$cx_pause"
      continue
    fi
    cx_failure "$cx_act $cx_key: $cx_outcome" ""
  done
}

cx_act_remember() {
  cx_read_into "$cx_round_dir/values/$cx_name" && cx_value_sum=$(cksum <"$cx_round_dir/values/$cx_name") && cx_value_sum=${cx_value_sum% *}.${cx_value_sum#* }
}

# Before a run goes on: values that are not what they were when they were journaled. A person decides whether they are used.
cx_values_sound() {
  cx_lacking=$(
    LC_ALL=C awk "$cx_awk_records"'
      !valid() { next }
      $3 == "start" { split("", sum) }
      $3 == "step" || $3 == "undone" { for (key in sum) if (index(key, $4 ".") == 1 || index(key, $4 "/") == 1) delete sum[key] }
      $3 == "done" && $5 ~ /^remember=/ && $7 ~ /^sum=/ { sum[$4] = substr($7, 5) " " substr($5, 10) }
      END { for (key in sum) print sum[key], key }
    ' "$cx_state_dir/journal" | while read -r cx_text cx_lacking_name cx_word; do
      cx_said=$(cksum 2>/dev/null <"$cx_round_dir/values/$cx_lacking_name") && [ "${cx_said% *}.${cx_said#* }" = "$cx_text" ] ||
        printf ' %s' "$cx_word"
    done
  )
  [ -n "$cx_lacking" ] || return 0
  cx_error "What was remembered is not what it was when it was journaled:$cx_lacking (in $cx_round_dir/values)."
  [ -n "$cx_terminal" ] || cx_refuse "A person must look at it: run this on a terminal."
  cx_ask "Go on with what is there now? [yes/no]: "
  [ "$cx_answer" = yes ] || cx_refuse "Nothing was started."
}

cx_act_observe() { cx_read_into "$cx_round_dir/observed/$cx_name"; }

# The text prints; what it prints becomes the file $1, whole and durable, or nothing does.
cx_read_into() {
  cx_capture=$1.part
  rm -f -- "$cx_capture"
  cx_write_text "$cx_unit"
  cx_run_text "$cx_key" '' "$cx_timeout" || {
    rm -f -- "$cx_capture"
    cx_capture=
    return 1
  }
  cx_shielded sync "$cx_capture" && cx_shielded mv -f -- "$cx_capture" "$1" && cx_shielded sync "${1%/*}" ||
    cx_journal_lost "has no place beside it for a value"
  cx_capture=
}

cx_act_keep() {
  cx_run "$cx_unit" "$cx_key" '' "$cx_timeout"
}

# cx_again UNIT KEY SETTINGS PLACE NAME OF: observes again after the undo, and compares with what the unit OF observed.
cx_again() {
  cx_kind=shell cx_unit=$1 cx_key=$2 cx_unit_settings=$3 cx_place=$4 cx_name=$5
  eval "cx_unit_state=\${cx_o$6-}"
  if [ "$cx_unit_state" != "done" ]; then
    cx_say "  $cx_key was not observed before: it cannot be compared."
    return 0
  fi
  if [ -n "$cx_dry" ]; then
    cx_say "  $cx_key: compared with what it was"
    return 0
  fi
  "$cx_unit_settings"
  while :; do
    cx_stop_if_asked
    if cx_read_into "$cx_round_dir/observed/$cx_name.after"; then
      if cmp -s -- "$cx_round_dir/observed/$cx_name" "$cx_round_dir/observed/$cx_name.after"; then
        cx_note held "$cx_key" ''
        cx_say "  ok      it is as it was before ($cx_key)"
        return 0
      fi
      cx_note broken "$cx_key" ''
      cx_outcome="not what it was before"
      diff -- "$cx_round_dir/observed/$cx_name" "$cx_round_dir/observed/$cx_name.after" | head -n 20 | tr -c '\11\12\40-\176\200-\377' '?' | sed 's/^/    | /'
    fi
    cx_stop_if_asked
    cx_failure "observation $cx_key: $cx_outcome" "$cx_key" && return 0
  done
}

# cx_put_back UNIT KEY SETTINGS PLACE OF: puts back what the unit OF has kept. Where nothing was kept, as when a step is
# only assumed to be done, a person has to.
cx_put_back() {
  eval "cx_unit_state=\${cx_o$5-} cx_own_state=\${cx_u$1-}"
  while [ "$cx_unit_state" != "done" ]; do
    [ "$cx_own_state" != "done" ] && [ -z "$cx_dry" ] || return 0
    cx_kind='' cx_place=$4 cx_output=
    cx_failure "$2: what was there before was not kept" "$2" && return 0
  done
  cx_do shell "$1" "$2" "$3" - "$4"
}

# cx_saved UNIT KEY DIGEST: what a scope saves is saved and verified; a restore may run.
cx_saved() {
  [ -z "$cx_dry" ] || return 0
  eval "cx_unit_state=\${cx_u$1-}"
  [ "$cx_unit_state" = "done" ] || cx_note "done" "$2" "digest=$3"
}

# cx_value FILE: prints a remembered value; in a dry run it may not be known yet.
cx_value() {
  cat -- "$cx_round_dir/values/$1" 2>/dev/null || printf '(not known yet)'
}

# cx_with FUNCTION: prints the variables that a text of the plan is given, unless only the text itself is asked for.
cx_with() { [ -n "$cx_bare" ] || "$1" || cx_unwritten=1; }

# cx_lines, cx_octal: print a here-document, the latter with octal escapes. A process less than cat.
cx_lines() {
  while IFS= read -r cx_line; do
    printf '%s\n' "$cx_line" || return
  done
}

cx_octal() {
  while IFS= read -r cx_line; do
    printf '%b\n' "$cx_line" || return
  done
}

# Reads the plan's secrets, before anything of a run is journaled. To implement, all of them have to be there; to take back,
# those that what has run needs to be taken back.
cx_read_secrets() {
  cx_secret_text='' cx_secret_names='' cx_secrets_needed=''
  [ "$cx_direction" = "do" ] || cx_secrets_needed=" $(cx_secrets_of_backout)"
  plan_secrets
}

cx_secrets_of_backout() {
  secrets_of_backout | while read -r cx_number cx_name; do
    if [ "$cx_number" -eq 0 ]; then
      [ "$cx_stop_at" -eq 0 ] && [ -z "$cx_dead_man" ] || continue
    else
      eval "cx_step_state=\${cx_p$cx_number-}"
      case $cx_step_state in
      passed) continue ;;
      '') [ "$cx_number" -le "$cx_assume_number" ] || continue ;;
      esac
      [ "$cx_number" -gt "$cx_stop_at" ] || continue
    fi
    printf '%s ' "$cx_name"
  done
}

# cx_secret NAME VARIABLE VALUE: an operation gets it through a pipe.
cx_secret() {
  if [ -z "$3" ]; then
    cx_secret_missing "$1" "The secret $1 is read from the environment variable $2, which is not set."
    return
  fi
  cx_quote "$3"
  cx_secret_names="$cx_secret_names $1"
  cx_secret_text="${cx_secret_text}cx_secret_$1=$cx_quoted$cx_newline"
}

cx_secret_file() {
  if [ ! -r "$2" ]; then
    cx_secret_missing "$1" "The secret $1 is read from the file $2, which cannot be read here."
    return
  fi
  cx_quote "$2"
  cx_secret_names="$cx_secret_names $1"
  cx_secret_text="${cx_secret_text}cx_secret_$1=\$(cat -- $cx_quoted) || unset cx_secret_$1$cx_newline"
}

# cx_secret_missing NAME WHY: refuses where it is needed.
cx_secret_missing() {
  [ -z "$cx_dead_man" ] || return 0
  [ "$cx_direction" != "do" ] || cx_refuse "$2 Nothing was started."
  case $cx_secrets_needed in
  *" $1 "*) cx_refuse "$2 This backout needs it. Nothing was started." ;;
  esac
}
