"""A check of our own: whatever is sent, no answer may carry data of the engagement that the caller is not part of."""

import os

import schemathesis

MARKER = os.environ["FOREIGN_MARKER"]


@schemathesis.check
def no_foreign_data(ctx, response, case):
    if MARKER in (response.text or ""):
        raise AssertionError(f"the answer carries data of another engagement: {MARKER}")
