package io.graydiff.kernel;

/**
 * Programs at sites of one file, ready to be attached over and over to every process that runs it.
 * One thread at a time.
 */
@FunctionalInterface
public interface Uprobes {
  /** Attaches all of them or none. */
  UprobeLink attach() throws KernelException;
}
