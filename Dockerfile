# syntax=docker/dockerfile:1
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json bunfig.toml ./
RUN npm ci
COPY tsconfig.json ./
COPY scripts ./scripts
COPY src ./src
RUN npm run build

FROM node:24-bookworm-slim
LABEL org.opencontainers.image.title="Hearthgate" \
      org.opencontainers.image.description="MCP server that opens a Home Assistant home to AI assistants, one grant at a time" \
      org.opencontainers.image.licenses="Apache-2.0"
ENV NODE_ENV=production \
    HEARTHGATE_HOME=/data
RUN install -d -o node -g node -m 0700 /data
WORKDIR /app
COPY --from=build /app/dist ./dist
COPY --from=build /app/package.json ./
USER 1000:1000
VOLUME /data
ENTRYPOINT ["node", "dist/cli.js"]
CMD ["stdio"]
