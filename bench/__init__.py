"""Benchmarks: run by hand with `make bench`, never by a test."""
