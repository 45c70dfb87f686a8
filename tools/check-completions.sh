#!/bin/sh
# Fails when a command, an option or a list that the sources name is in none of the completions,
# or bash cannot read its own.
cd "$(dirname "$0")/.." || exit 2
words=$({
    grep -o '&command_[a-z]*' src/cli/commands.c | cut -d_ -f2
    sed -n '/option_spec specs\[\]/,/;/p' src/cli/*.c | grep -o '{"[a-z-]*"' | cut -d'"' -f2
    grep -o '\.id = "[a-z-]*"' src/source/lists.c | cut -d'"' -f2
})
[ -n "$words" ] || exit 2
bad=0
for file in completions/tocsin.bash completions/_tocsin completions/tocsin.fish; do
    for word in $words; do
        case $word in ?) dashes=- ;; *) dashes=-- ;; esac
        if ! grep -Eq -- "(^|[^a-z-]|[^a-z]$dashes)$word([^a-z-]|\$)" "$file"; then
            echo "$file: '$word' is missing"
            bad=1
        fi
    done
done
bash -n completions/tocsin.bash || bad=1
exit $bad
