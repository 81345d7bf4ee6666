package backstayhttp

import (
	"bufio"
	"io"
	"net"
	"net/http"
)

// recorder sees the status of an answer, and lets everything else through.
type recorder struct {
	http.ResponseWriter
	status int // 0: nothing was written yet
}

func (r *recorder) code() int {
	if r.status == 0 {
		return http.StatusOK // what net/http sends for a handler that wrote nothing
	}
	return r.status
}

func (r *recorder) WriteHeader(status int) {
	// Statuses below 200 announce another one.
	if r.status == 0 && (status >= 200 || status == http.StatusSwitchingProtocols) {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(body []byte) (int, error) {
	r.begin()
	return r.ResponseWriter.Write(body)
}

func (r *recorder) begin() {
	if r.status == 0 {
		r.status = http.StatusOK
	}
}

// ReadFrom keeps the way by which net/http sends files.
func (r *recorder) ReadFrom(source io.Reader) (int64, error) {
	r.begin()
	return io.Copy(r.ResponseWriter, source)
}

// Flush is here for code that asks for an http.Flusher.
func (r *recorder) Flush() {
	r.begin()
	_ = http.NewResponseController(r.ResponseWriter).Flush()
}

// Hijack is here for code that asks for an http.Hijacker.
func (r *recorder) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, buffered, err := http.NewResponseController(r.ResponseWriter).Hijack()
	if err == nil {
		r.status = http.StatusSwitchingProtocols
	}
	return conn, buffered, err
}

// Unwrap is for http.ResponseController.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }
