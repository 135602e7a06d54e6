# --- What operations put out -----------------------------------------------------------------------------------------
# While an operation runs its output goes to output/running.N. What has put nothing out has no file of its own: to make one
# costs more than most operations.

# cx_output_keep KEY SEQUENCE: gives the output of the operation that has ended its name, if there is any, or if something
# that it has left running may still add to it.
cx_output_keep() {
  [ -s "$cx_running" ] || [ -n "$cx_reads_secrets" ] || kill -s 0 -- "-$cx_child" 2>/dev/null || return 0
  cx_text=$1
  while :; do
    case $cx_text in
    */*) cx_text=${cx_text%%/*}.${cx_text#*/} ;;
    *) break ;;
    esac
  done
  cx_text=$cx_round_dir/output/$cx_text.$cx_sequence${2:+.run}
  cx_shielded mv -f -- "$cx_running" "$cx_text" || cx_journal_lost "has no place beside it for an output"
  cx_output=$cx_text
}

# Of an output of 16 MB and more, cx_size bytes, only both ends are kept: a state directory is small. (The number of digits
# is compared: mksh counts with 32 bits.)
cx_trim_output() {
  case ${#cx_size} in
  [1-7]) return 0 ;;
  8) [ "$cx_size" -ge 16000000 ] || return 0 ;;
  esac
  {
    head -c 4000000 "$cx_output"
    printf '\n(Of these %s bytes only the first and the last 4000000 are kept.)\n' "$cx_size"
    tail -c 4000000 "$cx_output"
  } 2>/dev/null >"$cx_output.part" && mv -f -- "$cx_output.part" "$cx_output" || rm -f -- "$cx_output.part"
  cx_say "    (Of $cx_size bytes of output only the first and the last 4000000 are kept.)"
}

# Shows the end of an operation's output; all of it stays in its file.
cx_show_output() {
  [ -s "$cx_output" ] || return 0
  if ! cx_mask_output "$cx_output"; then
    cx_say "    (What it has put out is not shown: secrets in it could not be masked.)"
    return 0
  fi
  if [ -n "$cx_quiet" ]; then
    cx_size=$(wc -c <"$cx_output")
    cx_trim_output
    return 0
  fi
  # One byte more than is shown says that there is more.
  tail -c 6001 "$cx_output" | tr -c '\11\12\40-\176\200-\377' '?' | awk '
    { size += length($0) + 1; line[NR] = substr($0, 1, 400) }
    END {
      for (i = NR > 40 ? NR - 39 : 1; i <= NR; i++) print "    | " line[i]
      exit NR > 40 || size > 6000
    }
  ' || {
    cx_size=$(wc -c <"$cx_output")
    cx_trim_output
    cx_say "    (the end of $cx_output)"
  }
}
