# Two images of the same server:
#   docker build --target cpu -t tomocast .        renders on the processor
#   docker build --target gpu -t tomocast:gpu .    renders on NVIDIA GPUs (run it with --gpus all)
#
#   docker run -p 8080:8080 -p 11112:11112 -v tomocast:/data -e TOMOCAST_ACCESS_TOKEN=... tomocast
#
# The server listens on all addresses of the container, so it wants an access token of at least 16 characters.

FROM python:3.13-slim-bookworm AS build
WORKDIR /src
RUN python -m venv /opt/tomocast
ENV PATH=/opt/tomocast/bin:$PATH PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
# Locks first: they change rarely, and with them everything that has to be downloaded.
COPY requirements requirements
RUN python -m pip install --require-hashes -r requirements/core.lock
# Compiler, Node.js and back end live in an environment that no image keeps.
RUN python -m venv /opt/tools \
 && /opt/tools/bin/python -m pip install --require-hashes \
        -r requirements/core.lock -r requirements/compiler.lock -r requirements/node.lock
COPY client/package.json client/package-lock.json client/.npmrc client/
RUN cd client && PATH=/opt/tools/bin:$PATH npm ci --no-audit --no-fund
COPY . .
RUN cd client && PATH=/opt/tools/bin:$PATH npm run build
RUN /opt/tools/bin/python -m pip wheel --no-deps --no-build-isolation -w /wheels . \
 && python -m pip install --no-deps /wheels/*.whl
# The import names are general: no other distribution in the image may bring one of them.
RUN python -c "from importlib.metadata import packages_distributions as p; d = p(); \
assert all(d[n] == ['tomocast'] for n in ('render', 'archive', 'streaming', 'session')), d"

FROM build AS build-gpu
RUN python -m pip install --require-hashes -r requirements/gpu.lock

FROM python:3.13-slim-bookworm AS base
RUN useradd --uid 10001 --create-home tomocast && install -d -o tomocast -g tomocast /data
ENV PATH=/opt/tomocast/bin:$PATH PYTHONUNBUFFERED=1 TOMOCAST_DATA=/data
USER tomocast
VOLUME /data
EXPOSE 8080 11112
HEALTHCHECK --interval=15s --timeout=3s --start-period=20s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8080/healthz', timeout=2)"]
ENTRYPOINT ["tomocast"]
CMD ["serve", "--host", "0.0.0.0", "--dicom-host", "0.0.0.0"]

FROM base AS gpu
# The driver comes from the machine (NVIDIA container toolkit), the CUDA libraries with CuPy.
ENV NVIDIA_VISIBLE_DEVICES=all NVIDIA_DRIVER_CAPABILITIES=compute,video,utility
COPY --from=build-gpu /opt/tomocast /opt/tomocast

FROM base AS cpu
COPY --from=build /opt/tomocast /opt/tomocast
