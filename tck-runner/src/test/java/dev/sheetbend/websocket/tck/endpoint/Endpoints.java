package dev.sheetbend.websocket.tck.endpoint;

import java.util.List;
import java.util.stream.Stream;

/** The application of the behaviour suite. This package is all that a war's WEB-INF/classes holds of the tests. */
public final class Endpoints {
    private Endpoints() {}

    /** Names of the classes that a container which scans would find. */
    public static List<String> names() {
        return Stream.of(
                        SuiteApplication.class,
                        ProgrammaticEndpoint.class,
                        CompressionEndpoint.class,
                        UnwantedEndpoint.class,
                        ListenerEndpoint.class,
                        EchoEndpoint.class,
                        PartialEndpoint.class,
                        StreamEndpoint.class,
                        PairEndpoints.Text.class,
                        PairEndpoints.Binary.class,
                        PairEndpoints.TextStream.class,
                        PairEndpoints.BinaryStream.class,
                        ValueEndpoints.IntEndpoint.class,
                        ValueEndpoints.LongEndpoint.class,
                        ValueEndpoints.DoubleEndpoint.class,
                        ValueEndpoints.BooleanEndpoint.class,
                        ValueEndpoints.CharEndpoint.class,
                        ValueEndpoints.BufferEndpoint.class,
                        PathEndpoint.class,
                        HandshakeEndpoint.class,
                        InstanceEndpoint.class,
                        CommandEndpoint.class,
                        CallerEndpoint.class,
                        CrowdEndpoint.class,
                        BroadcastEndpoint.class,
                        SharedEndpoint.class,
                        PageEndpoint.class)
                .map(Class::getName)
                .toList();
    }
}
