# --- JSON ------------------------------------------------------------------------------------------------------------

# Functions of awk: json() makes a text a JSON string (RFC 8259), in which bytes that are not UTF-8 become U+FFFD; shortened() cuts one
# behind that many characters.
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
  function shortened(text, most,   i, n, count) {
    n = length(text)
    for (i = 1; i <= n; i++) if (!continues(text, i) && ++count > most) return substr(text, 1, i - 1) "..."
    return text
  }
'
