#include "CLSTMKernels.h"
