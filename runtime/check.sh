# --- Checks ----------------------------------------------------------------------------------------------------------

# cx_check WHAT KIND UNIT KEY SETTINGS PLACE [TITLE] [NUMBER]: WHAT must hold: require, verify, undo, health. It is tried as often
# as its scope says, and asked again when an operator wants it.
cx_check() {
  cx_check_what=$1 cx_kind=$2 cx_unit=$3 cx_key=$4 cx_unit_settings=$5 cx_place=$6 cx_check_title=${7:-$4} cx_number_given=${8-}
  if [ -n "$cx_dry" ]; then
    cx_say "  $cx_check_what $cx_check_title"
    [ "$cx_kind" != checks ] || cx_check_list "$cx_number_given"
    return 0
  fi
  "$cx_unit_settings"
  if [ -n "$cx_settling" ]; then
    [ -z "$cx_holds" ] || cx_check_once || cx_holds=
    return 0
  fi
  cx_left_tries=$cx_retries
  while :; do
    cx_stop_if_asked
    if cx_check_once; then
      cx_note held "$cx_key" ''
      [ "$cx_kind" = checks ] || cx_say "  ok      $cx_check_what: $cx_check_title"
      return 0
    fi
    cx_stop_if_asked
    if [ "$cx_left_tries" -gt 0 ]; then
      cx_left_tries=$((cx_left_tries - 1))
      cx_say "  $cx_check_what $cx_check_title: $cx_outcome; trying again in $cx_pause s ($cx_left_tries more)"
      cx_sleep "$cx_pause"
      continue
    fi
    cx_ascii "$cx_outcome"
    cx_note broken "$cx_key" "$cx_text"
    cx_failure "$cx_check_what $cx_check_title: $cx_outcome" "$cx_key" && return 0
    cx_left_tries=0
  done
}

cx_check_once() {
  case $cx_kind in
  shell) cx_run "$cx_unit" "$cx_key" '' "$cx_timeout" ;;
  manual) cx_check_question ;;
  wait)
    cx_sleep "$cx_number_given"
    cx_outcome='waited'
    ;;
  until) cx_check_until ;;
  checks)
    cx_outcome='a check failed'
    cx_check_list "$cx_number_given"
    ;;
  esac
}

cx_check_question() {
  "text_$cx_unit"
  cx_outcome='nobody answered'
  cx_say "  $cx_words"
  while :; do
    cx_ask "  [yes/no]: "
    case $cx_answer in
    yes) return 0 ;;
    no) cx_outcome="$cx_user answered no" && return 1 ;;
    '') return 1 ;;
    esac
  done
}

cx_check_until() {
  cx_now
  cx_deadline=${cx_timeout:+$((cx_time + cx_timeout))}
  while ! cx_run "$cx_unit" "$cx_key" '' "$cx_timeout"; do
    cx_now
    if [ -n "$cx_stopping" ] || { [ -n "$cx_deadline" ] && [ "$cx_time" -ge "$cx_deadline" ]; }; then
      return 1
    fi
    cx_sleep 1
  done
}

# cx_check_list LIST: all checks of a list run, and each result is reported.
cx_check_list() {
  cx_list_holds=1
  "checks_$1"
  [ -n "$cx_list_holds" ]
}

# cx_listed KIND UNIT KEY SETTINGS TITLE [NUMBER]: one check of a list.
cx_listed() {
  if [ -n "$cx_dry" ]; then
    cx_say "    $5"
    return 0
  fi
  cx_list_kind=$cx_kind cx_list_unit=$cx_unit cx_list_key=$cx_key cx_list_settings=$cx_unit_settings
  cx_kind=$1 cx_unit=$2 cx_key=$3 cx_unit_settings=$4 cx_number_given=${6-}
  "$cx_unit_settings"
  if cx_check_once; then
    cx_say "  ok      $5"
    cx_note held "$cx_key" ''
  else
    cx_say "  FAILED  $5: $cx_outcome"
    cx_show_command "$5"
    cx_ascii "$cx_outcome"
    cx_note broken "$cx_key" "$cx_text"
    cx_list_holds=
  fi
  cx_kind=$cx_list_kind cx_unit=$cx_list_unit cx_key=$cx_list_key cx_unit_settings=$cx_list_settings
  "$cx_unit_settings"
}
