package com.example.reactor;

import io.github.sharedsession.Creation;
import io.github.sharedsession.HostedServer;

/**
 * A server that exists only in the ledger, whose file is its settings.
 */
public class LedgerServer implements HostedServer<String, LedgerServer.Address> {

	private String ledger;

	private Address address;

	@Override
	public Address start(String ledger, Creation<Address> creation) {
		this.ledger = ledger;
		this.address = new Address(creation.id());
		Ledger.append(ledger, "create", "server", this.address.generation());
		return this.address;
	}

	@Override
	public void close() {
		Ledger.append(this.ledger, "destroy", "server", this.address.generation());
	}

	/**
	 * Where the server is.
	 *
	 * @param generation which one it is
	 */
	public record Address(String generation) {
	}

}
