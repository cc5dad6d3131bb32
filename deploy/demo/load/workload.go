package main

import (
	"encoding/json"
	"fmt"
	"math/rand"
	"net/http"
)

const (
	distinctCalls = 4096
	catalogueSize = 240
	browseEvery   = 8 // of so many calls one looks at the catalogue, the others check out
	mostItems     = 8
)

// call is one request without its address.
type call struct {
	method string
	path   string
	body   []byte
}

type item struct {
	SKU      string `json:"sku"`
	Quantity int    `json:"quantity"`
}

type cart struct {
	Customer string `json:"customer"`
	Currency string `json:"currency"`
	Items    []item `json:"items"`
}

// workload is a fixed sequence of calls, the same in every run; read-only once made.
type workload struct {
	calls []call
}

func newWorkload() *workload {
	random := rand.New(rand.NewSource(1))
	w := &workload{calls: make([]call, distinctCalls)}
	for i := range w.calls {
		if random.Intn(browseEvery) == 0 {
			page := 10 * random.Intn(catalogueSize/10)
			w.calls[i] = call{method: http.MethodGet, path: fmt.Sprintf("/api/v1/products?offset=%d", page)}
		} else {
			w.calls[i] = checkout(random)
		}
	}
	return w
}

func checkout(random *rand.Rand) call {
	c := cart{Customer: fmt.Sprintf("customer-%06d", random.Intn(1e6)), Currency: "EUR"}
	for n := 1 + random.Intn(mostItems); n > 0; n-- {
		c.Items = append(c.Items, item{
			SKU:      fmt.Sprintf("sku-%03d", random.Intn(catalogueSize)),
			Quantity: 1 + random.Intn(30),
		})
	}
	body, err := json.Marshal(c)
	if err != nil {
		panic(err) // a cart of strings and numbers can always be encoded
	}
	return call{method: http.MethodPost, path: "/api/v1/checkout", body: body}
}

// at returns the call with that number; the sequence repeats.
func (w *workload) at(index int64) call {
	return w.calls[index%int64(len(w.calls))]
}
