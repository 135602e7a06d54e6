# The parser that ANTLR makes of grammar/. Called as a program: the packaged CMake module wants a self-contained jar.
set(grammar_dir ${PROJECT_SOURCE_DIR}/grammar)
set(generated_dir ${CMAKE_CURRENT_BINARY_DIR}/grammar)
set(generated ${generated_dir}/ChangeLexer.cpp ${generated_dir}/ChangeLexer.h
    ${generated_dir}/ChangeParser.cpp ${generated_dir}/ChangeParser.h)
add_custom_command(
  OUTPUT ${generated}
  COMMAND ${ANTLR4_TOOL} -Dlanguage=Cpp -package changec::grammar -no-listener -no-visitor -Werror
          -o ${generated_dir} ChangeLexer.g4 ChangeParser.g4
  DEPENDS ${grammar_dir}/ChangeLexer.g4 ${grammar_dir}/ChangeParser.g4
  WORKING_DIRECTORY ${grammar_dir}
  VERBATIM)

# The runtime's header of everything, without the one that clang refuses: it has a const member without a value.
file(READ ${ANTLR4_INCLUDE_DIR}/antlr4-runtime.h everything)
string(REPLACE "#include \"misc/InterpreterDataReader.h\"\n" "" everything "${everything}")
file(CONFIGURE OUTPUT ${generated_dir}/antlr4-runtime.h CONTENT "${everything}" @ONLY)

add_library(changec_grammar STATIC ${generated})
# Generated lexers hold u8"" literals that are char8_t under C++20; and the code is not ours to warn about.
target_compile_options(changec_grammar PRIVATE -fno-char8_t -w)
target_include_directories(changec_grammar SYSTEM PUBLIC ${generated_dir} ${ANTLR4_INCLUDE_DIR})
target_link_libraries(changec_grammar PUBLIC antlr4_static)

set(token_kinds ${CMAKE_CURRENT_BINARY_DIR}/syntax/TokenKind.h)
add_custom_command(
  OUTPUT ${token_kinds}
  COMMAND ${CMAKE_COMMAND} -DTOKENS=${generated_dir}/ChangeLexer.tokens -DOUT=${token_kinds}
          -P ${CMAKE_CURRENT_LIST_DIR}/TokenKinds.cmake
  DEPENDS ${generated} ${CMAKE_CURRENT_LIST_DIR}/TokenKinds.cmake
  VERBATIM)
add_custom_target(changec_token_kinds DEPENDS ${token_kinds})
