# --- The script that communicates ------------------------------------------------------------------------------------
# It sends what has a fixed time, and what another script could not deliver. It has the others' outbox, so nothing is sent
# twice, whoever runs; it takes no lock and writes no journal.

cx_usage_of_communicate() {
  printf '%s\n' \
    "Tells people about $cx_id, and shows who is told what." "" \
    "  --due                    send what is due by now, and was not delivered: for cron, or a timer" \
    "  --timer                  print a unit for systemd, and a line for cron, that do this every minute" \
    "  --preview                show everything that would be sent" \
    "  --test PERSON            send every message to this person alone, marked as a test" \
    "  --for PERSON             what this person has to do and to say, and when" \
    "  --acknowledge MESSAGE    somebody has answered: nobody else is told instead" \
    "  --status                 show what was done and told, and what was not" \
    "  --state DIR              where the journal is (root: /var/lib/changes/$cx_id_word)" \
    "  --help" "" \
    "Exit status: 0 done; 1 somebody could not be told; 2 usage; 6 refused; 7 the outbox cannot be written."
}

cx_communicate() {
  cx_direction="do" cx_fresh='' cx_assume_number=0 cx_to='' cx_outside='' cx_at_mode=all cx_too_late=''
  case $cx_wish in
  due) cx_communicate_due ;;
  preview) cx_communicate_preview ;;
  test) cx_communicate_test ;;
  for)
    plan_person "$cx_person" || cx_no_person
    exit 0
    ;;
  acknowledge) cx_communicate_acknowledge ;;
  timer) cx_communicate_timer ;;
  *) cx_wrong_usage "What is to be done? --due sends what is due." ;;
  esac
}

cx_no_person() {
  cx_error "'$cx_person' is not the name of one contact in this plan. There are:"
  plan_people | sed 's/^/  /' >&2
  exit 2
}

# Sends what is due. Where another script is delivering, it takes this along.
cx_communicate_due() {
  cx_readable
  cx_delivery_settings
  cx_mail_choose
  cx_state_make
  cx_outbox_make
  cx_journal_read
  cx_same_change
  cx_round_dir=$cx_state_dir/$cx_round
  cx_at_mode=due
  cx_now
  cx_phase_began=$cx_time
  fixed_messages
  if cx_courier_busy; then
    cx_outbox_pending && cx_say "A script that runs delivers these messages."
    exit 0
  fi
  cx_again=300
  [ -z "$cx_terminal" ] || cx_again=0
  cx_outbox_again "$cx_again"
  if cx_outbox_pending closing; then
    cx_ending=0
    cx_outbox_close
  fi
  case $cx_newline$(cx_outbox_scan) in
  *"$cx_newline"untold*) exit 1 ;;
  esac
  [ -z "$cx_too_late" ] || exit 1
  exit 0
}

# Whether another process delivers from this outbox.
cx_courier_busy() {
  if command -v flock >/dev/null 2>&1; then
    if (command exec 7>>"$cx_outbox/.lock" && flock -n 7 7>&7); then return 1; else return 0; fi
  fi
  cx_courier_other=$(readlink -- "$cx_outbox/.courier") && kill -0 "$cx_courier_other" 2>/dev/null
}

# cx_at SECONDS: whether a message with a fixed time is to be told now. One that is older than the next boundary of the
# window says what is no longer so: it is not sent, and that is said once.
cx_at() {
  cx_event_of=at.$1 cx_event_about=at
  if [ "$cx_at_mode" = all ]; then
    return 0
  fi
  [ "$cx_time" -ge "$1" ] && [ "$cx_state" != cancelled ] || return 1
  cx_at_until=$(($1 + 86400))
  if [ -n "$cx_zone" ]; then
    if [ "$1" -lt "$cx_window_start" ]; then
      cx_at_until=$cx_window_start
    elif [ "$1" -lt "$cx_window_end" ]; then
      cx_at_until=$cx_window_end
    fi
  fi
  cx_telling=queue
  [ "$cx_time" -lt "$cx_at_until" ] || cx_telling=late
}

# What is too late is put down as such, so that it is said once.
cx_late_route() {
  cx_entry_id=$cx_event_of.$cx_message_word-$cx_message_route
  [ ! -e "$cx_outbox/$cx_entry_id" ] || return 0
  cx_entry_hold='999999999 -' cx_too_late=1
  cx_entry_queue "$@"
  cx_entry_load "$cx_entry_id" 1
  cx_entry_note dropped late
  cx_error "NOT SENT, it is too late (due since $(cx_local "${cx_event_of#at.}")): $cx_message_to by $1 ($2): $cx_body"
}

# --- What would be sent

# What is known only when the time comes stands in brackets, as in the schedule.
cx_words_in_brackets() {
  cx_plain_words=1 cx_reason='[reason]'
  cx_step_none
  cx_step_key='[step]' cx_step_title='[step title]' cx_step_owner='[step owner]'
}

cx_communicate_preview() {
  cx_telling=preview cx_preview_number=1
  cx_words_in_brackets
  cx_delivery_settings
  cx_mail_choose
  cx_say "$cx_id: $cx_title"
  cx_mail_say
  all_messages
  exit 0
}

# cx_tell_when WORDS: when the next message goes out.
cx_tell_when() { cx_when_words=$1; }

# The number is that of the row in the schedule, where each channel has one.
cx_preview_route() {
  cx_say ""
  cx_say "$cx_preview_number. $cx_when_words: ${cx_message_sender:-somebody} tells $cx_message_to"
  cx_preview_otherwise='' cx_preview_last=''
  while [ "$#" -gt 0 ]; do
    cx_say "   ${cx_preview_otherwise}by $1: $2$([ "$3" = "$cx_message_to" ] || printf ' (%s)' "$3")"
    cx_preview_otherwise='else ' cx_preview_last=$1
    cx_preview_number=$((cx_preview_number + 1))
    shift 3
  done
  [ "$cx_preview_last" = phone ] || [ -z "$cx_message_phone" ] || cx_say "   else a call to $cx_message_phone"
  cx_say "   Subject: $cx_message_title"
  printf '%s\n' "$cx_body" | sed 's/^/   | /'
}

# --- A test of all

cx_communicate_test() {
  plan_person "$cx_person" >/dev/null || cx_no_person
  cx_telling=test cx_test_failed=''
  cx_words_in_brackets
  cx_delivery_settings
  cx_mail_choose
  cx_state_make
  cx_outbox=$cx_state_dir/test
  cx_outbox_make
  cx_send_dir=$cx_outbox
  cx_now_exact
  cx_test_id=test.$cx_exact
  cx_mail_say
  all_messages
  rm -rf -- "$cx_outbox"
  [ -z "$cx_test_failed" ] || exit 1
  exit 0
}

cx_test_route() {
  while [ "$#" -gt 0 ]; do
    cx_channel_kind "$1"
    if [ "$cx_channel_kind" = auto ]; then
      cx_test_one "$@"
    else
      cx_say "  $cx_message_to is told by a person, by $1 ($2): nothing to test."
    fi
    shift 3
  done
}

# By the same channel, if the person has an address for it, else by email.
cx_test_one() {
  cx_channel=$1 cx_who=$cx_person
  cx_address=$(plan_address "$cx_person" "$1")
  if [ -z "$cx_address" ]; then
    cx_channel=email
    cx_address=$(plan_address "$cx_person" email)
  fi
  if [ -z "$cx_address" ]; then
    cx_say "  $cx_person has no address for $1, and no email: the message to $cx_message_to is not tested."
    cx_test_failed=1
    return 0
  fi
  cx_entry_key=$cx_message_key cx_entry_to=$cx_message_to cx_entry_from=$cx_message_from cx_entry_made=$cx_exact
  cx_entry_subject="TEST: $cx_message_subject" cx_entry_title="TEST: $cx_message_title" cx_entry_about=test
  cx_entry_id=$cx_test_id.$cx_message_word-$cx_message_route.$1
  cx_entry_body="THIS IS A TEST of $cx_id; nothing has happened. In earnest it goes to $cx_message_to by $1 ($2). $cx_when_words.$cx_newline$cx_newline$cx_body"
  if cx_deliver; then
    cx_say "  Sent to $cx_person by $cx_channel ($cx_address): what goes to $cx_message_to by $1.${cx_delivery_note:+ $cx_delivery_note}"
  else
    cx_say "  FAILED, to $cx_person by $cx_channel ($cx_address): $cx_delivery"
    cx_test_failed=1
  fi
}

# --- Acknowledgement

cx_communicate_acknowledge() {
  cx_readable
  [ ! -d "$cx_state_dir" ] || cx_state_own
  cx_ack_known=''
  for cx_ack_entry in "$cx_outbox"/*; do
    cx_ack_entry=${cx_ack_entry##*/}
    case $cx_ack_entry in
    *.log | '*') continue ;;
    esac
    cx_entry_handle_of "${cx_ack_entry%-*}"
    [ "$cx_entry_handle" = "$cx_person" ] || continue
    cx_ack_known=1
    case $cx_ack_entry in
    *-e*) continue ;;
    esac
    cx_entry_load "$cx_ack_entry" 1
    cx_entry_note acknowledged "by=$cx_user"
    cx_say "Acknowledged: $cx_entry_to: $cx_entry_body"
    exit 0
  done
  cx_error "There is no message $cx_person in $cx_outbox. --status shows those that wait for an answer."
  exit 2
}

# --- Every minute

cx_communicate_timer() {
  cx_timer_script=$(readlink -f -- "$cx_self")
  cx_shell_word "$cx_timer_script"
  cx_command="$cx_quoted --due"
  cx_command_state
  printf '%s\n' "# /etc/systemd/system/$cx_id_word.service" \
    "[Unit]" "Description=Tell people about $cx_id_word" "After=network-online.target" \
    "[Service]" "Type=oneshot" "ExecStart=/bin/sh $(printf '%s' "$cx_command" | sed 's/%/%%/g; s/\$/$$/g')" \
    "# What channels read from the environment, such as tokens, a line NAME=VALUE each; mode 0600." \
    "EnvironmentFile=-/etc/changec/environment" "" \
    "# /etc/systemd/system/$cx_id_word.timer" \
    "[Unit]" "Description=Tell people about $cx_id_word in time" \
    "[Timer]" "OnCalendar=minutely" "AccuracySec=1s" "Persistent=false" \
    "[Install]" "WantedBy=timers.target" "" \
    "# systemctl daemon-reload && systemctl enable --now $cx_id_word.timer" \
    "# Or a line of crontab:" \
    "# * * * * * /bin/sh $(printf '%s' "$cx_command" | sed 's/%/\\%/g')"
  exit 0
}
