/** Backstay around requests: filters and a servlet for metrics. */
package dev.backstay.servlet;
