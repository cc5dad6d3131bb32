package io.graydiff.publish;

/**
 * Which graydiff this is.
 *
 * @param version such as {@code 0.1.0}
 * @param revision of the source, empty when unknown
 */
public record BuildInfo(String version, String revision) {}
