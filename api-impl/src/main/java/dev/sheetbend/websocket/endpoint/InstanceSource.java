package dev.sheetbend.websocket.endpoint;

/**
 * Where the instances of application classes come from: a service for what injects them (specification, 7.1.1). Each
 * WebSocket container has one of its own. Thread safe.
 */
public interface InstanceSource {
    /** The source where nothing injects: constructors. */
    static InstanceSource plain() {
        return Plain.INSTANCE;
    }

    /** For one connection, or for one deployment. Cheap; looks for nothing before the first instance is wanted. */
    Instances open();

    /**
     * Whether what is made now is made as it would be later on: false as long as what injects may still have to start, as
     * it may while an application is being deployed.
     */
    boolean settled();

    /** The WebSocket container has stopped: keeps nothing of the application from now on. Any number of times. */
    void close();

    /** Calls constructors. */
    enum Plain implements InstanceSource {
        INSTANCE;

        @Override
        public Instances open() {
            return Instances.plain();
        }

        @Override
        public boolean settled() {
            return true;
        }

        @Override
        public void close() {
            // Nothing was kept.
        }
    }
}
