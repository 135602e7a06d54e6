# --- printf, where it is no part of the shell ------------------------------------------------------------------------
# In mksh it is a process, whose arguments show. The formats of everyday are done by its `print`, in one write as long as there is
# no %b; any other format by the process.

case ${KSH_VERSION-} in
*MIRBSD* | *LEGACY*)
  printf() {
    if [ "${1-}" = -- ]; then shift; fi
    if ! cx_print_can "${1-%}"; then
      if [ "$#" -eq 1 ] && [ "${#1}" -ge 100000 ]; then
        print -nr -- "$1" | cx_print_long
      else
        command printf "$@"
      fi
      return
    fi
    cx_print_format=$1 cx_print_out='' cx_print_status=0
    shift
    while :; do
      cx_print_rest=$cx_print_format cx_print_took=$#
      while :; do
        case $cx_print_rest in
        '') break ;;
        [%\\]*) ;;
        *)
          cx_print_out=$cx_print_out${cx_print_rest%%[%\\]*}
          case $cx_print_rest in
          *[%\\]*) cx_print_rest=${cx_print_rest#"${cx_print_rest%%[%\\]*}"} ;;
          *) break ;;
          esac
          ;;
        esac
        case $cx_print_rest in
        %s*) cx_print_out=$cx_print_out${1-} ;;
        %b*)
          print -nr -- "$cx_print_out" && print -n -- "${1-}" || cx_print_status=1
          cx_print_out=''
          ;;
        %%*) cx_print_out=$cx_print_out% ;;
        '\n'*) cx_print_out="$cx_print_out
" ;;
        '\t'*) cx_print_out="$cx_print_out	" ;;
        *) cx_print_out="$cx_print_out\\" ;;
        esac
        case $cx_print_rest in
        %[sb]*) if [ "$#" -gt 0 ]; then shift; fi ;;
        esac
        cx_print_rest=${cx_print_rest#??}
      done
      # The format is used again for what is left, if it takes any.
      if [ "$#" -eq 0 ] || [ "$#" -eq "$cx_print_took" ]; then break; fi
    done
    if [ -n "$cx_print_out" ]; then print -nr -- "$cx_print_out" || cx_print_status=1; fi
    return "$cx_print_status"
  }

  # A format that is longer than an argument of a process may be: plain text, %% and \\ooo.
  cx_print_long() {
    LC_ALL=C awk '
      NR > 1 { printf "\n" }
      {
        gsub(/%%/, "%")
        count = split($0, part, "\\")
        printf "%s", part[1]
        for (i = 2; i <= count; i++)
          printf "%c%s", substr(part[i], 1, 1) * 64 + substr(part[i], 2, 1) * 8 + substr(part[i], 3, 1), substr(part[i], 4)
      }'
  }

  # Whether a format has nothing but %s, %b, %%, \n, \t and \\ beside plain text.
  cx_print_can() {
    cx_print_rest=$1
    while :; do
      case $cx_print_rest in
      *[%\\]*)
        cx_print_rest=${cx_print_rest#"${cx_print_rest%%[%\\]*}"}
        case $cx_print_rest in
        %[sb%]* | '\n'* | '\t'* | \\\\*) cx_print_rest=${cx_print_rest#??} ;;
        *) return 1 ;;
        esac
        ;;
      *) return 0 ;;
      esac
    done
  }
  ;;
esac
