package dev.sheetbend.websocket.tck;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** Says against which container a test failed, because Surefire's reports number the runs of a class only. */
public final class ServerNameInFailures implements TestExecutionExceptionHandler {
    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        String run = context.getParent().map(ExtensionContext::getDisplayName).orElse("?");
        failure.addSuppressed(new AssertionError("This was against " + run));
        throw failure;
    }
}
