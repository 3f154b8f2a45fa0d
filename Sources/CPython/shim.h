#pragma once
// Before Python.h, or its feature macros change fd_set and clash with Foundation's.
#include <sys/select.h>
#define PY_SSIZE_T_CLEAN
#include <Python.h>
