# --- Masks -----------------------------------------------------------------------------------------------------------
# What an operation prints of the secrets is masked as soon as it has ended, before anything of it is shown or read. Each line of a
# secret by itself, as it stands: not what is shorter than four bytes, or encoded.

# The values of the plan's secrets, and of those remembered.
cx_secret_values() {
  (
    eval "$cx_secret_text"
    for cx_name in $cx_secret_names; do
      eval "printf '%s\\n' \"\${cx_secret_$cx_name-}\""
    done
  )
  for cx_place in "$cx_round_dir"/values/*.secret "$cx_round_dir"/values/*.secret.part; do
    [ ! -e "$cx_place" ] || { cat -- "$cx_place" && printf '\n'; }
  done
}

# cx_mask FILE: puts *** in the place of each line that comes through the standard input, the longest first.
cx_mask() {
  cx_mask_script=$(LC_ALL=C awk '
    length($0) >= 4 && !($0 in seen) { seen[$0] = 1; lines[++count] = $0 }
    END {
      for (i = 1; i <= count; i++) {
        longest = i
        for (j = i + 1; j <= count; j++) if (length(lines[j]) > length(lines[longest])) longest = j
        line = lines[longest]; lines[longest] = lines[i]
        gsub("[]\\[\\\\.*^$/]", "\\\\&", line)
        print "s/" line "/***/g"
      }
    }
  ') && printf '%s\n' "$cx_mask_script" | LC_ALL=C sed -f /dev/fd/0 -- "$1" 2>/dev/null >"$1.part" || {
    rm -f -- "$1.part"
    return 1
  }
  if cmp -s -- "$1" "$1.part"; then
    rm -f -- "$1.part"
  else
    mv -f -- "$1.part" "$1"
  fi
}

cx_mask_output() { [ -z "$cx_has_secrets" ] || cx_secret_values | cx_mask "$1"; }

# What a runner that was killed has left as it was.
cx_mask_earlier() {
  [ -n "$cx_has_secrets" ] || return 0
  # shellcheck disable=SC2062 # the patterns come by standard input
  # (-z: the grep of busybox has no -a, and sees nothing of a line behind a zero byte.)
  cx_secret_values | awk 'length($0) >= 4' | LC_ALL=C grep -lzFf - -- "$cx_round_dir"/output/* 2>/dev/null | while IFS= read -r cx_place; do
    cx_mask_output "$cx_place"
  done
}
