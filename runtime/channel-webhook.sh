# --- Webhooks --------------------------------------------------------------------------------------------------------

# The payload is that of the chat system which the address names: slack:, mattermost:, teams:, or plain:.
cx_by_webhook() {
  cx_webhook_shape=${cx_address%%:*}
  case $cx_webhook_shape in
  slack | mattermost | teams | plain) cx_webhook_url=${cx_address#*:} ;;
  *) cx_webhook_shape=plain cx_webhook_url=$cx_address ;;
  esac
  cx_webhook_payload >"$cx_send_dir/message" || {
    cx_delivery='the payload could not be written'
    return 1
  }
  cx_curl_text=''
  cx_curl_put url "$cx_webhook_url"
  cx_curl_put header 'Content-Type: application/json; charset=utf-8'
  cx_curl_put header "Idempotency-Key: $cx_id_word/$cx_entry_id"
  cx_curl_put user-agent changec
  cx_curl_put data-binary @message
  rm -f -- "$cx_send_dir/headers"
  cx_curl http,https || return 1
  case $cx_curl_code in
  2??) return 0 ;;
  408 | 425 | 429 | 5??) cx_wait_for "$(awk 'tolower($1) == "retry-after:" { sub(/^[^ ]* */, ""); sub(/\r$/, ""); print }' "$cx_send_dir/headers" | tail -n 1)" ;;
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
