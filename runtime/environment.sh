# --- The environment -------------------------------------------------------------------------------------------------

# What a script knows of its surroundings. (What they could change was reset in its first lines.)
cx_environment() {
  unset POSIXLY_CORRECT
  cx_interpreter "$@"
  cx_terminal=
  if [ -t 0 ] && [ -t 1 ]; then cx_terminal=1; fi
}

# The shell that reads this script reads the operations too.
cx_interpreter() {
  cx_shell=$(readlink "/proc/$$/exe" 2>/dev/null) cx_applet=
  case ${cx_shell##*/} in
  busybox*) cx_applet='sh' ;;
  bash) cx_applet=--posix ;;
  zsh*) cx_applet=--emulate ;;
  yash)
    cx_applet=--posixly-correct
    cx_leave_yash "$@"
    ;;
  dash | mksh | ksh* | sh) ;;
  *) cx_shell=/bin/sh ;;
  esac
}

# yash drops what follows a byte that is no character of its locale. Another shell goes on, where the script is a file. (One
# that comes through standard input can only show.)
cx_leave_yash() {
  if [ ! -f "$0" ] || [ "$(readlink -f -- "$0")" = "$cx_shell" ]; then
    return 0
  fi
  for cx_name in /bin/sh /bin/dash /bin/bash; do
    cx_other=$(readlink -f "$cx_name" 2>/dev/null)
    case ${cx_other##*/} in
    '' | yash) ;;
    *) [ ! -x "$cx_other" ] || { plan_environment_back && exec "$cx_name" "$0" "$@"; } ;;
    esac
  done
  cx_error "yash cannot hold every value, and there is no other shell here: /bin/sh, /bin/dash, /bin/bash. Nothing was started."
  exit 6
}

# cx_spawn ARGUMENT...: becomes the plan's shell in a session of its own, with the lock and the journal. (A Korn shell hands
# on only the descriptors that are named.)
cx_spawn() {
  case $cx_applet in
  --emulate) set -- --emulate sh "$@" ;;
  ?*) set -- "$cx_applet" "$@" ;;
  esac
  exec "$cx_setsid" "$cx_shell" "$@" 8>&8 9>&9
}

# Commands that the runtime calls. A plan's own commands are the plan's to require.
cx_require_commands() {
  cx_missing=
  for cx_name in awk base64 cat cksum cmp cp cut date diff dirname find grep head id ln mkdir mkfifo mv od readlink rm sed setsid sleep sort stat sync tail timeout tr wc; do
    command -v "$cx_name" >/dev/null 2>&1 || cx_missing="$cx_missing $cx_name"
  done
  if [ -n "$cx_missing" ]; then
    cx_error "Commands are missing on this machine:$cx_missing."
    exit 6
  fi
  cx_setsid=$(command -v setsid)
}

# cx_shielded COMMAND...: runs what must not end because a signal came to the whole process group, as Ctrl-C does.
# One that comes just before that ends it all the same: it is started again.
cx_shielded() {
  (trap '' HUP INT QUIT TERM && exec "$@")
  cx_shielded_status=$?
  cx_ended_by_signal "$cx_shielded_status" || return "$cx_shielded_status"
  (trap '' HUP INT QUIT TERM && exec "$@")
}

# Whether a status is that of what HUP, INT, QUIT or TERM has ended; yash has numbers of its own.
cx_ended_by_signal() {
  case $1 in
  129 | 130 | 131 | 143 | 385 | 386 | 387 | 399) return 0 ;;
  *) return 1 ;;
  esac
}

cx_error() { printf '%s\n' "$*" >&2; }

# cx_signals: a lost terminal, a closed pipe or a size limit must not end the runner between an act and its record.
# Caught, not ignored: what is ignored stays ignored in the operations.
cx_signals() {
  cx_stopping='' cx_signal='' cx_signal_name='' cx_prompting=''
  trap 'cx_on_signal HUP' HUP
  trap 'cx_on_signal INT' INT
  trap 'cx_on_signal TERM' TERM
  trap 'cx_on_signal QUIT' QUIT
  trap ':' PIPE XFSZ
}

# One INT, or HUP: the running operation finishes, then all stops. A second INT, TERM or QUIT: it is ended. It speaks on the
# standard error: what the runner is just writing, an operation's text or (under zsh) a record, is its standard output.
cx_on_signal() {
  case $cx_stopping$1 in
  INT | HUP) cx_stopping=soon ;;
  *HUP) ;;
  *) cx_stopping=now ;;
  esac
  cx_signal=$1 cx_signal_name=$1
  if [ -n "$cx_prompting" ]; then
    cx_prompting=
    printf '\n' >&2
    # All is done but the telling: what is asked then is left unanswered.
    if [ -n "$cx_ending" ]; then
      cx_terminal=
      cx_end "$cx_ending"
    fi
    cx_stop "interrupted at a prompt ($1)"
  fi
  if [ "$cx_stopping" = soon ]; then
    printf '\n%s\n' "Stopping after the running operation ($1). Once more ends it at once." >&2
  fi
}
