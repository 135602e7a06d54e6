# What the caller's surroundings could change, and what they could show: before any other process starts, and before anything
# that an exported function could stand for (bash looks for special commands first where POSIXLY_CORRECT is set).
case ${ZSH_VERSION-} in ?*) emulate sh ;; esac
POSIXLY_CORRECT=1
set +aCefuvx
unset CDPATH ENV BASH_ENV BASH_COMPAT EXECIGNORE EXECSHELL FUNCNEST GLOBIGNORE GREP_OPTIONS POSIX_ME_HARDER QUOTING_STYLE TMOUT
case ${BASH_VERSION-} in
'') unset SHELLOPTS BASHOPTS ;;
*)
  # shellcheck disable=SC3040,SC3041,SC3044,SC3045 # Only bash reads these.
  {
    set -f +kmtEHPT +o pipefail
    unset -f compgen
    for exported in $(compgen -A function); do
      unset -f "$exported"
    done
    set +f
    unalias -a
    shopt -u dotglob extdebug extglob failglob lastpipe nocaseglob nocasematch nullglob xpg_echo
    export -n SHELLOPTS BASHOPTS
  }
  ;;
esac
# The runtime's own names begin with cx_.
exported=$(export -p)
while :; do
  case $exported in
  *' cx_'*)
    exported=${exported#*' cx_'}
    unset "cx_${exported%%[!A-Za-z0-9_]*}"
    ;;
  *) break ;;
  esac
done
unset exported
# A script that is cut off has read, and done, nothing.
trap 'printf "%s\n" "This script is cut off: nothing was started." >&2; exit 6' EXIT
umask 077
# Of the folders in PATH those that are not named from the root would depend on where the caller is.
IFS=: cx_path=''
set -f
for cx_name in $PATH; do
  case $cx_name in /*) cx_path=$cx_path$cx_name: ;; esac
done
set +f
IFS=' 	
'
PATH=$cx_path/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
export PATH LC_ALL
# What is opened must not take the place of a standard stream that was closed.
# Where there is no /proc, as in a bare chroot, nobody knows.
if [ -e "/proc/$$/fd" ]; then
  [ -e "/proc/$$/fd/0" ] || exec 0</dev/null
  [ -e "/proc/$$/fd/1" ] || exec 1>/dev/null
  [ -e "/proc/$$/fd/2" ] || exec 2>/dev/null
fi
exec 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-
