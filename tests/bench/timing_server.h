#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <span>
#include <string>
#include <vector>

/// How compare_engines.py talks to an engine in a process of its own: a line "time N" is answered
/// with the median milliseconds of N passes, "output FILE" by writing the last output as float32.
template <typename Run, typename Output> int serveTimings(Run run, Output output)
{
    run();
    std::cout << "ready" << std::endl;
    std::string order;
    while (std::cin >> order) {
        std::string argument;
        std::cin >> argument;
        if (order == "output") {
            const std::span<const float> values = output();
            std::ofstream file(argument, std::ios::binary);
            for (const float value : values)
                file.write(reinterpret_cast<const char*>(&value), sizeof value);
            file.close();
            std::cout << "written" << std::endl;
            continue;
        }
        std::vector<double> times(std::stoul(argument));
        for (double& time : times) {
            const auto start = std::chrono::steady_clock::now();
            run();
            time = std::chrono::duration<double, std::milli>(
                std::chrono::steady_clock::now() - start)
                       .count();
        }
        const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
        std::nth_element(times.begin(), middle, times.end());
        std::cout << *middle << std::endl;
    }
    return 0;
}

/// A file of float32 numbers.
inline std::vector<float> readFloats(const char* path, std::size_t count)
{
    std::vector<float> values(count);
    std::ifstream file(path, std::ios::binary);
    for (float& value : values)
        file.read(reinterpret_cast<char*>(&value), sizeof value);
    return values;
}
