package dev.backstay.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Serves a controller's method, or all of them, by an idempotency: a request with a key has its
 * effect once, and its retries get the first answer.
 *
 * <p>The method's own annotation comes before that of its class, and that before the property
 * {@code backstay.idempotency.standard}. Which methods of HTTP have keys, and whether they must,
 * says the configuration. Callable, future and deferred results are stored when they are there;
 * streamed ones are not kept.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Idempotent {
  /** The idempotency's name in the configuration. */
  String value();
}
