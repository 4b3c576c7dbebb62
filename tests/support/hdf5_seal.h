#pragma once

#include <string>

/// Makes the checksums of an HDF5 file's new-style structures right again after they were damaged,
/// so that the damage is met: superblock, object headers, dense links, fixed arrays. Whatever is
/// too damaged to be found stays as it is.
/// @pre no user block
void sealHdf5(std::string& file);
