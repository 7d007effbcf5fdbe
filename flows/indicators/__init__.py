"""Pure statistics: small series in, judgements out. No input or output, no Prefect, no warehouse.

The path of one run, for windows of one frequency:

    trust = conclude([CATALOGUE["source_outage"].measure(heartbeat, config) ...], config, as_of)
    found = [CATALOGUE["perception_drop"].measure(series, config) for series in ...]
    judgements = conclude(suppress(found, trust, config), config, as_of)

`inputs` is what goes in, `outputs` what comes out, `catalogue` the register of indicators, `trust.suppress` takes out
what rests on broken data, `conclude` goes from estimates to verdicts. Give `conclude` all subjects of an indicator and
window at once: they are the family of the false-discovery control.
"""
