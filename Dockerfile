# One image for every worker of Earshot; docker-compose.yml says which one a container is.
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 DO_NOT_TRACK=1
WORKDIR /opt/earshot

# what is locked changes seldom: a layer of its own, compiled, or every start of a worker would compile it anew
COPY requirements/setup.txt requirements/run.txt requirements/
RUN pip install --require-hashes -r requirements/setup.txt \
 && uv pip install --system --compile-bytecode --require-hashes -r requirements/run.txt

COPY pyproject.toml README.md LICENSE ./
COPY schemas schemas
COPY streams streams
COPY warehouse warehouse
COPY flows flows
COPY stack stack
COPY config config
RUN uv pip install --system --no-deps --no-build-isolation --editable . \
 && python -m compileall -q schemas streams warehouse flows stack \
 && useradd --system --create-home --home-dir /var/lib/earshot earshot \
 && install --directory --owner=earshot /var/lib/earshot/prefect

USER earshot
ENV EARSHOT_HOME=/var/lib/earshot
CMD ["earshot", "--help"]
