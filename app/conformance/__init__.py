"""The conformance kit: a black box look at a processing system, over HTTP and the contract alone.

It knows no line of the receiver of this project, so that it can judge any other as well. Source:
docs/intake-api.yaml.
"""
