#compdef netlens-cli

_netlens-cli() {
    local context state line
    local -a model picture commands
    commands=(
        'classify:the most probable classes of pictures'
        'watch:what a camera, a video or a stream shows'
        'predict:run the network on a tensor'
        'heatmap:where the evidence for a class is'
        'summary:the table of layers'
        'weights:get, look at and make weights files'
        'bench:measure the model on this computer'
    )
    model=(
        '--alpha[width multiplier]:alpha:(0.35 0.5 0.75 1.0 1.3 1.4)'
        '--input-shape[height x width x channels]:shape:(96 128 160 192 224 none)'
        '--weights[where the weights come from]:weights:_alternative "kinds\:kind\:(imagenet none demo)" "files\:file\:_files"'
        '--seed[seed of random weights]:number:'
        '--no-top[leave the classifier away]'
        '--pooling[what follows the last feature map]:pooling:(none avg max)'
        '--classes[number of classes]:number:'
        '--classifier-activation[activation of the classifier]:name:(softmax none linear sigmoid)'
        '--use-anyway[load weights that are not numbers]'
        '--labels[names of the classes]:file:_files'
        '--threads[threads for the network]:threads:(auto 1 2 4)'
        '--precision[arithmetic of the network]:precision:(f32 bf16 int8)'
        '--calibration[pictures that 8-bit integers are calibrated on]:folder:_files -/'
        '--json[machine-readable results]'
        '--help[how to use the command]'
    )
    picture=(
        '--fit[how a picture fills the input]:fit:(stretch crop pad)'
        '--resize[resampling]:kernel:(nearest bilinear bicubic lanczos box hamming)'
        '--ignore-exif[do not turn pictures upright]'
    )

    _arguments -C '--help[how to use the program]' '--version[what version this is]' \
        '--self-test[classify the sample drawings and compare]' \
        '1:command:->command' '*::argument:->argument'
    case $state in
    command) _describe command commands ;;
    argument)
        case $line[1] in
        classify)
            _arguments $model $picture '--top[how many classes]:number:' \
                '--csv[write a table]' '*:picture:_files'
            ;;
        watch)
            _arguments $model $picture '--top[how many classes]:number:' \
                '--every[look at every Nth frame]:number:' \
                '--fps[frames a second at most]:number:' \
                '--smooth[time constant]:seconds:' \
                '--threshold[what is sure]:probability:' \
                '--record[video to write]:file:_files -g "*.mp4"' \
                '--frames[end after so many]:number:' \
                '1:source:_alternative "cameras\:camera\:(/dev/video*(N))" "files\:file\:_files"'
            ;;
        predict)
            _arguments $model '--input[tensor to read]:file:_files -g "*.npy"' \
                '--output[file or folder to write]:file:_files' '*--layer[layer to write]:name:'
            ;;
        heatmap)
            _arguments $model $picture '--method[how to explain]:method:(cam)' \
                '--layer[layer to look at]:name:' '--class[class to explain]:class:(top)' \
                '--input[tensor to read]:file:_files -g "*.npy"' \
                '--output[overlay to write]:file:_files' '--raw[map to write]:file:_files' \
                '--colormap[colours]:name:(viridis turbo inferno gray diverging)' \
                '--opacity[of the map]:number:' '1:picture:_files'
            ;;
        summary) _arguments $model '--csv[write a table]' ;;
        weights)
            _arguments $model '--output[file to write]:file:_files' \
                '--force[download even what is here]' \
                '1:what:(list fetch info verify init convert)' \
                '2:file:_files -g "*.(h5|hdf5|keras)"'
            ;;
        bench) _arguments $model '--seconds[how long]:number:' '--layers[add the steps, their kernels and times]' ;;
        esac
        ;;
    esac
}

_netlens-cli "$@"
