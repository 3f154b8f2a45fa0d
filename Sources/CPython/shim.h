// CPython as Swift sees it: macros and variadic calls become functions.
#pragma once
// Before Python.h, or its feature macros change fd_set and clash with Foundation's.
#include <sys/select.h>
#define PY_SSIZE_T_CLEAN
#include <Python.h>

// Where Debian installs the interpreter that it links: the prefix compiled into libpython, which has no accessor before
// the interpreter runs. The version is the header's, so that header, library and modules agree.
#ifndef LSTM_PYTHON_PREFIX
#define LSTM_PYTHON_PREFIX "/usr"
#endif
#define LSTM_PYTHON_TEXT_OF(x) #x
#define LSTM_PYTHON_TEXT(x) LSTM_PYTHON_TEXT_OF(x)
#define LSTM_PYTHON_STDLIB \
  LSTM_PYTHON_PREFIX "/lib/python" LSTM_PYTHON_TEXT(PY_MAJOR_VERSION) "." LSTM_PYTHON_TEXT(PY_MINOR_VERSION)
// Debian's own packages, for every minor version.
#define LSTM_PYTHON_PACKAGES LSTM_PYTHON_PREFIX "/lib/python" LSTM_PYTHON_TEXT(PY_MAJOR_VERSION) "/dist-packages"

// Starts an interpreter that nothing outside can bend: it finds the folder given, the standard library and Debian's
// packages. No environment variable, no PATH (a pyenv, a virtual environment), no /usr/local, no user site, no .pth file
// and no sitecustomize is read; signals stay with the program; no bytecode is written; hashes are fixed; text is UTF-8.
// Returns NULL, or why it failed.
static inline const char *lstm_python_start(const char *module_folder) {
  PyPreConfig before;
  PyPreConfig_InitIsolatedConfig(&before);
  before.utf8_mode = 1;
  PyStatus status = Py_PreInitialize(&before);
  if (PyStatus_Exception(status)) return status.err_msg ? status.err_msg : "unknown error";

  PyConfig config;
  PyConfig_InitIsolatedConfig(&config);
  config.install_signal_handlers = 0;
  config.write_bytecode = 0;
  config.site_import = 0;
  config.pathconfig_warnings = 0;
  config.use_hash_seed = 1;
  config.hash_seed = 0;
  config.module_search_paths_set = 1;
  wchar_t *folder = Py_DecodeLocale(module_folder, NULL);
  const wchar_t *search[] = {
      folder,
      L"" LSTM_PYTHON_STDLIB,
      L"" LSTM_PYTHON_STDLIB "/lib-dynload",
      L"" LSTM_PYTHON_PACKAGES,
  };
  const wchar_t *program = L"" LSTM_PYTHON_PREFIX "/bin/python3";
  status = folder ? PyStatus_Ok() : PyStatus_NoMemory();
  for (size_t k = 0; k < sizeof search / sizeof *search && !PyStatus_Exception(status); k++)
    status = PyWideStringList_Append(&config.module_search_paths, search[k]);
  if (!PyStatus_Exception(status)) status = PyConfig_SetString(&config, &config.program_name, program);
  if (!PyStatus_Exception(status)) status = PyConfig_SetString(&config, &config.executable, program);
  if (!PyStatus_Exception(status)) status = PyConfig_SetString(&config, &config.home, L"" LSTM_PYTHON_PREFIX);
  if (!PyStatus_Exception(status)) status = Py_InitializeFromConfig(&config);
  PyConfig_Clear(&config);
  PyMem_RawFree(folder);
  if (PyStatus_Exception(status)) return status.err_msg ? status.err_msg : "unknown error";
  return 0;
}

static inline void lstm_python_release(PyObject *object) { Py_XDECREF(object); }
static inline PyObject *lstm_python_none(void) {
  Py_INCREF(Py_None);
  return Py_None;
}
static inline PyObject *lstm_python_view(const void *memory, Py_ssize_t bytes) {
  static char nothing;
  return PyMemoryView_FromMemory(bytes ? (char *)memory : &nothing, bytes, PyBUF_READ);
}
static inline PyObject *lstm_python_writable_view(void *memory, Py_ssize_t bytes) {
  static char nothing;
  return PyMemoryView_FromMemory(bytes ? (char *)memory : &nothing, bytes, PyBUF_WRITE);
}

// Runs the source as a module of this name; a new reference, or NULL with an exception set.
static inline PyObject *lstm_python_module(const char *name, const char *source, const char *path) {
  PyObject *code = Py_CompileString(source, path, Py_file_input);
  if (!code) return 0;
  PyObject *module = PyImport_ExecCodeModuleEx(name, code, path);
  Py_DECREF(code);
  return module;
}

static inline PyObject *lstm_python_call(PyObject *module, const char *function, PyObject *argument) {
  PyObject *callable = PyObject_GetAttrString(module, function);
  if (!callable) return 0;
  PyObject *result = PyObject_CallFunctionObjArgs(callable, argument, (PyObject *)0);
  Py_DECREF(callable);
  return result;
}

// Takes the pending exception: new references to three strings, each NULL where Python cannot tell it.
static inline void lstm_python_exception(PyObject **name, PyObject **message, PyObject **traceback) {
  PyObject *type = 0, *value = 0, *trace = 0;
  *name = *message = *traceback = 0;
  PyErr_Fetch(&type, &value, &trace);
  PyErr_NormalizeException(&type, &value, &trace);
  if (type) *name = PyObject_GetAttrString(type, "__name__");
  PyErr_Clear();
  if (value) *message = PyObject_Str(value);
  PyErr_Clear();
  PyObject *module = PyImport_ImportModule("traceback");
  if (module) {
    PyObject *lines = PyObject_CallMethod(
        module, "format_exception", "OOO", type ? type : Py_None, value ? value : Py_None, trace ? trace : Py_None);
    PyObject *empty = PyUnicode_FromString("");
    if (lines && empty) *traceback = PyUnicode_Join(empty, lines);
    Py_XDECREF(lines);
    Py_XDECREF(empty);
    Py_DECREF(module);
  }
  PyErr_Clear();
  Py_XDECREF(type);
  Py_XDECREF(value);
  Py_XDECREF(trace);
}
