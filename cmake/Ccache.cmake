# ccache makes a second build cheap. Precompiled headers need its "sloppiness" about their time stamps, and
# -fpch-preprocess lets it see through them.
find_program(KEWP_CCACHE ccache)
if(KEWP_CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER
        ${CMAKE_COMMAND} -E env
        CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
        CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${KEWP_CCACHE})
endif()
