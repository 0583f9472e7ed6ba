package dev.sheetbend.websocket.endpoint;

/**
 * The instances of application classes that belong together, because one connection or one deployment needs them, and that
 * end together. Thread safe.
 */
public interface Instances extends InstanceFactory {
    /** Instances that only the garbage collector ends: what there is where nothing injects. */
    static Instances plain() {
        return Plain.INSTANCE;
    }

    /**
     * Prepares the calling thread for a call of application code, such as a method of an endpoint. Never throws.
     *
     * @return to be run on the same thread after the call; does not throw either
     */
    Runnable enter();

    /**
     * Ends every instance that was made here and is nobody else's. What fails is logged. Any number of times; afterwards
     * none can be made.
     */
    void end();

    /** Calls constructors, and has nothing to do afterwards. */
    enum Plain implements Instances {
        INSTANCE;

        @Override
        public <T> T create(Class<T> type) throws InstantiationException {
            return InstanceFactory.reflective().create(type);
        }

        @Override
        public Runnable enter() {
            return () -> {};
        }

        @Override
        public void end() {
            // Nothing was kept.
        }
    }
}
