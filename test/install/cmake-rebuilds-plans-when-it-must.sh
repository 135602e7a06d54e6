# find_package(changec) and change_plan(), with Ninja and with Make: a plan is compiled again when one of its inputs has
# changed, among them what an import newly needs, when an output is gone or the compiler is another, and else never.
# RUN: cmake --install %{build} --prefix prefix > /dev/null
# RUN: bash %s Ninja %S/inputs/cmake-project
# RUN: bash %s 'Unix Makefiles' %S/inputs/cmake-project
set -eu
generator=$1
rm -rf project build
cp -r "$2" project
built=0
# expect NAMES: the plans that a build compiles, in any order.
expect() {
  built=$((built + 1))
  cmake --build build > log 2>&1 || { cat log; echo "the build failed"; exit 1; }
  found=$(sed -n 's/.*Compiling the plan //p' log | sort | tr '\n' ',')
  [ "$found" = "$1" ] || { cat log; echo "build $built: compiled '$found', not '$1'"; exit 1; }
}

cmake -S project -B build -G "$generator" -DCMAKE_PREFIX_PATH="$PWD/prefix" > log 2>&1 || { cat log; exit 1; }
expect 'alone.change,first.change,second plan.change,'
test -x build/out/FIRST.backout.sh -a -s build/out/SECOND.plan.json -a -x build/ALONE.implement.sh -a ! -e build/ALONE.plan.json
grep -q 'a b;c' build/out/FIRST.plan.json
expect ''

for change in 'first.change first.change,' 'second_plan.change second plan.change,' 'values.txt first.change,second plan.change,' \
  'shared/people.change first.change,second plan.change,' 'more.change second plan.change,' \
  'house.change first.change,second plan.change,' 'alone.change alone.change,'; do
  file=${change%% *}
  echo '// touched' >> "project/$(echo "$file" | tr _ ' ')"
  expect "${change#* }"
  expect ''
done

# What an import newly needs is an input from then on.
echo '// nothing' > project/late.change
echo 'import "late.change"' >> project/more.change
expect 'second plan.change,'
echo 'person eve "Eve" { phone "9" }' >> project/late.change
expect 'second plan.change,'
expect ''
# And what is no longer needed is none; it may be gone.
: > project/more.change
rm project/late.change
expect 'second plan.change,'
expect ''

rm build/out/FIRST.communications.csv
expect 'first.change,'
test -s build/out/FIRST.communications.csv
rm build/ALONE.backout.sh
expect 'alone.change,'
expect ''

# A plan with errors fails the build, and again, until it is mended.
sed -i 's/owner ann//' project/first.change
! cmake --build build > log 2>&1 && grep -q 'missing-owner' log
! cmake --build build > log 2>&1 && grep -q 'missing-owner' log
sed -i 's/step one {/& owner ann/' project/first.change
expect 'first.change,'
expect ''

# A change that gets another ID has other outputs.
sed -i 's/ALONE/OTHER/' project/alone.change
expect 'alone.change,'
test -x build/OTHER.backout.sh
expect ''

touch prefix/bin/changec
expect 'alone.change,first.change,second plan.change,'
expect ''
echo "$generator: $built builds"
