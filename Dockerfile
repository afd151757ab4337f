# syntax=docker/dockerfile:1
FROM node:24.22.3-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json bunfig.toml ./
RUN npm ci
COPY tsconfig.json ./
COPY scripts ./scripts
COPY src ./src
RUN npm run build

FROM node:24.22.3-bookworm-slim
LABEL org.opencontainers.image.title="Hearthgate" \
      org.opencontainers.image.description="MCP server that opens a Home Assistant home to AI assistants, one grant at a time" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.source="https://github.com/hearthgate/hearthgate" \
      io.modelcontextprotocol.server.name="io.github.hearthgate/hearthgate"
ENV NODE_ENV=production \
    HEARTHGATE_HOME=/data
RUN install -d -o node -g node -m 0700 /data \
    && ln -s /app/dist/cli.js /usr/local/bin/hearthgate
WORKDIR /app
COPY --from=build /app/dist ./dist
COPY package.json deploy/docker/health.ts ./
USER 1000:1000
VOLUME /data
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["node", "/app/health.ts"]
ENTRYPOINT ["node", "/app/dist/cli.js"]
CMD ["stdio"]
