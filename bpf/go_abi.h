/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Go's register ABI (since 1.17): integer arguments, the current goroutine, and the state of the
 * stack check at whose conditional branch entry probes sit.
 */
#ifndef GO_ABI_H
#define GO_ABI_H

#include <linux/ptrace.h>

#if defined(__TARGET_ARCH_x86)

#define GO_REGS struct pt_regs
#define GO_ARG1(ctx) ((ctx)->rax)
#define GO_ARG2(ctx) ((ctx)->rbx)
#define GO_ARG3(ctx) ((ctx)->rcx)
#define GO_ARG4(ctx) ((ctx)->rdi)
#define GO_G(ctx) ((ctx)->r14)
#define GO_FRAME(ctx) ((ctx)->rbp)
/* Where a function has just been entered: into what it returns. */
#define GO_RETURN(ctx, pc) bpf_probe_read_user(&(pc), sizeof(pc), (void *)(ctx)->rsp)
#define IN_KERNEL(regs) (((regs)->cs & 3) == 0)
/* jbe is taken, and the function entered again later, when CF or ZF is set. */
#define GO_STACK_GROWS(ctx) (((ctx)->eflags & 0x41) != 0)


/* Whether a conditional branch with this condition code (Intel SDM, appendix B.1.4) is taken. */
static __always_inline int go_condition(__u64 flags, __u32 code)
{
	int carry = flags & 1, parity = flags >> 2 & 1, zero = flags >> 6 & 1;
	int sign = flags >> 7 & 1, overflow = flags >> 11 & 1, holds;

	switch (code >> 1 & 7) {
	case 0:
		holds = overflow;
		break;
	case 1:
		holds = carry;
		break;
	case 2:
		holds = zero;
		break;
	case 3:
		holds = carry | zero;
		break;
	case 4:
		holds = sign;
		break;
	case 5:
		holds = parity;
		break;
	case 6:
		holds = sign ^ overflow;
		break;
	default:
		holds = zero | (sign ^ overflow);
	}
	return holds ^ (code & 1);
}
#define GO_CONDITION(ctx, code) go_condition((ctx)->eflags, code)

#elif defined(__TARGET_ARCH_arm64)

#define GO_REGS struct user_pt_regs
#define GO_ARG1(ctx) ((ctx)->regs[0])
#define GO_ARG2(ctx) ((ctx)->regs[1])
#define GO_ARG3(ctx) ((ctx)->regs[2])
#define GO_ARG4(ctx) ((ctx)->regs[3])
#define GO_G(ctx) ((ctx)->regs[28])
#define GO_FRAME(ctx) ((ctx)->regs[29])
/* Where a function has just been entered: into what it returns. */
#define GO_RETURN(ctx, pc) ((pc) = (ctx)->regs[30])
#define IN_KERNEL(regs) (((regs)->pstate & 0xf) != 0)
/* b.ls is taken when C (bit 29) is clear or Z (bit 30) is set. */
#define GO_STACK_GROWS(ctx) (!((ctx)->pstate & (1UL << 29)) || ((ctx)->pstate & (1UL << 30)))
/* The kernel emulates RET here, so that no site needs a condition. */
#define GO_CONDITION(ctx, code) 1

#else
#error "unknown target architecture"
#endif

#endif
