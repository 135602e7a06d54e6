# --- Talking to the operator -----------------------------------------------------------------------------------------

cx_say() { printf '%s\n' "$*" 2>/dev/null; }

# cx_ask PROMPT: sets cx_answer. No terminal, or no answer, is an empty one, and that is never a yes.
cx_ask() {
  cx_answer=''
  cx_sync
  cx_news_show
  printf '%s' "$1"
  [ -n "$cx_terminal" ] || return 1
  cx_prompting=1
  if ! IFS= read -r cx_answer; then
    cx_answer='' cx_terminal=
    printf '\n' 2>/dev/null
  fi
  cx_prompting=
  cx_stop_if_asked
}

# cx_ask_reason PROMPT: sets cx_answer to a text that is not empty; fails where there is none.
cx_ask_reason() {
  cx_ask "$1"
  [ -n "$cx_answer" ]
}

# cx_confirm QUESTION: --yes answers it.
cx_confirm() {
  [ -z "$cx_yes" ] || return 0
  if [ -z "$cx_terminal" ]; then
    cx_refuse "Nobody is at a terminal to confirm this. With --yes it starts without being asked."
  fi
  cx_ask "$1 [yes/no]: "
  [ "$cx_answer" = yes ] || [ "$cx_answer" = y ]
}

# cx_duration SECONDS: prints 1h30m.
cx_duration() {
  cx_length=''
  [ "$1" -lt 86400 ] || cx_length=$(($1 / 86400))d
  [ "$(($1 % 86400))" -lt 3600 ] || cx_length=$cx_length$(($1 % 86400 / 3600))h
  [ "$(($1 % 3600))" -lt 60 ] || cx_length=$cx_length$(($1 % 3600 / 60))m
  [ "$(($1 % 60))" -eq 0 ] || cx_length=$cx_length$(($1 % 60))s
  printf '%s' "${cx_length:-0s}"
}

# cx_local SECONDS [FORMAT]: prints a time in the zone of the change's window.
cx_local() {
  TZ=$cx_zone date -d "@$1" "+${2:-%Y-%m-%d %H:%M %Z}"
}

# cx_refuse TEXT: nothing was started.
cx_refuse() {
  cx_error "$*"
  [ -z "$cx_holding" ] || cx_unlock
  exit 6
}

# cx_failure WHAT KEY: something failed for good. Returns 1 to try again, 0 to go on without it; other ways do not
# return. KEY is empty for what cannot be gone on without.
cx_failure() {
  cx_say "  FAILED: $1${cx_place:+ ($cx_place)}"
  cx_show_command "$1"
  [ ! -s "${cx_output:-/nonexistent}" ] || cx_say "  Output: $cx_output"
  cx_what=$1
  if [ "$cx_direction" = undo ]; then
    cx_undo_failure "$@"
    return
  fi
  if [ -z "$cx_terminal" ]; then
    [ "$cx_on_failure" != backout ] || cx_back_out_now "$1"
    cx_fail_event "$1"
    cx_stop "$1"
  fi
  while :; do
    cx_ask "  [retry], ${2:+[skip] with a reason, }[backout], [stop]: "
    case $cx_answer in
    retry) return 1 ;;
    skip)
      if [ -n "$2" ] && cx_ask_reason "  Why is it skipped? "; then
        cx_ascii "$cx_answer"
        cx_note_now skipped "$2" "by=$cx_user $cx_text"
        return 0
      fi
      ;;
    backout) cx_back_out_now "$cx_what" ;;
    stop | '')
      cx_fail_event "$cx_what"
      cx_stop "$cx_what"
      ;;
    esac
  done
}

# cx_show_command SAID: the beginning of the plan's own text of what has failed, unless SAID has all of it.
cx_show_command() {
  case $cx_kind in
  shell | until) ;;
  *) return 0 ;;
  esac
  cx_bare=1
  "shell_$cx_unit" | CX_SAID=${1-} awk '
    /^[ \t]*$/ { next }
    ++lines == 1 { first = $0 }
    lines <= 5 { text = text substr($0, 1, 120) (length($0) > 120 ? " ..." : "") "\n" }
    END {
      if (lines != 1 || !index(ENVIRON["CX_SAID"], first)) printf "%s", text
      if (lines > 5) print "... (" lines - 5 " more lines)"
    }
  ' | tr -c '\11\12\40-\176\200-\377' '?' | sed 's/^/    > /'
  cx_bare=''
}

# Tells whom a failure concerns.
cx_fail_event() {
  if [ -n "$cx_failure_told" ]; then
    cx_failure_told=''
    return 0
  fi
  cx_reason=$1
  cx_event failure new
  on_failure
  [ -z "$cx_step_number" ] || on_step_failed "$cx_step_name"
}

# cx_undo_failure WHAT KEY: the same in a backout. To go on past it leaves work, and the backout ends incomplete.
cx_undo_failure() {
  if [ -n "$2" ] && cx_passed_over "$2"; then
    return 0
  fi
  if [ -n "$cx_dead_man" ] && [ "$cx_dead_man_tries" -gt 0 ]; then
    cx_dead_man_tries=$((cx_dead_man_tries - 1))
    cx_sleep 30
    return 1
  fi
  [ -n "$cx_terminal" ] || cx_backout_stuck "$1"
  while :; do
    cx_ask "  [retry], ${2:+[byhand] if somebody has done it by hand, [pass] over it with a reason, }[stop]: "
    case $cx_answer in
    retry) return 1 ;;
    byhand)
      if [ -n "$2" ] && cx_ask_reason "  Who did it, and how is that known? "; then
        cx_ascii "$cx_answer"
        cx_note_now by-hand "$2" "by=$cx_user $cx_text"
        return 0
      fi
      ;;
    pass)
      if [ -n "$2" ] && cx_ask_reason "  Why is it passed over? "; then
        cx_leave "$2" "$cx_answer"
        return 0
      fi
      ;;
    stop | '') cx_backout_stuck "$cx_what" ;;
    esac
  done
}

# cx_passed_over KEY: whether --pass-over names the step.
cx_passed_over() {
  cx_names_pass_over || return 1
  cx_text=${cx_pass_over#*"$cx_newline$cx_step_key="}
  cx_leave "$1" "${cx_text%%"$cx_newline"*}"
}

cx_names_pass_over() {
  case $cx_pass_over in
  *"$cx_newline$cx_step_key="*) return 0 ;;
  *) return 1 ;;
  esac
}

# cx_leave KEY REASON: what cannot be undone now stays as work to do.
cx_leave() {
  cx_ascii "$2"
  cx_say "  Passed over: $1 ($cx_text)"
  cx_note_now left "$1" "by=$cx_user $cx_text"
  cx_step_left=1 cx_any_left=1
}
