/** How the binding works; no part of its API, and changed without notice. */
package dev.backstay.internal;
