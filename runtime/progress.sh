# --- Progress of what takes long -------------------------------------------------------------------------------------
# At a terminal a process says now and then that the operation still runs, and the last line that it has put out. It holds
# neither lock nor journal, and ends with the operation or the runner.

cx_tick_begin() {
  cx_ticker=''
  [ -n "$cx_terminal" ] && [ -z "$cx_quiet" ] || return 0
  cx_tick &
  cx_ticker=$!
}

cx_tick_end() {
  [ -z "$cx_ticker" ] || kill -s TERM "$cx_ticker" 2>/dev/null
  cx_ticker=''
}

cx_tick() {
  cx_sleeper=''
  trap '' INT HUP QUIT PIPE
  trap '[ -z "$cx_sleeper" ] || kill "$cx_sleeper" 2>/dev/null; exit 0' TERM
  exec 0</dev/null 5>&- 6>&- 8>&- 9>&-
  cx_now
  cx_begun=$cx_time cx_due=5
  while :; do
    sleep 1 >/dev/null 2>&1 &
    cx_sleeper=$!
    wait "$cx_sleeper"
    # A signal that came too early is lost: so the ends are looked for as well.
    cx_runner_lives && kill -0 "$cx_child" 2>/dev/null || exit 0
    cx_news_show
    cx_now
    [ "$((cx_time - cx_begun))" -ge "$cx_due" ] || continue
    cx_last_line=''
    [ -n "$cx_has_secrets" ] || cx_last_line=$(tail -c 400 "$cx_output" | tail -n 1 | cut -b 1-100 | tr -c '\11\12\40-\176\200-\377' '?')
    cx_say "    ... $cx_key has been running for $(cx_duration "$((cx_time - cx_begun))")${cx_last_line:+: $cx_last_line}"
    if [ "$cx_due" -lt 60 ]; then cx_due=$((cx_due * 2)); else cx_due=$((cx_due + 60)); fi
  done
}
