# --- Records ---------------------------------------------------------------------------------------------------------
# A line of the journal: SEQUENCE TIME EVENT KEY [DETAIL] #CHECKSUM.
# Printable ASCII only. One printf is one write, so that a line is there whole, torn at the end, or not at all; the
# checksum tells two spliced lines from one.

cx_printable=' !"#$%&'\''()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~'

# cx_checksum TEXT: sets cx_sum, of the sums of the words between blanks. All are below 2^24: mksh counts with 32 bits.
cx_checksum() {
  cx_text="$1 " cx_sum=5381
  while [ -n "$cx_text" ]; do
    cx_word_sum "${cx_text%%" "*}"
    cx_sum=$(((cx_sum * 31 + cx_word_sum) % 16777213))
    cx_text=${cx_text#*" "}
  done
}

# cx_word_sum WORD: sets cx_word_sum. Those of the commonest words are known: a shell reckons a byte at a time.
cx_word_sum() {
  case $1 in
  begin) cx_word_sum=1061450 ;;
  'done') cx_word_sum=5515647 ;;
  step) cx_word_sum=5967049 ;;
  step-done) cx_word_sum=5501538 ;;
  undo) cx_word_sum=6020833 ;;
  undone) cx_word_sum=14661728 ;;
  way=do) cx_word_sum=10159879 ;;
  way=undo) cx_word_sum=16590639 ;;
  status=0) cx_word_sum=10576794 ;;
  seconds=0) cx_word_sum=3400023 ;;
  "$cx_iso") cx_word_sum=$cx_iso_sum ;;
  *) cx_word_reckon "$1" ;;
  esac
}

cx_word_reckon() {
  cx_word_rest=$1 cx_word_sum=5381
  while [ -n "$cx_word_rest" ]; do
    cx_word_next=${cx_word_rest#?}
    cx_before=${cx_printable%%"${cx_word_rest%"$cx_word_next"}"*}
    cx_word_sum=$(((cx_word_sum * 31 + ${#cx_before}) % 16777213))
    cx_word_rest=$cx_word_next
  done
}

# cx_append SEQUENCE EVENT KEY DETAIL: writes a record to the journal, descriptor 9. Fails if that fails.
cx_append() {
  cx_now
  if [ "$cx_time" != "$cx_iso_time" ]; then
    cx_iso "$cx_time"
    cx_word_reckon "$cx_iso"
    cx_iso_time=$cx_time cx_iso_sum=$cx_word_sum
  fi
  cx_record="$1 $cx_iso $2 $3${4:+ $4}"
  cx_checksum "$cx_record"
  printf '%s\n' "$cx_record #$cx_sum." 2>/dev/null >&9
}
cx_iso_time=
