// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * Executes an instruction that the agent has probed, over and over, and tells how long that took:
 * the cost of a hit on this machine. Reads one command a byte from stdin, and answers each with
 * eight bytes, nanoseconds of CPU time:
 *
 *   c   how much longer CALIBRATE_ROUNDS rounds of an instruction that the kernel emulates (nop, on
 *       arm64 a branch) take where it is probed than where it never is
 *   d   the same of one that it steps out of line (a move)
 *
 * or how long CALIBRATE_ROUNDS rounds took of
 *
 *   1   two with nothing in between, the entry and the exit of an empty span: both emulated
 *   2   the first emulated, the second not
 *   3   the second emulated, the first not
 *   4   neither
 *
 * Each round then walks over code and data that fill most of a first-level cache, as a busy
 * program does: a hit finds the kernel's path displaced, and displaces the program's own lines.
 *
 * The agent finds each instruction behind its eight-byte mark. No C library: starts in less
 * than a millisecond, and ends when stdin does.
 */
#define CALIBRATE_ROUNDS 500
/* So many of them at a time, in turn with and without the probe: a machine's speed changes. */
#define SLICE 50

/* 384 lines of 64 bytes, executed and then read: 24 KiB of the 32 that most cores have of each. */
#define WALK_LINES "384"

#if defined(__x86_64__)

#define SYS_READ 0
#define SYS_WRITE 1
#define SYS_CLOCK 228
#define SYS_EXIT 60

static long system_call(long number, long a, long b, long c)
{
	long result;

	__asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a), "S"(b), "d"(c)
			 : "rcx", "r11", "memory");
	return result;
}

__asm__(".text\n.p2align 6\nwalk:\n\t"
	".rept " WALK_LINES "\n\tjmp 9f\n\t.p2align 6\n9:\n\t.endr\n\t"
	"lea walk(%rip), %rcx\n\tmov $" WALK_LINES ", %edx\n"
	"1:\tcmpb $0, (%rcx)\n\tadd $64, %rcx\n\tdec %edx\n\tjnz 1b\n\tret");

/* The compiler may keep variables in the 128 bytes below the stack pointer. */
#define WALK "\n\tlea -128(%%rsp), %%rsp\n\tcall walk\n\tlea 128(%%rsp), %%rsp"
/* And moving ebx to itself clears the upper half of rbx. */
#define WALK_TAKES "rbx", "rcx", "rdx", "cc", "memory"

/* rax is what the probe takes for the size of an allocation; and flags are clear but at the end. */
#define LOOP(mark, instruction)                                                          \
	do {                                                                             \
		long rounds = SLICE;                                                     \
		__asm__ volatile("jmp 1f\n\t.ascii \"" mark "\"\n1:\n\t" instruction     \
				 WALK "\n\tsub $1, %0\n\tjnz 1b"                       \
				 : "+r"(rounds) : "a"(64) : WALK_TAKES);                 \
	} while (0)
/* r14 is where Go has its goroutine, one for all rounds. */
#define SPAN(begin_mark, begin, end_mark, end)                                           \
	do {                                                                             \
		long rounds = CALIBRATE_ROUNDS;                                          \
		__asm__ volatile("jmp 1f\n\t.ascii \"" begin_mark "\"\n1:\n\t" begin       \
				 "\n\tjmp 2f\n\t.ascii \"" end_mark "\"\n2:\n\t" end        \
				 WALK "\n\tsub $1, %0\n\tjnz 1b"                       \
				 : "+r"(rounds) : : WALK_TAKES, "r14");                  \
	} while (0)
#define CHEAP "nop"
#define DEAR "mov %%ebx, %%ebx"

#elif defined(__aarch64__)

#define SYS_READ 63
#define SYS_WRITE 64
#define SYS_CLOCK 113
#define SYS_EXIT 93

static long system_call(long number, long a, long b, long c)
{
	register long x8 __asm__("x8") = number;
	register long x0 __asm__("x0") = a;
	register long x1 __asm__("x1") = b;
	register long x2 __asm__("x2") = c;

	__asm__ volatile("svc #0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2) : "memory");
	return x0;
}

__asm__(".text\n.p2align 6\nwalk:\n\t"
	".rept " WALK_LINES "\n\tb 9f\n\t.p2align 6\n9:\n\t.endr\n\t"
	"adr x11, walk\n\tmov x12, #" WALK_LINES "\n"
	"1:\tldrb w13, [x11], #64\n\tsubs x12, x12, #1\n\tb.ne 1b\n\tret");

#define WALK "\n\tbl walk"
#define WALK_TAKES "x11", "x12", "x13", "x30", "cc", "memory"
#define LOOP(mark, instruction)                                                          \
	do {                                                                             \
		register long rounds __asm__("x9") = SLICE;                              \
		__asm__ volatile("b 1f\n\t.ascii \"" mark "\"\n1:\n\t" instruction       \
				 WALK "\n\tsubs %0, %0, #1\n\tb.ne 1b"                  \
				 : "+r"(rounds) : : WALK_TAKES);                         \
	} while (0)
#define SPAN(begin_mark, begin, end_mark, end)                                           \
	do {                                                                             \
		register long rounds __asm__("x9") = CALIBRATE_ROUNDS;                   \
		__asm__ volatile("b 1f\n\t.ascii \"" begin_mark "\"\n1:\n\t" begin         \
				 "\n\tb 2f\n\t.ascii \"" end_mark "\"\n2:\n\t" end          \
				 WALK "\n\tsubs %0, %0, #1\n\tb.ne 1b"                  \
				 : "+r"(rounds) : : WALK_TAKES, "x28");                  \
	} while (0)
/* A branch: the kernel emulates nop only since 6.13. */
#define CHEAP "b 9f\n9:"
#define DEAR "mov x10, x10"

#else
#error "unknown target architecture"
#endif

static long nanos(void)
{
	long now[2];

	/* 3: CLOCK_THREAD_CPUTIME_ID: on a loaded machine others run in between */
	system_call(SYS_CLOCK, 3, (long)now, 0);
	return now[0] * 1000000000L + now[1];
}

/* Adds to took what the probe behind the mark adds. */
#define TRAP(mark, bare_mark, instruction)                                               \
	for (int slice = 0; slice < CALIBRATE_ROUNDS / SLICE; slice++) {                 \
		long begun = nanos(), bare;                                              \
		LOOP(bare_mark, instruction);                                            \
		bare = nanos();                                                          \
		LOOP(mark, instruction);                                                 \
		took += nanos() - bare - (bare - begun);                                 \
	}
#define EMPTY_SPAN(begin_mark, begin, end_mark, end)                                     \
	do {                                                                             \
		long begun = nanos();                                                    \
		SPAN(begin_mark, begin, end_mark, end);                                  \
		took = nanos() - begun;                                                  \
	} while (0)

void _start(void)
{
	char command;

	while (system_call(SYS_READ, 0, (long)&command, 1) == 1) {
		long took = 0;

		switch (command) {
		case 'c':
			TRAP("GDCHEAP:", "BARE:::c", CHEAP);
			break;
		case 'd':
			TRAP("GDDEAR::", "BARE:::d", DEAR);
			break;
		case '1':
			EMPTY_SPAN("GDBEGIN1", CHEAP, "GDEND::1", CHEAP);
			break;
		case '2':
			EMPTY_SPAN("GDBEGIN2", CHEAP, "GDEND::2", DEAR);
			break;
		case '3':
			EMPTY_SPAN("GDBEGIN3", DEAR, "GDEND::3", CHEAP);
			break;
		default:
			EMPTY_SPAN("GDBEGIN4", DEAR, "GDEND::4", DEAR);
		}
		system_call(SYS_WRITE, 1, (long)&took, sizeof(took));
	}
	system_call(SYS_EXIT, 0, 0, 0);
}
