# Run by Embed.cmake's rule: writes NAME.h and NAME.cpp for FILES below FOLDER. A string literal holds at most 65,536
# bytes by the standard, so a text is a byte array.
set(entries "")
set(arrays "")
set(index 0)
foreach(file IN LISTS FILES)
  file(READ ${FOLDER}/${file} hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  string(REGEX REPLACE "((0x..,){24})" "\\1\n" bytes "${bytes}")
  string(APPEND arrays "constexpr unsigned char text${index}[] = {${bytes}0};\n")
  string(APPEND entries "    {\"${file}\", {reinterpret_cast<const char *>(text${index}), sizeof text${index} - 1}},\n")
  math(EXPR index "${index} + 1")
endforeach()
file(WRITE ${OUT}/${NAME}.h "#pragma once
#include \"Embedded.h\"
namespace changec::embedded {
Files ${NAME}();
}
")
if(index EQUAL 0)
  set(body "  return {};")
else()
  set(body "  static const File files[] = {\n${entries}  };\n  return files;")
endif()
file(WRITE ${OUT}/${NAME}.cpp "#include \"embedded/${NAME}.h\"
namespace {
${arrays}} // namespace
namespace changec::embedded {
Files ${NAME}() {
${body}
}
} // namespace changec::embedded
")
