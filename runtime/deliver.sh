# --- Channels --------------------------------------------------------------------------------------------------------
# Each delivers the entry at hand, within the time of one try. It sets cx_delivery to why it failed, and cx_delivery_final
# where another try is of no use.

cx_deliver() {
  command : >"$cx_outbox/.output"
  case $cx_channel in
  email) cx_by_email ;;
  webhook) cx_by_webhook ;;
  *) cx_by_command ;;
  esac
}

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
    cx_mail_words='no way: there is no sendmail on this machine, and no settings name a server'
    [ -z "$cx_set_smtp" ] || cx_mail_words="no way to $cx_set_smtp: there is neither a curl that can, nor msmtp"
    ;;
  sendmail) cx_mail_words=sendmail ;;
  *) cx_mail_words="$cx_mail_way to ${cx_set_smtp:-no server, since smtp is not set in $cx_set_file}" ;;
  esac
}

# cx_why STATUS: sets cx_delivery by what a command said last.
cx_why() {
  cx_delivery=$(tail -c 400 "$cx_outbox/.output" | tail -n 1 | tr -c '\11\40-\176\200-\377' ' ' | sed 's/ *$//')
  case $1 in
  124 | 137) cx_delivery="no answer within $(cx_duration "$cx_set_timeout")" ;;
  *) cx_delivery=${cx_delivery:-exit status $1} ;;
  esac
}

# --- Email

cx_by_email() {
  case $cx_mail_way in
  '')
    cx_delivery=$cx_mail_words cx_delivery_final=1
    return 1
    ;;
  esac
  cx_mail_write >"$cx_outbox/.message" || {
    cx_delivery='the mail could not be written'
    return 1
  }
  cx_mail_from=${cx_entry_from##*<}
  cx_mail_from=${cx_set_from:-${cx_mail_from%>*}}
  cx_mail_from=${cx_mail_from:-$cx_user@$cx_host}
  "cx_mail_by_$cx_mail_way"
}

# The mail as it goes out. Headers were encoded when the plan was compiled; the words may hold anything, so they are in
# base64, and no line of theirs is a header or an end.
cx_mail_write() {
  [ -z "$cx_entry_from$cx_set_from" ] || printf 'From: %s\n' "${cx_entry_from:-<$cx_set_from>}"
  printf 'To: %s\nSubject: %s\n' "$cx_address" "$cx_entry_subject"
  printf 'Date: %s\n' "$(date -u -d "@${cx_entry_made%.*}" '+%a, %d %b %Y %H:%M:%S +0000')"
  cx_ascii "$cx_entry_id"
  printf 'Message-ID: <%s.%s@changec.invalid>\n' "$cx_id_word" "$(printf '%s' "$cx_text" | tr -c 'A-Za-z0-9.\n-' _)"
  printf 'Auto-Submitted: auto-generated\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n'
  if [ "${#cx_entry_body}" -gt 900 ] || cx_not_plain "$cx_entry_body"; then
    printf 'Content-Transfer-Encoding: base64\n\n'
    printf '%s\n' "$cx_entry_body" | base64
  else
    printf 'Content-Transfer-Encoding: 7bit\n\n%s\n' "$cx_entry_body"
  fi
}

cx_mail_by_sendmail() {
  timeout -k 5 "$cx_set_timeout" "$(command -v sendmail)" -t -oi <"$cx_outbox/.message" >"$cx_outbox/.output" 2>&1
  cx_mail_status=$?
  [ "$cx_mail_status" -ne 0 ] || return 0
  cx_why "$cx_mail_status"
  return 1
}

# What is in the settings reaches curl by a descriptor: its arguments, and a password, would show in a list of processes.
cx_mail_by_curl() {
  cx_password=''
  [ -z "$cx_set_smtp_password_file" ] || cx_password=$(cat -- "$cx_set_smtp_password_file" 2>>"$cx_outbox/.output") || {
    cx_why 1
    return 1
  }
  cx_curl_text=''
  cx_curl_put url "$cx_set_smtp/$cx_host"
  cx_curl_put mail-from "<$cx_mail_from>"
  cx_curl_put mail-rcpt "<$cx_address>"
  cx_curl_put upload-file .message
  [ -z "$cx_set_smtp_user" ] || cx_curl_put user "$cx_set_smtp_user:$cx_password"
  [ -z "$cx_set_smtp_ca" ] || cx_curl_put cacert "$cx_set_smtp_ca"
  [ "$cx_set_smtp_tls" = off ] || cx_curl_text="${cx_curl_text}ssl-reqd$cx_newline"
  cx_curl_text="${cx_curl_text}crlf$cx_newline"
  cx_curl smtp,smtps && return 0
  # What a server refuses for good, it refuses again.
  case $cx_curl_code in
  5??) cx_delivery_final=1 ;;
  esac
  return 1
}

# The password is read by msmtp from its file.
cx_mail_by_msmtp() {
  cx_text=${cx_set_smtp#*://}
  cx_text=${cx_text%%/*}
  {
    printf 'account default\nhost %s\n' "${cx_text%:*}"
    case $cx_text in
    *:*) printf 'port %s\n' "${cx_text##*:}" ;;
    esac
    printf 'from %s\ntls %s\n' "$cx_mail_from" "$cx_set_smtp_tls"
    case $cx_set_smtp in
    smtps:*) printf 'tls_starttls off\n' ;;
    esac
    printf 'tls_trust_file %s\n' "${cx_set_smtp_ca:-system}"
    if [ -n "$cx_set_smtp_user" ]; then
      cx_quote "$cx_set_smtp_password_file"
      printf 'auth on\nuser %s\npasswordeval cat -- %s\n' "$cx_set_smtp_user" "$cx_quoted"
    fi
  } >"$cx_outbox/.msmtp"
  timeout -k 5 "$cx_set_timeout" msmtp --file="$cx_outbox/.msmtp" -- "$cx_address" <"$cx_outbox/.message" >"$cx_outbox/.output" 2>&1
  cx_mail_status=$?
  [ "$cx_mail_status" -ne 0 ] || return 0
  cx_why "$cx_mail_status"
  return 1
}

# cx_curl_put OPTION VALUE: a line for curl's configuration.
cx_curl_put() {
  cx_text=$2 cx_curl_value=''
  while [ -n "$cx_text" ]; do
    cx_rest=${cx_text#?}
    cx_curl_char=${cx_text%"$cx_rest"}
    case $cx_curl_char in
    \\ | \") cx_curl_value="$cx_curl_value\\$cx_curl_char" ;;
    "$cx_newline") cx_curl_value="$cx_curl_value\\n" ;;
    *) cx_curl_value=$cx_curl_value$cx_curl_char ;;
    esac
    cx_text=$cx_rest
  done
  cx_curl_text="$cx_curl_text$1 = \"$cx_curl_value\"$cx_newline"
}

# cx_curl PROTOCOLS: runs curl by cx_curl_text, in the outbox. Sets cx_curl_code to the last reply's.
cx_curl() {
  (
    cd -- "$cx_outbox" && exec timeout -k 5 "$((cx_set_timeout + 5))" curl --disable --silent --show-error --globoff --proto "=$1" \
      --max-time "$cx_set_timeout" --output .answer --write-out '%{response_code}' --config /dev/fd/3 </dev/null >.code 2>.output 3<<CX_END
$cx_curl_text
CX_END
  )
  cx_curl_status=$? cx_curl_code=''
  read -r cx_curl_code 2>/dev/null <"$cx_outbox/.code" || [ -n "$cx_curl_code" ] || cx_curl_code=000
  [ "$cx_curl_status" -ne 0 ] || return 0
  cx_why "$cx_curl_status"
  [ "$cx_curl_status" -ne 28 ] || cx_delivery="no answer within $(cx_duration "$cx_set_timeout")"
  return 1
}

# --- Webhooks

# The payload is that of the chat system which the address names: slack:, mattermost:, teams:, or plain:.
cx_by_webhook() {
  cx_webhook_shape=${cx_address%%:*}
  case $cx_webhook_shape in
  slack | mattermost | teams | plain) cx_webhook_url=${cx_address#*:} ;;
  *) cx_webhook_shape=plain cx_webhook_url=$cx_address ;;
  esac
  cx_webhook_payload >"$cx_outbox/.message" || {
    cx_delivery='the payload could not be written'
    return 1
  }
  cx_curl_text=''
  cx_curl_put url "$cx_webhook_url"
  cx_curl_put header 'Content-Type: application/json; charset=utf-8'
  cx_curl_put header "Idempotency-Key: $cx_id_word/$cx_entry_id"
  cx_curl_put user-agent changec
  cx_curl_put data-binary @.message
  cx_curl http,https || return 1
  case $cx_curl_code in
  2??) return 0 ;;
  408 | 425 | 429 | 5??) ;;
  *) cx_delivery_final=1 ;;
  esac
  cx_delivery="the server answered $cx_curl_code"
  return 1
}

cx_webhook_payload() {
  CX_SHAPE=$cx_webhook_shape CX_TITLE=$cx_entry_title CX_BODY=$cx_entry_body CX_ID=$cx_id CX_EVENT=$cx_entry_about \
    CX_KEY=$cx_id_word/$cx_entry_id CX_TO=$cx_who LC_ALL=C awk "$cx_awk_json"'
    BEGIN {
      title = ENVIRON["CX_TITLE"]; body = ENVIRON["CX_BODY"]; shape = ENVIRON["CX_SHAPE"]
      if (shape == "slack") {
        # Its marks, and what it would take for a mention, are text here.
        gsub(/&/, "\\&amp;", title); gsub(/</, "\\&lt;", title); gsub(/>/, "\\&gt;", title)
        gsub(/&/, "\\&amp;", body); gsub(/</, "\\&lt;", body); gsub(/>/, "\\&gt;", body)
      }
      if (shape == "slack" || shape == "mattermost")
        printf "{\"text\":%s}\n", json(title "\n" body)
      else if (shape == "teams")
        printf "{\"type\":\"message\",\"attachments\":[{\"contentType\":\"application/vnd.microsoft.card.adaptive\",\"content\":{\"$schema\":\"http://adaptivecards.io/schemas/adaptive-card.json\",\"type\":\"AdaptiveCard\",\"version\":\"1.4\",\"body\":[{\"type\":\"TextBlock\",\"wrap\":true,\"weight\":\"Bolder\",\"text\":%s},{\"type\":\"TextBlock\",\"wrap\":true,\"text\":%s}]}}]}\n", json(title), json(body)
      else
        printf "{\"text\":%s,\"subject\":%s,\"change\":%s,\"event\":%s,\"to\":%s,\"key\":%s}\n", json(body), json(title), \
          json(ENVIRON["CX_ID"]), json(ENVIRON["CX_EVENT"]), json(ENVIRON["CX_TO"]), json(ENVIRON["CX_KEY"])
    }'
}

# A function of awk: json() makes a text a JSON string (RFC 8259). Bytes that are not UTF-8 become U+FFFD.
cx_awk_json='
  function continues(text, at,   c) { c = substr(text, at, 1); return c >= "\200" && c < "\300" }
  function json(text,   out, i, n, c, length_) {
    out = "\""
    n = length(text)
    for (i = 1; i <= n; i++) {
      c = substr(text, i, 1)
      if (c == "\"" || c == "\\") out = out "\\" c
      else if (c == "\n") out = out "\\n"
      else if (c == "\t") out = out "\\t"
      else if (c < " " || c == "\177") { for (code = 1; code < 128 && sprintf("%c", code) != c; code++) continue; out = out sprintf("\\u%04x", code) }
      else if (c < "\200") out = out c
      else {
        length_ = c >= "\302" && c < "\340" ? 2 : c >= "\340" && c < "\360" ? 3 : c >= "\360" && c < "\365" ? 4 : 0
        for (j = 1; j < length_; j++) if (!continues(text, i + j)) length_ = 0
        if (length_ == 3 && (c == "\340" && substr(text, i + 1, 1) < "\240" || c == "\355" && substr(text, i + 1, 1) >= "\240")) length_ = 0
        if (length_ == 4 && (c == "\360" && substr(text, i + 1, 1) < "\220" || c == "\364" && substr(text, i + 1, 1) >= "\220")) length_ = 0
        if (length_ == 0) out = out "\357\277\275"
        else { out = out substr(text, i, length_); i += length_ - 1 }
      }
    }
    return out "\""
  }
'

# --- Channels that the plan, or a module, declares

# The shell text of a channel sees $to, $subject, $body; $key, which stays the same when a message is sent again; $change,
# $event; $memory, a file that the channel may keep something in for its next message to this address; and the channel's secrets.
# All of it comes through a descriptor, since secrets must not show. Exit status 69 says that another try is of no use.
cx_by_command() {
  cx_send_text=''
  cx_send_put to "$cx_address"
  cx_send_put subject "$cx_entry_title"
  cx_send_put body "$cx_entry_body"
  cx_send_put key "$cx_id_word/$cx_entry_id"
  cx_send_put change "$cx_id"
  cx_send_put event "$cx_entry_about"
  cx_send_put memory "$cx_outbox/.memory.$(printf '%s' "$cx_channel $cx_address" | cksum | tr ' ' .)"
  cx_send_put try_seconds "$cx_set_timeout"
  cx_send_secrets=''
  plan_channel_secrets "$cx_channel" || {
    cx_delivery=$cx_send_missing
    return 1
  }
  cx_send_text=$cx_send_text$cx_send_secrets$cx_newline$(plan_channel "$cx_channel")
  (
    cd -- "$cx_outbox" && umask 022 && cx_send_exec 'cx_text=$(cat <&3) || exit; exec 3<&-; set -eu; eval "$cx_text"' </dev/null >.output 2>&1 3<<CX_END
$cx_send_text
CX_END
  )
  cx_send_status=$?
  [ "$cx_send_status" -ne 0 ] || return 0
  cx_why "$cx_send_status"
  [ "$cx_send_status" -ne 69 ] || cx_delivery_final=1
  return 1
}

# The plan's shell, as for operations.
cx_send_exec() {
  case $cx_applet in
  --emulate) set -- --emulate sh -c "$1" ;;
  ?*) set -- "$cx_applet" -c "$1" ;;
  *) set -- -c "$1" ;;
  esac
  exec timeout -k 5 "$cx_set_timeout" "$cx_shell" "$@"
}

cx_send_put() {
  cx_assignment "$1" "$2"
  cx_send_text=$cx_send_text$cx_assignment
}

# cx_channel_secret NAME VARIABLE: a channel's secret from the environment, as it was when the script started.
cx_channel_secret() {
  eval "cx_secret_value=\${cx_channel_env_$2-}"
  if [ -z "$cx_secret_value" ]; then
    cx_send_missing="its secret $1 is read from the environment variable $2, which is not set"
    return 1
  fi
  cx_assignment "$1" "$cx_secret_value"
  cx_send_secrets=$cx_send_secrets$cx_assignment
}

cx_channel_secret_file() {
  cx_secret_value=$(cat -- "$2" 2>/dev/null) || {
    cx_send_missing="its secret $1 is read from the file $2, which cannot be read here"
    return 1
  }
  cx_assignment "$1" "$cx_secret_value"
  cx_send_secrets=$cx_send_secrets$cx_assignment
}
