package dev.backstay.internal;

/** What a call remembers from enter to exit; times are -1 where they are not known. */
public record Pass(long token, long started, long due) {}
