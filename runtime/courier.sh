# --- The courier -----------------------------------------------------------------------------------------------------
# A process beside the runner that delivers what is in the outbox, and sends the regular updates. There is one at a time;
# it holds neither journal nor lock of the runner, and ends soon after it. Each try is a process of its own, so that a server
# that hangs delays only what goes to the same address.

# Starts the courier, unless this runner's is at work.
cx_courier_start() {
  if [ -n "$cx_courier" ] && kill -0 "$cx_courier" 2>/dev/null; then
    return 0
  fi
  cx_process_start "$$"
  cx_courier_of=$cx_started
  cx_courier_run &
  cx_courier=$!
}

# Waits until the courier has tried all once more, two minutes at most. An interrupt ends the waiting. That it is the end
# this runner's courier hears by a signal, too: on a full disk there is no other way. (Another runner's may be at work.)
cx_courier_finish() {
  cx_courier_closing=1
  { command : >"$cx_outbox/.closing"; } 2>/dev/null
  if [ -n "$cx_courier" ] && kill -s USR1 "$cx_courier" 2>/dev/null; then
    :
  elif cx_outbox_pending closing; then
    cx_courier_start
  else
    return 0
  fi
  cx_courier_waited=0 cx_signal=''
  cx_news_show
  while [ "$cx_courier_waited" -lt 2400 ] && kill -0 "$cx_courier" 2>/dev/null && [ -z "$cx_signal" ]; do
    [ "$cx_courier_waited" -ne 60 ] || cx_say "  Messages are still being delivered; an interrupt ends the waiting for them."
    cx_courier_waited=$((cx_courier_waited + 1))
    sleep 0.05
    # One that has just been started may not have heard it.
    [ "$((cx_courier_waited % 20))" -ne 0 ] || kill -s USR1 "$cx_courier" 2>/dev/null
    cx_news_show
  done
  kill -0 "$cx_courier" 2>/dev/null || wait "$cx_courier" 2>/dev/null
  cx_news_show
}

# cx_news LINE: for the operator. The runner shows it when it has nothing else to say.
cx_news() {
  if [ -n "$cx_in_courier" ]; then
    printf '%s\n' "$1" >>"$cx_outbox/.news"
  else
    cx_say "$1"
  fi
}

cx_news_show() {
  [ -s "$cx_outbox/.news" ] && mv -f -- "$cx_outbox/.news" "$cx_outbox/.shown.$$" 2>/dev/null || return 0
  cat -- "$cx_outbox/.shown.$$"
  rm -f -- "$cx_outbox/.shown.$$"
}

cx_courier_run() {
  trap '' INT HUP QUIT PIPE XFSZ
  trap 'cx_courier_wake' TERM
  trap 'cx_courier_closing=1; cx_courier_wake' USR1
  command exec 0</dev/null 5>&- 6>&- 8>&- 9>&-
  cx_in_courier=1 cx_courier_sleep='' cx_courier_woken='' cx_prompting='' cx_stopping='' cx_workers='' cx_flying=''
  read -r cx_courier_id cx_rest </proc/self/stat
  cx_courier_lock || return 0
  while :; do
    cx_courier_mode=''
    if [ -n "$cx_courier_closing" ] || [ -e "$cx_outbox/.closing" ] || ! cx_runner_lives; then
      cx_courier_mode=closing
    else
      cx_updates
    fi
    rm -f -- "$cx_outbox/.new"
    cx_workers_look
    cx_courier_look
    [ "$cx_courier_next" != worked ] || continue
    [ "$cx_courier_next$cx_workers" != nothing ] || [ -z "$cx_courier_mode" ] || break
    if [ -n "$cx_courier_mode$cx_workers" ]; then cx_courier_nap 0.2; else cx_courier_rest; fi
  done
  rm -rf -- "$cx_outbox/.send.$cx_courier_id".*
}

# Until there may be something to do.
cx_courier_rest() {
  cx_courier_naps=0
  while [ "$cx_courier_naps" -lt 60 ] && [ ! -e "$cx_outbox/.new" ] && [ -z "$cx_courier_closing" ] && [ ! -e "$cx_outbox/.closing" ] && cx_runner_lives; do
    cx_courier_naps=$((cx_courier_naps + 1))
    cx_courier_nap 1
    [ "$cx_courier_next" = nothing ] && [ ! -e "$cx_outbox/.during" ] || return 0
  done
}

cx_courier_nap() {
  if [ -z "$cx_courier_woken" ]; then
    sleep "$1" >/dev/null 2>&1 &
    cx_courier_sleep=$!
    wait "$cx_courier_sleep"
    kill "$cx_courier_sleep" 2>/dev/null
    cx_courier_sleep=''
  fi
  cx_courier_woken=''
}

cx_courier_wake() {
  cx_courier_woken=1
  [ -z "$cx_courier_sleep" ] || kill "$cx_courier_sleep" 2>/dev/null
}

# A runner that was killed, and that nobody has waited for yet, is still a process.
cx_runner_lives() {
  { read -r cx_line <"/proc/$$/stat"; } 2>/dev/null || return 1
  case ${cx_line##*)} in
  ' Z'* | ' X'*) return 1 ;;
  esac
  [ -n "$cx_courier_of" ] || return 0
  cx_process_start "$$"
  [ "$cx_started" = "$cx_courier_of" ]
}

# One courier at a time: another runner's ends soon, and is waited for.
cx_courier_lock() {
  if command -v flock >/dev/null 2>&1; then
    command exec 7>>"$cx_outbox/.lock" && flock 7 7>&7
    return
  fi
  while :; do
    if ln -s -- "$cx_courier_id" "$cx_outbox/.courier" 2>/dev/null; then
      return 0
    fi
    cx_courier_other=$(readlink -- "$cx_outbox/.courier")
    if [ "$cx_courier_other" = "$cx_courier_id" ]; then
      return 0
    fi
    if [ -n "$cx_courier_other" ] && ! kill -0 "$cx_courier_other" 2>/dev/null; then
      # Whoever takes the dead one's place away by this name is one.
      mv -T -- "$cx_outbox/.courier" "$cx_outbox/.courier.$cx_courier_other" 2>/dev/null && rm -f -- "$cx_outbox/.courier.$cx_courier_other"
    fi
    sleep 0.2
  done
}

# Does what is due: of all that can be done side by side everything, else the first thing. Sets cx_courier_next to worked,
# waiting or nothing.
cx_courier_look() {
  cx_courier_next=nothing
  # Where nothing can be written nothing can be put down: the next run tells it.
  cx_outbox_scan "$cx_courier_mode" >"$cx_outbox/.work" || exit 7
  while read -r cx_entry_word cx_entry_id cx_entry_number cx_entry_tries <&4; do
    case $cx_entry_word in
    due)
      cx_courier_next=waiting
      cx_entry_load "$cx_entry_id" "$cx_entry_number"
      cx_worker_start
      ;;
    release)
      cx_entry_load "$cx_entry_id" 1
      cx_news "  Not acknowledged in time: $cx_entry_to is told."
      cx_entry_note escalated
      command : >"$cx_outbox/.calls"
      cx_courier_next=worked
      break
      ;;
    drop)
      cx_entry_load "$cx_entry_id" 1
      cx_entry_note dropped acknowledged
      cx_courier_next=worked
      break
      ;;
    lost)
      cx_entry_load "$cx_entry_id" 1
      cx_entry_lost
      cx_courier_next=worked
      break
      ;;
    call)
      if [ -z "$cx_terminal" ]; then
        cx_entry_load "$cx_entry_id" "$cx_entry_number"
        cx_call_falls
        cx_courier_next=worked
        break
      fi
      command : >"$cx_outbox/.calls"
      ;;
    wait) cx_courier_next=waiting ;;
    hold) [ -n "$cx_courier_mode" ] || cx_courier_next=waiting ;;
    untold) [ -n "$cx_courier_mode" ] || cx_courier_next=waiting ;;
    esac
  done 4<"$cx_outbox/.work"
}

# Starts a try of the entry at hand, up to eight at a time, each in a folder of its own.
cx_worker_start() {
  cx_worker_slot=1
  while :; do
    case " $cx_workers" in
    *" $cx_worker_slot:"*) cx_worker_slot=$((cx_worker_slot + 1)) ;;
    *) break ;;
    esac
  done
  [ "$cx_worker_slot" -le 8 ] || return 0
  cx_send_dir=$cx_outbox/.send.$cx_courier_id.$cx_worker_slot
  mkdir -p -- "$cx_send_dir" || cx_journal_lost "has no place beside it for messages"
  (
    trap - TERM
    cx_try_entry
    kill -s TERM "$cx_courier_id" 2>/dev/null
  ) &
  cx_worker=$!
  cx_process_start "$cx_worker"
  cx_workers="$cx_workers$cx_worker_slot:$cx_worker:$cx_started:$cx_entry_id "
  cx_flying="$cx_flying$cx_entry_id "
}

# Forgets the tries that have ended. One that could not put down what came of it ends the courier.
cx_workers_look() {
  cx_workers_before=$cx_workers cx_workers='' cx_flying=''
  for cx_worker in $cx_workers_before; do
    cx_worker_rest=${cx_worker#*:}
    cx_worker_pid=${cx_worker_rest%%:*} cx_worker_rest=${cx_worker_rest#*:}
    cx_process_start "$cx_worker_pid"
    if [ "$cx_started" != - ] && [ "$cx_started" = "${cx_worker_rest%%:*}" ]; then
      cx_workers="$cx_workers$cx_worker " cx_flying="$cx_flying${cx_worker_rest#*:} "
    else
      wait "$cx_worker_pid" 2>/dev/null
      [ "$?" -ne 7 ] || exit 7
    fi
  done
}

# One try of the entry at hand by its channel. cx_entry_tries: how often it failed; -1 where it was given up before.
cx_try_entry() {
  cx_entry_note telling
  if cx_deliver; then
    cx_entry_note told
    cx_news "  Told $cx_who by $cx_channel ($cx_address).${cx_delivery_note:+ $cx_delivery_note}"
    return 0
  fi
  cx_ascii "$cx_delivery"
  cx_entry_why="${cx_delivery_after:+after=$cx_delivery_after }why=$(printf '%s' "$cx_text" | tr ' ' _)"
  if [ "$cx_entry_tries" -lt 0 ]; then
    cx_entry_note untold "$cx_entry_why"
    return 0
  fi
  cx_entry_limit=$cx_set_tries
  [ -z "$cx_courier_mode" ] || cx_entry_limit=2
  if [ -n "$cx_delivery_final" ] || [ "$((cx_entry_tries + 1))" -ge "$cx_entry_limit" ]; then
    cx_entry_failed "$cx_delivery"
    cx_entry_note fallen "$cx_entry_why"
  else
    cx_entry_note delayed "$cx_entry_why"
    [ "$cx_entry_tries" -gt 0 ] || [ -n "$cx_courier_mode" ] ||
      cx_news "  $cx_who is not told yet by $cx_channel ($cx_address): $cx_delivery. It is tried again."
  fi
}
