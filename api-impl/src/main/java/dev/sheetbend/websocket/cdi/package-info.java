/**
 * Instances from CDI (specification, 7.1.1): endpoints, configurators, encoders and decoders are injected and intercepted, and
 * end with the connection or the deployment that they were made for. This package alone names the API of CDI, and is loaded
 * only where that is there; what may inject otherwise is another {@link dev.sheetbend.websocket.endpoint.InstanceSource}.
 */
package dev.sheetbend.websocket.cdi;
