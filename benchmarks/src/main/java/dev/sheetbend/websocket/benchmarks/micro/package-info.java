/** JMH benchmarks of the inner layers. */
package dev.sheetbend.websocket.benchmarks.micro;
