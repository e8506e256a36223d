"""Training of the bundled English pipeline: tokenizer to dependency parser.

Run ``python -m quotex.training DATA_FOLDER -o OUT``; nothing else in quotex
imports this package.
"""
