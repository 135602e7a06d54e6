# change_plan(TARGET SOURCES PLAN... [PARAMS NAME=VALUE...] [PARAMS_FILE FILE] [POLICIES FILE...] [IMPORT_DIRS DIR...]
#             [EMIT KIND...] [OUTPUT_DIR DIR] [OPTIONS OPTION...])
#
# Compiles plans as part of the target `all`. A plan is compiled again when it, a file that it imports, a policy, the file
# of parameters, the compiler or an option has changed, or when one of its outputs is gone. OPTIONS are handed to
# `changec build` as they are, such as -Werror. The outputs are in OUTPUT_DIR (the current binary folder, if left out), and
# their paths in the target's property CHANGE_PLAN_OUTPUTS.
#
# What a plan's outputs are called is asked of the compiler when CMake runs, which it does again when a plan has changed.

# Of what `-MD` has written: the files that were read, as far as they are still there.
function(_change_plan_inputs rule result)
  file(READ ${rule} text)
  string(REPLACE " \\\n" "\n" text "${text}")
  string(REGEX MATCHALL "\n  [^\n]+" lines "${text}")
  set(inputs)
  foreach(line IN LISTS lines)
    string(SUBSTRING "${line}" 3 -1 path)
    string(REPLACE "\\ " " " path "${path}")
    string(REPLACE "\\#" "#" path "${path}")
    string(REPLACE "$$" "$" path "${path}")
    if(EXISTS "${path}")
      list(APPEND inputs "${path}")
    endif()
  endforeach()
  set(${result} "${inputs}" PARENT_SCOPE)
endfunction()

function(change_plan target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "PARAMS_FILE;OUTPUT_DIR" "SOURCES;PARAMS;POLICIES;IMPORT_DIRS;EMIT;OPTIONS")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "change_plan(${target}): what is ${arg_UNPARSED_ARGUMENTS}?")
  elseif(NOT arg_SOURCES)
    message(FATAL_ERROR "change_plan(${target}): SOURCES names no plan")
  endif()
  if(NOT arg_OUTPUT_DIR)
    set(arg_OUTPUT_DIR ${CMAKE_CURRENT_BINARY_DIR})
  endif()
  cmake_path(ABSOLUTE_PATH arg_OUTPUT_DIR BASE_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR})
  set(options ${arg_OPTIONS})
  foreach(param IN LISTS arg_PARAMS)
    string(REPLACE ";" "\\;" param "${param}") # a semicolon in a value is no end of it
    list(APPEND options -D "${param}")
  endforeach()
  if(arg_PARAMS_FILE)
    cmake_path(ABSOLUTE_PATH arg_PARAMS_FILE BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
    list(APPEND options --params ${arg_PARAMS_FILE})
  endif()
  foreach(policy IN LISTS arg_POLICIES)
    cmake_path(ABSOLUTE_PATH policy BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
    list(APPEND options --policy ${policy})
  endforeach()
  foreach(folder IN LISTS arg_IMPORT_DIRS)
    cmake_path(ABSOLUTE_PATH folder BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
    list(APPEND options -I ${folder})
  endforeach()
  if(arg_EMIT)
    list(JOIN arg_EMIT "," kinds)
    list(APPEND options --emit ${kinds})
  endif()

  get_target_property(compiler changec::changec IMPORTED_LOCATION)
  set(state ${CMAKE_CURRENT_BINARY_DIR}/CMakeFiles/${target}.dir)
  set(stamps)
  set(all_outputs)
  foreach(source IN LISTS arg_SOURCES)
    cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR} OUTPUT_VARIABLE plan)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${plan})
    string(MAKE_C_IDENTIFIER ${source} name)
    set(stamp ${state}/${name}.stamp)
    # A plan with errors has no outputs to list: the build says what is wrong, and leaves no stamp.
    execute_process(
      COMMAND ${compiler} build ${plan} -o ${arg_OUTPUT_DIR} ${options} --list-outputs
      OUTPUT_VARIABLE listed ERROR_QUIET)
    string(REGEX REPLACE "\n$" "" listed "${listed}")
    string(REPLACE "\n" ";" outputs "${listed}")
    set(rule ${state}/${name}.d)
    if(CMAKE_GENERATOR MATCHES "Ninja")
      set(written ${rule})
      set(take_rule)
      set(depends DEPENDS ${plan} ${compiler} DEPFILE ${rule})
    else()
      # Make would keep what is no longer read: CMake only ever adds to what a DEPFILE has said (3.25). So it takes the
      # inputs of the last build itself, and runs again when they are others, or one has changed.
      set(written ${rule}.new)
      set(take_rule COMMAND ${CMAKE_COMMAND} -E copy_if_different ${written} ${rule})
      if(NOT EXISTS ${rule})
        file(WRITE ${rule} "")
      endif()
      _change_plan_inputs(${rule} inputs)
      set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${rule} ${inputs})
      set(depends DEPENDS ${plan} ${compiler} ${inputs})
    endif()
    add_custom_command(
      OUTPUT ${stamp} ${outputs}
      COMMAND changec::changec build ${plan} -o ${arg_OUTPUT_DIR} ${options} -MD -MF ${written} -MT ${stamp}
      ${take_rule}
      COMMAND ${CMAKE_COMMAND} -E touch ${stamp}
      ${depends}
      COMMENT "Compiling the plan ${source}"
      VERBATIM)
    list(APPEND stamps ${stamp})
    list(APPEND all_outputs ${outputs})
  endforeach()
  add_custom_target(${target} ALL DEPENDS ${stamps} ${all_outputs})
  set_target_properties(${target} PROPERTIES CHANGE_PLAN_OUTPUTS "${all_outputs}")
endfunction()
