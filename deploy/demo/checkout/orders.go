package main

import (
	"encoding/json"
	"io"
	"sync"
)

const (
	ordersKept = 4096
	auditQueue = 256
)

type order struct {
	ID            uint64      `json:"id"`
	Customer      string      `json:"customer"`
	Currency      string      `json:"currency"`
	Lines         []orderLine `json:"lines"`
	TotalCents    int64       `json:"totalCents"`
	TaxCents      int64       `json:"taxCents"`
	Authorisation string      `json:"authorisation"`
}

// orderBook keeps the last orders in a ring and passes each to an audit writer in the background.
type orderBook struct {
	mu    sync.RWMutex
	last  uint64
	kept  []*order
	audit chan *order
}

func newOrderBook() *orderBook {
	b := &orderBook{kept: make([]*order, ordersKept), audit: make(chan *order, auditQueue)}
	go b.writeAudit(io.Discard)
	return b
}

// add numbers the order and keeps it. The order must not be changed afterwards.
func (b *orderBook) add(o *order) {
	b.mu.Lock()
	b.last++
	o.ID = b.last
	b.kept[o.ID%ordersKept] = o
	b.mu.Unlock()
	b.audit <- o
}

func (b *orderBook) find(id uint64) (*order, bool) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	o := b.kept[id%ordersKept]
	return o, o != nil && o.ID == id
}

func (b *orderBook) writeAudit(out io.Writer) {
	encoder := json.NewEncoder(out)
	for o := range b.audit {
		_ = encoder.Encode(o)
	}
}
