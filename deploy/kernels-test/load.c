// SPDX-License-Identifier: Apache-2.0
/*
 * The first process of an emulated machine: loads /graydiff.bpf.o as the agent does, for 64 processes
 * and two CPUs, with a program for each kind of site, and with the one that serves them all. Writes what
 * the verifier minds, and "load|ok" or "load|FAILED" of each ("load every_site|..."), and turns it off.
 */
#include <bpf/libbpf.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define POPULATIONS 64
#define STRIPES 2

static int show(enum libbpf_print_level level, const char *format, va_list arguments)
{
	return level == LIBBPF_DEBUG ? 0 : vfprintf(stdout, format, arguments);
}

static int load(int every_site)
{
	/* struct gd_config: populations, stripe_mask */
	unsigned int config[] = { POPULATIONS, STRIPES - 1 };
	struct bpf_object *object = bpf_object__open_file("/graydiff.bpf.o", NULL);
	struct bpf_program *program;
	struct bpf_map *map;
	int result;

	if (!object)
		return -1;
	bpf_object__for_each_map(map, object) {
		const char *name = bpf_map__name(map);

		if (!strcmp(name, "rows") || !strcmp(name, "counters"))
			bpf_map__set_max_entries(map, POPULATIONS * STRIPES);
		else if (!strcmp(name, "stats"))
			bpf_map__set_max_entries(map, STRIPES);
	}
	bpf_object__for_each_program(program, object) {
		if (bpf_program__type(program) == BPF_PROG_TYPE_KPROBE)
			bpf_program__set_autoload(program, every_site ==
				!strcmp(bpf_program__name(program), "every_site"));
	}
	map = bpf_object__find_map_by_name(object, ".rodata");
	if (!map || bpf_map__set_initial_value(map, config, sizeof(config)))
		return -1;
	result = bpf_object__load(object);
	bpf_object__close(object);
	return result;
}

int main(void)
{
	struct rlimit unlimited = { RLIM_INFINITY, RLIM_INFINITY };

	mkdir("/proc", 0755);
	mkdir("/sys", 0755);
	mount("proc", "/proc", "proc", 0, NULL);
	mount("sysfs", "/sys", "sysfs", 0, NULL);
	/* Before Linux 5.11 maps are locked memory. */
	setrlimit(RLIMIT_MEMLOCK, &unlimited);
	libbpf_set_print(show);
	printf("\nload|%s\n", load(0) ? "FAILED" : "ok");
	printf("\nload every_site|%s\n", load(1) ? "FAILED" : "ok");
	fflush(stdout);
	sync();
	reboot(RB_POWER_OFF);
	return 1;
}
