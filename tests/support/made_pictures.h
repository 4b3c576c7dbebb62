#pragma once

#include "image/image.h"

/// A coloured gradient with a bright square; every seed gives another picture.
netlens::Image madePicture(netlens::Size size, int seed = 0);
