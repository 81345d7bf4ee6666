package backstayhttp_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/backstay-dev/backstay-go"
	"github.com/backstay-dev/backstay-go/backstayhttp"
)

func ExampleIdempotent() {
	runtime, _ := backstay.New([]byte(`{"stores": {"main": "memory:"}, "idempotency": {"orders": {"key": "required", "ttl": "24h", "wait": "5s"}}}`))
	defer runtime.Close()
	orders, _ := runtime.Idempotency("orders")

	placed := 0
	place := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		placed++
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusCreated)
		fmt.Fprintf(w, `{"number":%d}`, placed)
	})
	mux := http.NewServeMux()
	mux.Handle("POST /orders", backstayhttp.Idempotent(orders,
		backstayhttp.WithPrincipal(func(r *http.Request) string { return r.Header.Get("X-User") }))(place))
	server := httptest.NewServer(mux)
	defer server.Close()

	for _, item := range []string{"apples", "apples", "pears"} {
		request, _ := http.NewRequest(http.MethodPost, server.URL+"/orders", strings.NewReader(item))
		request.Header.Set("X-User", "alice")
		request.Header.Set("Idempotency-Key", `"8e03978e-40d5-43dd-bc93-6894a57f9324"`)
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			fmt.Println(err)
			return
		}
		body, _ := io.ReadAll(response.Body)
		response.Body.Close()
		if response.StatusCode == http.StatusUnprocessableEntity {
			body = []byte("used for another order")
		}
		fmt.Printf("%d %s, replayed: %t\n", response.StatusCode, body, response.Header.Get("X-Idempotent-Replay") != "")
	}
	// Output:
	// 201 {"number":1}, replayed: false
	// 201 {"number":1}, replayed: true
	// 422 used for another order, replayed: false
}
