// CPython as Swift sees it: macros and variadic calls become functions.
#pragma once
// Before Python.h, or its feature macros change fd_set and clash with Foundation's.
#include <sys/select.h>
#define PY_SSIZE_T_CLEAN
#include <Python.h>

// Starts an interpreter that nothing outside can bend: no environment variables, no user site, no signal handlers, no
// bytecode files. `program` is the interpreter whose library is loaded; its prefix is found from there, whatever python3
// the PATH or a virtual environment names. Returns NULL, or why it failed.
static inline const char *lstm_python_start(const wchar_t *program) {
  PyConfig config;
  PyConfig_InitIsolatedConfig(&config);
  config.install_signal_handlers = 0;
  config.write_bytecode = 0;
  config.site_import = 1;
  PyStatus status = PyConfig_SetString(&config, &config.program_name, program);
  if (!PyStatus_Exception(status)) status = PyConfig_SetString(&config, &config.executable, program);
  if (!PyStatus_Exception(status)) status = PyConfig_SetString(&config, &config.home, L"/usr");
  if (!PyStatus_Exception(status)) status = Py_InitializeFromConfig(&config);
  PyConfig_Clear(&config);
  if (PyStatus_Exception(status)) return status.err_msg ? status.err_msg : "unknown error";
  return 0;
}

static inline void lstm_python_release(PyObject *object) { Py_XDECREF(object); }
static inline PyObject *lstm_python_none(void) { Py_INCREF(Py_None); return Py_None; }
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

// The pending exception as text, with its traceback; a new reference to a str, or NULL.
static inline PyObject *lstm_python_exception(void) {
  PyObject *type = 0, *value = 0, *trace = 0, *text = 0;
  PyErr_Fetch(&type, &value, &trace);
  PyErr_NormalizeException(&type, &value, &trace);
  PyObject *module = PyImport_ImportModule("traceback");
  if (module) {
    PyObject *lines = PyObject_CallMethod(module, "format_exception", "OOO", type ? type : Py_None,
                                          value ? value : Py_None, trace ? trace : Py_None);
    PyObject *empty = PyUnicode_FromString("");
    if (lines && empty) text = PyUnicode_Join(empty, lines);
    Py_XDECREF(lines);
    Py_XDECREF(empty);
    Py_DECREF(module);
  }
  PyErr_Clear();
  Py_XDECREF(type);
  Py_XDECREF(value);
  Py_XDECREF(trace);
  return text;
}
