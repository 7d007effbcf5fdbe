"""The language everyone speaks: event models, parsing, examples, topic declarations. Imports nothing of ours."""
