package io.graydiff.target;

/** What there is to say about a process id. */
public sealed interface ProcessLookup {

  /** A Go program. */
  record Found(GoProcess process) implements ProcessLookup {}

  /** A process, but not a Go program. */
  record NotGo() implements ProcessLookup {}

  /** A Go program that graydiff cannot work with, for this reason. */
  record Unusable(String reason) implements ProcessLookup {}

  /** A process that this agent may not read. */
  record Denied() implements ProcessLookup {}

  /** No process, one that is ending, or a kernel thread. */
  record Gone() implements ProcessLookup {}
}
