// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/* The smallest uprobe program, to find out what the running kernel can do. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

SEC("uprobe")
int nothing(void *ctx)
{
	return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
