# --- The lock --------------------------------------------------------------------------------------------------------
# One runner at a time on a state directory. flock frees itself when its holders die; the supervisor of a running
# operation is one of them, the operation is not. The file `owner` says who it is.

cx_lock() { cx_try_lock || cx_locked; }

# Fails where somebody else has it, with what cx_owner_read says of who that is.
cx_try_lock() {
  command exec 8>>"$cx_state_dir/lock" || cx_journal_lost "has no lock beside it"
  if command -v flock >/dev/null 2>&1; then
    if ! cx_flock; then
      # What stood by for a runner that was killed just now ends by itself.
      ! { cx_owner_read && ! cx_owner_lives; } || sleep 0.3
      if ! cx_flock; then
        cx_owner_read
        return 1
      fi
    fi
    cx_owner_elsewhere
  else
    cx_lock_by_link || return 1
  fi
  cx_owner_write owner.part && cx_shielded mv -f -- "$cx_state_dir/owner.part" "$cx_state_dir/owner" || cx_journal_lost "has no place for its owner"
}

cx_flock() { (trap '' HUP INT QUIT TERM && exec flock -n 8 8>&8); }

cx_unlock() {
  cx_stand_down
  set -- "$cx_state_dir/owner" "$cx_state_dir/request.5" "$cx_state_dir/request.6"
  [ -s "$cx_running" ] || set -- "$@" "$cx_running"
  rm -f -- "$@"
}

# Lets go of the lock and goes on living.
cx_let_go() {
  cx_sync
  cx_holding=''
  command -v flock >/dev/null 2>&1 || cx_lock_no_more
  cx_unlock
  exec 8>&- 9>&-
}

cx_owner_write() {
  cx_process_start "$$"
  cx_boot_id
  printf '%s\n' "$$ $cx_started $cx_machine_boot $cx_host $cx_user $cx_script" >"$cx_state_dir/$1"
}

# When the process $1 was started, in ticks since the machine's start: with it a process id is used once. Its name may
# hold blanks and brackets, so what counts is behind the last bracket. One that has ended and waits for its parent to ask
# (state Z) is as good as gone.
cx_process_start() {
  cx_started=-
  case $1 in
  '' | *[!0-9]*) return 0 ;;
  esac
  if { read -r cx_line <"/proc/$1/stat"; } 2>/dev/null; then
    # shellcheck disable=SC2086 # split into fields
    set -- ${cx_line##*)}
    [ "$1" != Z ] || return 0
    shift 19
    cx_started=$1
  fi
}

cx_boot_id() {
  cx_machine_boot=-
  read -r cx_machine_boot 2>/dev/null </proc/sys/kernel/random/boot_id || :
}

# cx_owner_read [FILE]: who is running it, as `owner` or another file says; fails where it says nothing.
cx_owner_read() {
  cx_owner_pid=''
  { read -r cx_owner_pid cx_owner_started cx_owner_boot cx_owner_host cx_owner_user cx_owner_script <"$cx_state_dir/${1-owner}"; } 2>/dev/null || return 1
  case $cx_owner_pid$cx_owner_boot$cx_owner_host$cx_owner_user$cx_owner_script in
  *[!\ -~]*) cx_owner_pid='' && return 1 ;;
  esac
}

# Whether the process in `owner` lives: the same id, started at the same time since the same boot.
cx_owner_lives() {
  cx_boot_id
  [ "$cx_owner_boot" = "$cx_machine_boot" ] || return 1
  cx_process_start "$cx_owner_pid"
  [ "$cx_started" != - ] && [ "$cx_started" = "$cx_owner_started" ]
}

cx_locked() {
  if [ -n "$cx_owner_pid" ] && ! cx_owner_lives; then
    cx_error "The runner of $cx_id (process $cx_owner_pid) has died, but the operation that it started is still running."
    cx_error "Its outcome will be journaled. Run this again when it has ended; --status shows it."
  elif [ -n "$cx_owner_pid" ]; then
    cx_error "$cx_owner_user is running $cx_id.$cx_owner_script.sh on $cx_owner_host (process $cx_owner_pid). Only one can."
  else
    cx_error "Somebody else is running $cx_id. Only one can."
  fi
  cx_error "State: $cx_state_dir"
  exit 5
}

# A lock does not reach over hosts on every shared file system: who runs on another one is believed to run.
cx_owner_elsewhere() {
  if cx_owner_read && [ "$cx_owner_host" != "$cx_host" ]; then
    cx_error "$cx_owner_user ran $cx_id.$cx_owner_script.sh on $cx_owner_host and has not ended it properly."
    cx_shell_word "$cx_state_dir"
    cx_error "Make sure that it no longer runs there, then: rm -f $cx_quoted/owner $cx_quoted/lock.[0-9]*"
    exit 5
  fi
}

# The lock where there is no flock: the file lock.N with the highest N, which names its owner. The next number can be linked
# by one runner only, and only while the owner has died. The highest is never removed, so a number that somebody links after
# a look that is out of date is not the highest, and is given up.
cx_lock_by_link() {
  cx_owner_elsewhere
  cx_owner_write "owner.$$" || cx_journal_lost "has no place for its owner"
  cx_lock_highest
  if [ "$cx_lock_number" -gt 0 ] && cx_owner_read "lock.$cx_lock_number"; then
    if [ "$cx_owner_host" != "$cx_host" ] || cx_owner_lives; then
      # After a hand-over it is this process itself.
      [ "$cx_owner_host $cx_owner_pid" = "$cx_host $$" ] || { cx_lock_not_taken && return 1; }
    elif [ "$cx_owner_boot" = "$cx_machine_boot" ] && [ -e "$cx_state_dir/owner" ]; then
      # It was killed: what it had forked just then gets the time to become a supervisor.
      ! cx_supervisor_lives || { cx_lock_not_taken && return 1; }
      sleep 1
      ! cx_supervisor_lives || { cx_lock_not_taken && return 1; }
    fi
  fi
  cx_lock_mine=$((cx_lock_number + 1))
  if ! ln -- "$cx_state_dir/owner.$$" "$cx_state_dir/lock.$cx_lock_mine" 2>/dev/null; then
    [ -e "$cx_state_dir/lock.$cx_lock_mine" ] || cx_journal_lost "has no place beside it for a lock"
    cx_lock_not_taken && return 1
  fi
  cx_lock_highest
  if [ "$cx_lock_number" -ne "$cx_lock_mine" ]; then
    rm -f -- "$cx_state_dir/lock.$cx_lock_mine"
    cx_lock_not_taken && return 1
  fi
  rm -f -- "$cx_state_dir/owner.$$"
  for cx_place in "$cx_state_dir"/lock.[0-9]*; do
    [ "$cx_place" = "$cx_state_dir/lock.$cx_lock_mine" ] || rm -f -- "$cx_place"
  done
  cx_place=''
}

# Sets cx_lock_number; 0 where there is no lock.
cx_lock_highest() {
  cx_lock_number=0
  for cx_place in "$cx_state_dir"/lock.[0-9]*; do
    [ -e "$cx_place" ] || continue
    cx_place=${cx_place##*.}
    [ "$cx_place" -le "$cx_lock_number" ] || cx_lock_number=$cx_place
  done
  cx_place=''
}

cx_lock_not_taken() {
  rm -f -- "$cx_state_dir/owner.$$"
  cx_lock_highest
  cx_owner_read "lock.$cx_lock_number" || :
}

# The number stays taken, and names an owner that does not live.
cx_lock_no_more() {
  printf '0 0 - %s %s %s\n' "$cx_host" "$cx_user" "$cx_script" >"$cx_state_dir/lock.part" &&
    cx_shielded mv -f -- "$cx_state_dir/lock.part" "$cx_state_dir/lock.$cx_lock_mine" || cx_journal_lost "has no place beside it for a lock"
}

# Whether an operation is still being supervised here, where no lock says so.
cx_supervisor_lives() { [ -n "$(cx_supervisors)" ]; }
