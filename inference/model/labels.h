#pragma once

#include "base/result.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace netlens {

/// A class's name and, for ImageNet, its WordNet id ("n02123045").
struct ClassLabel {
    std::string id; ///< empty when the class has none
    std::string name;
};

using Labels = std::vector<ClassLabel>;

/// The 1000 ImageNet classes in Keras's order and spelling ("tench" … "toilet_tissue").
const Labels& imagenetLabels();

/// Reads Keras's class-index JSON, or text with one name per line, or "2 name" lines in any order.
/// Errors: FileNotFound, FileUnreadable, FileEmpty, FileTooLarge, LabelsUnreadable.
Result<Labels> readLabels(const std::filesystem::path& path);

/// `explicitFile` if given, else labels.txt beside the weights file if it has a name for each
/// class, else ImageNet's names when there are 1000 classes, else each class's index. A list given
/// by hand whose length differs from `classes` is an error (LabelsUnreadable naming both numbers).
/// @param passedOver is told why the labels.txt that lies there is not used.
Result<Labels> chooseLabels(std::int64_t classes, const std::filesystem::path& explicitFile,
    const std::filesystem::path& weightsFile, std::optional<Error>* passedOver = nullptr);

} // namespace netlens
