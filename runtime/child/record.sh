# --- Records ---------------------------------------------------------------------------------------------------------
# A line of the journal: SEQUENCE TIME EVENT KEY [DETAIL] #CHECKSUM.
# Printable ASCII only. One printf is one write, so that a line is there whole, torn at the end, or not at all; the
# checksum tells two spliced lines from one.

cx_printable=' !"#$%&'\''()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~'

# cx_checksum TEXT: sets cx_sum, below 2^24: mksh counts with 32 bits.
cx_checksum() {
  cx_text=$1 cx_sum=5381
  while [ -n "$cx_text" ]; do
    cx_rest=${cx_text#?}
    cx_before=${cx_printable%%"${cx_text%"$cx_rest"}"*}
    cx_sum=$(((cx_sum * 31 + ${#cx_before}) % 16777213))
    cx_text=$cx_rest
  done
}

# cx_append SEQUENCE EVENT KEY DETAIL: writes a record to the journal, descriptor 9. Fails if that fails.
cx_append() {
  cx_now
  cx_iso "$cx_time"
  cx_record="$1 $cx_iso $2 $3${4:+ $4}"
  cx_checksum "$cx_record"
  printf '%s\n' "$cx_record #$cx_sum." 2>/dev/null >&9
}
