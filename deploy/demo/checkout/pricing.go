package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"
)

const (
	pricingWorkers = 4
	pricingQueue   = 64
	priceTTL       = time.Second
	priceEntries   = 1024
	maxQuantity    = 999
)

var errUnknownProduct = errors.New("no such product")

type cartItem struct {
	SKU      string `json:"sku"`
	Quantity int64  `json:"quantity"`
}

type orderLine struct {
	SKU        string `json:"sku"`
	Name       string `json:"name"`
	Quantity   int64  `json:"quantity"`
	UnitCents  int64  `json:"unitCents"`
	TotalCents int64  `json:"totalCents"`
	TaxCents   int64  `json:"taxCents"`
}

type pricingJob struct {
	index   int
	item    cartItem
	results chan<- pricingResult
}

type pricingResult struct {
	index int
	line  orderLine
	err   error
}

// pricer turns cart items into priced lines with a fixed pool of workers.
type pricer struct {
	catalogue *catalogue
	cache     *priceCache
	jobs      chan pricingJob
}

func newPricer(c *catalogue) *pricer {
	p := &pricer{
		catalogue: c,
		cache:     newPriceCache(priceEntries, priceTTL),
		jobs:      make(chan pricingJob, pricingQueue),
	}
	for i := 0; i < pricingWorkers; i++ {
		go p.work()
	}
	return p
}

func (p *pricer) work() {
	for job := range p.jobs {
		line, err := p.price(job.item)
		job.results <- pricingResult{index: job.index, line: line, err: err}
	}
}

// priceAll returns the lines in the order of the items, or the first error.
func (p *pricer) priceAll(ctx context.Context, items []cartItem) ([]orderLine, error) {
	results := make(chan pricingResult, len(items))
	for i, item := range items {
		select {
		case p.jobs <- pricingJob{index: i, item: item, results: results}:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	lines := make([]orderLine, len(items))
	for range items {
		select {
		case result := <-results:
			if result.err != nil {
				return nil, result.err
			}
			lines[result.index] = result.line
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	return lines, nil
}

func (p *pricer) price(item cartItem) (orderLine, error) {
	article, found := p.catalogue.bySKU[item.SKU]
	if !found {
		return orderLine{}, fmt.Errorf("%w: %q", errUnknownProduct, item.SKU)
	}
	if item.Quantity < 1 || item.Quantity > maxQuantity {
		return orderLine{}, fmt.Errorf("quantity of %s is %d, not 1 to %d", item.SKU, item.Quantity, maxQuantity)
	}
	band := discountBand(item.Quantity)
	key := item.SKU + "/" + strconv.Itoa(band)
	unit := p.cache.get(key, func() int64 { return discounted(article.PriceCents, band) })
	total := unit * item.Quantity
	return orderLine{
		SKU:        article.SKU,
		Name:       article.Name,
		Quantity:   item.Quantity,
		UnitCents:  unit,
		TotalCents: total,
		TaxCents:   total * article.TaxPercent / (100 + article.TaxPercent),
	}, nil
}

// discountBand is 0 for a few pieces up to 3 for many.
func discountBand(quantity int64) int {
	switch {
	case quantity >= 100:
		return 3
	case quantity >= 25:
		return 2
	case quantity >= 5:
		return 1
	default:
		return 0
	}
}

// discounted takes 4 % off for each band, compounded and rounded to cents.
func discounted(cents int64, band int) int64 {
	for i := 0; i < band; i++ {
		cents = (cents*96 + 50) / 100
	}
	return cents
}
