# --- The command line ------------------------------------------------------------------------------------------------

cx_usage() {
  printf '%s\n' "usage: sh $cx_id_word.$cx_script.sh [OPTION]..." ""
  if [ "$cx_script" = communicate ]; then
    cx_usage_of_communicate
    return
  fi
  if [ "$cx_script" = implement ]; then
    printf '%s\n' \
      "Implements $cx_id, or goes on where it stopped." "" \
      "  --outside-window REASON  run although the window is not open" \
      "  --confirm STEP           keep what STEP has done, which is else taken back by itself" \
      "  --cancel                 call the change off, as long as nothing of it is done"
  else
    printf '%s\n' \
      "Takes $cx_id back, in reverse, as far as it was implemented." "" \
      "  --to STEP                take back only what follows STEP" \
      "  --assume-done STEP       take STEP and those before it as done (done by hand, or the journal is lost)" \
      "  --value NAME=VALUE       what a step had remembered, for --assume-done: --value switch.previous=/srv/1" \
      "  --value-file NAME=FILE   the same for a secret: the file holds the value" \
      "  --pass-over STEP=REASON  go on past an undo that fails; what is left is listed, and the exit status is 4"
  fi
  printf '%s\n' \
    "  --reason TEXT            why: told, journaled and in the evidence" \
    "  --status                 show what was done, and stop" \
    "  --dry-run                show what would be done, and stop" \
    "  --yes                    start without being asked; answers no gate, makes no call, skips nothing" \
    "  --state DIR              where the journal is (root: /var/lib/changes/$cx_id_word)" \
    "  --help" "" \
    "Exit status: 0 $([ "$cx_script" = implement ] && printf implemented || printf 'backed out, verified'); 1 stopped, may go on; 2 usage; 3 implementation failed, backed out in full;" \
    "4 backout incomplete, a person must act; 5 somebody else is running it; 6 refused; 7 the journal cannot be written."
}

cx_wrong_usage() {
  cx_error "$1"
  cx_command_self
  cx_error "See: $cx_command --help"
  exit 2
}

cx_options() {
  cx_yes='' cx_state_dir='' cx_dry='' cx_wish=run cx_reason_given='' cx_outside='' cx_confirm='' cx_dead_man='' cx_failure_told='' cx_armed='' cx_to='''' cx_assume='' cx_values='' cx_values_shown='' cx_pass_over=''
  while [ "$#" -gt 0 ]; do
    case $1 in
    --*=*)
      cx_option=${1%%=*}
      cx_argument=${1#*=}
      shift
      set -- "$cx_option" "$cx_argument" "$@"
      case $cx_option in
      --yes | --status | --dry-run | --help | --cancel | --due | --preview | --timer) cx_wrong_usage "$cx_option takes no argument." ;;
      esac
      ;;
    esac
    case $1 in
    --state | --reason | --outside-window | --to | --assume-done | --value | --value-file | --pass-over | --confirm | --dead-man | --test | --for | --acknowledge)
      [ "$#" -ge 2 ] && [ -n "$2" ] || cx_wrong_usage "$1 needs an argument."
      ;;
    esac
    case $cx_script$1 in
    communicate--due | communicate--preview | communicate--timer) cx_wish=${1#--} ;;
    communicate--test | communicate--for | communicate--acknowledge)
      cx_wish=${1#--} cx_person=$2
      shift
      ;;
    communicate--yes | communicate--dry-run | communicate--reason) cx_wrong_usage "What is $1?" ;;
    *--yes) cx_yes=1 ;;
    *--status) cx_wish=status ;;
    *--dry-run) cx_dry=1 cx_wish=dry ;;
    *--help) cx_wish=help ;;
    *--state) cx_state_dir=$2 && shift ;;
    *--reason) cx_reason_given=$2 && shift ;;
    implement--outside-window) cx_outside=$2 && shift ;;
    implement--cancel) cx_wish=cancel ;;
    implement--confirm) cx_wish=confirm cx_confirm=$2 && shift ;;
    backout--to) cx_to=$2 && shift ;;
    backout--dead-man) cx_wish=dead-man cx_dead_man=$2 && shift ;;
    backout--assume-done) cx_assume=$2 && shift ;;
    backout--value)
      case $2 in
      *=*) cx_store_value "$2" && cx_values_shown="$cx_values_shown ${2%%=*}" ;;
      *) cx_wrong_usage "--value needs NAME=VALUE." ;;
      esac
      shift
      ;;
    backout--value-file)
      cx_name=${2%%=*} cx_place=${2#*=}
      [ -f "$cx_place" ] && cx_text=$(cat -- "$cx_place") || cx_wrong_usage "--value-file needs NAME=FILE, a file that can be read."
      cx_store_value "$cx_name=$cx_text"
      shift
      ;;
    backout--pass-over)
      case $2 in
      *=?*) cx_pass_over="$cx_pass_over$cx_newline$2" && shift ;;
      *) cx_wrong_usage "--pass-over needs STEP=REASON." ;;
      esac
      ;;
    *) cx_wrong_usage "What is $1?" ;;
    esac
    shift
  done
}

# Values may hold anything: each is kept as an assignment of its own.
cx_store_value() {
  cx_quote "$1"
  cx_values="$cx_values cx_give_value $cx_quoted;"
}

main() {
  cx_environment "$@"
  plan
  cx_newline='
'
  cx_uid=$(id -u) cx_user=$(id -un 2>/dev/null) cx_host=$(uname -n)
  [ -n "$cx_user" ] || cx_user=$cx_uid
  [ -z "${SUDO_USER-}" ] || [ "$SUDO_USER" = "$cx_user" ] || cx_user="$cx_user($SUDO_USER)"
  cx_user=$(printf %s "$cx_user" | tr -c 'A-Za-z0-9._@()-' _)
  cx_holding='' cx_unsynced='' cx_names='' cx_telling=queue cx_courier='' cx_courier_of='' cx_courier_closing='' cx_flying='' cx_calls_later='' cx_in_courier='' cx_ending='' cx_plain_words='' cx_event_about=''
  cx_running='' cx_requests='' cx_standby='' cx_lane='' cx_supervisors_named=0
  cx_settling='' cx_capture='' cx_bare='' cx_quiet='' cx_any_left='' cx_step_left='' cx_kind='' cx_unit='' cx_key='' cx_output='' cx_stop_at=0 cx_exit_status=0
  cx_outside_now='' cx_phase_began=0 cx_phase_event='' cx_reason='' cx_reads_secrets='' cx_secret_text='' cx_secret_names='' cx_unit_settings=cx_no_settings
  cx_step_none
  cx_options "$@"
  if [ "$cx_wish" = help ]; then
    cx_usage
    exit 0
  fi
  cx_signals
  cx_require_commands
  cx_clock_start
  cx_state_place
  cx_outbox=$cx_state_dir/outbox
  [ "$cx_wish" != status ] || cx_status
  case $cx_wish in
  dry) cx_dry_run "$@" ;;
  confirm) cx_confirm_step ;;
  dead-man) cx_dead_man_waits ;;
  esac
  "cx_$cx_script" "$@"
}

cx_no_settings() { cx_settings '' '' 0 0 '' ''; }

# Another change's state is left alone.
cx_same_change() {
  if [ -n "$cx_journal_id" ] && [ "$cx_journal_id" != "$cx_id_word" ]; then
    cx_refuse "The journal in $cx_state_dir is that of another change, $cx_journal_id."
  fi
}

cx_take_state() {
  cx_lock
  cx_holding=1
  cx_journal_read
  cx_same_change
  cx_leave_to_dead_man
  if [ "$cx_damaged" -gt 0 ]; then
    cx_error "The journal $cx_state_dir/journal is damaged: $cx_damaged lines cannot be read. What they may have said is in doubt."
    [ -n "$cx_terminal" ] || cx_refuse "A person must look at it: run this on a terminal."
    cx_ask "Go on, and treat it as in doubt? [yes/no]: "
    [ "$cx_answer" = yes ] || cx_refuse "Nothing was started."
  fi
}
