"""How the sentiment models are made and measured: corpus, published data sets, training, evaluation."""
