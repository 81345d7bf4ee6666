// Generated from capi/catalogue.json by packaging/generate/java.py; do not edit.
package dev.backstay.internal;

import dev.backstay.AbandonedException;
import dev.backstay.BackstayException;
import dev.backstay.BodyNotKeptException;
import dev.backstay.ClosedException;
import dev.backstay.ConfigException;
import dev.backstay.CorruptRecordException;
import dev.backstay.ForkedException;
import dev.backstay.InFlightException;
import dev.backstay.InternalException;
import dev.backstay.InvalidArgumentException;
import dev.backstay.IoException;
import dev.backstay.KeyMismatchException;
import dev.backstay.LostLeaseException;
import dev.backstay.NotFoundException;
import dev.backstay.OutOfMemoryException;
import dev.backstay.StoreUnavailableException;
import dev.backstay.UnsupportedException;

/** Makes the exception of a status that is not what the caller wanted. */
public final class Failures {
  private Failures() {}

  /** Returns the exception of a status, with the library's text. */
  public static BackstayException of(int status, String message) {
    switch (status) {
      case Codes.STATUS_IN_FLIGHT:
        return new InFlightException(message);
      case Codes.STATUS_MISMATCH:
        return new KeyMismatchException(message);
      case Codes.STATUS_BODY_NOT_KEPT:
        return new BodyNotKeptException(message);
      case Codes.STATUS_ABANDONED:
        return new AbandonedException(message);
      case Codes.STATUS_LOST_LEASE:
        return new LostLeaseException(message);
      case Codes.STATUS_INVALID_ARGUMENT:
        return new InvalidArgumentException(message);
      case Codes.STATUS_CLOSED:
        return new ClosedException(message);
      case Codes.STATUS_NOT_FOUND:
        return new NotFoundException(message);
      case Codes.STATUS_INVALID_CONFIG:
        return new ConfigException(message);
      case Codes.STATUS_IO:
        return new IoException(message);
      case Codes.STATUS_OUT_OF_MEMORY:
        return new OutOfMemoryException(message);
      case Codes.STATUS_INTERNAL:
        return new InternalException(message);
      case Codes.STATUS_FORKED:
        return new ForkedException(message);
      case Codes.STATUS_UNSUPPORTED:
        return new UnsupportedException(message);
      case Codes.STATUS_STORE_UNAVAILABLE:
        return new StoreUnavailableException(message);
      case Codes.STATUS_CORRUPT:
        return new CorruptRecordException(message);
      default:
        return new BackstayException(message);
    }
  }
}
