/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Log-linear bucket index: io.graydiff.histogram.BucketLayout is its twin and explains it. */
#ifndef HISTOGRAM_H
#define HISTOGRAM_H

#include "graydiff.h"

#define GD_LINEAR (1U << (GD_SUB_BITS + 1))

/* Position of the highest set bit; v is not 0 and below 2^GD_MAX_EXPONENT. */
static __always_inline __u32 highest_bit(__u64 v)
{
	__u32 h = 0;

	if (v >> 32) { v >>= 32; h += 32; }
	if (v >> 16) { v >>= 16; h += 16; }
	if (v >> 8)  { v >>= 8;  h += 8; }
	if (v >> 4)  { v >>= 4;  h += 4; }
	if (v >> 2)  { v >>= 2;  h += 2; }
	if (v >> 1)  { h += 1; }
	return h;
}

static __always_inline __u32 bucket_of(__u64 value)
{
	__u64 v = value ? value - 1 : 0;
	__u32 h;

	if (v < GD_LINEAR)
		return v;
	if (v >> GD_MAX_EXPONENT)
		return GD_BUCKETS - 1;
	h = highest_bit(v);
	return GD_LINEAR + ((h - GD_SUB_BITS - 1) << GD_SUB_BITS) +
	       (__u32)((v >> (h - GD_SUB_BITS)) & ((1U << GD_SUB_BITS) - 1));
}

#endif
