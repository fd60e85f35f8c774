package io.github.sharedsession.value;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.util.StdConverter;

/**
 * How the address of a server is written: Jackson itself gives back one that is not
 * resolved, and so is another.
 *
 * @param host the name of the host, or its address as text
 * @param address the address, or {@code null} when it is not resolved
 * @param port the port
 */
record SocketAddressForm(String host, byte @Nullable [] address, int port) {

	private InetSocketAddress toAddress() {
		if (this.address == null) {
			return InetSocketAddress.createUnresolved(this.host, this.port);
		}
		try {
			InetAddress unnamed = InetAddress.getByAddress(this.address);
			return new InetSocketAddress(this.host.equals(unnamed.getHostAddress()) ? unnamed
					: InetAddress.getByAddress(this.host, this.address), this.port);
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException("An address has 4 or 16 bytes", ex);
		}
	}

	/** Annotates the type of the JDK. */
	@JsonSerialize(converter = Writing.class)
	@JsonDeserialize(converter = Reading.class)
	interface Mixin {

	}

	static final class Writing extends StdConverter<InetSocketAddress, SocketAddressForm> {

		@Override
		public SocketAddressForm convert(InetSocketAddress value) {
			InetAddress address = value.getAddress();
			return new SocketAddressForm(value.getHostString(), (address != null) ? address.getAddress() : null,
					value.getPort());
		}

	}

	static final class Reading extends StdConverter<SocketAddressForm, InetSocketAddress> {

		@Override
		public InetSocketAddress convert(SocketAddressForm value) {
			return value.toAddress();
		}

	}

}
