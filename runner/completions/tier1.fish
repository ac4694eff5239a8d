# SPDX-License-Identifier: MIT
# Completion of tier1 for fish.
complete -c tier1 -f
complete -c tier1 -n __fish_use_subcommand -a run -d 'walk a flow'
complete -c tier1 -n __fish_use_subcommand -a check -d 'check flows and test files'
complete -c tier1 -n __fish_use_subcommand -a test -d 'run the tests of flows'
complete -c tier1 -n __fish_use_subcommand -a replay -d 'make a session again from its record'
complete -c tier1 -n __fish_use_subcommand -a new -d 'write a small flow with its test'
complete -c tier1 -n __fish_use_subcommand -a help -d 'show how a command is used'
complete -c tier1 -n __fish_use_subcommand -l version -d 'show the version'
complete -c tier1 -s h -l help -d 'show how it is used'

complete -c tier1 -n '__fish_seen_subcommand_from run check test' -k -a '(__fish_complete_suffix .yaml)'
complete -c tier1 -n '__fish_seen_subcommand_from run check test' -s f -l format -x -a 'text json' -d 'form of the output'
complete -c tier1 -n '__fish_seen_subcommand_from run test' -l cap -x -d 'set a cap: NAME=N'
complete -c tier1 -n '__fish_seen_subcommand_from run test' -l worker -d 'run hooks in a process of their own'
complete -c tier1 -n '__fish_seen_subcommand_from run test' -l worker-program -r -F -d 'the same, by this tier1-worker'
complete -c tier1 -n '__fish_seen_subcommand_from check test' -s v -l verbose -d 'say more'

complete -c tier1 -n '__fish_seen_subcommand_from run' -s a -l answers -r -F -d 'script of answers'
complete -c tier1 -n '__fish_seen_subcommand_from run' -s g -l given -x -d 'give a variable: NAME=VALUE'
complete -c tier1 -n '__fish_seen_subcommand_from run' -l given-file -r -F -d 'give the variables of a map'
complete -c tier1 -n '__fish_seen_subcommand_from run' -l audience -x -a 'agent customer' -d 'who is walked'
complete -c tier1 -n '__fish_seen_subcommand_from run' -s l -l language -x -d 'language of the texts'
complete -c tier1 -n '__fish_seen_subcommand_from run' -l channel -x -d 'phone, chat, …'
complete -c tier1 -n '__fish_seen_subcommand_from run' -l owner -x -d 'who owns the problem'
complete -c tier1 -n '__fish_seen_subcommand_from run' -l now -x -d 'time at the start'
complete -c tier1 -n '__fish_seen_subcommand_from run' -l host -r -F -d 'what host functions answer'
complete -c tier1 -n '__fish_seen_subcommand_from run' -s p -l packet -r -F -d 'write the packet'

complete -c tier1 -n '__fish_seen_subcommand_from run' -l record -r -F -d 'write down the session'
complete -c tier1 -n '__fish_seen_subcommand_from replay' -F
complete -c tier1 -n '__fish_seen_subcommand_from replay' -l flow -r -F -d 'the flow, which may have changed'
complete -c tier1 -n '__fish_seen_subcommand_from replay' -s f -l format -x -a 'text json' -d 'form of the output'
complete -c tier1 -n '__fish_seen_subcommand_from replay' -s p -l packet -r -F -d 'write the packet'
complete -c tier1 -n '__fish_seen_subcommand_from replay' -l cap -x -d 'set a cap: NAME=N'

complete -c tier1 -n '__fish_seen_subcommand_from check' -s e -l explain -d 'show the line of each finding'
complete -c tier1 -n '__fish_seen_subcommand_from test' -s k -l keyword -x -d 'only cases with this word'
complete -c tier1 -n '__fish_seen_subcommand_from new' -s d -l dir -x -a '(__fish_complete_directories)' -d 'folder to write in'
complete -c tier1 -n '__fish_seen_subcommand_from help' -a 'run check test new'
