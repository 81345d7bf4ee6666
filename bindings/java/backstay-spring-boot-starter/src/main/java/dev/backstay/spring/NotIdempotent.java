package dev.backstay.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Lets the requests of a controller's method, or of all of them, pass whatever their key, where
 * {@link Idempotent} on its class or the property {@code backstay.idempotency.standard} would have
 * them served.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface NotIdempotent {}
