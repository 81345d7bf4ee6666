/*
 * Backstay: one reliability core for every language. This umbrella includes every module:
 *
 *   base.h             status, error, bytes, versions
 *   config.h           check a configuration document, its JSON Schema
 *   runtime.h          open a configuration, get policies, metrics, events
 *   policy.h           enter, act, exit
 *   circuit_breaker.h  operator controls of a breaker
 *   bulkhead.h         operator control of a bulkhead
 *   rate_limit.h       look ahead and control of a rate limit
 *   idempotency.h      claim a key, act once, answer everybody the same
 *   idempotency_http.h the same for a web server: serve a request, report its answer
 *   stores.h           the stores of a runtime: how they are, and their tables
 *   inspection.h       the keys of an idempotency, listed and removed by hand
 *   queue.h            completion queue: how answers of stores come back
 *   echo.h             an example store, which proves the queue
 */
#ifndef BACKSTAY_BACKSTAY_H
#define BACKSTAY_BACKSTAY_H

#include "backstay/base.h"
#include "backstay/bulkhead.h"
#include "backstay/circuit_breaker.h"
#include "backstay/config.h"
#include "backstay/echo.h"
#include "backstay/idempotency.h"
#include "backstay/idempotency_http.h"
#include "backstay/inspection.h"
#include "backstay/policy.h"
#include "backstay/queue.h"
#include "backstay/rate_limit.h"
#include "backstay/runtime.h"
#include "backstay/stores.h"

#endif
