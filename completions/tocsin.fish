# SPDX-License-Identifier: Apache-2.0
# Completion of tocsin for fish.

function __tocsin_lists
    printf '%s\n' un us-sdn us-cons eu gb ch ca ca-terror au us-fto ru-fsb ae pk ua casebook
    tocsin lists --json 2>/dev/null | string replace -rf '^\{"list":"([^"]*)".*' '$1'
end

function __tocsin_held
    tocsin lists --json 2>/dev/null | grep -o '"id":"[0-9a-f]*"' | cut -d'"' -f4
end

function __tocsin_in
    __fish_seen_subcommand_from $argv
end

complete -c tocsin -f
complete -c tocsin -n __fish_use_subcommand -a init -d 'A home, and the key of its ledger'
complete -c tocsin -n __fish_use_subcommand -a brief -d 'What changed lately, and who still lists a group'
complete -c tocsin -n __fish_use_subcommand -a lists -d 'Each list and what is held'
complete -c tocsin -n __fish_use_subcommand -a pull -d 'What the authorities publish now'
complete -c tocsin -n __fish_use_subcommand -a import -d 'Take in list files'
complete -c tocsin -n __fish_use_subcommand -a changes -d 'What was listed, amended, delisted …'
complete -c tocsin -n __fish_use_subcommand -a show -d 'An entry and its history'
complete -c tocsin -n __fish_use_subcommand -a diff -d 'Two days of a list'
complete -c tocsin -n __fish_use_subcommand -a entries -d 'All entries of a list'
complete -c tocsin -n __fish_use_subcommand -a accept -d 'Apply a held version'
complete -c tocsin -n __fish_use_subcommand -a discard -d 'Drop a held version'
complete -c tocsin -n __fish_use_subcommand -a rebuild -d 'Make the store again from its files'
complete -c tocsin -n __fish_use_subcommand -a screen -d 'A name, or a file of them, against every list'
complete -c tocsin -n __fish_use_subcommand -a compare -d 'The score of two names'
complete -c tocsin -n __fish_use_subcommand -a index -d 'Make the snapshot that screening looks at'
complete -c tocsin -n __fish_use_subcommand -a party -d 'Entries that mean the same party'
complete -c tocsin -n __fish_use_subcommand -a parties -d 'Parties on two lists or more'
complete -c tocsin -n __fish_use_subcommand -a selftest -d 'Ask for every listed name as others would write it'
complete -c tocsin -n __fish_use_subcommand -a ledger -d 'What was signed last'
complete -c tocsin -n __fish_use_subcommand -a verify -d 'Is what was signed still there'
complete -c tocsin -n __fish_use_subcommand -a prove -d 'What a list said, as one file'
complete -c tocsin -n __fish_use_subcommand -a check -d 'A proof, offline'
complete -c tocsin -n __fish_use_subcommand -a publish -d 'The ledger as files for a web server'
complete -c tocsin -n __fish_use_subcommand -a keygen -d 'A key that signs a ledger, as a file'
complete -c tocsin -n __fish_use_subcommand -a vkey -d 'The key that a ledger is checked with'
complete -c tocsin -n __fish_use_subcommand -a rotate -d 'Let another key sign the ledger'
complete -c tocsin -n __fish_use_subcommand -a witness -d 'Sign that logs of others only grow'
complete -c tocsin -n __fish_use_subcommand -a help -d 'How a command is used'
complete -c tocsin -n __fish_use_subcommand -l version -d 'The version'

complete -c tocsin -l home -r -a '(__fish_complete_directories)' -d 'Where everything is kept'
complete -c tocsin -l json -d 'JSON lines instead of tables'
complete -c tocsin -l color -x -a 'always never auto' -d 'When to colour'
complete -c tocsin -s v -l verbose -d 'Tell more'
complete -c tocsin -s h -l help -d 'How the command is used'

complete -c tocsin -n '__tocsin_in lists pull import changes show diff entries party selftest prove' -a '(__tocsin_lists)'
complete -c tocsin -n '__tocsin_in accept discard' -a '(__tocsin_held)'
complete -c tocsin -n '__tocsin_in init keygen' -l origin -x -d 'What the ledger is called'
complete -c tocsin -n '__tocsin_in rotate' -l end -d 'The old key signs no more'
complete -c tocsin -n '__tocsin_in import' -F
complete -c tocsin -n '__tocsin_in lists entries' -l all -d 'Also those left out otherwise'
complete -c tocsin -n '__tocsin_in pull' -l from -r -a '(__fish_complete_directories)' -d 'A folder or mirror'
complete -c tocsin -n '__tocsin_in import' -l at -x -d 'When the files were fetched'
complete -c tocsin -n '__tocsin_in show entries screen party parties prove' -l as-of -x -d 'On a day'
complete -c tocsin -n '__tocsin_in changes' -l since -x -d 'First day'
complete -c tocsin -n '__tocsin_in changes' -l until -x -d 'Last day'
complete -c tocsin -n '__tocsin_in changes' -l kind -x -a 'person organisation vessel aircraft unknown'
complete -c tocsin -n '__tocsin_in changes' -l change -x -a 'listed amended suspended restored delisted relisted'
complete -c tocsin -n '__tocsin_in changes' -l last -x -d 'Only the newest'
complete -c tocsin -n '__tocsin_in verify' -l full -d 'Every blob too'
complete -c tocsin -n '__tocsin_in verify' -l since -r -F -d 'A checkpoint that was kept'
complete -c tocsin -n '__tocsin_in verify check' -l vkey -x -d 'The ledger\'s key'
complete -c tocsin -n '__tocsin_in check' -l policy -r -F -d 'Whose signatures'
complete -c tocsin -n '__tocsin_in ledger' -l ask -d 'Ask the witnesses first'
complete -c tocsin -n '__tocsin_in verify check publish vkey' -F
complete -c tocsin -n '__tocsin_in prove' -l change -x -d 'That change'
complete -c tocsin -n '__tocsin_in prove keygen' -s o -r -F -d 'Where to'
complete -c tocsin -n '__tocsin_in rebuild index' -l check -d 'Only compare'
complete -c tocsin -n '__tocsin_in screen compare' -l kind -x -a 'person organisation vessel aircraft'
complete -c tocsin -n '__tocsin_in screen compare' -l batch -r -F -d 'Every row of a file'
complete -c tocsin -n '__tocsin_in screen' -s o -r -F -d 'Answers of a batch'
complete -c tocsin -n '__tocsin_in screen' -l birth -x -d 'Date of birth'
complete -c tocsin -n '__tocsin_in screen' -l country -x -d 'Nationality or place'
complete -c tocsin -n '__tocsin_in screen' -l gender -x -a 'male female other'
complete -c tocsin -n '__tocsin_in screen' -l id -x -d 'A number of theirs'
complete -c tocsin -n '__tocsin_in screen' -l lists -x -a '(__tocsin_lists)'
complete -c tocsin -n '__tocsin_in screen selftest' -l threshold -x -d 'Least score of a hit'
complete -c tocsin -n '__tocsin_in screen' -l limit -x -d 'Most hits'
complete -c tocsin -n '__tocsin_in screen' -l exhaustive -d 'Score every name'
complete -c tocsin -n '__tocsin_in selftest' -l sample -x -d 'Only so many names'
complete -c tocsin -n '__tocsin_in selftest' -l seed -x -d 'Another choice of names'
complete -c tocsin -n '__tocsin_in selftest' -l misses -r -F -d 'Names that were not found'
complete -c tocsin -n '__tocsin_in parties' -l threshold -x -d 'Least score'
complete -c tocsin -n '__tocsin_in parties' -l without -x -a 'xrefs identifiers known decisions'
complete -c tocsin -n '__tocsin_in party' -l join -d 'Decide that they are one'
complete -c tocsin -n '__tocsin_in party' -l split -d 'Decide that they are not'
complete -c tocsin -n '__tocsin_in party' -l why -x -d 'Reason'
complete -c tocsin -n '__tocsin_in witness; and not __tocsin_in keygen vkey add-log logs serve' -a 'keygen vkey add-log logs serve'
complete -c tocsin -n '__tocsin_in witness' -l dir -r -a '(__fish_complete_directories)' -d 'Where its files are'
complete -c tocsin -n '__tocsin_in witness' -l name -x -d 'Origin of the log'
complete -c tocsin -n '__tocsin_in witness' -l listen -x -d 'Where to serve'
complete -c tocsin -n '__tocsin_in witness' -l key -r -F -d 'File of its key'
complete -c tocsin -n '__tocsin_in witness' -l key-fd -x -d 'Descriptor of its key'
