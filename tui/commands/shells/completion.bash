# Completion of claimreader for bash 4.4 and newer, written by `claimreader completion bash`.

_claimreader() {
    local cur=${COMP_WORDS[COMP_CWORD]} command='' flag='' word='' kind='' line='' bare='' i
    local -i taken=0
    COMPREPLY=()

    # bash parts `--lang=ar` into three words. $flag is the option whose value comes next.
    for ((i = 1; i < COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if [[ $flag && $word == '=' ]]; then
            continue
        elif [[ $flag ]]; then
            flag=''
        elif [[ ! $bare && $word == -- ]]; then
            bare=1
        elif [[ ! $bare && $word == -?* ]]; then
            _claimreader_kind "$command:$word" && flag=$word
        elif [[ ! $command && $taken -eq 0 && ' @COMMANDS@ ' == *" $word "* ]]; then
            command=$word
        else
            taken+=1
        fi
    done
    if [[ $flag && $cur == '=' ]]; then
        cur=''
    fi

    if [[ $flag ]]; then
        _claimreader_kind "$command:$flag"
    elif [[ ! $bare && $cur == -* ]]; then
        _claimreader_options "$command"
    elif [[ ! $command && $taken -eq 0 ]]; then
        kind='words @COMMANDS@'
    else
        _claimreader_arguments "$command"
    fi

    case $kind in
        files) return ;;
        'words '*)
            mapfile -t COMPREPLY < <(compgen -W "${kind#words }" -- "$cur")
            if [[ $flag || $cur == -* ]]; then
                compopt +o default
            fi
            ;;
        '') compopt +o default ;;
        *)
            # These names come from outside, and are quoted by the program as they have to stand on the line.
            while IFS= read -r line; do
                COMPREPLY+=("$line")
            done < <("$1" __complete "${kind%% *}" --line "${COMP_LINE:0:COMP_POINT}" --word "$cur" 2>/dev/null </dev/null)
            [[ $kind == *' files' ]] || compopt +o default
            ;;
    esac
}

# Both set $kind, which is _claimreader's.
_claimreader_kind() {
    case $1 in
@KINDS@
        *) kind=''; return 1 ;;
    esac
}

_claimreader_arguments() {
    case $1 in
@ARGUMENTS@
    esac
}

_claimreader_options() {
    case $1 in
@OPTIONS@
    esac
}

complete -o default -F _claimreader claimreader
