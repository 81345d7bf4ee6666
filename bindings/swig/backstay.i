// The interface that SWIG reads, for Go and Java alike: the flat face, and nothing of a single module.
//
// SWIG runs in C mode, so its wrapper is plain C inside the native archive. Handles are int64_t, so no type of C shows in a language.
%module flat

%{
#include "flat.h"
%}

%include <stdint.i>

// Names without the prefix that C needs.
%rename("%(strip:[flat_])s") "";

#if defined(SWIGGO)
%include "go.i"
#elif defined(SWIGJAVA)
%include "java.i"
#endif

%ignore flat_text;
%include "flat_result.h"
%include "flat.h"
