package dev.sheetbend.websocket.benchmarks.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What this runs on. */
final class Machine {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final List<String> PROPERTIES =
            List.of("java.vm.name", "java.vm.version", "os.name", "os.arch", "os.version");

    private Machine() {}

    /** Names and values; what the system does not tell is not among them. */
    static Map<String, String> describe() {
        Map<String, String> machine = new LinkedHashMap<>();
        for (String name : PROPERTIES) {
            machine.put(name, System.getProperty(name));
        }
        machine.put("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
        put(machine, "processor", PROCESSORS, "model name");
        put(machine, "memory", MEMORY, "MemTotal");
        return machine;
    }

    private static void put(Map<String, String> machine, String name, Path file, String key) {
        if (!Files.isReadable(file)) {
            return;
        }
        try {
            Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream()
                    .filter(line -> line.startsWith(key) && line.contains(":"))
                    .findFirst()
                    .ifPresent(line -> machine.put(
                            name, line.substring(line.indexOf(':') + 1).strip()));
        } catch (IOException e) {
            // It does not tell.
            machine.remove(name);
        }
    }
}
