package dev.sheetbend.websocket.benchmarks.report;

import java.util.ArrayList;
import java.util.List;

/**
 * What Sheetbend is to reach.
 *
 * @param workload by its name; empty for idle connections
 * @param container in which; empty for the best of all
 * @param against what the figure is
 * @param most of it
 */
record Goal(String workload, String container, Against against, double most) {
    /** What a figure is compared with. */
    enum Against {
        /** Processor time, as a part of that of the container's own WebSocket. */
        OWN("CPU / the container's own"),
        /** Processor time, as a part of Netty's. */
        NETTY("CPU / netty"),
        /** The same where the endpoint runs on the I/O thread, for handlers that never block. */
        NETTY_ON_IO_THREAD("CPU on the I/O thread / netty"),
        /** Processor time, as a part of that of the best of all others, floors left out. */
        EVERY_PEER("CPU / the best of the others"),
        /** Microseconds of processor time: twice what uWebSockets took on the machine that the goals were set on. */
        TWICE_NATIVE("CPU, µs: 2 x uWebSockets, there"),
        /** Bytes that are allocated for each message. */
        ALLOCATED("bytes allocated"),
        /**
         * KiB that an idle connection adds to the heap and to direct buffers, without what one adds that was upgraded
         * to bytes in the same container. Resident memory tells no such small figure: the JVM itself moves it by
         * megabytes.
         */
        IDLE("KiB of heap and direct buffers of an idle connection beyond the floor's");

        private final String title;

        Against(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    private static final String BEST = "";
    private static final String TOMCAT = "tomcat";
    private static final String JETTY = "jetty";
    private static final String UNDERTOW = "undertow";
    private static final List<String> CONTAINERS = List.of(TOMCAT, JETTY, UNDERTOW);

    /** All goals, in the order of the workloads. */
    static List<Goal> all() {
        List<Goal> goals = new ArrayList<>();
        for (String workload : List.of("text-64-1", "text-64")) {
            own(goals, workload, 1.0, 0.85, 0.6);
            goals.add(new Goal(workload, BEST, Against.NETTY, 1.3));
            goals.add(new Goal(workload, BEST, Against.NETTY_ON_IO_THREAD, 1.1));
        }
        for (String workload : List.of("text-64-16", "text-64-16-async", "text-64-16-blocking")) {
            own(goals, workload, 0.15);
            goals.add(new Goal(workload, BEST, Against.TWICE_NATIVE, 0.9));
        }
        own(goals, "binary-1k-4", 0.3);
        goals.add(new Goal("binary-1k-4", BEST, Against.NETTY, 1.0));
        for (String workload : List.of("binary-64k", "binary-1m")) {
            own(goals, workload, 0.2, 0.6, 0.3);
            goals.add(new Goal(workload, BEST, Against.NETTY, 1.1));
        }
        own(goals, "text-1k-utf8", 0.6);
        goals.add(new Goal("text-1k-utf8", BEST, Against.TWICE_NATIVE, 12.4));
        own(goals, "json-1k-deflate", 0.7);
        goals.add(new Goal("json-1k-deflate", BEST, Against.EVERY_PEER, 1.0));
        own(goals, "fragments-16", 0.2);
        goals.add(new Goal("fragments-16", BEST, Against.TWICE_NATIVE, 16));
        for (String workload :
                List.of("broadcast-500", "broadcast-500-shared", "broadcast-500-4", "broadcast-500-4-shared")) {
            own(goals, workload, 0.35);
            goals.add(new Goal(workload, BEST, Against.TWICE_NATIVE, 2.2));
        }
        own(goals, "connect", 0.9);
        // A String and its array are what the API hands over.
        CONTAINERS.forEach(container -> goals.add(new Goal("text-64", container, Against.ALLOCATED, 112)));
        CONTAINERS.forEach(container -> goals.add(new Goal("", container, Against.IDLE, 1.5)));
        return goals;
    }

    /** Whether a figure is as it is to be; ahead of all others is less than the best of them. */
    boolean met(double figure) {
        return against == Against.EVERY_PEER ? figure < most : figure <= most;
    }

    /** How the figure is to be, beside the most of it. */
    String bound() {
        return against == Against.EVERY_PEER ? "<" : "≤";
    }

    private static void own(List<Goal> goals, String workload, double each) {
        own(goals, workload, each, each, each);
    }

    private static void own(List<Goal> goals, String workload, double tomcat, double jetty, double undertow) {
        goals.add(new Goal(workload, TOMCAT, Against.OWN, tomcat));
        goals.add(new Goal(workload, JETTY, Against.OWN, jetty));
        goals.add(new Goal(workload, UNDERTOW, Against.OWN, undertow));
    }
}
