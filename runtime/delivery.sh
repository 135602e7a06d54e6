# --- Settings for sending --------------------------------------------------------------------------------------------

# How this machine sends: lines of `NAME = VALUE` in the file $CHANGEC_DELIVERY, else in the user's or the machine's.
cx_delivery_defaults() { cx_set_tries=3 cx_set_pause=5 cx_set_closing_pause=2 cx_set_timeout=30; }

cx_delivery_settings() {
  cx_delivery_defaults
  cx_set_smtp='' cx_set_smtp_user='' cx_set_smtp_password_file='' cx_set_smtp_ca='' cx_set_smtp_tls=on cx_set_from='' cx_set_email=''
  cx_set_file=${CHANGEC_DELIVERY-}
  if [ -z "$cx_set_file" ]; then
    for cx_set_file in "${XDG_CONFIG_HOME:-${HOME:-/nonexistent}/.config}/changec/delivery" /etc/changec/delivery; do
      [ ! -r "$cx_set_file" ] || break
      cx_set_file=''
    done
  elif [ ! -r "$cx_set_file" ]; then
    cx_refuse "The settings for sending are to be in $cx_set_file, which cannot be read."
  fi
  [ -n "$cx_set_file" ] || return 0
  while read -r cx_name cx_text cx_rest || [ -n "$cx_name" ]; do
    case $cx_name in
    '' | '#'*) continue ;;
    esac
    [ "$cx_text" = = ] || cx_refuse "$cx_set_file: a line is NAME = VALUE, and this is not: $cx_name $cx_text"
    case $cx_name in
    tries | pause | closing-pause | timeout)
      case $cx_rest in
      '' | *[!0-9]* | 0?* | ?????*) cx_refuse "$cx_set_file: $cx_name is a number up to 9999, not '$cx_rest'." ;;
      esac
      ;;
    esac
    case $cx_name in
    tries) cx_set_tries=$cx_rest ;;
    pause) cx_set_pause=$cx_rest ;;
    closing-pause) cx_set_closing_pause=$cx_rest ;;
    timeout) cx_set_timeout=$cx_rest ;;
    smtp) cx_set_smtp=$cx_rest ;;
    smtp-user) cx_set_smtp_user=$cx_rest ;;
    smtp-password-file) cx_set_smtp_password_file=$cx_rest ;;
    smtp-ca) cx_set_smtp_ca=$cx_rest ;;
    smtp-tls) cx_set_smtp_tls=$cx_rest ;;
    from) cx_set_from=$cx_rest ;;
    email) cx_set_email=$cx_rest ;;
    *) cx_refuse "$cx_set_file: what is $cx_name?" ;;
    esac
  done <"$cx_set_file"
  case $cx_set_smtp in
  '' | smtp://?* | smtps://?*) ;;
  *) cx_refuse "$cx_set_file: smtp is smtp://HOST:PORT or smtps://HOST:PORT, not '$cx_set_smtp'." ;;
  esac
  case $cx_set_smtp_tls in
  on | off) ;;
  *) cx_refuse "$cx_set_file: smtp-tls is on or off, not '$cx_set_smtp_tls'." ;;
  esac
  case $cx_set_email in
  '' | sendmail | curl | msmtp) ;;
  *) cx_refuse "$cx_set_file: email is sendmail, curl or msmtp, not '$cx_set_email'." ;;
  esac
}

# Reads the settings. One that cannot be read is refused before an implementation; a backout does without them.
cx_delivery_ready() {
  if [ "$cx_direction" != "do" ] && ! (cx_holding='' && cx_delivery_settings); then
    cx_error "Messages are sent without these settings."
    CHANGEC_DELIVERY=/dev/null
  fi
  cx_delivery_settings
  cx_mail_choose
}

# By what email leaves this machine, for the whole run: sets cx_mail_way, and cx_mail_words for a person.
cx_mail_choose() {
  cx_mail_way=$cx_set_email
  if [ -z "$cx_mail_way" ] && [ -n "$cx_set_smtp" ]; then
    if curl --version 2>/dev/null | grep -qw "${cx_set_smtp%%:*}"; then
      cx_mail_way=curl
    elif command -v msmtp >/dev/null 2>&1; then
      cx_mail_way=msmtp
    fi
  elif [ -z "$cx_mail_way" ]; then
    ! command -v sendmail >/dev/null 2>&1 || cx_mail_way=sendmail
  fi
  case $cx_mail_way in
  '')
    cx_mail_words='there is no sendmail on it, and no settings name a server'
    [ -z "$cx_set_smtp" ] || cx_mail_words="there is neither a curl that can speak to $cx_set_smtp, nor msmtp"
    ;;
  sendmail) cx_mail_words=sendmail ;;
  *) cx_mail_words="$cx_mail_way to ${cx_set_smtp:-no server, since smtp is not set in $cx_set_file}" ;;
  esac
}

# Says by what email leaves, where the plan sends any.
cx_mail_say() {
  [ -n "$cx_uses_email" ] || return 0
  case $cx_mail_way in
  '') cx_say "NO EMAIL leaves this machine: $cx_mail_words." ;;
  *) cx_say "Email goes by $cx_mail_words." ;;
  esac
}
