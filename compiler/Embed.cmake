# Puts the text files below a folder into a library, sorted by name.
#   changec_embed(TARGET NAME FOLDER EXTENSION)
# gives `embedded/NAME.h` with `changec::embedded::NAME()`, a span of {path below the folder, text}.
function(changec_embed target name folder extension)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS RELATIVE ${folder} ${folder}/*.${extension})
  list(SORT files)
  set(out ${CMAKE_CURRENT_BINARY_DIR}/embedded)
  list(TRANSFORM files PREPEND ${folder}/ OUTPUT_VARIABLE paths)
  add_custom_command(
    OUTPUT ${out}/${name}.cpp ${out}/${name}.h
    COMMAND ${CMAKE_COMMAND} -DNAME=${name} -DFOLDER=${folder} "-DFILES=${files}" -DOUT=${out}
            -P ${PROJECT_SOURCE_DIR}/compiler/EmbedFiles.cmake
    DEPENDS ${paths} ${PROJECT_SOURCE_DIR}/compiler/EmbedFiles.cmake
    VERBATIM)
  target_sources(${target} PRIVATE ${out}/${name}.cpp ${out}/${name}.h)
endfunction()
