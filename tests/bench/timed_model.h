#pragma once

#include "loaded_model.h"

#include <cstdio>
#include <cstdlib>

/// Ends a program that cannot go on; 3 says that this processor has no such arithmetic.
[[noreturn]] inline void stop(const netlens::Error& error)
{
    std::fprintf(stderr, "%s: %s\n", error.subject.c_str(), error.detail.c_str());
    std::exit(error.code == netlens::ErrorCode::PrecisionNotHere ? 3 : 1);
}

/// The network of a weights file, for the programs that time one.
inline netlens::LoadedModel loadOrStop(const char* weights, const char* alpha, const char* side,
    netlens::Precision precision = netlens::Precision::Float32)
{
    netlens::ModelRequest request;
    request.config.alpha = std::atof(alpha);
    request.config.input.height = request.config.input.width = std::atoi(side);
    request.weights = { netlens::WeightsChoice::Kind::File, weights, 0 };
    request.precision = precision;
    auto model = netlens::loadModel(request);
    if (!model)
        stop(model.error());
    return std::move(*model);
}
