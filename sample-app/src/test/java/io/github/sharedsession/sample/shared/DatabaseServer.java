package io.github.sharedsession.sample.shared;

import io.github.sharedsession.server.PostgresServer;

/**
 * The server that the application's database is on. A type of its own, since the address
 * of the server would itself be taken for what the application connects to.
 *
 * @param address where the server is
 */
public record DatabaseServer(PostgresServer.Address address) {

}
