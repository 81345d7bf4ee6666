package dev.backstay.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Guards a bean's method, or all public methods of a class, by a policy.
 *
 * <p>A method that returns a {@code CompletionStage} or {@code CompletableFuture} is guarded until
 * that is complete; any other method until it returns. Reactive types are refused in words:
 * subscribe inside a guarded method instead. Calls of a bean's own methods don't pass its proxy and
 * aren't guarded, as with every annotation of Spring.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Guarded {
  /** The policy's name in the configuration. */
  String value();
}
