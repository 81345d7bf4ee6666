/** Backstay around requests: a filter and a servlet for metrics. */
package dev.backstay.servlet;
