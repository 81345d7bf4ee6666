// Go: text is a string. Going in, its bytes are borrowed for the call; coming out, they are copied (`copied` is in text.go beside the
// generated file).

%typemap(gotype) flat_text "string"
%typemap(in) flat_text {
  $1.data = $input.p;
  $1.length = (int64_t)$input.n;
}
%typemap(out, fragment="AllocateString") flat_text %{
  $result = Swig_AllocateString($1.data, (size_t)$1.length);
%}
%typemap(goout, match="out") flat_text %{
  $result = copied($1)
%}
