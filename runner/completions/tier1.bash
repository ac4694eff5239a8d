# SPDX-License-Identifier: MIT
# Completion of tier1 for bash.
_tier1() {
    local current=${COMP_WORDS[COMP_CWORD]}
    local before=${COMP_WORDS[COMP_CWORD - 1]}
    local command=${COMP_WORDS[1]}
    local options
    COMPREPLY=()
    if ((COMP_CWORD == 1)); then
        mapfile -t COMPREPLY < <(compgen -W \
            'run check test paths graph replay diff fmt i18n compile lsp new help --help --version' -- "$current")
        return
    fi
    case $before in
    --format | -f)
        local formats='text json'
        [[ $command == graph ]] && formats='dot mermaid svg json'
        [[ $command == test ]] && formats='text json tap junit'
        [[ $command == check ]] && formats='text json sarif'
        mapfile -t COMPREPLY < <(compgen -W "$formats" -- "$current")
        return
        ;;
    --audience)
        mapfile -t COMPREPLY < <(compgen -W 'agent customer' -- "$current")
        return
        ;;
    --dir | -d)
        mapfile -t COMPREPLY < <(compgen -d -- "$current")
        return
        ;;
    --given | -g | --language | -l | --channel | --owner | --now | --cap | \
        --keyword | -k | --name | -n | --around | --depth | --jobs | -j | \
        --coverage-least | --most-states | --most-seconds)
        return
        ;;
    esac
    case $command in
    run) options='--answers --format --given --given-file --audience
        --language --channel --owner --now --host --packet --record
        --no-keep --cap
        --worker --worker-program --help' ;;
    check) options='--format --explain --verbose --words --help' ;;
    paths) options='--format --write-tests --force --pairs --most-states
        --most-seconds --cap --help' ;;
    graph) options='--format --output --around --depth --audience --coverage
        --traffic --help' ;;
    diff) options='--format --tests --records --help' ;;
    fmt) options='--check --diff --help' ;;
    compile) options='--output --help' ;;
    test) options='--format --keyword --flow --verbose --update --jobs
        --coverage --coverage-file --coverage-least --cap --worker
        --worker-program --help' ;;
    replay) options='--flow --policy --reworded --why --record --format
        --packet --test --into --name --with-sensitive --cap --worker --worker-program --help' ;;
    i18n) options='--language --output --verbose --format --help' ;;
    lsp) options='--stdio --help' ;;
    new) options='--dir --help' ;;
    help) options='run check test paths graph replay diff fmt i18n compile lsp new' ;;
    esac
    if [[ $command == i18n ]] && ((COMP_CWORD == 2)) && [[ $current != -* ]]; then
        options='extract merge check'
        command=help
    fi
    if [[ $current == -* || $command == help ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$options" -- "$current")
    elif [[ $command != new ]]; then
        compopt -o filenames 2>/dev/null
        mapfile -t COMPREPLY < <(compgen -d -- "$current"
            compgen -f -X '!*.@(yaml|tier1|po)' -- "$current")
    fi
}
complete -F _tier1 tier1
