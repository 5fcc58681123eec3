# Text files of the source tree as functions of the program. Run as a script it writes one of them.
if(CMAKE_SCRIPT_MODE_FILE)
    file(READ "${INPUT}" text)
    file(WRITE "${OUTPUT}" "#include \"${HEADER}\"

namespace kewp::${ROOM} {

std::string_view ${NAME}()
{
    return R\"~embedded~(${text})~embedded~\";
}

}  // namespace kewp::${ROOM}
")
    return()
endif()

# kewp_embed_text(web web/embedded.hpp openapi.yaml): `std::string_view kewp::web::openapi_yaml()`, declared in the header.
function(kewp_embed_text room header)
    foreach(file IN LISTS ARGN)
        cmake_path(GET file FILENAME name)
        string(REPLACE "." "_" name "${name}")
        set(input "${CMAKE_SOURCE_DIR}/src/${room}/${file}")
        set(output "${CMAKE_CURRENT_BINARY_DIR}/embedded/${room}_${name}.cpp")
        add_custom_command(OUTPUT "${output}"
            COMMAND "${CMAKE_COMMAND}" "-DINPUT=${input}" "-DOUTPUT=${output}" "-DHEADER=${header}" "-DROOM=${room}"
                    "-DNAME=${name}" -P "${CMAKE_SOURCE_DIR}/cmake/EmbedText.cmake"
            DEPENDS "${input}" "${CMAKE_SOURCE_DIR}/cmake/EmbedText.cmake" VERBATIM)
        target_sources(kewp_${room} PRIVATE "${output}")
    endforeach()
endfunction()
