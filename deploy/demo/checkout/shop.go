package main

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

const (
	checkoutDeadline = 2 * time.Second
	maxBodyBytes     = 64 << 10
	maxItems         = 50
	pageSize         = 10
)

type checkoutRequest struct {
	Customer string     `json:"customer"`
	Currency string     `json:"currency"`
	Items    []cartItem `json:"items"`
}

// shop answers the requests; safe for use by several goroutines.
type shop struct {
	catalogue *catalogue
	pricer    *pricer
	orders    *orderBook
	faults    *faults
}

func newShop(f *faults) *shop {
	c := newCatalogue()
	return &shop{catalogue: c, pricer: newPricer(c), orders: newOrderBook(), faults: f}
}

func (s *shop) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/api/v1/checkout", s.checkout)
	mux.HandleFunc("/api/v1/products", s.products)
	mux.HandleFunc("/api/v1/orders/", s.order)
	mux.HandleFunc("/debug/runtime", serveRuntimeMetrics)
	mux.HandleFunc("/healthz", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("ok\n"))
	})
	return mux
}

func (s *shop) checkout(w http.ResponseWriter, r *http.Request) {
	started := time.Now()
	if r.Method != http.MethodPost {
		fail(w, http.StatusMethodNotAllowed, errors.New("use POST"))
		return
	}
	var cart checkoutRequest
	decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBodyBytes))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&cart); err != nil {
		fail(w, http.StatusBadRequest, err)
		return
	}
	if len(cart.Items) == 0 || len(cart.Items) > maxItems {
		fail(w, http.StatusBadRequest, errors.New("a cart has 1 to 50 items"))
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), checkoutDeadline)
	defer cancel()
	placed, err := s.place(ctx, cart)
	if err != nil {
		fail(w, statusOf(err), err)
		return
	}
	s.faults.apply(started)
	reply(w, http.StatusCreated, placed)
}

// place prices the cart, then takes the payment while the totals are added up beside it.
func (s *shop) place(ctx context.Context, cart checkoutRequest) (*order, error) {
	lines, err := s.pricer.priceAll(ctx, cart.Items)
	if err != nil {
		return nil, err
	}
	placed := &order{Customer: cart.Customer, Currency: cart.Currency, Lines: lines}
	for _, line := range lines {
		placed.TotalCents += line.TotalCents
	}
	var beside sync.WaitGroup
	beside.Add(1)
	go func() {
		defer beside.Done()
		for _, line := range lines {
			placed.TaxCents += line.TaxCents
		}
	}()
	placed.Authorisation, err = authorise(ctx, cart.Customer, placed.TotalCents)
	beside.Wait()
	if err != nil {
		return nil, err
	}
	s.orders.add(placed)
	return placed, nil
}

func (s *shop) products(w http.ResponseWriter, r *http.Request) {
	offset, err := strconv.Atoi(r.URL.Query().Get("offset"))
	if err != nil {
		offset = 0
	}
	reply(w, http.StatusOK, s.catalogue.page(offset, pageSize))
}

func (s *shop) order(w http.ResponseWriter, r *http.Request) {
	id, err := strconv.ParseUint(strings.TrimPrefix(r.URL.Path, "/api/v1/orders/"), 10, 64)
	if err != nil {
		fail(w, http.StatusBadRequest, err)
		return
	}
	found, ok := s.orders.find(id)
	if !ok {
		fail(w, http.StatusNotFound, errors.New("no such order among the last ones"))
		return
	}
	reply(w, http.StatusOK, found)
}

func statusOf(err error) int {
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return http.StatusGatewayTimeout
	case errors.Is(err, errDeclined):
		return http.StatusPaymentRequired
	default:
		return http.StatusBadRequest
	}
}

func reply(w http.ResponseWriter, status int, body interface{}) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

func fail(w http.ResponseWriter, status int, err error) {
	reply(w, status, map[string]string{"error": err.Error()})
}
