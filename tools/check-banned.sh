#!/bin/sh
# Fails when a file given calls what tools/banned lists.  Comments and texts do not count.
cd "$(dirname "$0")/.." || exit 2
exec awk '
    FNR == NR {
        if (/^#/ || NF == 0) next
        name = $1; test_may[name] = $2 == "*"
        line = $0; sub(/^[a-z_0-9]+ +(\* +)?/, "", line); instead[name] = line
        next
    }
    FNR == 1 { comment = 0 }
    {
        line = $0
        gsub(/\\./, "", line); gsub(/"[^"]*"/, "\"\"", line); gsub(/\/\*[^*]*\*\//, " ", line)
        sub(/\/\/.*/, "", line)
        if (comment) { if (!sub(/^.*\*\//, "", line)) next; comment = 0 }
        if (sub(/\/\*.*/, "", line)) comment = 1
        while (match(line, /[A-Za-z_][A-Za-z_0-9]* *\(/)) {
            call = substr(line, RSTART, RLENGTH); sub(/ *\($/, "", call)
            member = RSTART > 1 && substr(line, RSTART - 1, 1) ~ /[.>]/
            if (call in instead && !member && !(test_may[call] && FILENAME ~ /^tests\//)) {
                printf "%s:%d: %s is banned: %s\n", FILENAME, FNR, call, instead[call]; bad = 1 }
            line = substr(line, RSTART + RLENGTH)
        }
    }
    END { exit bad }' tools/banned "$@"
