# The explorer's page, the program, and what runs it. Build it with `docker build -t dialgate .`; how to run it: README.

FROM node:20-bookworm-slim AS explorer
WORKDIR /src/api/explorer
COPY api/explorer ./
RUN ./build

FROM rust:1.95-bookworm AS program
WORKDIR /src
COPY . .
COPY --from=explorer /src/api/explorer/dist api/explorer/dist
RUN cargo build --release --locked --package api

FROM debian:bookworm-slim
# Nothing is installed: root certificates and time zones are in the program.
RUN useradd --system --uid 10001 --home-dir /var/lib/dialgate --shell /usr/sbin/nologin dialgate \
    && install --directory --owner=dialgate --group=dialgate --mode=0700 /var/lib/dialgate
COPY --from=program /src/target/release/dialgate /usr/local/bin/dialgate
ENV DATABASE_URL=sqlite:///var/lib/dialgate/dialgate.db \
    DIALGATE_LISTEN=0.0.0.0:8080 \
    DIALGATE_DEMO=false
USER 10001
WORKDIR /var/lib/dialgate
VOLUME /var/lib/dialgate
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 CMD ["dialgate", "health"]
# The process that gets the signal: it ends the last requests within 20 seconds (docker stop --time 25).
ENTRYPOINT ["dialgate"]
CMD ["serve"]
