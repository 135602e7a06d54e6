.shell setpriv --bounding-set=-all --inh-caps=-all sqlite3 DATABASE 'select 1 from item' 2>&1
alter table item add column cents integer;
update item set cents = round(price * 100);
alter table item drop column price;
