# The web application: npm builds it from web/ into web/dist, where the server looks for it (server.web_folder).
option(KEWP_WEB "Build the web application (needs Node.js 18 or newer and npm)" ON)
set(web "${CMAKE_SOURCE_DIR}/web")

if(NOT KEWP_WEB)
    message(STATUS "KEWP_WEB is OFF: the web application is not built; a server without it has an API but no pages")
    add_custom_target(web COMMAND "${CMAKE_COMMAND}" -E echo "KEWP_WEB is OFF: the web application is not built")
    return()
endif()
find_program(KEWP_NPM npm)
if(NOT KEWP_NPM)
    message(FATAL_ERROR "npm was not found: run scripts/setup, or build without pages by -DKEWP_WEB=OFF")
endif()

# Installs what a package's lock file names into its node_modules; `stamp` says that this was done.
function(kewp_npm_ci folder stamp)
    add_custom_command(OUTPUT "${stamp}"
        COMMAND "${KEWP_NPM}" ci --no-audit --no-fund --ignore-scripts --loglevel=error
        COMMAND "${CMAKE_COMMAND}" -E touch "${stamp}"
        DEPENDS "${folder}/package.json" "${folder}/package-lock.json"
        WORKING_DIRECTORY "${folder}"
        COMMENT "Installing the packages of ${folder}"
        VERBATIM)
endfunction()

kewp_npm_ci("${web}" "${web}/node_modules/.installed")
file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${web}/src/*" "${CMAKE_SOURCE_DIR}/docs/*.md")
list(FILTER sources EXCLUDE REGEX "[.]gen[.]ts$|[.]test[.]tsx?$")
add_custom_command(OUTPUT "${web}/dist/index.html"
    COMMAND "${KEWP_NPM}" run --silent build -- --logLevel warn
    DEPENDS "${web}/node_modules/.installed" ${sources} "${web}/index.html" "${web}/vite.config.ts" "${web}/tsconfig.json"
        "${CMAKE_SOURCE_DIR}/docs/openapi/curation.yaml"
    WORKING_DIRECTORY "${web}"
    COMMENT "Building the web application"
    VERBATIM)
add_custom_target(web ALL DEPENDS "${web}/dist/index.html")

if(KEWP_TESTS)
    foreach(pair IN ITEMS "unit test" "lint lint" "size check:size")
        string(REPLACE " " ";" pair "${pair}")
        list(GET pair 0 name)
        list(GET pair 1 script)
        add_test(NAME web_${name} COMMAND "${KEWP_NPM}" run --silent ${script} WORKING_DIRECTORY "${web}")
        set_tests_properties(web_${name} PROPERTIES TIMEOUT 300 LABELS web)
    endforeach()
endif()
