package dev.backstay.spring;

import dev.backstay.servlet.IdempotencyFilter;

/**
 * A bean that says more of how requests have their effects once: who asks, for which tenant, and
 * which requests pass.
 */
@FunctionalInterface
public interface IdempotencyFilterCustomizer {
  /** Says it to what makes the filter. */
  void customize(IdempotencyFilter.Builder filter);
}
