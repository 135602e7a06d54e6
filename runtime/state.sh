# --- The state directory ---------------------------------------------------------------------------------------------

# Sets cx_state_dir: where it was said to be, else where this script is stored, else root's or the user's place for changes.
cx_state_place() {
  if [ "$cx_uid" -eq 0 ]; then
    cx_state_usual=/var/lib/changes/$cx_id_word
  else
    cx_state_usual=${XDG_STATE_HOME:-${HOME:-/nonexistent}/.local/state}/changes/$cx_id_word
  fi
  if [ -z "$cx_state_dir" ]; then
    cx_state_of_self || cx_state_dir=$cx_state_usual
  fi
  case $cx_state_dir in
  /*) ;;
  *) cx_state_dir=$PWD/$cx_state_dir ;;
  esac
  while :; do
    case $cx_state_dir in
    ?*/) cx_state_dir=${cx_state_dir%/} ;;
    *) break ;;
    esac
  done
  cx_state_resolve
}

# A script that is stored in a state directory belongs to that one.
cx_state_of_self() {
  case $cx_self in
  implement.sh | backout.sh) cx_place=. ;;
  */implement.sh | */backout.sh) cx_place=${cx_self%/*} ;;
  *) return 1 ;;
  esac
  [ -s "$cx_place/journal" ] && [ -s "$cx_place/operation.sh" ] || return 1
  cx_state_dir=$cx_place cx_place=''
}

# One directory has one name: without flock a running operation is found by it. A link to it is left, to be refused.
cx_state_resolve() {
  case $cx_state_dir in
  *"$cx_newline"*) return 0 ;;
  esac
  if [ -d "$cx_state_dir" ] && [ ! -L "$cx_state_dir" ] && cx_place=$(cd -P -- "$cx_state_dir" 2>/dev/null && pwd -P); then
    cx_state_dir=$cx_place
  fi
  cx_place=''
}

# cx_command_of SCRIPT: sets cx_command to what starts the stored script again, as this run was told to: ready to be pasted.
cx_command_of() {
  cx_shell_word "$cx_state_dir/$1.sh"
  cx_command="sh $cx_quoted"
  cx_command_state
  if [ "$1" = implement ]; then
    cx_command_option --outside-window "$cx_outside"
    return 0
  fi
  cx_command_option --to "$cx_to"
  cx_rest_over=$cx_pass_over
  while [ -n "$cx_rest_over" ]; do
    cx_rest_over=${cx_rest_over#"$cx_newline"}
    cx_command_option --pass-over "${cx_rest_over%%"$cx_newline"*}"
    case $cx_rest_over in
    *"$cx_newline"*) cx_rest_over=$cx_newline${cx_rest_over#*"$cx_newline"} ;;
    *) cx_rest_over='' ;;
    esac
  done
}

cx_command_state() {
  [ "$cx_state_dir" = "$cx_state_usual" ] || cx_command_option --state "$cx_state_dir"
}

cx_command_option() {
  [ -n "$2" ] || return 0
  cx_shell_word "$2"
  cx_command="$cx_command $1 $cx_quoted"
}

# This script again, from the same directory.
cx_command_self() {
  cx_shell_word "$cx_self"
  cx_command="sh $cx_quoted"
}

# cx_elsewhere OPTION: other places where somebody may have left this change's journal. Says how those that are there are
# reached (with OPTION, if any), and which could not be looked at.
cx_elsewhere() {
  cx_script_word=$cx_self
  for cx_place in "$cx_state_usual" "/var/lib/changes/$cx_id_word" "${XDG_STATE_HOME:-${HOME:-/nonexistent}/.local/state}/changes/$cx_id_word" \
    "/root/.local/state/changes/$cx_id_word" /home/*/.local/state/changes/"$cx_id_word"; do
    [ "$cx_place" != "$cx_state_dir" ] || continue
    if [ -e "$cx_place/journal" ]; then
      cx_shell_word "$cx_script_word"
      cx_elsewhere_command="sh $cx_quoted${1:+ $1} --state"
      cx_shell_word "$cx_place"
      printf '%s\n' "There is one in $cx_place (of $(stat -c %U -- "$cx_place")): $cx_elsewhere_command $cx_quoted"
    elif cx_barrier "$cx_place"; then
      printf '%s\n' "Whether there is one in $cx_place is not known: $cx_user cannot look into $cx_closed."
    fi
  done | sort -u
}

# cx_barrier PATH: whether a directory on the way to PATH, or PATH itself, lets this user not look into it; sets cx_closed.
cx_barrier() {
  cx_closed=$1
  while [ ! -d "$cx_closed" ]; do
    case $cx_closed in
    */?*) cx_closed=${cx_closed%/*} ;;
    *) return 1 ;;
    esac
    [ -n "$cx_closed" ] || cx_closed=/
  done
  [ ! -x "$cx_closed" ]
}

# Makes the directory ours, or refuses: what belongs to somebody else is not trusted.
cx_state_make() {
  if [ ! -d "$cx_state_dir" ] && [ ! -L "$cx_state_dir" ]; then
    # Another start may make it just now.
    cx_shielded mkdir -p -- "${cx_state_dir%/*}/" && { cx_said=$(cx_shielded mkdir -m 0700 -- "$cx_state_dir" 2>&1) || [ -d "$cx_state_dir" ]; } || {
      [ -z "${cx_said-}" ] || cx_error "$cx_said"
      cx_error "The state directory $cx_state_dir cannot be made, so nothing could be journaled. Nothing was started."
      exit 7
    }
    cx_shielded sync "${cx_state_dir%/*}/"
    cx_state_resolve
  fi
  if [ -L "$cx_state_dir" ]; then
    cx_refuse "The state directory $cx_state_dir is a symbolic link. Name the directory itself (--state)."
  fi
  cx_state_own
}

cx_state_own() {
  if [ "$(cx_shielded stat -c %u -- "$cx_state_dir")" != "$cx_uid" ]; then
    cx_refuse "The state directory $cx_state_dir belongs to $(stat -c %U -- "$cx_state_dir"), not to $cx_user. Run this as its owner."
  fi
  case $(cx_shielded stat -c %a -- "$cx_state_dir") in
  ?00) ;;
  *)
    cx_shell_word "$cx_state_dir"
    cx_refuse "Others may enter the state directory $cx_state_dir. Check it, then: chmod 700 $cx_quoted"
    ;;
  esac
  cx_state_way
}

# Who may write to a folder above it could put another one in its place; in one with a sticky bit, as /tmp, only its owner can.
cx_state_way() {
  set --
  cx_place=$cx_state_dir
  while [ -n "$cx_place" ]; do
    cx_place=${cx_place%/*}
    set -- "$@" "${cx_place:-/}"
  done
  cx_said=$(cx_shielded stat -c '%a %u %n' -- "$@" | awk -v uid="$cx_uid" '
    $1 ~ /[2367]$/ && $1 !~ /^[1357]...$/ { sub(/^[^ ]* [^ ]* /, ""); print "anybody " $0; open = 1; exit }
    $2 != 0 && $2 != uid && !owned { owned = $2; sub(/^[^ ]* [^ ]* /, ""); path = $0 }
    END { if (!open && owned != "") print "owner " path }
  ')
  case $cx_said in
  'anybody '*) cx_refuse "Anybody may write to ${cx_said#* }, and so replace the state directory $cx_state_dir. Nothing was started." ;;
  'owner '*) cx_error "Whoever owns ${cx_said#* } ($(stat -c %U -- "${cx_said#* }")) could replace the state directory $cx_state_dir." ;;
  esac
}

# Both scripts and the supervisor are in the state directory before anything runs.
cx_state_store() {
  cx_round_dir=$cx_state_dir/$cx_round
  cx_shielded mkdir -p -- "$cx_round_dir/output" "$cx_round_dir/values" "$cx_round_dir/observed" "$cx_round_dir/kept" || cx_journal_lost "has no place beside it"
  if [ -z "$cx_fresh" ] && [ "$cx_journal_digest" = "$cx_digest" ] && [ -s "$cx_state_dir/operation.sh" ] && [ -s "$cx_state_dir/backout.sh" ]; then
    return 0
  fi
  cx_store operation.sh cx_supervisor_script
  if [ "$cx_script" = implement ]; then
    cx_store implement.sh cat
    cx_store backout.sh sed -e "/^#-- $cx_digest implementation\$/,/^#-- $cx_digest end implementation\$/d" \
      -e "s/^cx_script=implement #-- $cx_digest\$/cx_script=backout #-- $cx_digest/"
  elif [ ! -e "$cx_state_dir/backout.sh" ]; then
    cx_store backout.sh cat
  fi
}

cx_supervisor_script() {
  sed -n "/^#-- $cx_digest child\$/,/^#-- $cx_digest end child\$/p" && printf '%s\n' "cx_supervise \"\$@\""
}

cx_is_whole() { cx_shielded grep -q "^#-- $cx_digest end child\$" "$1" 2>/dev/null; }

cx_store_part() { (trap '' HUP INT QUIT TERM && "$@" <"$cx_self" >"$cx_state_dir/$cx_name.part"); }

# cx_store NAME FILTER...: writes this script, filtered, to NAME in the state directory. It appears whole or not at all.
cx_store() {
  cx_name=$1
  shift
  cx_store_part "$@"
  cx_stored=$?
  # As with cx_shielded: a signal may have come before it was ignored.
  if cx_ended_by_signal "$cx_stored"; then
    cx_store_part "$@"
    cx_stored=$?
  fi
  if [ "$cx_stored" -ne 0 ] || ! cx_is_whole "$cx_state_dir/$cx_name.part"; then
    ! cx_is_whole "$cx_self" || cx_journal_lost "has no place beside it"
    cx_refuse "This script cannot read itself whole at $cx_self. Run it as a file: sh $cx_id_word.$cx_script.sh"
  fi
  if ! cmp -s -- "$cx_state_dir/$cx_name.part" "$cx_state_dir/$cx_name"; then
    cx_shielded sync "$cx_state_dir/$cx_name.part" &&
      cx_shielded mv -f -- "$cx_state_dir/$cx_name.part" "$cx_state_dir/$cx_name" || cx_journal_lost "has no place beside it"
    cx_shielded sync "$cx_state_dir"
  fi
  rm -f -- "$cx_state_dir/$cx_name.part"
}
