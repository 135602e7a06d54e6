# --- Keeping files ---------------------------------------------------------------------------------------------------
# A kept path is a file, a folder, a symbolic link, or nothing: COPY/thing, or the file COPY/absent.

# cx_file_keep PATH COPY: copies PATH durably, with owner, mode and times.
cx_file_keep() {
  rm -rf -- "$2.part" "$2"
  mkdir -p -- "$2.part"
  if [ -L "$1" ] || [ -e "$1" ]; then
    cp -a -- "$1" "$2.part/thing"
  else
    : >"$2.part/absent"
  fi
  cx_sync_below "$2.part"
  mv -- "$2.part" "$2"
  cx_same_as_kept "$1" "$2"
}

# Everything on the file system of $1; where sync cannot do one file system, on all of them.
cx_sync_below() { sync -f "$1" 2>/dev/null || sync; }

# cx_file_put_back PATH COPY: makes PATH what it was. Nothing is half there at any moment: the copy is made beside it first.
cx_file_put_back() {
  # An earlier try may have been killed just before its end.
  rm -rf -- "$1.cx-new" "$1.cx-old"
  if cx_same_as_kept "$1" "$2" >/dev/null 2>&1; then
    return 0
  fi
  if [ -e "$2/absent" ]; then
    rm -rf -- "$1"
  else
    mkdir -p -- "$(dirname -- "$1")"
    cp -a -- "$2/thing" "$1.cx-new"
    if [ -d "$1" ] && [ ! -L "$1" ] || [ -d "$1.cx-new" ] && [ ! -L "$1.cx-new" ]; then
      if [ -L "$1" ] || [ -e "$1" ]; then
        mv -- "$1" "$1.cx-old"
      fi
    fi
    mv -f -T -- "$1.cx-new" "$1"
    rm -rf -- "$1.cx-old"
  fi
  cx_sync_below "$(dirname -- "$1")"
  cx_same_as_kept "$1" "$2"
}

# cx_same_as_kept PATH COPY: whether PATH is as it was; says what is not.
cx_same_as_kept() {
  if [ -e "$2/absent" ]; then
    if [ -L "$1" ] || [ -e "$1" ]; then
      printf '%s was not there before, and is now\n' "$1"
      return 1
    fi
    return 0
  fi
  if [ ! -L "$1" ] && [ ! -e "$1" ]; then
    printf '%s was there before, and is not now\n' "$1"
    return 1
  fi
  if [ ! -L "$1" ] && [ ! -L "$2/thing" ]; then
    diff -r --no-dereference -- "$2/thing" "$1" || return 1
  fi
  cx_listing "$2/thing" >"$2/listing.kept"
  cx_listing "$1" >"$2/listing.now"
  cmp -s -- "$2/listing.kept" "$2/listing.now" || {
    diff -- "$2/listing.kept" "$2/listing.now"
    return 1
  }
}

# Mode, owner, group, times and link targets of all there is below $1, by names relative to it.
cx_listing() {
  if [ -d "$1" ] && [ ! -L "$1" ]; then
    (cd -- "$1" && find . -exec stat -c '%f %u %g %Y %N' -- {} + | sort)
  else
    (cd -- "$(dirname -- "$1")" && stat -c '%f %u %g %Y' -- "$(basename -- "$1")" && { readlink -- "$(basename -- "$1")" || :; })
  fi
}
