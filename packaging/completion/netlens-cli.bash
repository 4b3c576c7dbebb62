# bash completion for netlens-cli

_netlens_cli() {
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
    local command=${COMP_WORDS[1]-} words=
    local model="--alpha --input-shape --weights --seed --no-top --pooling --classes
        --classifier-activation --use-anyway --labels --threads --precision --calibration --json
        --help"
    local picture="--fit --resize --ignore-exif"

    compopt +o filenames 2>/dev/null
    if [[ $COMP_CWORD -eq 1 ]]; then
        mapfile -t COMPREPLY < <(compgen -W \
            "classify watch predict heatmap summary weights bench --help --version --self-test" -- "$cur")
        return
    fi
    case $prev in
    --alpha) words="0.35 0.5 0.75 1.0 1.3 1.4" ;;
    --input-shape) words="96 128 160 192 224 none" ;;
    --pooling) words="none avg max" ;;
    --classifier-activation) words="softmax none linear sigmoid" ;;
    --threads) words="auto 1 2 4" ;;
    --precision) words="f32 bf16 int8" ;;
    --fit) words="stretch crop pad" ;;
    --resize) words="nearest bilinear bicubic lanczos box hamming" ;;
    --method) words="cam" ;;
    --class) words="top" ;;
    --colormap) words="viridis turbo inferno gray diverging" ;;
    --weights)
        compopt -o filenames 2>/dev/null
        mapfile -t COMPREPLY < <(compgen -W "imagenet none demo" -- "$cur"; compgen -f -- "$cur")
        return
        ;;
    --labels | --input | --output | --raw | --record)
        compopt -o filenames 2>/dev/null
        mapfile -t COMPREPLY < <(compgen -f -- "$cur")
        return
        ;;
    --calibration)
        compopt -o filenames 2>/dev/null
        mapfile -t COMPREPLY < <(compgen -d -- "$cur")
        return
        ;;
    --seed | --classes | --top | --layer | --opacity | --seconds | --every | --fps | --smooth | --threshold | --frames)
        return
        ;;
    esac
    if [[ -z $words && $cur == -* ]]; then
        case $command in
        classify) words="$model $picture --top --csv" ;;
        watch)
            words="$model $picture --top --every --fps --smooth --threshold --record --frames"
            ;;
        predict) words="$model --input --output --layer" ;;
        heatmap)
            words="$model $picture --method --layer --class --input --output --raw --colormap --opacity"
            ;;
        summary) words="$model --csv" ;;
        weights)
            case ${COMP_WORDS[2]-} in
            list) words="--json --help" ;;
            fetch) words="$model --force" ;;
            init) words="$model --output" ;;
            *) words="$model" ;;
            esac
            ;;
        bench) words="$model --seconds --layers" ;;
        esac
    elif [[ $command == weights && $COMP_CWORD -eq 2 ]]; then
        words="list fetch info verify init convert"
    fi
    if [[ -n $words ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
    else
        compopt -o filenames 2>/dev/null
        mapfile -t COMPREPLY < <(compgen -f -- "$cur")
    fi
}

complete -F _netlens_cli netlens-cli
