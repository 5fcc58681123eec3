# The image of the KE-WP mapping server: a builder with compilers, and what runs. `docker-compose build` makes it.
#
# It holds the program, its settings and a list of its parts; never data, a database or a secret. Those come from
# the host: see docker-compose.yml.

FROM debian:bookworm-slim AS builder
WORKDIR /src
# Packages first: they change seldom, and this layer is then taken from the cache.
COPY scripts/setup scripts/setup
RUN scripts/setup && rm -rf /var/lib/apt/lists/*
COPY CMakeLists.txt CMakePresets.json ./
COPY cmake cmake
COPY src src
COPY web web
COPY docs/openapi/curation.yaml docs/openapi/
# Guides are pages of the application.
COPY docs/*.md docs/
COPY docs/pictures docs/pictures
# How many files are compiled at once; empty means one for each processor.
ARG JOBS=""
ENV CCACHE_DISABLE=1
RUN cmake --preset release -DKEWP_TESTS=OFF -DKEWP_BENCH=OFF >/dev/null \
    && cmake --build build/release -j "${JOBS:-$(nproc)}" --target kewp web \
    && strip --strip-unneeded build/release/kewp
# Libraries that are compiled into the program are packages of this stage only.
COPY deploy/make-sbom deploy/make-sbom
RUN deploy/make-sbom rows libboost1.81-dev libcli11-dev libexpected-dev libtomlplusplus-dev > compiled-in

FROM debian:bookworm-slim
# tests/deploy compares this list with the libraries that the program asks for.
RUN apt-get update -qq \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        ca-certificates tzdata \
        libarchive13 libboost-json1.81.0 libbrotli1 libcurl4 libdnnl2 libfmt9 libgomp1 libicu72 libserd-0-0 libpq5 libsoci-core4.0 libxlsxwriter4 \
        libsoci-postgresql4.0 libsoci-sqlite3-4.0 libspdlog1.10 libsqlite3-0 libssl3 libstdc++6 libtomlplusplus3 libxml2 libyaml-cpp0.7 \
        libzstd1 zlib1g \
    && rm -rf /var/lib/apt/lists/* /var/cache/apt /var/cache/debconf/*-old /var/log/*.log /var/log/apt

# The user that owns data and backups on the host.
ARG UID=1000
ARG GID=1000
RUN groupadd --non-unique --gid "${GID}" kewp \
    && useradd --non-unique --uid "${UID}" --gid "${GID}" --home-dir /app --no-create-home --shell /usr/sbin/nologin kewp \
    && install -d -o "${UID}" -g "${GID}" /app/data

COPY --from=builder /src/build/release/kewp /usr/local/bin/kewp
COPY --from=builder /src/web/dist /usr/local/share/kewp/web
COPY kewp.toml scoring_config.yaml LICENSE /app/
COPY --from=builder /src/compiled-in /tmp/compiled-in
COPY deploy/make-sbom /tmp/make-sbom
RUN /tmp/make-sbom document /usr/local/bin/kewp /tmp/compiled-in > /app/sbom.cdx.json \
    && rm /tmp/make-sbom /tmp/compiled-in

WORKDIR /app
USER ${UID}:${GID}
EXPOSE 5000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["kewp", "health", "--config", "/app/kewp.toml"]
# The supervisor is process 1 and reaps what ends, so no init program is needed.
STOPSIGNAL SIGTERM
ENTRYPOINT ["kewp"]
CMD ["serve", "--config", "/app/kewp.toml"]

# Last, so that another version or revision costs no layer.
ARG VERSION=0.1.0
ARG REVISION=""
LABEL org.opencontainers.image.title="kewp" \
      org.opencontainers.image.description="Curation server for mappings of Key Events to pathways and GO terms" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.base.name="docker.io/library/debian:bookworm-slim" \
      kewp.sbom="/app/sbom.cdx.json"
