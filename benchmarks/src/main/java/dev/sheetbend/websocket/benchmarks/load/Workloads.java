package dev.sheetbend.websocket.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The workloads that all servers are measured with. */
public final class Workloads {
    private static final String ECHO = "/echo";
    private static final String ASYNC = "/echo-async";
    private static final String BLOCKING = "/echo-blocking";
    private static final String LARGE = "/large";
    private static final String BROADCAST = "/broadcast";
    private static final String BROADCAST_SHARED = "/broadcast-shared";

    private static final String NOTHING = "";
    private static final String DEFLATE = "permessage-deflate; client_max_window_bits";

    private static final int KIBI = 1024;
    private static final int SHORT = 64;
    private static final int MANY = 64;
    private static final int SOME = 16;
    private static final int FEW = 4;
    private static final int AUDIENCE = 500;
    private static final int PIPELINE = 16;

    private static final List<Workload> ALL = List.of(
            echo(
                    "text-64-1",
                    "64 B text, 1 connection, ping-pong",
                    1,
                    1,
                    () -> Messages.ascii(SHORT),
                    ECHO,
                    Workload.Needs.NOTHING),
            echo(
                    "text-64",
                    "64 B text, 64 connections, ping-pong",
                    MANY,
                    1,
                    () -> Messages.ascii(SHORT),
                    ECHO,
                    Workload.Needs.NOTHING),
            echo(
                    "text-64-16",
                    "64 B text, 64 connections, 16 in flight, returned by the endpoint",
                    MANY,
                    PIPELINE,
                    () -> Messages.ascii(SHORT),
                    ECHO,
                    Workload.Needs.NOTHING),
            echo(
                    "text-64-16-async",
                    "64 B text, 64 connections, 16 in flight, sent async",
                    MANY,
                    PIPELINE,
                    () -> Messages.ascii(SHORT),
                    ASYNC,
                    Workload.Needs.ENDPOINTS),
            echo(
                    "text-64-16-blocking",
                    "64 B text, 64 connections, 16 in flight, sent blocking",
                    MANY,
                    PIPELINE,
                    () -> Messages.ascii(SHORT),
                    BLOCKING,
                    Workload.Needs.ENDPOINTS),
            echo(
                    "binary-1k-4",
                    "1 KiB binary, 64 connections, 4 in flight",
                    MANY,
                    FEW,
                    () -> Messages.binary(KIBI),
                    ECHO,
                    Workload.Needs.NOTHING),
            echo(
                    "binary-64k",
                    "64 KiB binary, 16 connections, ping-pong",
                    SOME,
                    1,
                    () -> Messages.binary(64 * KIBI),
                    LARGE,
                    Workload.Needs.NOTHING),
            echo(
                    "binary-1m",
                    "1 MiB binary, 4 connections, ping-pong",
                    FEW,
                    1,
                    () -> Messages.binary(KIBI * KIBI),
                    LARGE,
                    Workload.Needs.NOTHING),
            echo(
                    "text-1k-utf8",
                    "1 KiB text of 2-, 3- and 4-byte characters in turn, 64 connections, ping-pong",
                    MANY,
                    1,
                    () -> Messages.utf8(KIBI),
                    ECHO,
                    Workload.Needs.NOTHING),
            new Workload(
                    "json-1k-deflate",
                    "1 KiB JSON with permessage-deflate, 64 connections, ping-pong",
                    Workload.Kind.ECHO,
                    MANY,
                    1,
                    () -> Messages.json(KIBI),
                    ECHO,
                    DEFLATE,
                    Workload.Needs.NOTHING),
            echo(
                    "fragments-16",
                    "16 KiB text in 16 fragments, 16 connections, ping-pong",
                    SOME,
                    1,
                    () -> Messages.ascii(16 * KIBI).inFragments(16),
                    LARGE,
                    Workload.Needs.NOTHING),
            broadcast("broadcast-500", "256 B text to 500, per delivery", 1, BROADCAST, Workload.Needs.NOTHING),
            broadcast(
                    "broadcast-500-shared",
                    "256 B text to 500 by Sheetbend's broadcast, per delivery",
                    1,
                    BROADCAST_SHARED,
                    Workload.Needs.SHEETBEND),
            broadcast(
                    "broadcast-500-4",
                    "256 B text to 500, 4 in flight, per delivery",
                    FEW,
                    BROADCAST,
                    Workload.Needs.NOTHING),
            broadcast(
                    "broadcast-500-4-shared",
                    "256 B text to 500 by Sheetbend's broadcast, 4 in flight, per delivery",
                    FEW,
                    BROADCAST_SHARED,
                    Workload.Needs.SHEETBEND),
            new Workload(
                    "connect",
                    "connect, handshake, close, 8 at a time; per connection",
                    Workload.Kind.CONNECT,
                    8,
                    1,
                    () -> Messages.ascii(SHORT),
                    ECHO,
                    NOTHING,
                    Workload.Needs.NOTHING));

    /** A look that takes two minutes. */
    private static final List<String> FAST = List.of("text-64", "text-64-16", "binary-1k-4", "text-1k-utf8");

    private Workloads() {}

    /** All of them, in the order of the tables. */
    public static List<Workload> all() {
        return ALL;
    }

    /** Those of the fast mode. */
    public static List<String> fast() {
        return FAST;
    }

    /**
     * Those with these names, in the order of the tables.
     *
     * @throws IllegalArgumentException when there is no such workload
     */
    public static List<Workload> of(List<String> ids) {
        List<String> known = ALL.stream().map(Workload::id).toList();
        List<String> unknown = new ArrayList<>(ids);
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("There is no workload " + unknown.get(0) + ", but " + known);
        }
        return ALL.stream().filter(workload -> ids.contains(workload.id())).toList();
    }

    /** Connections for a few short texts. */
    static Workload idle(int connections) {
        return echo(
                "idle", "idle connections", connections, 1, () -> Messages.ascii(SHORT), ECHO, Workload.Needs.NOTHING);
    }

    private static Workload echo(
            String id,
            String title,
            int connections,
            int depth,
            Supplier<Messages> messages,
            String path,
            Workload.Needs needs) {
        return new Workload(id, title, Workload.Kind.ECHO, connections, depth, messages, path, NOTHING, needs);
    }

    private static Workload broadcast(String id, String title, int depth, String path, Workload.Needs needs) {
        return new Workload(
                id, title, Workload.Kind.BROADCAST, AUDIENCE, depth, () -> Messages.ascii(256), path, NOTHING, needs);
    }
}
