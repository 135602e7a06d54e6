# --- Email -----------------------------------------------------------------------------------------------------------

cx_by_email() {
  case $cx_mail_way in
  '')
    cx_delivery=$cx_mail_words cx_delivery_final=1
    return 1
    ;;
  esac
  cx_mail_write >"$cx_send_dir/message" || {
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
  timeout -k 5 "$cx_set_timeout" "$(command -v sendmail)" -t -oi <"$cx_send_dir/message" >"$cx_send_dir/output" 2>&1
  cx_mail_status=$?
  [ "$cx_mail_status" -ne 0 ] || return 0
  cx_why "$cx_mail_status"
  return 1
}

# What is in the settings reaches curl by a descriptor: its arguments, and a password, would show in a list of processes.
cx_mail_by_curl() {
  cx_password=''
  [ -z "$cx_set_smtp_password_file" ] || cx_password=$(cat -- "$cx_set_smtp_password_file" 2>>"$cx_send_dir/output") || {
    cx_why 1
    return 1
  }
  cx_curl_text=''
  cx_curl_put url "$cx_set_smtp/$cx_host"
  cx_curl_put mail-from "<$cx_mail_from>"
  cx_curl_put mail-rcpt "<$cx_address>"
  cx_curl_put upload-file message
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
  } >"$cx_send_dir/msmtp"
  timeout -k 5 "$cx_set_timeout" msmtp --file="$cx_send_dir/msmtp" -- "$cx_address" <"$cx_send_dir/message" >"$cx_send_dir/said" 2>&1
  cx_mail_status=$?
  [ "$cx_mail_status" -ne 0 ] || return 0
  # Its last line says only that it failed.
  sed '/^msmtp: could not send mail/d; s/^msmtp: server message: //' "$cx_send_dir/said" >"$cx_send_dir/output"
  ! grep -q '^5[0-9][0-9]' "$cx_send_dir/output" || cx_delivery_final=1
  cx_why "$cx_mail_status"
  return 1
}
