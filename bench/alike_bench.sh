#!/bin/sh
# alike_bench.sh - instructions of a call, by callgrind: they do not depend on the machine's mood.
program=$(dirname "$TOCSIN")/bench/alike_bench
command -v valgrind > /dev/null || { echo "no valgrind: instructions are not counted"; exit 0; }
count() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$program" "$1" "$2" 2>&1 |
        sed -n 's/.*Collected : \([0-9]*\).*/\1/p'
}
printf '%-8s %s\n' case "instructions a call"
for case in alike far reject longer known simple sought unlike other begin probes ready rarity; do
    few=$(count $case 100)
    many=$(count $case 1100)
    printf '%-8s %d\n' $case $(((many - few) / 1000))
done
