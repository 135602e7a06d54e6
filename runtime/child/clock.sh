# --- The clock -------------------------------------------------------------------------------------------------------
# Times are seconds since 1970. cx_boot is the clock's reading at the machine's start: with it a time costs no process.

cx_clock_start() {
  cx_boot=$(date +%s)
  if read -r cx_up cx_rest 2>/dev/null </proc/uptime; then
    cx_boot=$((cx_boot - ${cx_up%%.*}))
  else
    cx_boot=
  fi
}

cx_now() {
  if [ -n "$cx_boot" ] && read -r cx_up cx_rest </proc/uptime; then
    cx_time=$((cx_boot + ${cx_up%%.*}))
  else
    cx_time=$(date +%s)
  fi
}

# The same with hundredths, in cx_exact, where the machine tells them.
cx_now_exact() {
  cx_now
  case $cx_boot in
  '') cx_exact=$cx_time.00 ;;
  *) cx_exact=$cx_time.${cx_up#*.} ;;
  esac
}

# cx_iso SECONDS: sets cx_iso to 2026-12-05T21:00:00Z.
cx_iso() {
  cx_day=$(($1 / 86400))
  if [ "$cx_day" != "$cx_iso_day" ]; then
    cx_iso_day=$cx_day
    cx_era=$(((cx_day + 719468) / 146097))
    cx_day=$((cx_day + 719468 - cx_era * 146097))
    cx_year=$(((cx_day - cx_day / 1460 + cx_day / 36524 - cx_day / 146096) / 365))
    cx_day=$((cx_day - (365 * cx_year + cx_year / 4 - cx_year / 100)))
    cx_month=$(((5 * cx_day + 2) / 153))
    cx_day=$((101 + cx_day - (153 * cx_month + 2) / 5))
    cx_year=$((cx_year + cx_era * 400))
    cx_month=$((cx_month + 103))
    if [ "$cx_month" -gt 112 ]; then
      cx_month=$((cx_month - 12)) cx_year=$((cx_year + 1))
    fi
    cx_iso_date=$cx_year-${cx_month#1}-${cx_day#1}
  fi
  cx_hour=$((100 + $1 % 86400 / 3600)) cx_minute=$((100 + $1 % 3600 / 60)) cx_second=$((100 + $1 % 60))
  cx_iso=${cx_iso_date}T${cx_hour#1}:${cx_minute#1}:${cx_second#1}Z
}
cx_iso_day=
