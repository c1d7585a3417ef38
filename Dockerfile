# The image of warraq: the server and all commands, for one archive in the volume /archive.
# docs/deployment.md says how it is used; tests/deploy/test_image.py builds it.
ARG PYTHON_IMAGE=docker.io/library/python:3.13-slim-trixie

FROM ${PYTHON_IMAGE} AS builder
RUN apt-get update \
 && apt-get install --yes --no-install-recommends gcc libc6-dev
WORKDIR /source
# Wheels of what the lock names, with their hashes checked; Cython and setuptools build, and stay here.
COPY requirements.lock ./
RUN python3 -m venv /build \
 && /build/bin/python -m pip wheel --quiet --require-hashes --no-deps --wheel-dir /wheels -r requirements.lock \
 && /build/bin/python -m pip install --quiet --no-index --no-deps /wheels/cython-*.whl /wheels/setuptools-*.whl \
 && rm /wheels/cython-*.whl /wheels/setuptools-*.whl
COPY pyproject.toml setup.py README.md LICENSE ./
COPY arabic arabic
COPY corpus corpus
COPY index index
COPY search search
COPY web web
COPY warraq warraq
# Bytecode is made here, since the root file system is read-only later, and holds whatever the dates of files are.
RUN /build/bin/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir /wheels . \
 && python3 -m venv --without-pip /opt/warraq \
 && /build/bin/python -m pip --python /opt/warraq/bin/python install --quiet --no-index --no-deps --no-compile /wheels/*.whl \
 && /opt/warraq/bin/python -W ignore -m compileall -q --invalidation-mode unchecked-hash /opt/warraq/lib \
 && /opt/warraq/bin/python -I -c 'import index.kernels.compiled, index.kernels.compiled_words, search.matching.kernels.compiled, search.reranking.kernels.compiled'

FROM ${PYTHON_IMAGE}
LABEL org.opencontainers.image.title="warraq" \
      org.opencontainers.image.description="Full-text search over an archive of Arabic texts" \
      org.opencontainers.image.licenses="GPL-3.0-or-later"
RUN groupadd --gid 10001 warraq \
 && useradd --uid 10001 --gid 10001 --home-dir /archive --no-create-home --shell /usr/sbin/nologin warraq \
 && install --directory --owner=10001 --group=10001 --mode=0700 /archive
COPY --from=builder /opt/warraq /opt/warraq
ENV PATH=/opt/warraq/bin:$PATH \
    WARRAQ_HOME=/archive \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
USER 10001:10001
WORKDIR /archive
VOLUME /archive
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
  CMD ["python3", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
ENTRYPOINT ["warraq"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000", "--workers", "2"]
