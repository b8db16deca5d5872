# Completion of claimreader for fish 3.4 and newer, written by `claimreader completion fish`.

# Succeeds if the command that is typed is one of those that are given; '' is the reader.
function __claimreader_in
    set -l flag ''
    set -l words (commandline -opc)
    for word in $words[2..-1]
        if test -n "$flag"
            set flag ''
        else if contains -- $word @VALUED@
            set flag $word
        else if string match -q -- '-?*' $word
            continue
        else if contains -- $word @COMMANDS@
            contains -- $word $argv
            return
        else
            break
        end
    end
    contains -- '' $argv
end

# Succeeds if nothing but options has been typed, so that a command may follow.
function __claimreader_first
    set -l flag ''
    set -l words (commandline -opc)
    for word in $words[2..-1]
        if test -n "$flag"
            set flag ''
        else if contains -- $word @VALUED@
            set flag $word
        else if not string match -q -- '-?*' $word
            return 1
        end
    end
end

# These names come from outside. fish puts them on the line quoted.
function __claimreader_ask
    set -l words (commandline -opc)
    command $words[1] __complete $argv[1] --value (commandline -ct | string unescape | string replace -r -- '^--[a-z-]+=' '') -- $words[2..-1] 2>/dev/null </dev/null
end

complete -c claimreader -f
@DESCRIBED@
@OPTIONS@
@ARGUMENTS@
