/**
 * Backstay in a Spring Boot application: configure {@code backstay.config}, and say
 * {@code @Guarded("payments")} or {@code @Idempotent("orders")}.
 */
package dev.backstay.spring;
