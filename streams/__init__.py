"""From the outside world to the landing table: push, score, land. The only room that knows Kafka."""

import logging

# it reports each lost connection several times over; what matters of it is raised as one line by us
logging.getLogger("kafka").setLevel(logging.CRITICAL)
