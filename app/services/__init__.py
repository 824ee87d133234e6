"""Use cases, named by stage: capture, process, review, assemble, sign, deliver, recover."""
