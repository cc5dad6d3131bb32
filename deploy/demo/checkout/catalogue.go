package main

import (
	"fmt"
	"sort"
)

const catalogueSize = 240

// product is one article of the shop; money is in cents throughout.
type product struct {
	SKU        string   `json:"sku"`
	Name       string   `json:"name"`
	PriceCents int64    `json:"priceCents"`
	TaxPercent int64    `json:"taxPercent"`
	Tags       []string `json:"tags,omitempty"`
}

// catalogue holds the articles; it does not change after it is made.
type catalogue struct {
	bySKU  map[string]product
	sorted []product
}

func newCatalogue() *catalogue {
	kinds := []string{"espresso cup", "kettle", "grinder", "filter", "scale", "tin"}
	c := &catalogue{bySKU: make(map[string]product, catalogueSize)}
	for i := 0; i < catalogueSize; i++ {
		tax := int64(19)
		if i%5 == 0 {
			tax = 7
		}
		p := product{
			SKU:        fmt.Sprintf("sku-%03d", i),
			Name:       fmt.Sprintf("%s no. %d", kinds[i%len(kinds)], i),
			PriceCents: 199 + int64(i*i)%4900,
			TaxPercent: tax,
			Tags:       []string{kinds[i%len(kinds)], fmt.Sprintf("shelf-%d", i%12)},
		}
		c.bySKU[p.SKU] = p
		c.sorted = append(c.sorted, p)
	}
	sort.Slice(c.sorted, func(a, b int) bool { return c.sorted[a].SKU < c.sorted[b].SKU })
	return c
}

// page returns up to size products from the one at offset on.
func (c *catalogue) page(offset, size int) []product {
	if offset < 0 || offset >= len(c.sorted) {
		return nil
	}
	end := offset + size
	if end > len(c.sorted) {
		end = len(c.sorted)
	}
	return c.sorted[offset:end]
}
