#!/bin/sh
# Print the first Python on this machine that the station supports (3.11 to 3.13).
for python in python3.13 python3.12 python3.11 python3 python; do
    if "$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' \
        2>/dev/null; then
        echo "$python"
        exit 0
    fi
done
echo "Python 3.11, 3.12 or 3.13 is needed." >&2
exit 1
