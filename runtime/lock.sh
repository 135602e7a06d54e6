# --- The lock --------------------------------------------------------------------------------------------------------
# One runner at a time on a state directory. flock frees itself when its holders die; the supervisor of a running
# operation is one of them, the operation is not. The file `owner` says who it is.

cx_lock() {
  command exec 8>>"$cx_state_dir/lock" || cx_journal_lost "has no lock beside it"
  if command -v flock >/dev/null 2>&1; then
    flock -n 8 || cx_locked
    cx_owner_elsewhere
  else
    cx_lock_without_flock
  fi
  cx_process_start "$$"
  cx_boot_id
  printf '%s\n' "$$ $cx_started $cx_machine_boot $cx_host $cx_user $cx_script" >"$cx_state_dir/owner.part" &&
    mv -f -- "$cx_state_dir/owner.part" "$cx_state_dir/owner" || cx_journal_lost "has no place for its owner"
}

cx_unlock() {
  rm -f -- "$cx_state_dir/owner"
  rm -rf -- "$cx_state_dir/lock.held"
}

# When the process $1 was started, in ticks since the machine's start: with it a process id is used once. Its name may
# hold blanks and brackets, so what counts is behind the last bracket.
cx_process_start() {
  cx_started=-
  if read -r cx_line 2>/dev/null <"/proc/$1/stat"; then
    # shellcheck disable=SC2086 # split into fields
    set -- ${cx_line##*)}
    shift 19
    cx_started=$1
  fi
}

cx_boot_id() {
  cx_machine_boot=-
  read -r cx_machine_boot 2>/dev/null </proc/sys/kernel/random/boot_id || :
}

cx_owner_read() {
  cx_owner_pid=''
  read -r cx_owner_pid cx_owner_started cx_owner_boot cx_owner_host cx_owner_user cx_owner_script 2>/dev/null <"$cx_state_dir/owner"
}

# Whether the process in `owner` lives: the same id, started at the same time since the same boot.
cx_owner_lives() {
  cx_boot_id
  [ "$cx_owner_boot" = "$cx_machine_boot" ] || return 1
  cx_process_start "$cx_owner_pid"
  [ "$cx_started" != - ] && [ "$cx_started" = "$cx_owner_started" ]
}

cx_locked() {
  if cx_owner_read && ! cx_owner_lives; then
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
    cx_error "Make sure that it no longer runs there, remove $cx_state_dir/owner, and run this again."
    exit 5
  fi
}

# A directory is made by one only. Who made it and died is recognised by the owner file.
cx_lock_without_flock() {
  cx_owner_elsewhere
  if ! mkdir -- "$cx_state_dir/lock.held" 2>/dev/null; then
    if ! cx_owner_read || cx_owner_lives || cx_supervisor_lives; then
      cx_locked
    fi
    mv -- "$cx_state_dir/lock.held" "$cx_state_dir/lock.stale.$$" 2>/dev/null && rm -rf -- "$cx_state_dir/lock.stale.$$" &&
      mkdir -- "$cx_state_dir/lock.held" 2>/dev/null || cx_locked
  fi
}

# Whether an operation is still being supervised here, where no lock says so.
cx_supervisor_lives() {
  for cx_place in /proc/[0-9]*; do
    if tr '\0' ' ' 2>/dev/null <"$cx_place/cmdline" | grep -qF "$cx_state_dir/operation.sh"; then
      return 0
    fi
  done
  return 1
}
