package io.graydiff.publish;

/** Answers requests for one path, in an event loop: at once, without waiting for anything. */
@FunctionalInterface
interface Endpoint {
  Reply reply(Request request);
}
