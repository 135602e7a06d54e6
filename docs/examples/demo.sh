#!/bin/sh
# demo.sh CHANGEC: shows a change that fails and is taken back, in a temporary folder that is removed afterwards.
set -eu
changec=$(readlink -f -- "${1:?usage: demo.sh CHANGEC}")
examples=$(dirname -- "$(readlink -f -- "$0")")
folder=$(mktemp -d "${TMPDIR:-/tmp}/changec-demo.XXXXXX")
trap 'rm -rf -- "$folder"' EXIT
cd "$folder"

bold='' green='' red='' plain=''
if [ -t 1 ] && [ -z "${NO_COLOR-}" ]; then
  bold=$(printf '\033[1m') green=$(printf '\033[32m') red=$(printf '\033[31m') plain=$(printf '\033[0m')
fi
heading() { printf '\n%s== %s%s\n' "$bold" "$1" "$plain"; }
# run COMMAND...: shows a command and runs it. Nobody is asked anything.
run() {
  shown=''
  for word in "$@"; do
    case $word in *' '*) word="'$word'" ;; esac
    shown="$shown $word"
  done
  printf '%s$%s%s\n' "$bold" "$shown" "$plain"
  "$@" < /dev/null
}
# Every file and link below `shop`: mode, owner, size, time, name and target, and a sum over the bytes; and every folder.
state() {
  find shop -type d -printf '%M %u  %p/\n' -o -printf '%M %u %6s %TY-%Tm-%Td %TT  %p %l\n' | LC_ALL=C sort
  find shop -type f -exec sha256sum {} + | LC_ALL=C sort
}
# The few lines of it that the change is about.
glance() {
  state | grep -E '  shop/(current|shop\.db)( |$)'
  printf 'shop/current/total says: %s\n' "$(shop/current/total)"
}

mkdir -p shop/releases/1 shop/releases/2 backups
sqlite3 shop/shop.db <<'END'
create table item (name text, price real);
insert into item values ('Lamp', 30.00), ('Bulb', 4.50), ('Cable', 8.00);
END
cat > shop/releases/1/total <<'END'
#!/bin/sh
sqlite3 "$(dirname "$0")/../../shop.db" "select printf('Total: %.2f', sum(price)) from item"
END
# Release 2 forgets that a hundred cents are one.
cat > shop/releases/2/total <<'END'
#!/bin/sh
sqlite3 "$(dirname "$0")/../../shop.db" "select printf('Total: %.2f', sum(cents)) from item"
END
cat > shop/releases/2/migrate.sql <<'END'
alter table item add column cents integer;
update item set cents = round(price * 100);
alter table item drop column price;
END
chmod +x shop/releases/1/total shop/releases/2/total
ln -s releases/1 shop/current
find shop -exec touch -h -d '2026-11-01 09:00:00' {} +

heading 'A shop: a database, and a link to the release that runs'
state > before
glance

heading 'The plan: what is done, by whom, and how it is taken back'
sed -n '/^  checks/,/^}/p' "$examples/release.change"

heading 'Compile it'
cp "$examples/release.change" "$examples/people.change" .
run "$changec" build release.change -D shop="$folder/shop" -D backups="$folder/backups" -o scripts
ls scripts

heading 'Run it: the new release adds up wrong, and the check sees it'
status=0
run sh scripts/SHOP-2.implement.sh --yes --state state --outside-window 'a demonstration' || status=$?
printf '%sIt stopped with exit status %s.%s The shop is now half changed:\n' "$red" "$status" "$plain"
glance

heading 'Back out: what was done is undone, in reverse'
run sh scripts/SHOP-2.backout.sh --yes --state state --reason 'the total is wrong'

heading 'Compare with before: every mode, owner, size, time, link target and byte'
state > after
glance
if ! run diff before after; then
  printf '%sThe shop is not as it was.%s\n' "$red" "$plain"
  exit 1
fi
printf '\n%sEverything is as it was: %s files, folders and links compared, no difference.%s\n' "$green" "$(find shop | wc -l)" "$plain"
