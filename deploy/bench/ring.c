// SPDX-License-Identifier: Apache-2.0
/*
 * libbpf's consumer of a ring buffer that another process owns, for the benchmark EventRingRace:
 *
 *   ring MAP_ID
 *
 * For each byte on stdin it drains the ring once and prints how many records it took and the
 * nanoseconds that this took. Ends when stdin does.
 */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define TIME_OFFSET 8

static unsigned long seen;

static int look(void *context, void *data, size_t size)
{
	(void)context;
	(void)size;
	seen += *(unsigned long *)((char *)data + TIME_OFFSET) & 1;
	return 0;
}

static long nanos(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000L + now.tv_nsec;
}

int main(int argc, char **argv)
{
	struct ring_buffer *ring;
	char command;
	int fd;

	fd = argc == 2 ? bpf_map_get_fd_by_id(strtoul(argv[1], NULL, 10)) : -1;
	ring = fd < 0 ? NULL : ring_buffer__new(fd, look, NULL, NULL);
	if (!ring) {
		perror("ring: cannot open that map; usage: ring MAP_ID");
		return 2;
	}
	while (read(STDIN_FILENO, &command, 1) == 1) {
		long begin = nanos();
		int records = ring_buffer__consume(ring);

		printf("%d %ld\n", records, nanos() - begin);
		fflush(stdout);
	}
	ring_buffer__free(ring);
	return seen == 0;
}
