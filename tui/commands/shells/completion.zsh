#compdef claimreader
# Completion of claimreader for zsh, written by `claimreader completion zsh`.

_claimreader() {
    local command='' flag='' word='' kind='' bare='' i
    local -i taken=0
    local -a described found

    for ((i = 2; i < CURRENT; i++)); do
        word=${(Q)words[i]}
        if [[ -n $flag ]]; then
            flag=''
        elif [[ -z $bare && $word == -- ]]; then
            bare=1
        elif [[ -z $bare && $word == --*=* ]]; then
            continue
        elif [[ -z $bare && $word == -?* ]]; then
            _claimreader_kind "$command:$word" && flag=$word
        elif [[ -z $command && $taken -eq 0 && ' @COMMANDS@ ' == *" $word "* ]]; then
            command=$word
        else
            (( taken += 1 ))
        fi
    done
    if [[ -z $flag && -z $bare && $words[CURRENT] == --*=* ]]; then
        flag=${words[CURRENT]%%=*}
        compset -P '*='
    fi

    if [[ -n $flag ]]; then
        _claimreader_kind "$command:$flag"
    elif [[ -z $bare && $words[CURRENT] == -* ]]; then
        _claimreader_options "$command"
        _describe -o option described
        return
    elif [[ -z $command && $taken -eq 0 ]]; then
        described=(
@DESCRIBED@
        )
        _describe command described || _files
        return
    else
        _claimreader_arguments "$command"
    fi

    case $kind in
        files) _files ;;
        'words '*) compadd -- ${=kind#words } || [[ -n $flag ]] || _files ;;
        '') return 1 ;;
        *)
            # These names come from outside. compadd puts them on the line quoted.
            found=(${(f)"$(command "${(Q)words[1]}" __complete "${kind%% *}" --value "${(Q)PREFIX}" \
                -- "${(Q@)words[2,CURRENT-1]}" 2>/dev/null </dev/null)"})
            (( $#found )) && compadd -a found || { [[ $kind == *' files' ]] && _files }
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

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _claimreader "$@"
else
    compdef _claimreader claimreader
fi
