"""What a SWOT report holds. Times are UTC; None is "no data", never 0; events are ids, never texts."""
