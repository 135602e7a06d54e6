# --- curl ------------------------------------------------------------------------------------------------------------
# What it is told comes through a pipe: its arguments show in a list of processes, and a here-document is a file in some shells.

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

# cx_curl PROTOCOLS: runs curl by cx_curl_text, in the folder of the delivery. Sets cx_curl_code to the last reply's.
cx_curl() {
  printf '%s' "$cx_curl_text" | (
    cd -- "$cx_send_dir" && exec timeout -k 5 "$((cx_set_timeout + 5))" curl --disable --silent --show-error --globoff --proto "=$1" \
      --max-time "$cx_set_timeout" --output answer --dump-header headers --write-out '%{response_code}' --config - >code 2>output
  )
  cx_curl_status=$? cx_curl_code=''
  read -r cx_curl_code 2>/dev/null <"$cx_send_dir/code" || [ -n "$cx_curl_code" ] || cx_curl_code=000
  [ "$cx_curl_status" -ne 0 ] || return 0
  cx_why "$cx_curl_status"
  [ "$cx_curl_status" -ne 28 ] || cx_delivery="no answer within $(cx_duration "$cx_set_timeout")"
  return 1
}
