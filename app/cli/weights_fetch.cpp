#include "app/cli/command_line.h"
#include "app/cli/fetch_progress.h"
#include "app/cli/json.h"
#include "app/cli/model_options.h"
#include "app/cli/results.h"
#include "service/download.h"

#include <QEventLoop>
#include <QNetworkProxyFactory>

#include <filesystem>
#include <system_error>

namespace netlens::cli {

namespace {

    constexpr CommandText kText { "weights fetch", "",
        "Downloads the official ImageNet weights for the model of the options to where Keras and\n"
        "Netlens look for them, verifies them and prints where they are. A sound file that is\n"
        "there already is left alone; a damaged one is replaced and kept under a name that ends\n"
        "in .bad. A download that was interrupted goes on where it stopped.",
        "netlens-cli weights fetch --alpha 0.35 --input-shape 96" };

    Result<OfficialFile> officialFor(const ModelRequest& request)
    {
        const auto validation = validate(request.config, request.weights);
        if (!validation)
            return validation.error();
        warn(validation->warnings);
        if (auto file = findOfficial(*validation->officialFile))
            return std::move(*file);
        return makeError(ErrorCode::WeightsNotPublished, *validation->officialFile);
    }

    Result<StoredWeights> download(const OfficialFile& file, bool force)
    {
        QNetworkProxyFactory::setUseSystemConfiguration(true);
        DownloadRules rules;
        rules.force = force;
        Download download(file, rules);
        FetchProgress progress;
        QEventLoop loop;
        QObject::connect(
            &download, &Download::progressed, &loop, [&] { progress.show(download.progress()); });
        QObject::connect(&download, &Download::finished, &loop, &QEventLoop::quit);
        download.start();
        loop.exec();
        return download.result();
    }

    void tell(const StoredWeights& stored)
    {
        if (stored.wasHere)
            complain(stored.fileName + ": already here and sound");
        if (stored.setAside)
            complain(stored.fileName + ": the damaged file that was there is now "
                + stored.setAside->string());
    }

    std::string storedJson(const StoredWeights& stored)
    {
        std::error_code failed;
        const auto bytes = std::filesystem::file_size(stored.path, failed);
        return toLine({ { "file", stored.path.string() }, { "name", stored.fileName },
            { "fetched", !stored.wasHere }, { "bytes", failed ? Json() : Json(bytes) },
            { "set_aside", stored.setAside ? Json(stored.setAside->string()) : Json() } });
    }

} // namespace

ExitCode runWeightsFetch(const Arguments& arguments)
{
    CommandLine line(kText);
    line.addFlag("force", "Download them even where a sound file is here.");
    addModelOptions(line);
    if (const auto code = line.parse(arguments))
        return *code;
    ModelRequest request;
    if (const auto refusal = readModelOptions(line, request))
        return refuse(*refusal);
    if (request.weights.kind != WeightsChoice::Kind::ImageNet)
        return refuse(line.misuse("only ImageNet's weights can be fetched; leave --weights out"));
    if (const auto refusal = line.refuseOperands())
        return refuse(*refusal);

    const auto file = officialFor(request);
    if (!file)
        return refuseModel(file.error());
    const auto stored = download(*file, line.isSet("force"));
    if (!stored)
        return refuse({ ExitCode::SomeFailed, sentence(stored.error().subject, stored.error()) });
    tell(*stored);
    Results results;
    results.write(line.isSet("json") ? storedJson(*stored) : stored->path.string() + "\n");
    return results.exitCode(ExitCode::Done);
}

} // namespace netlens::cli
