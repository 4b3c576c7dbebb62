#pragma once

#include "model/architecture.h"
#include "weights/weight_set.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

/// One layer as a Keras file lists it.
struct FileLayer {
    std::string name;
    std::vector<std::pair<std::string, netlens::Tensor>> weights; ///< short names, in order
};

/// The layers of a network as today's Keras names and orders them.
std::vector<FileLayer> fileLayers(
    const netlens::Architecture& architecture, const netlens::WeightSet& weights);

FileLayer& layerNamed(std::vector<FileLayer>& layers, const std::string& name);

void writeLegacyFile(const std::filesystem::path& path, const std::vector<FileLayer>& layers,
    const std::string& backend = "tensorflow");

void writeFullModelFile(const std::filesystem::path& path, const std::vector<FileLayer>& layers,
    const nlohmann::json& modelConfig, const std::string& kerasVersion = "2.4.0");

enum class KerasGeneration { Keras2, Keras3 };

/// The part of Keras's model_config that decides what a graph computes.
nlohmann::json modelConfig(const netlens::Architecture& architecture, KerasGeneration generation);

/// Puts a layer between the one named and the one it read.
void insertLayer(nlohmann::json& modelConfig, const std::string& before, nlohmann::json layer);

/// The "config" object of one layer in it.
nlohmann::json& layerConfig(nlohmann::json& modelConfig, const std::string& name);

void writeBytes(const std::filesystem::path& path, const std::string& bytes);
std::string readBytes(const std::filesystem::path& path);
