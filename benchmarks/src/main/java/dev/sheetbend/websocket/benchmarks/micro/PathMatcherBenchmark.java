package dev.sheetbend.websocket.benchmarks.micro;

import dev.sheetbend.websocket.endpoint.PathMatch;
import dev.sheetbend.websocket.endpoint.PathMatcher;
import dev.sheetbend.websocket.endpoint.PathTemplate;
import jakarta.websocket.DeploymentException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Finding the endpoint of a request among many, from the path in the request line. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PathMatcherBenchmark {
    /** How many there are; half of them have variables. */
    @Param({"2", "1000"})
    public int endpoints;

    private PathMatcher<Integer> matcher;
    private String exact;
    private String withVariables;

    /** Deploys them. */
    @Setup
    public void deploy() throws DeploymentException {
        List<PathMatcher.Entry<Integer>> entries = new ArrayList<>();
        for (int i = 0; i < endpoints; i += 2) {
            entries.add(new PathMatcher.Entry<>(PathTemplate.parse("/application/service" + i + "/feed"), i));
            entries.add(new PathMatcher.Entry<>(PathTemplate.parse("/rooms" + i + "/{room}/users/{user}"), i + 1));
        }
        matcher = PathMatcher.of(entries);
        int middle = endpoints / 4 * 2;
        exact = "/application/service" + middle + "/feed";
        withVariables = "/rooms" + middle + "/lobby/users/alice";
    }

    /** A path without variables. */
    @Benchmark
    public Optional<PathMatch<Integer>> exact() {
        return matcher.match(exact);
    }

    /** A path with two variables. */
    @Benchmark
    public Optional<PathMatch<Integer>> variables() {
        return matcher.match(withVariables);
    }

    /** A request that is for a servlet. */
    @Benchmark
    public Optional<PathMatch<Integer>> none() {
        return matcher.match("/application/images/logo.png");
    }
}
