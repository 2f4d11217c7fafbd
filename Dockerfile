# The command, for the sidecar of Argo CD and for Jobs. dist/ has to be there: `npm run build`, then
#   docker build --tag cis-render:0.1.0 .
# To pin the base for good, put its digest behind the tag, as in node:24.11.1-bookworm-slim@sha256:…; this prints it:
#   docker buildx imagetools inspect node:24.11.1-bookworm-slim
FROM node:24.11.1-bookworm-slim AS base
# What installs packages is not needed any more.
RUN rm -rf /usr/local/lib/node_modules /usr/local/include /opt/yarn-* \
    /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack /usr/local/bin/yarn /usr/local/bin/yarnpkg \
    && ln -s /opt/cis-render/cli.mjs /usr/local/bin/render

# Of one layer: what is removed above is not in it.
FROM scratch
COPY --from=base / /
COPY dist/cli.mjs dist/THIRD-PARTY-NOTICES.txt LICENSE /opt/cis-render/
ENV PATH=/usr/local/bin:/usr/bin:/bin NODE_ENV=production
# Argo CD runs its sidecars as 999. Nothing of the image is written to.
USER 999:999
WORKDIR /
# A Job gives arguments only. A sidecar has a command of its own, /var/run/argocd/argocd-cmp-server, which Argo CD puts there.
ENTRYPOINT ["node", "/opt/cis-render/cli.mjs"]
