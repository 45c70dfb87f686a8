# SPDX-License-Identifier: Apache-2.0
# Completion of tocsin for bash.

_tocsin_commands='init brief lists pull import changes show diff entries accept discard rebuild screen compare
party parties index selftest ledger verify prove check publish keygen vkey rotate witness help'
_tocsin_lists='un us-sdn us-cons eu gb ch ca ca-terror au us-fto ru-fsb ae pk ua casebook'

# The lists that every Tocsin knows, and those of the home.
_tocsin_list_ids() {
    echo "$_tocsin_lists"
    "$1" lists --json 2>/dev/null | sed -n 's/^{"list":"\([^"]*\)".*/\1/p'
}

_tocsin_held() {
    "$1" lists --json 2>/dev/null | grep -o '"id":"[0-9a-f]*"' | cut -d'"' -f4
}

_tocsin() {
    local program=${COMP_WORDS[0]} word=${COMP_WORDS[COMP_CWORD]}
    local before=${COMP_WORDS[COMP_CWORD - 1]} command='' i operands=0 words='' IFS=$' \t\n'
    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
        --home | --at | --as-of | --since | --until | --kind | --change | --last | --color | --from | \
            --birth | --country | --gender | --id | --lists | --threshold | --limit | --batch | -o | \
            --sample | --seed | --misses | --vkey | --origin | --dir | --name | --listen | \
            --key | --key-fd | --policy)
            ((i++)) ;;
        -*) ;;
        *) if [[ -z $command ]]; then command=${COMP_WORDS[i]}; else ((operands++)); fi ;;
        esac
    done
    COMPREPLY=()
    case $before in
    --home | --dir) mapfile -t COMPREPLY < <(compgen -d -- "$word"); return ;;
    --from) mapfile -t COMPREPLY < <(compgen -d -- "$word"); return ;;
    --batch | -o | --misses | --key | --policy)
        compopt -o filenames 2>/dev/null
        mapfile -t COMPREPLY < <(compgen -f -- "$word")
        return
        ;;
    --lists) words=$(_tocsin_list_ids "$program") ;;
    --gender) words='male female other' ;;
    --color) words='always never auto' ;;
    --kind) words='person organisation vessel aircraft unknown' ;;
    --change) words='listed amended suspended restored delisted relisted' ;;
    --at | --as-of | --since | --until) words=$(date -u +%Y-%m-%d) ;;
    --last | --birth | --country | --id | --threshold | --limit | --sample | --seed | --vkey | --origin | \
        --name | --listen | --key-fd) return ;;
    *)
        if [[ -z $command ]]; then
            words=$_tocsin_commands
            [[ $word == -* ]] && words='--help --version'
        elif [[ $word == -* ]]; then
            words='--home --json --color --verbose --help'
            case $command in
            init) words+=' --origin' ;;
            rotate) words+=' --end' ;;
            keygen) words+=' --origin -o' ;;
            lists) words+=' --all' ;;
            pull) words+=' --from' ;;
            import) words+=' --at' ;;
            changes) words+=' --since --until --kind --change --last' ;;
            show) words+=' --as-of' ;;
            entries) words+=' --as-of --all' ;;
            rebuild | index) words+=' --check' ;;
            verify) words+=' --full --vkey --since' ;;
            prove) words+=' --as-of --change -o' ;;
            ledger) words+=' --ask' ;;
            check) words+=' --vkey --policy' ;;
            screen)
                words+=' --kind --birth --country --gender --id --lists --threshold --limit --as-of'
                words+=' --exhaustive --batch -o'
                ;;
            compare) words+=' --kind --batch' ;;
            party) words+=' --as-of --join --split --why' ;;
            parties) words+=' --as-of --threshold --without' ;;
            selftest) words+=' --sample --seed --threshold --misses' ;;
            witness) words+=' --dir --name --listen --key --key-fd' ;;
            esac
        else
            case $command in
            help) words=$_tocsin_commands ;;
            verify | check | publish | vkey)
                compopt -o filenames 2>/dev/null
                mapfile -t COMPREPLY < <(compgen -f -- "$word")
                return
                ;;
            prove) ((operands)) || words=$(_tocsin_list_ids "$program") ;;
            lists | pull | changes | selftest) words=$(_tocsin_list_ids "$program") ;;
            import)
                if ((operands)); then
                    compopt -o filenames 2>/dev/null
                    mapfile -t COMPREPLY < <(compgen -f -- "$word")
                    return
                fi
                words=$(_tocsin_list_ids "$program")
                ;;
            party) ((operands % 2)) || words=$(_tocsin_list_ids "$program") ;;
            show | diff | entries) ((operands)) || words=$(_tocsin_list_ids "$program") ;;
            accept | discard) words=$(_tocsin_held "$program") ;;
            witness) ((operands)) || words='keygen vkey add-log logs serve' ;;
            esac
        fi
        ;;
    esac
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word" | sort -u)
}
complete -F _tocsin tocsin
