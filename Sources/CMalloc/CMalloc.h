// The knobs of the C library's heaps, which its module for Swift leaves out.
#pragma once

#include <stdlib.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif
