/** For tests of guarded code: no waiting, and no real upstream needed to see a breaker open. */
package dev.backstay.junit;
