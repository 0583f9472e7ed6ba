package dev.sheetbend.websocket.session;

import dev.sheetbend.websocket.endpoint.Coders;
import dev.sheetbend.websocket.endpoint.EndpointModel;
import dev.sheetbend.websocket.endpoint.Instances;
import jakarta.websocket.EndpointConfig;

/**
 * The endpoint that one session belongs to.
 *
 * @param model of the endpoint's class
 * @param instance that is called, this session's own or shared, as its configurator made it
 * @param config of the logical endpoint, for {@code onOpen}
 * @param origin what the configuration came from, or itself; kept as long as the session
 * @param coders this session's own encoders and decoders
 * @param applicationLoader the class loader that the application runs with
 * @param sessions of the same endpoint
 * @param instances what was made for this session; ended when the session has ended, after everything else
 */
public record EndpointBinding(
        EndpointModel model,
        Object instance,
        EndpointConfig config,
        EndpointConfig origin,
        Coders coders,
        ClassLoader applicationLoader,
        EndpointSessions sessions,
        Instances instances) {}
