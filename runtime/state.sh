# --- The state directory ---------------------------------------------------------------------------------------------

# Sets cx_state_dir: where it was said to be, else root's or the user's place for changes.
cx_state_place() {
  if [ -z "$cx_state_dir" ]; then
    if [ "$cx_uid" -eq 0 ]; then
      cx_state_dir=/var/lib/changes/$cx_id_word
    else
      cx_state_dir=${XDG_STATE_HOME:-${HOME:-/nonexistent}/.local/state}/changes/$cx_id_word
    fi
  fi
  case $cx_state_dir in
  /*) ;;
  *) cx_state_dir=$PWD/$cx_state_dir ;;
  esac
}

# Other places where somebody may have left this change's journal: prints those that are there.
cx_state_elsewhere() {
  for cx_place in "/var/lib/changes/$cx_id_word" "${XDG_STATE_HOME:-${HOME:-/nonexistent}/.local/state}/changes/$cx_id_word" \
    "/root/.local/state/changes/$cx_id_word" /home/*/.local/state/changes/"$cx_id_word"; do
    if [ "$cx_place" != "$cx_state_dir" ] && [ -e "$cx_place/journal" ]; then
      printf '  %s\n' "$cx_place"
    fi
  done | sort -u
}

# Makes the directory ours, or refuses: what belongs to somebody else is not trusted.
cx_state_make() {
  if [ -L "$cx_state_dir" ]; then
    cx_refuse "The state directory $cx_state_dir is a symbolic link. Name the directory itself (--state)."
  fi
  if [ ! -d "$cx_state_dir" ]; then
    mkdir -p -- "${cx_state_dir%/*}/" && mkdir -m 0700 -- "$cx_state_dir" || {
      cx_error "The state directory $cx_state_dir cannot be made, so nothing could be journaled. Nothing was started."
      exit 7
    }
    sync "${cx_state_dir%/*}/"
  fi
  cx_state_own
}

cx_state_own() {
  if [ "$(stat -c %u -- "$cx_state_dir")" != "$cx_uid" ]; then
    cx_refuse "The state directory $cx_state_dir belongs to $(stat -c %U -- "$cx_state_dir"), not to $cx_user. Run this as its owner."
  fi
  case $(stat -c %a -- "$cx_state_dir") in
  ?00) ;;
  *) cx_refuse "Others may enter the state directory $cx_state_dir. Check it, then: chmod 700 $cx_state_dir" ;;
  esac
}

# Both scripts and the supervisor are in the state directory before anything runs.
cx_state_store() {
  cx_round_dir=$cx_state_dir/$cx_round
  mkdir -p -- "$cx_round_dir/output" "$cx_round_dir/values" "$cx_round_dir/observed" "$cx_round_dir/kept" || cx_journal_lost "has no place beside it"
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

# cx_store NAME FILTER...: writes this script, filtered, to NAME in the state directory. It appears whole or not at all.
cx_store() {
  cx_name=$1
  shift
  "$@" <"$cx_self" >"$cx_state_dir/$cx_name.part" &&
    grep -q "^#-- $cx_digest end child\$" "$cx_state_dir/$cx_name.part" ||
    cx_refuse "This script cannot read itself whole at $cx_self. Run it as a file: sh $cx_id_word.$cx_script.sh"
  if ! cmp -s -- "$cx_state_dir/$cx_name.part" "$cx_state_dir/$cx_name"; then
    sync "$cx_state_dir/$cx_name.part" && mv -f -- "$cx_state_dir/$cx_name.part" "$cx_state_dir/$cx_name" || cx_journal_lost "has no place beside it"
    sync "$cx_state_dir"
  fi
  rm -f -- "$cx_state_dir/$cx_name.part"
}
