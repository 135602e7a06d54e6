# --- Shell that is no shell ------------------------------------------------------------------------------------------
# A text that the shell cannot read is found before the first operation, not in the middle of the night.

# Refuses where a text of the plan, forwards or backwards, is not valid shell for the shell that would run it.
cx_check_texts() {
  cx_wrong_texts=$(
    cx_bare=1 cx_from=1
    while [ "$cx_from" -le "$cx_all_units" ]; do
      cx_until=$((cx_from + 199))
      [ "$cx_until" -le "$cx_all_units" ] || cx_until=$cx_all_units
      cx_print_texts "$cx_from" "$cx_until" | cx_reads_as_shell >/dev/null 2>&1 || cx_print_wrong_texts "$cx_from" "$cx_until"
      cx_from=$((cx_until + 1))
    done
  )
  [ -z "$cx_wrong_texts" ] || cx_refuse "The shell cannot read what the plan says here. Nothing was started.
$cx_wrong_texts"
}

# Reads, and runs nothing.
cx_reads_as_shell() {
  case $cx_applet in
  --emulate) "$cx_shell" --emulate sh -n ;;
  ?*) "$cx_shell" "$cx_applet" -n ;;
  *) "$cx_shell" -n ;;
  esac
}

# Many texts at once: a process for each would take long. The line after each is an error for who reads on in a quotation
# that a text has left open. (Units without a text have no function.)
cx_print_texts() {
  cx_at=$1
  while [ "$cx_at" -le "$2" ]; do
    printf '(\n:\n'
    "shell_$cx_at" 2>/dev/null
    printf '\n)\n%s\n' ": ';;' \";;\""
    cx_at=$((cx_at + 1))
  done
}

cx_print_wrong_texts() {
  cx_at=$1
  while [ "$cx_at" -le "$2" ]; do
    if ! cx_said=$("shell_$cx_at" 2>/dev/null | cx_reads_as_shell 2>&1); then
      cx_unit=$cx_at cx_kind=shell
      sed -n "/^shell_$cx_at() {\$/{x;s/^# /  /p;q;};h" "$cx_self"
      printf '    %s\n' "$cx_said"
      cx_show_command
      cx_bare=1
    fi
    cx_at=$((cx_at + 1))
  done
}
