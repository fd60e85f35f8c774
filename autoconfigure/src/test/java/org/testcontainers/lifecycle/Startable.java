package org.testcontainers.lifecycle;

/**
 * Stands in for the type that all containers implement.
 */
public interface Startable {

}
