// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/*
 * Executes an instruction that the agent has probed, over and over, and tells how long that took:
 * the cost of a hit on this machine. Reads one command a byte from stdin, and answers each with
 * eight bytes, nanoseconds.
 *
 *   c   how much longer CALIBRATE_PAIRS hits of an instruction that the kernel emulates (nop, on
 *       arm64 a branch) take where it is probed than where it never is
 *   d   the same of one that it steps out of line (a move)
 *   C D the same of hits that come close upon another
 *
 * Before each of c and d the program walks far, over code and data that fill most of a second-level
 * cache: a program that has worked since its last hit has displaced the kernel's path, and the
 * predictions of its branches. Then, for all of them, near, over what fills most of a first-level
 * one. Timed are the instruction and another near walk, since a hit displaces the program's own
 * lines, too. That is a small part of the time, so that what interrupts it seldom falls into it.
 *
 * Or, of thread CPU time, how long CALIBRATE_ROUNDS rounds took of
 *
 *   1   two with nothing in between, the entry and the exit of an empty span: both emulated
 *   2   the first emulated, the second not
 *   3   the second emulated, the first not
 *   4   neither
 *
 * and a near walk each, which tells how long programs run rather than what traps cost.
 *
 * The agent finds each instruction behind its eight-byte mark. No C library: starts in less
 * than a millisecond, and ends when stdin does.
 */
#define CALIBRATE_PAIRS 10
#define CALIBRATE_ROUNDS 500

/* Lines of 64 bytes, executed and then read: 24 KiB of the 32 that most cores have of each. */
#define NEAR_LINES "384"
/* 512 KiB, of the 256 to 2048 that cores have. */
#define FAR_LINES "8192"

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

#define WALK(name, lines)                                                                \
	__asm__(".text\n.p2align 6\n" name ":\n\t"                                         \
		".rept " lines "\n\tjmp 9f\n\t.p2align 6\n9:\n\t.endr\n\t"                 \
		"lea " name "(%rip), %rcx\n\tmov $" lines ", %edx\n"                         \
		"1:\tcmpb $0, (%rcx)\n\tadd $64, %rcx\n\tdec %edx\n\tjnz 1b\n\tret")

/* The compiler may keep variables in the 128 bytes below the stack pointer. */
#define CALL(name) "\n\tlea -128(%%rsp), %%rsp\n\tcall " name "\n\tlea 128(%%rsp), %%rsp"
/* And moving ebx to itself clears the upper half of rbx. */
#define CALL_TAKES "rbx", "rcx", "rdx", "cc", "memory"

static unsigned long ticks(void)
{
	unsigned int low, high;

	__asm__ volatile("lfence\n\trdtsc\n\tlfence" : "=a"(low), "=d"(high) : : "memory");
	return (unsigned long)high << 32 | low;
}

#define ONCE(mark, instruction)                                                          \
	__asm__ volatile("jmp 1f\n\t.ascii \"" mark "\"\n1:\n\t" instruction CALL("near")  \
			 : : : CALL_TAKES)
/* rax is what a probe takes for the size of an allocation; r14 is where Go has its goroutine. */
#define SPAN(begin_mark, begin, end_mark, end)                                           \
	do {                                                                             \
		long rounds = CALIBRATE_ROUNDS;                                          \
		__asm__ volatile("jmp 1f\n\t.ascii \"" begin_mark "\"\n1:\n\t" begin       \
				 "\n\tjmp 2f\n\t.ascii \"" end_mark "\"\n2:\n\t" end        \
				 CALL("near") "\n\tsub $1, %0\n\tjnz 1b"               \
				 : "+r"(rounds) : "a"(64) : CALL_TAKES, "r14");                  \
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

#define WALK(name, lines)                                                                \
	__asm__(".text\n.p2align 6\n" name ":\n\t"                                         \
		".rept " lines "\n\tb 9f\n\t.p2align 6\n9:\n\t.endr\n\t"                   \
		"adrp x11, " name "\n\tadd x11, x11, :lo12:" name "\n\tmov x12, #" lines "\n" \
		"1:\tldrb w13, [x11], #64\n\tsubs x12, x12, #1\n\tb.ne 1b\n\tret")

#define CALL(name) "\n\tbl " name
#define CALL_TAKES "x10", "x11", "x12", "x13", "x30", "cc", "memory"

static unsigned long ticks(void)
{
	unsigned long now;

	__asm__ volatile("isb\n\tmrs %0, cntvct_el0" : "=r"(now) : : "memory");
	return now;
}

#define ONCE(mark, instruction)                                                          \
	__asm__ volatile("b 1f\n\t.ascii \"" mark "\"\n1:\n\t" instruction CALL("near")    \
			 : : : CALL_TAKES)
#define SPAN(begin_mark, begin, end_mark, end)                                           \
	do {                                                                             \
		register long rounds __asm__("x9") = CALIBRATE_ROUNDS;                   \
		__asm__ volatile("b 1f\n\t.ascii \"" begin_mark "\"\n1:\n\t" begin         \
				 "\n\tb 2f\n\t.ascii \"" end_mark "\"\n2:\n\t" end          \
				 CALL("near") "\n\tsubs %0, %0, #1\n\tb.ne 1b"          \
				 : "+r"(rounds) : : CALL_TAKES, "x28");                  \
	} while (0)
/* A branch: the kernel emulates nop only since 6.13. */
#define CHEAP "b 9f\n9:"
#define DEAR "mov x10, x10"

#else
#error "unknown target architecture"
#endif

WALK("near", NEAR_LINES);
WALK("far", FAR_LINES);

#define WALL_CLOCK 1
/* Of this thread: on a loaded machine others run in between. */
#define CPU_CLOCK 3

static long nanos(long clock)
{
	long now[2];

	system_call(SYS_CLOCK, clock, (long)now, 0);
	return now[0] * 1000000000L + now[1];
}

/* Adds to sum the ticks that the instruction takes together with what it displaces. */
#define ADD_TIMED(sum, mark, instruction)                                                \
	do {                                                                             \
		unsigned long begun;                                                     \
		if (distant)                                                             \
			__asm__ volatile(CALL("far") : : : CALL_TAKES);                   \
		__asm__ volatile(CALL("near") : : : CALL_TAKES);                          \
		begun = ticks();                                                         \
		ONCE(mark, instruction);                                                 \
		sum += ticks() - begun;                                                  \
	} while (0)
/* In turn with and without the probe: a machine's speed changes. */
#define TRAP(mark, bare_mark, instruction)                                               \
	do {                                                                             \
		long begun_nanos = nanos(WALL_CLOCK), more;                              \
		unsigned long begun_ticks = ticks(), bare = 0, probed = 0;               \
		for (int pair = 0; pair < CALIBRATE_PAIRS; pair++) {                     \
			ADD_TIMED(bare, bare_mark, instruction);                         \
			ADD_TIMED(probed, mark, instruction);                            \
		}                                                                        \
		more = probed - bare;                                                    \
		took = more * (nanos(WALL_CLOCK) - begun_nanos) /                        \
		       (long)(ticks() - begun_ticks);                                    \
	} while (0)
#define EMPTY_SPAN(begin_mark, begin, end_mark, end)                                     \
	do {                                                                             \
		long begun = nanos(CPU_CLOCK);                                           \
		SPAN(begin_mark, begin, end_mark, end);                                  \
		took = nanos(CPU_CLOCK) - begun;                                         \
	} while (0)

void _start(void)
{
	char command;

	while (system_call(SYS_READ, 0, (long)&command, 1) == 1) {
		/* volatile: the compiler must not make two loops of one, with each mark twice */
		volatile int distant = command == 'c' || command == 'd';
		long took;

		switch (command) {
		case 'c':
		case 'C':
			TRAP("GDCHEAP:", "BARE:::c", CHEAP);
			break;
		case 'd':
		case 'D':
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
