#pragma once

#include "base/result.h"

#include <filesystem>
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

/// Reads Keras's class-index JSON, or text with one name per line ("0 name" lines too).
/// Errors: FileNotFound, FileUnreadable, FileEmpty, FileTooLarge, LabelsUnreadable.
Result<Labels> readLabels(const std::filesystem::path& path);

/// `explicitFile` if given, else labels.txt beside the weights file, else ImageNet's names when
/// there are 1000 classes, else each class's index. A list whose length differs from `classes`
/// is an error (LabelsUnreadable naming both numbers).
Result<Labels> chooseLabels(std::int64_t classes, const std::filesystem::path& explicitFile,
    const std::filesystem::path& weightsFile);

} // namespace netlens
