# The nightly job as a container: `docker run --init -v ballast:/var/lib/ballast IMAGE`; other verbs and options follow the image's name.
# It writes below /var/lib/ballast and /tmp only, so that the rest may be mounted read-only. The base's Node is the one that package.json
# pins; to fix its very bytes too, add the digest that `docker buildx imagetools inspect` names.

FROM node:24.21.0-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts

FROM node:24.21.0-bookworm-slim
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY package.json ./
COPY data data
COPY examples examples
COPY models models
COPY src src
RUN mkdir -p /var/lib/ballast && chown 1000:1000 /var/lib/ballast
ENV NODE_ENV=production \
    BALLAST_STORE=/var/lib/ballast/store \
    BALLAST_OUT_DIRECTORY=/var/lib/ballast/out
VOLUME /var/lib/ballast
# The image's user `node`, as a number, by which Kubernetes can tell that it is not root.
USER 1000:1000
ENTRYPOINT ["node", "/app/src/main.ts"]
CMD ["nightly"]
