package dev.sheetbend.websocket.tck.arquillian;

import org.jboss.arquillian.container.spi.client.container.ContainerConfiguration;

/** What can be said of an embedded container in arquillian.xml; the port is free and the interface the loopback. */
public final class EmbeddedConfiguration implements ContainerConfiguration {
    private boolean deploymentMayFail;

    /** Whether a war that cannot be started still counts as deployed, so that a test can ask for what is not there. */
    public boolean isDeploymentMayFail() {
        return deploymentMayFail;
    }

    /** See {@link #isDeploymentMayFail}; Arquillian calls. */
    public void setDeploymentMayFail(boolean deploymentMayFail) {
        this.deploymentMayFail = deploymentMayFail;
    }

    @Override
    public void validate() {
        // There is nothing that could be wrong.
    }
}
