package dev.sheetbend.websocket.tck.conformance;

import dev.sheetbend.websocket.tck.endpoint.Journal;
import java.util.Set;

/** What configuration classes have been given, in the journal under a key of its own. */
final class ScanNotes {
    static final String KEY = "scan";

    private ScanNotes() {}

    /** Notes the names of the nested classes in their order. */
    static void note(String what, Set<? extends Class<?>> classes) {
        Journal.note(
                KEY, what + " " + classes.stream().map(ScanNotes::name).sorted().toList());
    }

    /** Without reflection, which would ask for the class that they are nested in: archives do not have that one. */
    private static String name(Class<?> nested) {
        return nested.getName().substring(nested.getName().lastIndexOf('$') + 1);
    }
}
