package dev.backstay;

import java.time.Duration;

/**
 * Why calls failed.
 *
 * @param cause an exception's class name, or the text that was reported
 * @param count how often
 * @param lastAt when last, since the runtime's epoch
 */
public record Cause(String cause, long count, Duration lastAt) {}
